"""Rich text as lines of a width in terminal cells; words and addresses are never cut."""

import io
from functools import cache
from itertools import chain, repeat

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text as Styled

NARROWEST = 20
"""The fewest columns that are laid out; a narrower terminal wraps by itself."""


@cache
def measuring_console() -> Console:
    """A console that writes nowhere and knows no environment, for rich's own layout."""
    return Console(file=io.StringIO(), width=NARROWEST, color_system=None, _environ={})


def longest_word(text: Styled) -> int:
    """The cells of the longest word."""
    return max((cell_len(word) for word in text.plain.split()), default=0)


def wrapped(text: Styled, width: int) -> list[Styled]:
    """The text's lines; a word longer than the width has a line to itself."""
    flowing = text.copy()
    # On the text itself, and not as an argument, "ignore" still wraps but cuts nothing.
    flowing.overflow = "ignore"
    lines: list[Styled] = []
    for paragraph in flowing.split("\n", allow_blank=True):
        paragraph.rstrip()
        leading = len(paragraph.plain) - len(paragraph.plain.lstrip())
        for line in paragraph[leading:].wrap(measuring_console(), width):
            line.rstrip()
            lines.append(line)
    return lines


def hanging(first: str, text: Styled, width: int, style: str = "") -> list[Styled]:
    """The text behind a mark, with further lines under its beginning.

    Where a word would not fit beside the mark, the mark flows with the text instead.
    """
    indent = cell_len(first)
    if longest_word(text) > width - indent:
        return wrapped(Styled.assemble((first.strip(), style), " ", text), width)
    marks = chain([Styled(first, style=style)], repeat(Styled(" " * indent)))
    lines = wrapped(text, width - indent)
    return [Styled.assemble(mark, line) for mark, line in zip(marks, lines, strict=False)]


def set_in(text: Styled, width: int) -> list[Styled]:
    """The text with every line but the first set in by two columns."""
    if longest_word(text) > width - 2:
        return wrapped(text, width)
    first, *further = wrapped(text, width - 2)
    return [first, *(Styled.assemble("  ", line) for line in further)]


def rule(width: int, like: list[Styled], character: str) -> Styled:
    """A line as long as the longest of the lines above it."""
    return Styled(character * min(width, max((line.cell_len for line in like), default=0)))
