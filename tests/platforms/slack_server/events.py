"""Events: what happens in a workspace without a click in the app's own messages."""

from tests.platforms.slack_server import payloads, showing
from tests.platforms.slack_server.core import Core
from tests.platforms.slack_server.deliveries import Act
from tests.platforms.slack_server.installs import Installation
from tests.platforms.slack_server.messages import Message
from tests.platforms.slack_server.people import Team, User
from tests.platforms.slack_server.places import Channel
from tests.platforms.slack_server.wire import Json

SUBSCRIBED = frozenset(
    {
        "app_home_opened", "app_uninstalled", "message.im", "team_access_granted",
        "team_access_revoked", "tokens_revoked",
    }
)  # fmt: skip


def new_event(
    core: Core, installation: Installation, team: Team, inner: Json, user: User | None
) -> Act:
    """An event in a workspace that is about to be sent."""
    payload = payloads.event(core, installation, team, inner)
    return Act("events_api", payload, team, user, core.watch)


def home_opened(core: Core, user: User, channel: Channel) -> Json:
    """A person opened App Home."""
    inner: Json = {
        "type": "app_home_opened",
        "user": user.id,
        "channel": channel.id,
        "tab": "home",
    }
    view = user.homes.get(channel.team.id)
    if view is not None:
        inner["view"] = view.payload(showing.state(view))
    return inner


def message_event(core: Core, message: Message, what: str) -> Json:
    """A message in direct messages: new, changed (`message_changed`) or deleted."""
    body = message.payload() | {
        "channel": message.channel.id,
        "channel_type": "im",
    }
    if not what:
        return body
    inner: Json = {
        "type": "message",
        "subtype": what,
        "channel": message.channel.id,
        "channel_type": "im",
        "ts": core.ids.ts(),
        "hidden": True,
        "previous_message": message.payload() | {"text": (message.was or [message.text])[-1]},
    }
    if what == "message_changed":
        inner["message"] = message.payload()
    else:
        inner["deleted_ts"] = message.ts
    return inner


def access(core: Core, installation: Installation, what: str, *teams: Team) -> Act:
    """Access to workspaces of an organisation, `granted` or `revoked`; it is said of none alone."""
    inner: Json = {"type": f"team_access_{what}", "team_ids": [team.id for team in teams]}
    act = new_event(core, installation, teams[0], inner, None)
    act.payload |= {"team_id": None, "context_team_id": None}
    return act


def revoked(installation: Installation) -> Json:
    """The tokens of an installation are no longer good."""
    return {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [installation.bot.id]}}
