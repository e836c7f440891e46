"""Running text in reading order, in stretches that know how well a message may end before them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from bot.rendering.cutting import Measure, cut
from bot.rendering.lines import lines
from core.dialogue.text import Text


class Gap(IntEnum):
    """What lies before a piece; the higher, the better a message may end there."""

    NONE = 0  # between a heading and what follows it
    WORD = 1
    LINE = 2
    ITEM = 3
    BLOCK = 4


@dataclass(frozen=True, slots=True)
class Stretch:
    """A line or a part of one, and what stands between it and the one before.

    Its gap is a line or a word; the first of a text has a joint too, where words come before it.
    """

    line: Text
    gap: Gap
    joint: str


def stretches(text: Text, longest: int, measure: Measure) -> Iterator[Stretch]:
    """The lines of a text, those that are longer than ``longest`` units in several stretches."""
    first, blank = True, False
    for line in lines(text):
        cuts = cut(line, longest, measure)
        blank = blank or not cuts
        for place, piece in enumerate(cuts):
            if place:
                yield Stretch(piece.line, Gap.WORD, piece.joint)
                continue
            yield Stretch(piece.line, Gap.LINE, "\n\n" if blank and not first else "\n")
            first, blank = False, False
