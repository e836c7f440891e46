"""A command as the desk knows it: its declaration, and what runs it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from core.commands.visit import Visit
from core.dialogue.command import Command
from core.dialogue.form import Form
from core.dialogue.reply import Refused, Reply
from core.dialogue.request import Asked

Handler = Callable[[Asked, Visit], Awaitable[Reply | Form | Refused]]
Opening = Callable[[tuple[str, ...]], Asked | None]


@dataclass(frozen=True, slots=True)
class Entry:
    """A command's declaration with what runs it.

    ``opening`` is the request that opens the form on which the first of some fields is asked;
    it gives ``None`` where none of them is on a form.
    """

    command: Command
    handler: Handler
    opening: Opening | None = None
