"""Discord's door in simcord: the unmodified library over a Discord in the same process."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import discord
import simcord

from bot.app import open_desk
from bot.discord.client import DiscordClient
from bot.settings import StorageSettings
from core.commands.desk import Desk
from core.commands.visit import Library
from tests.contract.discord_seen import (
    Json,
    Pressable,
    Shown,
    entries,
    messages_seen,
    option_values,
    sent_components,
)
from tests.contract.discord_visitor import DiscordVisitor, declared_in
from tests.contract.visitor import NOON, NotOffered, Seen

Actor = simcord.MemberActor | simcord.UserHandle
COMMAND, COMPONENT, SUBMIT = 2, 3, 5
"""Types of an interaction."""


class SimulatedDoor:
    """The bot in a Discord that is simulated in the process."""

    env: simcord.Env
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle

    def __init__(self, shelf: Library, database: Path, *, in_server: bool) -> None:
        self.in_server = in_server
        self._shelf = shelf
        self._database = database
        self._stack = AsyncExitStack()

    @classmethod
    @asynccontextmanager
    async def open(
        cls, shelf: Library, database: Path, *, in_server: bool
    ) -> AsyncIterator["SimulatedDoor"]:
        """The door; nothing may have broken in the bot, and nobody may have been pinged."""
        door = cls(shelf, database, in_server=in_server)
        door.env = simcord.Env(await door._bot(), shard_count=1)
        await door.env.start()
        try:
            door.guild = door.env.create_guild("Radiology")
            door.channel = door.guild.create_text_channel("general")
            await door.env.settle()
            yield door
            door.env.raise_errors()
            for request in door.env.http_requests:
                _check_pings(request.json)
        finally:
            await door.env.shutdown()
            await door._stack.aclose()

    @property
    def desk(self) -> Desk:
        return self._desk

    async def visitor(self, name: str, *, administrator: bool = False) -> "SimulatedVisitor":
        user = self.env.create_user(name)
        rights = discord.Permissions(manage_guild=administrator)
        role = self.guild.create_role(f"rights of {name}", permissions=rights)
        member = self.guild.add_member(user, roles=[role])
        await self.env.settle()
        return SimulatedVisitor(self, member if self.in_server else user)

    def role(self, name: str) -> str:
        """The id of a new role of the server."""
        return str(self.guild.create_role(name).id)

    def text_channel(self, name: str) -> str:
        """The id of a new channel of the server."""
        return str(self.guild.create_text_channel(name).id)

    def typed(self, command: str) -> str:
        return f"/{command}"

    async def restart(self) -> None:
        stack = self._stack
        await self.env.restart_bot(await self._bot())
        await stack.aclose()

    async def _bot(self) -> DiscordClient:
        self._stack = AsyncExitStack()
        settings = StorageSettings(database=f"sqlite:///{self._database}")
        opened = await self._stack.enter_async_context(
            open_desk(settings, now=NOON, loaded=self._shelf)
        )
        self._desk = replace(opened, keeps_refused=True)
        return DiscordClient(self._desk, now=lambda: NOON, shard_count=1)


class SimulatedVisitor(DiscordVisitor):
    """Somebody there, in a channel of a server or in the bot's direct messages."""

    def __init__(self, door: SimulatedDoor, actor: Actor) -> None:
        self.user_id = actor.id
        self._door = door
        self._env = door.env
        self._actor = actor
        self._user = actor.user if isinstance(actor, simcord.MemberActor) else actor

    def _declared(self, command: str) -> list[Json]:
        return declared_in(self._env.backend.find_command(command, None, type=1), command)

    def _picked(self, identifier: str) -> Any:
        guild = self._door.guild
        roles = {str(one.id): one for one in guild.roles.values()}
        channels = {str(one.id): one for one in guild.channels.values()}
        return {**roles, **channels}[identifier]

    async def _use(self, command: str, options: dict[str, Any]) -> Seen:
        try:
            if isinstance(self._actor, simcord.MemberActor):
                done = await self._actor.slash(self._door.channel, command, **options)
            else:
                done = await self._actor.slash(command, **options)
        except simcord.SetupError as impossible:
            raise NotOffered(str(impossible)) from impossible
        return self._seen(done, self._actor)

    async def _submit(self, opened: Any, sent: dict[str, Any]) -> Seen:
        form, actor = opened
        try:
            return self._seen(await actor.submit_modal(form, sent), actor)
        except simcord.SetupError as impossible:
            raise NotOffered(str(impossible)) from impossible

    async def _press(self, pressed: Pressable) -> Seen:
        message, identifier, value = pressed.message, pressed.identifier, pressed.value
        alone = message.channel_id == self._user.dm_channel.id
        actor = self._user if alone else self._actor
        if value is None:
            return self._seen(await actor.click(message, custom_id=identifier), actor)
        return self._seen(await actor.select(message, [value], custom_id=identifier), actor)

    async def forges(self, theirs: Seen, label: str) -> Seen:
        pressed: Pressable = theirs.handle[label]
        data: Json = {"custom_id": pressed.identifier, "component_type": 2}
        if pressed.value is not None:
            data = {**data, "component_type": 3, "values": [pressed.value]}
        return await self._forged(COMPONENT, data)

    async def forges_form(self, theirs: Seen, **answers: str) -> Seen:
        modal: Json = theirs.handle[0]
        sent = sent_components(modal, entries(modal, answers, self._picked))
        return await self._forged(SUBMIT, {"custom_id": modal["custom_id"], "components": sent})

    async def forges_command(self, command: str, /, **options: str) -> Seen:
        declared = self._declared(command)
        kinds = {one["name"]: one["type"] for one in declared}
        given = option_values(declared, options, lambda identifier: identifier)
        sent = [
            {"name": name, "type": kinds[name], "value": value} for name, value in given.items()
        ]
        return await self._forged(COMMAND, {"id": "1", "name": command, "type": 1, "options": sent})

    async def _forged(self, kind: int, data: Json) -> Seen:
        assert isinstance(self._actor, simcord.MemberActor)
        done = await self._actor._dispatch_interaction(kind, self._door.channel, data)
        return self._seen(done, self._actor)

    async def _say(self, words: str) -> Seen:
        user, kept = self._user, self._env.backend.messages
        channel = user.dm_channel.id
        before = set(kept.get(channel, {}))
        await user.send_dm(words)
        new = [one for key, one in sorted(kept[channel].items()) if key not in before]
        shown = [simcord.ResponseMessage(self._env, one) for one in new if one.author_id != user.id]
        return messages_seen([self._shown(one) for one in shown], in_server=False)

    def _seen(self, done: simcord.InteractionResult, actor: Actor) -> Seen:
        if done.modal is not None:
            return self._form(done.modal, (done, actor))
        assert done.response is not None
        shown = [self._shown(one) for one in (done.response, *done.followups)]
        return messages_seen(shown, in_server=isinstance(actor, simcord.MemberActor))

    def _shown(self, message: simcord.ResponseMessage) -> Shown:
        stored = self._env.backend.cdn
        files = {one.filename: stored.get(one.url) or b"" for one in message.attachments}
        return Shown(message.components, message.ephemeral, files, message)


def _check_pings(body: Any) -> None:
    """Whatever is sent has to say that nobody is notified by it."""
    data = body.get("data", body) if isinstance(body, dict) else None
    if isinstance(data, dict) and data.get("flags") and "custom_id" not in data:
        assert data.get("allowed_mentions") == {"parse": []}, data
