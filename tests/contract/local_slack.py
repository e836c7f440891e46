"""Slack's door on the local server, over Socket Mode or signed HTTP."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Literal

from core.commands.desk import Desk
from core.commands.visit import Account, Library
from core.dialogue.line import UMBRELLA, write_line
from core.dialogue.request import Asked
from tests.contract.slack_seen import (
    DIRECT,
    Pressable,
    entered,
    messages_seen,
    pressable,
    view_seen,
)
from tests.contract.visitor import NOON, NotOffered, Seen
from tests.platforms.slack_bot import Running, running_slack
from tests.platforms.slack_server import Act, SlackServer
from tests.platforms.slack_server import NotOffered as NotOfferedThere
from tests.platforms.slack_server.messages import Message
from tests.platforms.slack_server.people import User
from tests.platforms.slack_server.places import Channel
from tests.platforms.slack_server.views import View

FIX, NEXT = "Fix this", "next"
SHORT = ("assess", "timeline")


class SlackDoor:
    """The bot, connected to a Slack of its own; in a channel that it is not in, or directly."""

    def __init__(self, shelf: Library, database: Path, server: SlackServer, *, in_channel: bool):
        self.server = server
        self.in_channel = in_channel
        self.team = server.team("Radiology")
        self.channel = server.channel("general", self.team, bot=False)
        self._shelf = shelf
        self._database = database
        self._stack = AsyncExitStack()
        self.running: Running

    @classmethod
    @asynccontextmanager
    async def open(
        cls, shelf: Library, database: Path, *, via: Literal["socket", "http"], in_channel: bool
    ) -> AsyncIterator["SlackDoor"]:
        """The door; nothing that the bot sent may have been beyond what Slack documents."""
        async with SlackServer(via=via) as server:
            server.limits.relax()
            door = cls(shelf, database, server, in_channel=in_channel)
            await door._start()
            try:
                yield door
                server.assert_clean()
                assert not door.channel.messages
            finally:
                await door._stack.aclose()

    @property
    def desk(self) -> Desk:
        return self.running.desk

    async def visitor(self, name: str, *, administrator: bool = False) -> "SlackVisitor":
        user = self.server.user(name, self.team, admin=administrator)
        self.channel.join(user)
        return SlackVisitor(self, user, self.channel if self.in_channel else self.server.dm(user))

    def typed(self, command: str) -> str:
        return f"/{command}" if command in SHORT else f"/{UMBRELLA} {command}"

    async def restart(self) -> None:
        await self._stack.aclose()
        await self._start()

    async def _start(self) -> None:
        self._stack = AsyncExitStack()
        started = running_slack(
            self.server, self._database, self._shelf, team=self.team, now=lambda: NOON
        )
        self.running = await self._stack.enter_async_context(started)


class SlackVisitor:
    """Somebody on that Slack, in a channel or in the bot's direct messages."""

    def __init__(self, door: SlackDoor, user: User, channel: Channel) -> None:
        self.user = user
        self._door = door
        self._server = door.server
        self._channel = channel

    @property
    def account(self) -> Account:
        return Account("slack", self._door.team.id, self.user.id)

    async def types(self, command: str, /, **options: str) -> Seen:
        typed = write_line(Asked(command, options)).removeprefix(f"/{command}").strip()
        if command in SHORT:
            slash, text = f"/{command}", typed
        else:
            slash, text = f"/{UMBRELLA}", f"{command} {typed}".strip()
        before = self._messages()
        act = await self._server.command(self.user, slash, text, channel=self._channel)
        return await self._seen(act, before)

    async def fills(self, form: Seen, /, **answers: str) -> Seen:
        view: View = form.handle
        assert form.form is not None
        await self._look_up(view, answers)
        before = self._messages()
        try:
            act = await self._server.submit(self.user, view, entered(view, answers))
        except NotOfferedThere as impossible:
            raise NotOffered(str(impossible)) from impossible
        return await self._seen(act, before)

    async def leads_on(self, form: Seen, /, **answers: str) -> Seen:
        """Answer questions and go on to the next page, or see why that is not possible."""
        view: View = form.handle
        before = self._messages()
        act = await self._server.press_in_view(self.user, view, NEXT, values=entered(view, answers))
        return await self._seen(act, before)

    async def mends(self, refused: Seen) -> Seen:
        return refused if refused.form else await self.presses(refused, FIX)

    async def presses(self, seen: Seen, label: str) -> Seen:
        return await self._press(pressable(seen, label))

    async def writes(self, words: str) -> Seen:
        before = self._messages()
        await self._server.write(self.user, words)
        await self._door.running.door.finished()
        return messages_seen(self._since(before))

    async def forges(self, theirs: Seen, label: str) -> Seen:
        """Press one's own button with the value of somebody else's, which no client would do."""
        own = await self.types("help")
        mine: Pressable = next(one for one in own.handle.values() if not one.chosen)
        assert isinstance(mine.where, Message)
        before = self._messages()
        act = await self._server.press(
            self.user, mine.where, mine.action_id, value=theirs.handle[label].value
        )
        return await self._seen(act, before)

    async def _press(self, pressed: Pressable) -> Seen:
        where, name = pressed.where, pressed.action_id
        before = self._messages()
        chosen = pressed.value if pressed.chosen else None
        if isinstance(where, View):
            act = await self._server.press_in_view(self.user, where, name, chosen)
        elif pressed.chosen:
            act = await self._server.choose(self.user, where, name, pressed.value)
        else:
            act = await self._server.press(self.user, where, name)
        return await self._seen(act, before)

    async def _look_up(self, view: View, answers: dict[str, str]) -> None:
        """Type into the menus that the bot fills, as somebody does who chooses from them."""
        for block in view.inputs.values():
            element, name = block["element"], block["block_id"]
            if name in answers and element["type"] == "external_select":
                act = await self._server.suggest(self.user, view, name, answers[name])
                answers[name] = act.options[0]["value"]

    async def _seen(self, act: Act, before: list[Message]) -> Seen:
        """What somebody sees once everything that an act began is done."""
        await self._door.running.door.finished()
        assert act.status == 200
        modal = self.user.modal
        new = self._since(before)
        if modal is not None and not new:
            errors = (f"{name}: {said}" for name, said in modal.errors.items())
            return view_seen(modal, errors)
        seen = messages_seen(new)
        return await self._with_files(seen) if DIRECT in seen.labels else seen

    async def _with_files(self, seen: Seen) -> Seen:
        """The same with the files that are sent into the direct message when they are asked for."""
        before = self._messages()
        pressed: Pressable = seen.handle[DIRECT]
        assert isinstance(pressed.where, Message)
        await self._server.press(self.user, pressed.where, pressed.action_id)
        await self._door.running.door.finished()
        new = [one for one in self._since(before) if not one.ephemeral]
        directly = messages_seen(new)
        return replace(seen, files=directly.files, pictures=directly.pictures)

    def _messages(self) -> list[Message]:
        """Everything of the bot's that this person sees so far."""
        directly = self._server.dm(self.user).messages
        mine = [one for one in directly if one.author is not self.user]
        return [*self.user.ephemerals, *mine]

    def _since(self, before: list[Message]) -> list[Message]:
        return [one for one in self._messages() if one not in before]
