"""What people do in views: pressing, typing, sending, closing."""

from collections.abc import Mapping
from typing import Any

from tests.platforms.slack_server import payloads, reading, showing, submitting
from tests.platforms.slack_server import state as entries
from tests.platforms.slack_server.deliveries import Act
from tests.platforms.slack_server.doing import Doing, acting_team, check_before, choice
from tests.platforms.slack_server.messages import Message
from tests.platforms.slack_server.people import User
from tests.platforms.slack_server.response_urls import new_response_url
from tests.platforms.slack_server.views import View
from tests.platforms.slack_server.wire import Json, NotOffered

Values = Mapping[str, Any]


class ViewActs(Doing):
    """What a person can do in a view. Each raises NotOffered for what Slack would not let them."""

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
        check_before(user, view)
        if values:
            submitting.fill(view, values)
        found = reading.find(view.blocks, action_id, block_id)
        if found is None:
            raise NotOffered(f"the view has no {action_id!r}")
        block, element = found
        chosen: Json = {}
        if element["type"] != "button":
            suggested = view.suggested.get((block["block_id"], action_id), [])
            chosen = choice(element, value, suggested)
            if element["type"] != "overflow":
                view.entered[block["block_id"], action_id] = chosen
        installation = self.installation_in(view.team)
        payload = payloads.in_view(self.core, "block_actions", installation, user, view)
        payload["actions"] = [payloads.action(self.core, block, element, chosen)]
        act = self.new_act("interactive", payload, view.team, user, view=view)
        self.add_trigger(act, view)
        return await self.deliver(act, wait=wait)

    async def submit(
        self, user: User, view: View, values: Values | None = None, *, wait: bool = True
    ) -> Act:
        """Send a form, having entered `values`, by action id or block id; None clears one."""
        check_before(user, view)
        submitting.fill(view, values or {})
        submitting.check(view)
        installation = self.installation_in(view.team)
        payload = payloads.in_view(self.core, "view_submission", installation, user, view)
        payload["response_urls"] = self._addresses(user, view)
        act = self.new_act("interactive", payload, view.team, user, view=view, takes_answer=True)
        self.add_trigger(act, view)
        return await self.deliver(act, wait=wait)

    async def close(
        self, user: User, view: View, *, everything: bool = False, wait: bool = True
    ) -> Act | None:
        """Close a modal, or with `everything` all of them; the act, if the app wants to know."""
        check_before(user, view)
        if everything or view.body.get("clear_on_close"):
            showing.close_all(self.core, user)
        else:
            showing.close_top(self.core, user)
        if not view.body.get("notify_on_close"):
            return None
        installation = self.installation_in(view.team)
        payload = payloads.in_view(self.core, "view_closed", installation, user, view)
        payload["is_cleared"] = everything
        act = self.new_act("interactive", payload, view.team, user, view=view)
        return await self.deliver(act, wait=wait)

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
            check_before(user, where)
            installation = self.installation_in(where.team)
            payload = payloads.in_view(self.core, "block_suggestion", installation, user, where)
        else:
            installation = self.installation_of(where)
            payload = payloads.in_message(self.core, "block_suggestion", installation, user, where)
        payload |= {"action_id": action_id, "block_id": block["block_id"], "value": typed}
        act = self.new_act(
            "interactive",
            payload,
            acting_team(installation, user),
            user,
            view=view,
            takes_answer=True,
        )
        return await self.deliver(act, wait=wait)

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
