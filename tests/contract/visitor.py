"""What a person can do at any door, and what they see there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from core.commands.desk import Desk
from core.commands.visit import Account

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""The moment at which every scenario takes place."""


class NotOffered(Exception):
    """Nobody could do that at this door: there is no such command, option, button or form."""


@dataclass(frozen=True, slots=True)
class FormSeen:
    """A form as it opens: its title, and by question name what is filled in already."""

    title: str
    filled: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person sees after something they did.

    ``text`` is what can be read, with single blanks between words; ``private`` says that nobody
    else sees it, and ``ephemeral`` that it is marked so in a place where others are. ``labels``
    are all that can be pressed, in reading order; ``files`` their texts by name; ``pictures``
    their alternative texts. ``handle`` is the door's own.
    """

    text: str
    private: bool = True
    ephemeral: bool = False
    labels: tuple[str, ...] = ()
    form: FormSeen | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    pictures: tuple[str, ...] = ()
    handle: Any = field(default=None, repr=False)

    @property
    def opened(self) -> FormSeen:
        """The form. Raises AssertionError where something else was answered."""
        assert self.form is not None, self.text
        return self.form


class Visitor(Protocol):
    """One person at a door. What they cannot do there raises NotOffered."""

    @property
    def account(self) -> Account:
        """How the desk knows them."""
        ...

    async def types(self, command: str, /, **options: str) -> Seen:
        """Use a slash command; options as they would be typed in a line."""
        ...

    async def fills(self, form: Seen, /, **answers: str) -> Seen:
        """Answer questions of an open form by name, leave the others as they are, send it."""
        ...

    async def mends(self, refused: Seen) -> Seen:
        """Come back to the form of what was refused."""
        ...

    async def presses(self, seen: Seen, label: str) -> Seen:
        """Press a button, or choose the entry of a menu."""
        ...

    async def writes(self, words: str) -> Seen:
        """Write to the bot alone, without a command."""
        ...


class Door(Protocol):
    """A door with the whole product behind it, over one database."""

    @property
    def desk(self) -> Desk:
        """The desk that answers now."""
        ...

    async def visitor(self, name: str, *, administrator: bool = False) -> Visitor:
        """Somebody who is there for the first time, or again."""
        ...

    def typed(self, command: str) -> str:
        """How a command is typed at this door."""
        ...

    async def restart(self) -> None:
        """Stop the program and start it again; the database and what people see remain."""
        ...


def squeezed(text: str) -> str:
    """The text with single blanks."""
    return " ".join(text.split())
