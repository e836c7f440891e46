"""Words made to fit a limit: cut between words, with an ellipsis where something was cut."""

from bot.rendering.lengths import units

_ELLIPSIS = "\u2026"


def within(words: str, most: int) -> str:
    """The words within ``most`` UTF-16 code units."""
    return divided(words, most)[0]


def divided(words: str, most: int) -> tuple[str, str]:
    """The words within ``most`` characters, and the rest, empty where all of it fits.

    A cut is marked on both sides.
    """
    if units(words) <= most:
        return words, ""
    cut = most - len(_ELLIPSIS)
    while units(words[:cut]) > most - len(_ELLIPSIS):
        cut -= 1
    between = words.rfind(" ", 0, cut + 1)
    if between >= cut // 2:  # otherwise one long word: better cut in two than hardly shown
        cut = between
    return words[:cut].rstrip() + _ELLIPSIS, _ELLIPSIS + words[cut:].lstrip()
