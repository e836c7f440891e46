"""Hearing distress in free text, and the people to offer. The text itself is kept nowhere."""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from itertools import groupby

from core.facts.support import HelpLine, Phrases, Support

_APOSTROPHES = str.maketrans(dict.fromkeys("\u2019\u2018\u201b\u02bc\u00b4\u2032`", "'"))
_AT_AN_EDGE = re.compile(r"(?<!\w)'+|'+(?!\w)")
_ENDS_A_SENTENCE = frozenset(".!?;:\n")
_STOP = "."
_ANY_NUMBER = "#"

Span = tuple[int, int]


class Heard(StrEnum):
    """What a text calls for: people at once, a kind word with an offer, or neither."""

    CRISIS = "crisis"
    LOW = "low"
    NOTHING = "nothing"


def hear(words: str, phrases: Phrases) -> Heard:
    """What the words call for.

    A phrase counts wherever its words stand in a row, whatever the case, apostrophes,
    punctuation, markup and stretched letters; a phrase that lies inside a *never* phrase
    ("want to die laughing") does not count. A *never* phrase stays within a sentence.
    """
    said = _folded(words)
    harmless = _spans(said, phrases.never, " ")
    for heard, listed in ((Heard.CRISIS, phrases.crisis), (Heard.LOW, phrases.low)):
        if any(not _inside(span, harmless) for span in _spans(said, listed, f"[ {_STOP}]+")):
            return heard
    return Heard.NOTHING


def _spans(said: str, phrases: Iterable[str], between: str) -> list[Span]:
    """Where any of the phrases stand, with ``between`` from word to word."""
    return [
        found.span() for phrase in phrases for found in _pattern(phrase, between).finditer(said)
    ]


def _inside(span: Span, others: Iterable[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _folded(words: str) -> str:
    """Lower case letters, digits, apostrophes within words, sentence ends; else one space."""
    plain = unicodedata.normalize("NFKD", words.translate(_APOSTROPHES))
    kept = "".join(
        _kept(letter)
        for letter in plain.lower()
        if unicodedata.category(letter) not in {"Mn", "Cf"}
    )
    return " ".join(_AT_AN_EDGE.sub(" ", kept).split())


def _kept(letter: str) -> str:
    if letter.isalnum() or letter == "'":
        return letter
    return f" {_STOP} " if letter in _ENDS_A_SENTENCE else " "


@lru_cache(maxsize=2048)
def _pattern(phrase: str, between: str) -> re.Pattern[str]:
    """The phrase's words in a row; an apostrophe may be missing, a letter may be stretched."""
    words = [
        r"\d+" if part == _ANY_NUMBER else _word(word)
        for part in phrase.split()
        for word in _folded(part).split() or [part]
    ]
    return re.compile(r"(?<!\w)" + between.join(words) + r"(?!\w)")


def _word(word: str) -> str:
    return "".join("'*" if letter == "'" else f"{letter}+" for letter, _ in groupby(word))


def lines_for(country: str | None, support: Support) -> tuple[HelpLine, ...]:
    """The help lines of a country; none where the country is unknown or holds none."""
    return tuple(line for line in support.lines if line.country == country)
