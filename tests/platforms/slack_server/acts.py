"""What people do outside views: commands, presses, App Home, messages."""

from collections.abc import Mapping
from typing import Any

from tests.platforms.slack_server import events, payloads, reading, submitting
from tests.platforms.slack_server import state as entries
from tests.platforms.slack_server.deliveries import Act
from tests.platforms.slack_server.doing import Doing, acting_team, check_presence, choice
from tests.platforms.slack_server.messages import File, Message
from tests.platforms.slack_server.people import Team, User
from tests.platforms.slack_server.places import Channel
from tests.platforms.slack_server.wire import Json, NotOffered

PRESSED = ("button",)
CHOSEN = ("overflow", *entries.KEYS)


class Acts(Doing):
    """What a person can do. Each raises NotOffered for what Slack would not let them do.

    With `wait` an act returns once the app has answered it, without it at once.
    """

    async def command(
        self,
        user: User,
        command: str,
        text: str = "",
        *,
        channel: Channel | None = None,
        wait: bool = True,
    ) -> Act:
        """Use a slash command, in the direct messages with the app unless told otherwise."""
        channel = channel or self.core.world.dm(user)
        check_presence(user, channel)
        team = user.workspace_in(channel)
        installation = self.installation_in(team)
        if "commands" not in installation.scopes:
            raise NotOffered("the app has no commands here")
        payload = payloads.slash_command(self.core, installation, user, channel, command, text)
        act = self.new_act("slash_commands", payload, team, user, takes_answer=True)
        self.add_address(act, "commands", channel, None)
        self.add_trigger(act, None)
        return await self.deliver(act, wait=wait)

    async def press(
        self,
        user: User,
        message: Message,
        action_id: str,
        *,
        block_id: str | None = None,
        value: str | None = None,
        wait: bool = True,
    ) -> Act:
        """Press a button of a message. A `value` other than the button's own is a forgery."""
        block, element = self._in_message(user, message, action_id, block_id, PRESSED)
        chosen = {} if value is None else {"value": value}
        return await self._interact(user, message, block, element, chosen, wait=wait)

    async def choose(
        self,
        user: User,
        message: Message,
        action_id: str,
        value: Any,
        *,
        block_id: str | None = None,
        wait: bool = True,
    ) -> Act:
        """Choose from a menu of a message: the value of an option, or what is entered."""
        block, element = self._in_message(user, message, action_id, block_id, CHOSEN)
        chosen = choice(element, value, [])
        if element["type"] != "overflow":
            message.choices[block["block_id"], action_id] = chosen
        return await self._interact(user, message, block, element, chosen, wait=wait)

    async def open_home(self, user: User, team: Team | None = None, *, wait: bool = True) -> Act:
        """Open App Home, in the person's own workspace unless told otherwise."""
        channel = self.core.world.dm(user, team)
        inner = events.home_opened(self.core, user, channel)
        installation = self.installation_in(channel.team)
        act = events.new_event(self.core, installation, channel.team, inner, user)
        self.core.latest[user] = act
        return await self.deliver(act, wait=wait)

    async def write(
        self,
        user: User,
        words: str,
        files: Mapping[str, bytes] | None = None,
        *,
        team: Team | None = None,
        wait: bool = True,
    ) -> Act:
        """Write to the app in the direct messages, with files by name.

        They are those of the person's own workspace unless told otherwise.
        """
        if not self.core.world.messages_tab:
            raise NotOffered("the app takes no messages")
        channel = self.core.world.dm(user, team)
        message = self._written(user, channel, words, files or {})
        inner = events.message_event(self.core, message, "")
        act = events.new_event(
            self.core, self.installation_in(channel.team), channel.team, inner, user
        )
        act.source = message
        self.core.latest[user] = act
        return await self.deliver(act, wait=wait)

    def say(self, user: User, channel: Channel, words: str) -> Message:
        """Write in a channel; the app is told nothing of it."""
        check_presence(user, channel)
        return self._written(user, channel, words, {})

    def give(self, user: User, name: str, data: bytes) -> File:
        """Upload a file for a form's file input; it is shared nowhere."""
        return submitting.uploaded(self.core, user, user.home_team, name, data)

    async def _interact(
        self,
        user: User,
        message: Message,
        block: Json,
        element: Json,
        chosen: Json,
        *,
        wait: bool,
    ) -> Act:
        installation = self.installation_of(message)
        payload = payloads.in_message(self.core, "block_actions", installation, user, message)
        payload["actions"] = [payloads.action(self.core, block, element, chosen)]
        act = self.new_act("interactive", payload, acting_team(installation, user), user)
        act.source = message
        self.add_address(act, "actions", message.channel, message)
        self.add_trigger(act, None)
        return await self.deliver(act, wait=wait)

    def _in_message(
        self,
        user: User,
        message: Message,
        action_id: str,
        block_id: str | None,
        kinds: tuple[str, ...],
    ) -> tuple[Json, Json]:
        if message.deleted:
            raise NotOffered("the message is gone")
        if message.seen_by not in (None, user):
            raise NotOffered(f"{user.name} does not see this message")
        if message.seen_by is None:
            check_presence(user, message.channel)
        found = reading.find(message.blocks, action_id, block_id)
        if found is None or found[1]["type"] not in kinds:
            raise NotOffered(f"the message has no such element as {action_id!r}")
        return found

    def _written(
        self, user: User, channel: Channel, words: str, files: Mapping[str, bytes]
    ) -> Message:
        message = Message(self.core.ids.ts(), channel, user, words)
        for name, data in files.items():
            message.files.append(self._uploaded(user, channel, name, data))
        channel.messages.append(message)
        self.core.watch.changed()
        return message

    def _uploaded(self, user: User, channel: Channel, name: str, data: bytes) -> File:
        file = submitting.uploaded(self.core, user, channel.team, name, data)
        file.shared_in.append(channel)
        return file
