"""One message or view as it is filled, piece by piece, up to each of its limits."""

from dataclasses import dataclass, replace

from bot.slack.composing import composed
from bot.slack.limits import CONTEXT_TEXT, SECTION_TEXT, units
from bot.slack.parts import Attachment, Drawing, Part, Prose, Quiet, Words
from bot.slack.pieces import Piece
from bot.slack.surfaces import Surface, characters

_ROOM_FOR_A_LINE = 1000
"""Characters that a block has left where a line begins in it, so that it is seldom in two."""
_AROUND_LINE = 150
"""What the brackets around a line take at most in a view, in bytes."""


@dataclass(frozen=True, slots=True)
class Filling:
    """What is on a message or view so far, and what it takes."""

    surface: Surface
    parts: tuple[Part, ...] = ()
    blocks: int = 0
    size: int = 0
    last: int = 0
    """The characters of the last block, where more can be added to it."""

    @property
    def fullness(self) -> float:
        """The share of it that is taken, by the limit that is nearest; 1 is full."""
        return max(self.blocks / self.surface.blocks, self.size / self.surface.room)

    def add(self, piece: Piece) -> "Filling":
        """The same with one piece more, whether it fits or not."""
        match piece.part:
            case Words():
                return self._line(piece.part, apart=piece.apart)
            case Quiet():
                return self._quiet(piece.part, piece)
            case Drawing() | Attachment():
                return replace(self, parts=(*self.parts, piece.part))
            case _:
                return self._put(piece.part)

    def _line(self, line: Words, *, apart: bool) -> "Filling":
        before = self.parts[-1] if self.parts else None
        joint = len(line.joint or "")
        long = joint + characters(line.elements)
        takes = long
        if self.surface is Surface.VIEW:
            takes = joint + _AROUND_LINE + self.surface.size(line.elements)
        begins = line.joint is None and self.last > SECTION_TEXT - _ROOM_FOR_A_LINE
        full = begins or self.last + long > SECTION_TEXT
        if isinstance(before, Prose) and not apart and not full:
            parts = (*self.parts[:-1], Prose((*before.lines, line)))
            return replace(self, parts=parts, size=self.size + takes, last=self.last + long)
        parts = (*self.parts, Prose((line,)))
        return Filling(self.surface, parts, self.blocks + 1, self.size + takes, long)

    def _quiet(self, quiet: Quiet, piece: Piece) -> "Filling":
        before = self.parts[-1] if self.parts else None
        if isinstance(before, Quiet) and not piece.apart:
            longer = Quiet(f"{before.words}{piece.joint}{quiet.words}")
            if units(longer.words) <= CONTEXT_TEXT:
                more = self._size(longer) - self._size(before)
                return replace(self, parts=(*self.parts[:-1], longer), size=self.size + more)
        return self._put(quiet)

    def _put(self, part: Part) -> "Filling":
        parts, size = (*self.parts, part), self.size + self._size(part)
        return Filling(self.surface, parts, self.blocks + 1, size)

    def _size(self, part: Part) -> int:
        return sum(map(self.surface.size, composed((part,))))
