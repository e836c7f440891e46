"""Running text as pieces in reading order, each knowing how well a message may end before it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum

from bot.discord.cutting import cut
from bot.discord.markdown import lines
from bot.discord.parts import Part, Words
from core.dialogue.text import Text

LONGEST_PIECE = 1000
"""Units of a piece of text; a longer line is several, which are joined again where they meet."""


class Gap(IntEnum):
    """What lies before a piece; the higher, the better a message may end there."""

    NONE = 0  # between a heading and what follows it
    WORD = 1
    LINE = 2
    ITEM = 3
    BLOCK = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A part, and what stands before its words.

    That is ``joint`` where they follow words in the same message, and ``opening`` where not.
    """

    part: Part
    gap: Gap = Gap.LINE
    joint: str = "\n"
    opening: str = ""


def running(text: Text, mark: str = "") -> Iterator[Piece]:
    """The lines of a text, the mark at the beginning of each."""
    return _pieces(text, mark, mark, "")


def hanging(text: Text, mark: str, margin: str) -> Iterator[Piece]:
    """The lines of a text, the mark before the first, the others set in by a margin."""
    return _pieces(text, mark, "", margin)


def _pieces(text: Text, mark: str, following: str, margin: str) -> Iterator[Piece]:
    first, blank = True, False
    for line in lines(text):
        cuts = cut(line, LONGEST_PIECE)
        blank = blank or not cuts
        for place, piece in enumerate(cuts):
            if place:
                yield Piece(Words(piece.markdown), Gap.WORD, piece.joint, following)
                continue
            words = Words(f"{mark if first else following}{piece.markdown}")
            apart = "\n\n" if blank and not first else "\n"
            yield Piece(words, Gap.LINE, f"{apart}{margin}")
            first, blank = False, False


def begun(pieces: Iterable[Piece], gap: Gap, joint: str = "\n") -> Iterator[Piece]:
    """The pieces, the first of them after another gap."""
    for place, piece in enumerate(pieces):
        yield piece if place else replace(piece, gap=gap, joint=joint)


def together(pieces: Iterable[Piece]) -> str:
    """The words of pieces that stay in one message."""
    said = ""
    for piece in pieces:
        if isinstance(piece.part, Words):
            said += (piece.joint if said else piece.opening) + piece.part.markdown
    return said
