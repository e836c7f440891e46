"""What people do: commands, presses, choices, forms, messages."""

import json
from collections.abc import Iterable
from typing import Any

from tests.platforms.discord_server import declared, payloads, submitting, text
from tests.platforms.discord_server import permissions as may
from tests.platforms.discord_server.core import Core
from tests.platforms.discord_server.declared import NotOffered, Options
from tests.platforms.discord_server.interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    SUBMIT,
    Interaction,
    Modal,
)
from tests.platforms.discord_server.messages import Message
from tests.platforms.discord_server.people import User
from tests.platforms.discord_server.places import Channel
from tests.platforms.discord_server.posting import keep, new_message
from tests.platforms.discord_server.submitting import Entries
from tests.platforms.discord_server.wire import Json


class Acts:
    """The people's side of the server.

    Whatever their client would not let them do raises NotOffered, unless it is `forged`.
    """

    core: Core

    async def command(
        self,
        user: User,
        name: str,
        options: Options | None = None,
        *,
        channel: Channel | None = None,
        forged: bool = False,
    ) -> Interaction:
        """Use a slash command, in the bot's direct messages unless a channel is given.

        `name` holds subcommands after spaces. Options are given by name; people, roles and
        channels as themselves.
        """
        return self._use(COMMAND, user, name, options or {}, channel, None, forged=forged)

    async def autocomplete(
        self,
        user: User,
        name: str,
        options: Options,
        focused: str,
        *,
        channel: Channel | None = None,
        forged: bool = False,
    ) -> Interaction:
        """Type into one option of a slash command; the answer's `choices` are offered."""
        return self._use(AUTOCOMPLETE, user, name, options, channel, focused, forged=forged)

    async def press(
        self, user: User, message: Message, custom_id: str, *, forged: bool = False
    ) -> Interaction:
        """Press the button with this custom id."""
        component = self._component(user, message, custom_id, {text.BUTTON}, forged=forged)
        data: Json = {
            "custom_id": custom_id,
            "component_type": text.BUTTON,
            "id": component.get("id", 0),
        }
        return self._send(COMPONENT, custom_id, user, message.channel, data, source=message)

    async def choose(
        self,
        user: User,
        message: Message,
        custom_id: str,
        values: Any,
        *,
        forged: bool = False,
    ) -> Interaction:
        """Choose one or several values in a select of a message."""
        component = self._component(user, message, custom_id, text.SELECTS, forged=forged)
        chosen = submitting.listed(values)
        if not forged:
            submitting.check_chosen(component, chosen)
        data: Json = {
            "custom_id": custom_id,
            "component_type": component.get("type", text.STRING_SELECT),
            "id": component.get("id", 0),
            "values": submitting.raw(chosen),
        }
        resolved = payloads.resolved(message.channel, chosen)
        if resolved:
            data["resolved"] = resolved
        return self._send(COMPONENT, custom_id, user, message.channel, data, source=message)

    async def submit(
        self, user: User, modal: Modal, entries: Entries, *, forged: bool = False
    ) -> Interaction:
        """Send a form; fields that are not given keep what they were prefilled with."""
        opener = modal.interaction
        if not forged:
            if user is not opener.user:
                raise NotOffered(f"the form was opened for {opener.user.name}")
            submitting.check(modal, entries)
        data: Json = {
            "custom_id": modal.custom_id,
            "components": submitting.submitted(modal, entries),
        }
        values = [value for entry in entries.values() for value in submitting.listed(entry)]
        resolved = payloads.resolved(opener.channel, values)
        if resolved:
            data["resolved"] = resolved
        return self._send(
            SUBMIT, modal.custom_id, user, opener.channel, data,
            source=opener.source, opened_from=opener,
        )  # fmt: skip

    async def say(self, user: User, channel: Channel, content: str) -> Message:
        """Write a message as a person."""
        message = new_message(self.core, channel, user, {"content": content}, {})
        keep(self.core, message)
        return message

    def _use(
        self,
        kind: int,
        user: User,
        name: str,
        options: Options,
        channel: Channel | None,
        focused: str | None,
        *,
        forged: bool,
    ) -> Interaction:
        channel = channel or self.core.world.dm(user)
        _check_presence(user, channel)
        root, *path = name.split()
        guild = channel.guild
        command = self.core.registry.find(root, guild.id if guild is not None else None)
        offered: list[Json] = []
        if command is not None and not forged:
            self._check_place(command, user, channel)
            offered = declared.subcommand(command, path)
            declared.check(offered, options, focused)
        elif command is not None:
            offered = _forgiving(command, path)
        elif not forged:
            raise NotOffered(f"/{root} is not registered")
        data: Json = {
            "id": command["id"] if command else str(self.core.ids.new()),
            "name": root,
            "type": 1,
            "options": declared.written(offered, options, path, focused),
        }
        if command is not None and "guild_id" in command:
            data["guild_id"] = command["guild_id"]
        resolved = payloads.resolved(channel, options.values())
        if resolved:
            data["resolved"] = resolved
        return self._send(kind, f"/{name}", user, channel, data)

    def _check_place(self, command: Json, user: User, channel: Channel) -> None:
        name = f"/{command['name']}"
        where = payloads.context(self.core, channel)
        owners = payloads.owners(self.core, user, channel)
        if not owners:
            raise NotOffered(f"{name} is not installed where {user.name} is")
        installs = {str(kind) for kind in command["integration_types"]}
        if not installs & owners.keys():
            raise NotOffered(f"{name} is not offered to this kind of installation")
        contexts = command["contexts"]
        if contexts is not None and where not in contexts:
            raise NotOffered(f"{name} is not offered in this kind of place")
        if contexts is None and where == payloads.IN_BOT_DM and not command["dm_permission"]:
            raise NotOffered(f"{name} is not offered in direct messages")
        if channel.guild is not None:
            _check_permissions(command, channel.permissions_of(user), user)

    def _component(
        self, user: User, message: Message, custom_id: str, kinds: Iterable[int], *, forged: bool
    ) -> Json:
        component = message.component(custom_id)
        _check_presence(user, message.channel)
        if forged:
            return component or {}
        if message.deleted:
            raise NotOffered("the message is gone")
        if message.seen_by is not None and message.seen_by is not user:
            raise NotOffered(f"{user.name} does not see this message")
        guild = message.channel.guild
        if guild is not None and not message.channel.permissions_of(user) & may.VIEW_CHANNEL:
            raise NotOffered(f"{user.name} does not see this channel")
        if component is None or component["type"] not in kinds:
            raise NotOffered(f"the message has no such component as {custom_id!r}")
        if component.get("disabled"):
            raise NotOffered(f"{custom_id!r} is disabled")
        return component

    def _send(
        self,
        kind: int,
        name: str,
        user: User,
        channel: Channel,
        data: Json,
        *,
        source: Message | None = None,
        opened_from: Interaction | None = None,
    ) -> Interaction:
        core = self.core
        if not core.sockets.listens(channel.guild):
            raise NotOffered("the bot has no session at the gateway")
        made = payloads.interaction(
            core, kind, name, user, channel, data, source=source, opened_from=opened_from
        )
        core.interactions[made.token] = made
        core.sockets.dispatch("INTERACTION_CREATE", json.dumps(made.payload), channel.guild)
        return made


def _check_presence(user: User, channel: Channel) -> None:
    guild = channel.guild
    present = user.id in guild.members if guild is not None else user in channel.recipients
    if not present:
        raise NotOffered(f"{user.name} is not in {channel.name!r}")


def _check_permissions(command: Json, granted: int, user: User) -> None:
    name = f"/{command['name']}"
    if not granted & may.USE_APPLICATION_COMMANDS or not granted & may.VIEW_CHANNEL:
        raise NotOffered(f"{user.name} may not use commands here")
    needed = command["default_member_permissions"]
    if needed is None or granted & may.ADMINISTRATOR:
        return
    if int(needed) == 0 or int(needed) & ~granted:
        raise NotOffered(f"{name} is not offered to {user.name}, who lacks a permission")


def _forgiving(command: Json, path: list[str]) -> list[Json]:
    try:
        return declared.subcommand(command, path)
    except NotOffered:
        return []
