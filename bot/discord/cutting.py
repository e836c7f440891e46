"""A line that is too long, in pieces: between words, and inside a word as a last resort."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.discord.limits import units
from bot.discord.markdown import merged, rendered, with_words
from core.dialogue.text import Link, Moment, Named, Plain, Span, Strong, Text

_WORDS = re.compile(r" *[^ ]+ *| +")
_JOINER = "\u200d"
_CLINGING = frozenset({"Mn", "Mc", "Me"})


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece of a line as markdown, and what stood between it and the piece before."""

    markdown: str
    joint: str = " "


def cut(line: Text, longest: int) -> list[Cut]:
    """The line in pieces of at most ``longest`` units; a line that is not too long is one."""
    whole = rendered(line)
    if units(whole) <= longest:
        return [Cut(whole)] if whole else []
    pieces: list[Cut] = []
    gathered: list[Span] = []
    length = 0
    for word in _words(merged(line)):
        takes = sum(units(rendered((span,))) + 1 for span in word)
        if gathered and length + takes > longest:
            pieces.append(Cut(rendered(tuple(gathered))))
            gathered, length = [], 0
        if takes > longest:
            pieces += _inside(word, longest)
        else:
            gathered += word
            length += takes
    pieces.append(Cut(rendered(tuple(gathered))))
    return [piece for piece in pieces if piece.markdown]


def _words(line: Iterable[Span]) -> Iterator[list[Span]]:
    """The line's words, each with the blank after it; one may be of several spans."""
    word: list[Span] = []
    for span in line:
        for part in _parts(span):
            words = "" if isinstance(part, Moment | Named) else part.text
            if word and words.startswith(" "):
                yield word
                word = []
            word.append(part)
            if words.endswith(" "):
                yield word
                word = []
    if word:
        yield word


def _parts(span: Span) -> Iterator[Span]:
    """Running words one by one; code, links and moments stay whole."""
    if isinstance(span, Plain | Strong):
        for words in _WORDS.findall(span.text):
            yield with_words(span, words)
    else:
        yield span


def _inside(word: list[Span], longest: int) -> Iterator[Cut]:
    """A word that is longer than a piece: span by span, and those by their characters."""
    joint = " "
    for span in word:
        for piece in _characters(span, longest):
            yield Cut(rendered((piece,)), joint)
            joint = ""


def _characters(span: Span, longest: int) -> Iterator[Span]:
    if isinstance(span, Moment | Named) or units(rendered((span,))) <= longest:
        yield span
        return
    if isinstance(span, Link):  # too long to be pressed: its words, and its address written out
        yield from _chunks(f"{span.text} ({span.address})", longest)
    else:
        yield from _chunks(span.text, longest)


def _chunks(words: str, longest: int) -> Iterator[Plain]:
    """Plain words: two bold pieces, or two of code, would not be read as such side by side."""
    room = longest // 2  # every character may need two units
    rest = words
    while len(rest) > room:
        at = room
        while at > room // 2 and _clings(rest[at - 1], rest[at]):
            at -= 1
        yield Plain(rest[:at])
        rest = rest[at:]
    yield Plain(rest)


def _clings(before: str, after: str) -> bool:
    """Whether two characters are seen as one: an accent, or parts of one emoji."""
    joined = _JOINER in (before, after)
    return joined or unicodedata.category(after) in _CLINGING
