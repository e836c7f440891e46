"""What the console needs from the product."""

from collections.abc import Mapping
from typing import Protocol

from core.dialogue.command import Command
from core.dialogue.reply import Outcome, Reply
from core.dialogue.request import Asked


class Answering(Protocol):
    """The commands, already bound to one person and one day."""

    @property
    def commands(self) -> Mapping[str, Command]:
        """The declarations by name, in the order in which help shows them."""
        ...

    async def answer(self, asked: Asked) -> Outcome:
        """Run a command; whatever it writes is committed when this returns."""
        ...

    async def hear(self, words: str) -> Reply | None:
        """The offer of people where words call for it; ``None`` where they do not.

        For words that are no request, before they are refused. Nothing of them is kept.
        """
        ...
