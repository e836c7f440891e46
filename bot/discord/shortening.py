"""Words made to fit a limit: cut between words, with an ellipsis where something was cut."""

_ELLIPSIS = "\u2026"


def shortened(words: str, most: int) -> str:
    """The words within ``most`` characters."""
    return divided(words, most)[0]


def divided(words: str, most: int) -> tuple[str, str]:
    """The words within ``most`` characters, and the rest, empty where all of it fits.

    A cut is marked on both sides.
    """
    if len(words) <= most:
        return words, ""
    cut = words.rfind(" ", 0, most)
    if cut < most // 2:
        # One long word: better cut in two than nearly nothing shown.
        cut = most - len(_ELLIPSIS)
    return words[:cut].rstrip() + _ELLIPSIS, _ELLIPSIS + words[cut:].lstrip()
