"""How an act is made and sent; what a person's Slack allows."""

from typing import Any

from tests.platforms.slack_server import state as entries
from tests.platforms.slack_server.core import Core
from tests.platforms.slack_server.deliveries import Act, Kind
from tests.platforms.slack_server.installs import Installation
from tests.platforms.slack_server.messages import Message
from tests.platforms.slack_server.people import Team, User
from tests.platforms.slack_server.places import Channel
from tests.platforms.slack_server.response_urls import new_response_url
from tests.platforms.slack_server.sending import Sending
from tests.platforms.slack_server.triggers import new_trigger
from tests.platforms.slack_server.views import View
from tests.platforms.slack_server.wire import Json, NotOffered


class Doing:
    """What every kind of act shares."""

    core: Core
    sending: Sending

    def new_act(
        self,
        kind: Kind,
        payload: Json,
        team: Team,
        user: User | None,
        *,
        view: View | None = None,
        takes_answer: bool = False,
    ) -> Act:
        """An act that is not sent yet."""
        return Act(kind, payload, team, user, self.core.watch, takes_answer, view=view)

    def add_trigger(self, act: Act, view: View | None) -> None:
        """Give an act a trigger id; `view` is the modal that it was done in."""
        if act.user is None:
            return
        trigger = new_trigger(self.core, act.user, act.team, view)
        trigger.act = act
        act.trigger_id = act.payload["trigger_id"] = trigger.id

    def add_address(self, act: Act, kind: str, channel: Channel, source: Message | None) -> None:
        """Give an act a response address; `source` is the message that it was done in."""
        if act.user is None:
            return
        address = new_response_url(self.core, kind, act.user, act.team, channel, source)
        address.act = act
        act.response_url = act.payload["response_url"] = f"{self.core.root}{address.path}"

    def installation_in(self, team: Team) -> Installation:
        """The installation in a workspace. Raises NotOffered."""
        installation = self.core.world.installation(team)
        if installation is None:
            raise NotOffered(f"the app is not installed in {team.name}")
        return installation

    def installation_of(self, message: Message) -> Installation:
        """The installation that wrote a message. Raises NotOffered."""
        channel = message.channel
        for team in (channel.team, *channel.shared_with):
            if message.author is team.bot:
                return self.installation_in(team)
        raise NotOffered("the message is not the app's")

    async def deliver(self, act: Act, *, wait: bool) -> Act:
        """Send an act, and wait for the answer if told so."""
        self.sending.first(act)
        if wait:
            await act.answered()
        return act


def choice(element: Json, value: Any, suggested: list[Json]) -> Json:
    """What an interaction carries of a choice. Raises NotOffered for what is not offered."""
    if element["type"] != "overflow":
        return entries.filled(element, value, suggested)
    for option in element["options"]:
        if value in (option, option["value"]):
            return {"selected_option": option}
    raise NotOffered(f"no option {value!r} is offered")


def acting_team(installation: Installation, user: User) -> Team:
    """The workspace that an interaction belongs to: the person's own, if the app is in it."""
    return user.home_team if installation.covers(user.home_team) else installation.team


def check_presence(user: User, channel: Channel) -> None:
    """Raise NotOffered unless the person is in the channel."""
    if user.deactivated:
        raise NotOffered(f"{user.name} is deactivated")
    if user not in channel.members:
        raise NotOffered(f"{user.name} is not in {channel.name!r}")


def check_before(user: User, view: View) -> None:
    """Raise NotOffered unless the person has the view before them."""
    if view.owner is not user:
        raise NotOffered(f"{user.name} does not see this view")
    if view.body["type"] == "modal" and user.modal is not view:
        raise NotOffered("another view is before this one, or it is closed")
