"""Discord's door on the local server: real requests and a real gateway."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import discord

from core.commands.desk import Desk
from core.commands.visit import Library
from tests.contract.discord_seen import (
    Json,
    Pressable,
    Shown,
    entries,
    messages_seen,
    option_values,
)
from tests.contract.discord_visitor import DiscordVisitor, declared_in
from tests.contract.visitor import NOON, NotOffered, Seen
from tests.platforms.discord_bot import Running, running_bot
from tests.platforms.discord_server import DiscordServer, pointed_at
from tests.platforms.discord_server import NotOffered as NotOfferedThere
from tests.platforms.discord_server.interactions import Interaction
from tests.platforms.discord_server.messages import Message
from tests.platforms.discord_server.people import User
from tests.platforms.discord_server.places import Channel


class LocalDoor:
    """The bot, connected to a Discord of its own."""

    def __init__(self, shelf: Library, database: Path, server: DiscordServer, *, in_server: bool):
        self.server = server
        self.in_server = in_server
        self.guild = server.guild("Radiology")
        self._shelf = shelf
        self._database = database
        self._stack = AsyncExitStack()
        self._running: Running

    @classmethod
    @asynccontextmanager
    async def open(
        cls, shelf: Library, database: Path, *, in_server: bool
    ) -> AsyncIterator["LocalDoor"]:
        """The door; nothing that the bot sent may have been beyond what Discord documents."""
        async with DiscordServer() as server:
            server.limits.relax()
            with pointed_at(server):
                door = cls(shelf, database, server, in_server=in_server)
                await door._start()
                try:
                    yield door
                    assert not server.unexpected
                    assert not server.refused_bodies
                    assert not server.unanswered
                    channels = server.world.channels.values()
                    assert not any(one.pings for each in channels for one in each.messages.values())
                finally:
                    await door._stack.aclose()

    @property
    def desk(self) -> Desk:
        return self._running.desk

    async def visitor(self, name: str, *, administrator: bool = False) -> "LocalVisitor":
        user = self.server.user(name)
        rights = discord.Permissions(manage_guild=administrator)
        self.guild.member(user, permissions=rights)
        channel = next(iter(self.guild.channels.values()))
        return LocalVisitor(self, user, channel if self.in_server else self.server.dm(user))

    def role(self, name: str) -> str:
        """The id of a new role of the server."""
        return str(self.guild.role(name).id)

    def text_channel(self, name: str) -> str:
        """The id of a new channel of the server."""
        return str(self.guild.channel(name).id)

    def typed(self, command: str) -> str:
        return f"/{command}"

    async def restart(self) -> None:
        await self._stack.aclose()
        await self._start()

    async def _start(self) -> None:
        self._stack = AsyncExitStack()
        started = running_bot(self.server, self._database, self._shelf, now=lambda: NOON)
        self._running = await self._stack.enter_async_context(started)

    async def finished(self) -> None:
        """Wait until the bot has answered everything."""
        at_work = self._running.bot._at_work
        while at_work:
            await asyncio.wait(set(at_work))


class LocalVisitor(DiscordVisitor):
    """Somebody on that Discord, in a channel of a server or in the bot's direct messages."""

    def __init__(self, door: LocalDoor, user: User, channel: Channel) -> None:
        self.user_id = user.id
        self._door = door
        self._server = door.server
        self._user = user
        self._channel = channel

    def _declared(self, command: str) -> list[Json]:
        return declared_in(self._server.registry.find(command, None), command)

    def _picked(self, identifier: str) -> Any:
        guild = self._door.guild
        return {**guild.roles, **guild.channels}[int(identifier)]

    async def _use(self, command: str, options: dict[str, Any]) -> Seen:
        try:
            used = await self._server.command(self._user, command, options, channel=self._channel)
        except NotOfferedThere as impossible:
            raise NotOffered(str(impossible)) from impossible
        return await self._seen(used)

    async def _submit(self, opened: Any, sent: dict[str, Any]) -> Seen:
        try:
            submitted = await self._server.submit(self._user, opened, sent)
        except NotOfferedThere as impossible:
            raise NotOffered(str(impossible)) from impossible
        return await self._seen(submitted)

    async def _press(self, pressed: Pressable, *, forged: bool = False) -> Seen:
        message, identifier, value = pressed.message, pressed.identifier, pressed.value
        if value is None:
            done = await self._server.press(self._user, message, identifier, forged=forged)
        else:
            done = await self._server.choose(
                self._user, message, identifier, [value], forged=forged
            )
        return await self._seen(done)

    async def forges(self, theirs: Seen, label: str) -> Seen:
        return await self._press(theirs.handle[label], forged=True)

    async def forges_form(self, theirs: Seen, **answers: str) -> Seen:
        modal, opened = theirs.handle
        sent = entries(modal, answers, self._picked)
        return await self._seen(await self._server.submit(self._user, opened, sent, forged=True))

    async def forges_command(self, command: str, /, **options: str) -> Seen:
        sent = option_values(self._declared(command), options, self._picked)
        used = await self._server.command(
            self._user, command, sent, channel=self._channel, forged=True
        )
        return await self._seen(used)

    async def _say(self, words: str) -> Seen:
        channel = self._server.dm(self._user)
        before = set(channel.messages)
        posts = f"/channels/{channel.id}/messages"
        answered = len(self._server.matching(f"POST {posts}"))
        await self._server.say(self._user, channel, words)
        await self._server.saw("POST", posts, answered + 1)
        await self._door.finished()
        new = [one for key, one in channel.messages.items() if key not in before]
        shown = [_shown(one) for one in new if one.author is not self._user]
        return messages_seen(shown, in_server=False)

    async def _seen(self, done: Interaction) -> Seen:
        answer = await done.answered()
        await self._door.finished()
        assert not done.refusals
        if answer.modal is not None:
            modal: Json = {"title": answer.modal.title, "components": answer.modal.components}
            return self._form(modal, answer.modal)
        in_server = done.channel.guild is not None
        return messages_seen([_shown(one) for one in done.shown], in_server=in_server)


def _shown(message: Message) -> Shown:
    files = {one.filename: one.data for one in message.attachments}
    return Shown(message.components, message.ephemeral, files, message)
