"""A line that is too long, in pieces: between words, and inside a word as a last resort."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.rendering.lines import in_one_line, merged, with_words
from core.dialogue.text import Code, Link, Moment, Named, Plain, Span, Strong, Text

Measure = Callable[[Text], int]
"""How many units a line takes as a platform is sent it; none where nothing of it is seen."""

_WORDS = re.compile(r" *[^ ]+ *| +")
_JOINER = "\u200d"
_CLINGING = frozenset({"Mn", "Mc", "Me"})


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece of a line, and what stood between it and the piece before."""

    line: Text
    joint: str = " "


def cut(line: Text, longest: int, measure: Measure) -> list[Cut]:
    """The line in pieces of at most ``longest`` units; a line that is not too long is one."""
    whole = measure(line)
    if whole <= longest:
        return [Cut(line)] if whole else []
    pieces: list[Cut] = []
    gathered: list[Span] = []
    length = 0
    for word in _words(merged(tuple(_loosened(merged(line), longest, measure)))):
        takes = sum(measure((span,)) + 1 for span in word)
        if gathered and length + takes > longest:
            pieces.append(Cut(tuple(gathered)))
            gathered, length = [], 0
        if takes > longest:
            pieces += _inside(word, longest, measure)
        else:
            gathered += word
            length += takes
    pieces.append(Cut(tuple(gathered)))
    return [piece for piece in pieces if measure(piece.line)]


def _loosened(line: Iterable[Span], longest: int, measure: Measure) -> Iterator[Span]:
    """Code and links that are too long to stay whole as plain words, the address written out."""
    for span in line:
        if not isinstance(span, Code | Link) or measure((span,)) <= longest:
            yield span
        elif isinstance(span, Code):
            yield Plain(span.text)
        else:
            yield Plain(f"{span.text} ({in_one_line(span.address)})")


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


def _inside(word: list[Span], longest: int, measure: Measure) -> Iterator[Cut]:
    """A word that is longer than a piece, in as few pieces as there can be."""
    gathered: Text = ()
    joint = " "
    for part in (piece for span in word for piece in _characters(span, longest, measure)):
        if gathered and measure((*gathered, part)) > longest:
            yield Cut(gathered, joint)
            gathered, joint = (), ""
        gathered = (*gathered, part)
    yield Cut(gathered, joint)


def _characters(span: Span, longest: int, measure: Measure) -> Iterator[Span]:
    """A span in pieces, as plain words: two bold ones side by side would not be bold."""
    if measure((span,)) <= longest or not isinstance(span, Plain | Strong):
        yield span
        return
    room = longest // 2  # every character may need two units
    rest = span.text
    while len(rest) > room:
        at = room
        while at > room // 2 and _clings(rest[at - 1], rest[at]):
            at -= 1
        yield Plain(rest[:at])
        rest = rest[at:]
    yield Plain(rest)


def _clings(before: str, after: str) -> bool:
    """Whether two characters are seen as one, an accent or parts of an emoji, or read as one."""
    joined = _JOINER in (before, after) or before == ":"
    return joined or unicodedata.category(after) in _CLINGING
