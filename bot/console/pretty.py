"""A reply for a terminal: the same lines with colour, and links under their words."""

import os
from collections.abc import Mapping
from typing import TextIO

from rich.console import Console

from bot.console.layout import layout
from bot.console.plain import DEFAULT_WIDTH, plain_text
from bot.console.spans import Links
from core.dialogue.reply import Reply

WIDEST = 100
"""Lines longer than this are hard to follow, whatever the terminal's width."""


def wants_colour(out: TextIO) -> bool:
    """Whether to draw: a terminal, and nobody said ``NO_COLOR``."""
    return out.isatty() and not os.environ.get("NO_COLOR")


class Surface:
    """Where replies are shown: a stream, drawn on or written to plainly.

    ``width`` is in terminal cells; without one a terminal is asked each time, and anything
    else gets the default, so that a file does not depend on the window it was made in.
    """

    def __init__(
        self, out: TextIO, *, width: int | None = None, colour: bool | None = None
    ) -> None:
        self._colour = wants_colour(out) if colour is None else colour
        self._console = Console(
            file=out,
            force_terminal=self._colour,
            no_color=not self._colour,
            highlight=False,
            markup=False,
            emoji=False,
        )
        self._out = out
        self._width = width

    @property
    def width(self) -> int:
        """Columns to lay out for."""
        if self._width is not None:
            return self._width
        return min(self._console.width, WIDEST) if self._out.isatty() else DEFAULT_WIDTH

    def show(self, reply: Reply, kept: Mapping[str, str] | None = None) -> None:
        """Write the reply."""
        if not self._colour:
            self.say(plain_text(reply, self.width, kept))
            return
        for line in layout(reply, self.width, Links.UNDER, kept or {}):
            self._console.print(line, no_wrap=True, overflow="ignore", crop=False)
        self._out.flush()

    def say(self, line: str = "") -> None:
        """Write a line as it stands."""
        self._out.write(f"{line}\n")
        self._out.flush()
