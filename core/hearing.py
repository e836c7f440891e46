"""Hearing distress in free text, and the people to offer. The text itself is kept nowhere."""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

from core.facts.support import HelpLine, Phrases, Support

_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "`": "'"})


class Heard(StrEnum):
    """What a text calls for: people at once, a kind word with an offer, or neither."""

    CRISIS = "crisis"
    LOW = "low"
    NOTHING = "nothing"


def hear(words: str, phrases: Phrases) -> Heard:
    """What the words call for.

    A phrase counts wherever its words stand in a row, whatever the case, apostrophes and
    spacing; words covered by a *never* phrase ("this exam is killing me") do not count.
    """
    said = _folded(words)
    for harmless in phrases.never:
        said = _pattern(harmless).sub(" \u00b7 ", said)
    if any(_pattern(phrase).search(said) for phrase in phrases.crisis):
        return Heard.CRISIS
    if any(_pattern(phrase).search(said) for phrase in phrases.low):
        return Heard.LOW
    return Heard.NOTHING


def _folded(words: str) -> str:
    """Lower case, one kind of apostrophe, no accents or invisible marks, single spaces."""
    plain = unicodedata.normalize("NFKD", words.translate(_APOSTROPHES))
    kept = "".join(letter for letter in plain if unicodedata.category(letter) not in {"Mn", "Cf"})
    return " ".join(kept.lower().split())


@lru_cache(maxsize=1024)
def _pattern(phrase: str) -> re.Pattern[str]:
    """The phrase's words in a row; an apostrophe may be missing."""
    words = [re.escape(word).replace("'", "'?") for word in _folded(phrase).split()]
    return re.compile(r"(?<!\w)" + r"[\s,.;!-]+".join(words) + r"(?!\w)")


def lines_for(country: str | None, support: Support) -> tuple[HelpLine, ...]:
    """The help lines of a country; none where the country is unknown or holds none."""
    return tuple(line for line in support.lines if line.country == country)
