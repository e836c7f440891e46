"""Text as pieces in reading order: running lines, items of lists and small print."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bot.rendering.running import Gap, stretches
from bot.slack.parts import Mark, Part, Quiet, Words
from bot.slack.rich_text import elements, measured
from core.dialogue.text import Moment, Plain, Text
from core.dialogue.text import plain as words_of

LONGEST_PIECE = 1000
"""Characters of a piece of text; a longer line is several, which are joined where they meet."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part, and how well a message may end before it.

    Where it stands ``apart``, it begins a block of its own and does not go on in the one before;
    ``joint`` stands before small print that goes on.
    """

    part: Part
    gap: Gap = Gap.LINE
    apart: bool = False
    joint: str = "\n"


def running(text: Text) -> Iterator[Piece]:
    """The lines of a text."""
    return _pieces(text, Words(()))


def item(text: Text, mark: Mark, number: int) -> Iterator[Piece]:
    """An item of a list; its further lines stay in it."""
    return _pieces(text, Words((), mark, number))


def further(text: Text) -> Iterator[Piece]:
    """More lines of the item before."""
    return _pieces(text, Words((), joint="\n"))


def _pieces(text: Text, first: Words) -> Iterator[Piece]:
    """A text that begins like ``first`` and goes on in it."""
    for place, part in enumerate(stretches(text, LONGEST_PIECE, measured)):
        said = elements(part.line)
        words = Words(said, joint=part.joint) if place else replace(first, elements=said)
        yield Piece(words, part.gap)


def quiet(text: Text) -> Iterator[Piece]:
    """Small print. Slack has it for plain words alone, so that anything else is running text."""
    if not is_plain(text):
        yield from running(text)
        return
    for part in stretches(text, LONGEST_PIECE, measured):
        yield Piece(Quiet(words_of(part.line).strip()), part.gap, joint=part.joint)


def is_plain(text: Text) -> bool:
    """Whether a text is plain words, of which nothing is marked, linked or told to Slack."""
    return all(
        isinstance(span, Plain) or (isinstance(span, Moment) and not isinstance(span.at, datetime))
        for span in text
    )


def begun(pieces: Iterable[Piece], gap: Gap, *, apart: bool = False) -> Iterator[Piece]:
    """The pieces, the first of them after another gap."""
    for place, piece in enumerate(pieces):
        yield piece if place else replace(piece, gap=gap, apart=apart)
