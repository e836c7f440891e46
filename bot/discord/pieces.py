"""Running text as pieces in reading order, each knowing how well a message may end before it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.discord.markdown import measured, rendered
from bot.discord.parts import Part, Words
from bot.rendering.running import Gap, stretches
from core.dialogue.text import Text

LONGEST_PIECE = 1000
"""Units of a piece of text; a longer line is several, which are joined again where they meet."""


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
    for place, part in enumerate(stretches(text, LONGEST_PIECE, measured)):
        said = rendered(part.line)
        if part.gap is Gap.WORD:
            yield Piece(Words(said), part.gap, part.joint, following)
        else:
            words = Words(f"{following if place else mark}{said}")
            yield Piece(words, part.gap, f"{part.joint}{margin}")


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
