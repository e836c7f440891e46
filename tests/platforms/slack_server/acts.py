"""What people do: commands, presses, forms, typing, opening App Home, writing, uninstalling."""

from collections.abc import Mapping
from typing import Any

from tests.platforms.slack_server import events, payloads, reading, showing, submitting
from tests.platforms.slack_server import state as entries
from tests.platforms.slack_server.core import Core
from tests.platforms.slack_server.deliveries import Act, Kind
from tests.platforms.slack_server.installs import Installation
from tests.platforms.slack_server.messages import File, Message
from tests.platforms.slack_server.people import Team, User
from tests.platforms.slack_server.places import Channel
from tests.platforms.slack_server.response_urls import new_response_url
from tests.platforms.slack_server.sending import Sending
from tests.platforms.slack_server.triggers import new_trigger
from tests.platforms.slack_server.views import View
from tests.platforms.slack_server.wire import Json, NotOffered

Values = Mapping[str, Any]
PRESSED = ("button",)
CHOSEN = ("overflow", *entries.KEYS)


class Acts:
    """Everything a person can do. Each raises NotOffered for what Slack would not let them do.

    With `wait` an act returns once the app has answered it, without it at once.
    """

    core: Core
    sending: Sending

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
        _check_presence(user, channel)
        installation = self._installed(user.home_team)
        if "commands" not in installation.scopes:
            raise NotOffered("the app has no commands here")
        payload = payloads.slash_command(self.core, installation, user, channel, command, text)
        act = self._act("slash_commands", payload, user.home_team, user, takes_answer=True)
        self._with_address(act, "commands", channel, None)
        self._with_trigger(act, None)
        return await self._do(act, wait=wait)

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
        chosen = _chosen(element, value, [])
        if element["type"] != "overflow":
            message.choices[block["block_id"], action_id] = chosen
        return await self._interact(user, message, block, element, chosen, wait=wait)

    async def press_in_view(
        self,
        user: User,
        view: View,
        action_id: str,
        value: Any = None,
        *,
        values: Values | None = None,
        block_id: str | None = None,
        wait: bool = True,
    ) -> Act:
        """Press or choose something in a view, having entered `values` before."""
        _check_before(user, view)
        if values:
            submitting.fill(view, values)
        found = reading.find(view.blocks, action_id, block_id)
        if found is None:
            raise NotOffered(f"the view has no {action_id!r}")
        block, element = found
        chosen: Json = {}
        if element["type"] != "button":
            suggested = view.suggested.get((block["block_id"], action_id), [])
            chosen = _chosen(element, value, suggested)
            if element["type"] != "overflow":
                view.entered[block["block_id"], action_id] = chosen
        installation = self._installed(view.team)
        payload = payloads.in_view(self.core, "block_actions", installation, user, view)
        payload["actions"] = [payloads.action(self.core, block, element, chosen)]
        act = self._act("interactive", payload, view.team, user, view=view)
        self._with_trigger(act, view)
        return await self._do(act, wait=wait)

    async def submit(
        self, user: User, view: View, values: Values | None = None, *, wait: bool = True
    ) -> Act:
        """Send a form, having entered `values`, by action id or block id; None clears one."""
        _check_before(user, view)
        submitting.fill(view, values or {})
        submitting.check(view)
        installation = self._installed(view.team)
        payload = payloads.in_view(self.core, "view_submission", installation, user, view)
        payload["response_urls"] = self._addresses(user, view)
        act = self._act("interactive", payload, view.team, user, view=view, takes_answer=True)
        self._with_trigger(act, view)
        return await self._do(act, wait=wait)

    async def close(
        self, user: User, view: View, *, everything: bool = False, wait: bool = True
    ) -> Act | None:
        """Close a modal, or with `everything` all of them; the act, if the app wants to know."""
        _check_before(user, view)
        if everything or view.body.get("clear_on_close"):
            showing.close_all(self.core, user)
        else:
            showing.close_top(self.core, user)
        if not view.body.get("notify_on_close"):
            return None
        installation = self._installed(view.team)
        payload = payloads.in_view(self.core, "view_closed", installation, user, view)
        payload["is_cleared"] = everything
        act = self._act("interactive", payload, view.team, user, view=view)
        return await self._do(act, wait=wait)

    async def suggest(
        self,
        user: User,
        where: View | Message,
        action_id: str,
        typed: str,
        *,
        block_id: str | None = None,
        wait: bool = True,
    ) -> Act:
        """Type into a menu whose options the app suggests; they are in the act's `options`."""
        view = where if isinstance(where, View) else None
        found = reading.find(where.blocks, action_id, block_id)
        if found is None or not found[1]["type"].endswith("external_select"):
            raise NotOffered(f"there is no menu {action_id!r} to type in")
        block, element = found
        if len(typed) < element.get("min_query_length", 3):
            raise NotOffered("too little was typed to ask the app")
        if isinstance(where, View):
            _check_before(user, where)
            installation = self._installed(where.team)
            payload = payloads.in_view(self.core, "block_suggestion", installation, user, where)
        else:
            installation = self._of_message(where)
            payload = payloads.in_message(self.core, "block_suggestion", installation, user, where)
        payload |= {"action_id": action_id, "block_id": block["block_id"], "value": typed}
        act = self._act(
            "interactive", payload, _team(installation, user), user, view=view, takes_answer=True
        )
        return await self._do(act, wait=wait)

    async def open_home(self, user: User, team: Team | None = None, *, wait: bool = True) -> Act:
        """Open App Home, in the person's own workspace unless told otherwise."""
        channel = self.core.world.dm(user, team)
        inner = events.home_opened(self.core, user, channel)
        installation = self._installed(channel.team)
        act = events.new_event(self.core, installation, channel.team, inner, user)
        self.core.latest[user] = act
        return await self._do(act, wait=wait)

    async def write(
        self, user: User, words: str, files: Mapping[str, bytes] | None = None, *, wait: bool = True
    ) -> Act:
        """Write to the app in the direct messages, with files by name."""
        if not self.core.world.messages_tab:
            raise NotOffered("the app takes no messages")
        channel = self.core.world.dm(user)
        message = self._written(user, channel, words, files or {})
        inner = events.message_event(self.core, message, "")
        act = events.new_event(self.core, self._installed(channel.team), channel.team, inner, user)
        act.source = message
        self.core.latest[user] = act
        return await self._do(act, wait=wait)

    def say(self, user: User, channel: Channel, words: str) -> Message:
        """Write in a channel; the app is told nothing of it."""
        _check_presence(user, channel)
        return self._written(user, channel, words, {})

    def give(self, user: User, name: str, data: bytes) -> File:
        """Upload a file for a form's file input; it is shared nowhere."""
        return submitting.uploaded(self.core, user, user.home_team, name, data)

    # What happens to the app.

    async def uninstall(self, team: Team, *, wait: bool = True) -> list[Act]:
        """Take the app out of a workspace: two events, and no token is good any more."""
        installation = self._installed(team)
        installation.ended = "account_inactive"
        inner: list[Json] = [events.revoked(installation), {"type": "app_uninstalled"}]
        acts = [events.new_event(self.core, installation, team, one, None) for one in inner]
        return [await self._do(act, wait=wait) for act in acts]

    async def revoke_tokens(self, team: Team, *, wait: bool = True) -> Act:
        """Revoke the tokens of a workspace."""
        installation = self._installed(team)
        installation.ended = "token_revoked"
        act = events.new_event(self.core, installation, team, events.revoked(installation), None)
        return await self._do(act, wait=wait)

    async def app_rate_limited(self, team: Team, *, wait: bool = True) -> Act:
        """Tell the app that it got too many events in an hour."""
        payload: Json = {
            "token": self.core.world.verification_token,
            "type": "app_rate_limited",
            "team_id": team.id,
            "minute_rate_limited": int(self.core.clock.now()) // 60 * 60,
            "api_app_id": self.core.world.app_id,
        }
        return await self._do(self._act("events_api", payload, team, None), wait=wait)

    async def deliver_again(self, act: Act, reason: str = "timeout", *, wait: bool = True) -> Act:
        """Send something again that was sent before, with the same ids."""
        before = sum(attempt.status is not None for attempt in act.attempts)
        self.sending.send(act, reason)
        if wait:
            await act.answered(before + 1)
        return act

    # How it is done.

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
        installation = self._of_message(message)
        payload = payloads.in_message(self.core, "block_actions", installation, user, message)
        payload["actions"] = [payloads.action(self.core, block, element, chosen)]
        act = self._act("interactive", payload, _team(installation, user), user)
        act.source = message
        self._with_address(act, "actions", message.channel, message)
        self._with_trigger(act, None)
        return await self._do(act, wait=wait)

    def _act(
        self,
        kind: Kind,
        payload: Json,
        team: Team,
        user: User | None,
        *,
        view: View | None = None,
        takes_answer: bool = False,
    ) -> Act:
        return Act(kind, payload, team, user, self.core.watch, takes_answer, view=view)

    def _with_trigger(self, act: Act, view: View | None) -> None:
        if act.user is None:
            return
        trigger = new_trigger(self.core, act.user, act.team, view)
        trigger.act = act
        act.trigger_id = act.payload["trigger_id"] = trigger.id

    def _with_address(self, act: Act, kind: str, channel: Channel, source: Message | None) -> None:
        if act.user is None:
            return
        address = new_response_url(self.core, kind, act.user, act.team, channel, source)
        address.act = act
        act.response_url = act.payload["response_url"] = f"{self.core.root}{address.path}"

    def _addresses(self, user: User, view: View) -> list[Json]:
        found = []
        for block, element in reading.elements(view.blocks):
            if not element.get("response_url_enabled"):
                continue
            held = showing.state(view)[block["block_id"]][element["action_id"]]
            channel = self.core.world.channels.get(str(held[entries.KEYS[element["type"]]]))
            if channel is None:
                continue
            address = new_response_url(self.core, "app", user, view.team, channel, None)
            found.append(
                {
                    "block_id": block["block_id"],
                    "action_id": element["action_id"],
                    "channel_id": channel.id,
                    "response_url": f"{self.core.root}{address.path}",
                }
            )
        return found

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
            _check_presence(user, message.channel)
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

    def _installed(self, team: Team) -> Installation:
        installation = self.core.world.installation(team)
        if installation is None:
            raise NotOffered(f"the app is not installed in {team.name}")
        return installation

    def _of_message(self, message: Message) -> Installation:
        channel = message.channel
        for team in (channel.team, *channel.shared_with):
            if message.author is team.bot:
                return self._installed(team)
        raise NotOffered("the message is not the app's")

    async def _do(self, act: Act, *, wait: bool) -> Act:
        self.sending.first(act)
        if wait:
            await act.answered()
        return act


def _chosen(element: Json, value: Any, suggested: list[Json]) -> Json:
    if element["type"] != "overflow":
        return entries.filled(element, value, suggested)
    for option in element["options"]:
        if value in (option, option["value"]):
            return {"selected_option": option}
    raise NotOffered(f"no option {value!r} is offered")


def _team(installation: Installation, user: User) -> Team:
    """The workspace that an interaction belongs to: the person's own, if the app is in it."""
    return user.home_team if installation.covers(user.home_team) else installation.team


def _check_presence(user: User, channel: Channel) -> None:
    if user.deactivated:
        raise NotOffered(f"{user.name} is deactivated")
    if user not in channel.members:
        raise NotOffered(f"{user.name} is not in {channel.name!r}")


def _check_before(user: User, view: View) -> None:
    if view.owner is not user:
        raise NotOffered(f"{user.name} does not see this view")
    if view.body["type"] == "modal" and user.modal is not view:
        raise NotOffered("another view is before this one, or it is closed")
