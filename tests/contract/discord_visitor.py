"""What a person does on Discord, whichever Discord it is."""

from abc import ABC, abstractmethod
from typing import Any

from core.commands.visit import Account
from tests.contract.discord_seen import (
    Json,
    Pressable,
    entries,
    form_seen,
    option_values,
    pressable,
)
from tests.contract.visitor import NotOffered, Seen

FIX = "Fix this"


class DiscordVisitor(ABC):
    """Somebody on Discord; a door says how each thing is done there."""

    user_id: int

    @property
    def account(self) -> Account:
        return Account("discord", "discord", str(self.user_id))

    async def types(self, command: str, /, **options: str) -> Seen:
        declared = self._declared(command)
        return await self._use(command, option_values(declared, options, self._picked))

    async def fills(self, form: Seen, /, **answers: str) -> Seen:
        assert form.form is not None
        modal: Json = form.handle[0]
        return await self._submit(form.handle[1], entries(modal, answers, self._picked))

    async def mends(self, refused: Seen) -> Seen:
        return await self.presses(refused, FIX)

    async def presses(self, seen: Seen, label: str) -> Seen:
        return await self._press(pressable(seen, label))

    async def writes(self, words: str) -> Seen:
        return await self._say(words)

    def _form(self, modal: Json, opened: Any) -> Seen:
        return form_seen(modal, (modal, opened))

    @abstractmethod
    def _declared(self, command: str) -> list[Json]:
        """The options of a command, as it was registered. Raises NotOffered."""

    @abstractmethod
    def _picked(self, identifier: str) -> Any:
        """The role or channel of the server with this id."""

    @abstractmethod
    async def _use(self, command: str, options: dict[str, Any]) -> Seen:
        """Use a command. Raises NotOffered."""

    @abstractmethod
    async def _submit(self, opened: Any, sent: dict[str, Any]) -> Seen:
        """Send a form. Raises NotOffered for what it would not take."""

    @abstractmethod
    async def _press(self, pressed: Pressable) -> Seen:
        """Press a button, or choose from a menu."""

    @abstractmethod
    async def forges(self, theirs: Seen, label: str) -> Seen:
        """Press what somebody else sees, which no client would do."""

    @abstractmethod
    async def forges_form(self, theirs: Seen, **answers: str) -> Seen:
        """Send a form that was opened for somebody else, which no client would do."""

    @abstractmethod
    async def forges_command(self, command: str, /, **options: str) -> Seen:
        """Use a command that is not offered, which no client would do."""

    @abstractmethod
    async def _say(self, words: str) -> Seen:
        """Write to the bot's direct messages."""


def declared_in(command: Json | None, name: str) -> list[Json]:
    """The options of a registered command. Raises NotOffered where there is none."""
    if command is None:
        raise NotOffered(f"there is no /{name}")
    options: list[Json] = command.get("options") or []
    return options
