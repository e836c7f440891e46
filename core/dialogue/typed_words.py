"""A typed line as words: invisible characters dropped, quoted words kept whole."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

QUOTES = '"\u201c\u201d\u201e'
"""What quotes: the straight double quote and those that phones and Slack put in its place."""

_DROPPED = frozenset({"Cc", "Cf", "Cs"})
_NAME = re.compile(r"(?P<name>[^\W\d][\w-]*):(?!//)")
_BARE = re.compile(r"\S*")


class UnclosedQuoteError(ValueError):
    """A double quote was opened and never closed."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a line: its text, the name before its colon if any, and whether it was quoted."""

    text: str
    name: str | None = None
    quoted: bool = False


def visible(typed: str) -> str:
    """The line without control, formatting and zero-width characters; white space stays."""
    return "".join(
        character
        for character in typed
        if character.isspace() or unicodedata.category(character) not in _DROPPED
    )


def words(line: str) -> Iterator[Word]:
    """The words of a line.

    A name is a word before a colon, unless ``//`` follows as in a web address. A quote opens
    at the beginning of a word or after the colon; inside it, a doubled quote stands for one.
    Raises :class:`UnclosedQuoteError`.
    """
    at = 0
    while at < len(line):
        if line[at].isspace():
            at += 1
            continue
        named = _NAME.match(line, at)
        name = named["name"] if named else None
        at = named.end() if named else at
        if line[at : at + 1] and line[at] in QUOTES:
            text, at = _quoted(line, at + 1)
            yield Word(text, name, quoted=True)
        else:
            bare = _BARE.match(line, at)
            text = bare[0] if bare else ""
            at += len(text)
            yield Word(text, name)


def _quoted(line: str, at: int) -> tuple[str, int]:
    """The text up to the closing quote, and the place after it."""
    text: list[str] = []
    while at < len(line):
        if line[at] not in QUOTES:
            text.append(line[at])
            at += 1
        elif line[at + 1 : at + 2] == line[at]:
            text.append(line[at])
            at += 2
        else:
            return "".join(text), at + 1
    raise UnclosedQuoteError


def quoted_if_needed(text: str) -> str:
    """The text as one word of a line."""
    plain = text and not text.endswith(",") and not text.startswith(",")
    if plain and not any(character.isspace() or character in QUOTES for character in text):
        return text
    return '"' + re.sub(f"([{QUOTES}])", r"\1\1", text) + '"'
