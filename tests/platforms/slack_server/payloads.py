"""What is sent to the app when people do something."""

from tests.platforms.slack_server import showing
from tests.platforms.slack_server import state as entries
from tests.platforms.slack_server.core import Core
from tests.platforms.slack_server.installs import Installation
from tests.platforms.slack_server.messages import Message
from tests.platforms.slack_server.people import Team, User
from tests.platforms.slack_server.places import Channel
from tests.platforms.slack_server.views import View
from tests.platforms.slack_server.wire import Json


def slash_command(
    core: Core, installation: Installation, user: User, channel: Channel, command: str, text: str
) -> Json:
    """A slash command; without its trigger and response address."""
    team = user.workspace_in(channel)
    body: Json = {
        "token": core.world.verification_token,
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": channel.id,
        "channel_name": channel.shown_name,
        "user_id": user.id,
        "user_name": user.username,
        "command": command,
        "text": text,
        "api_app_id": core.world.app_id,
        "is_enterprise_install": "true" if installation.org_wide else "false",
    }
    if team.enterprise is not None:
        body |= {"enterprise_id": team.enterprise.id, "enterprise_name": team.enterprise.name}
    return body


def in_message(
    core: Core, kind: str, installation: Installation, user: User, message: Message
) -> Json:
    """An interaction with a message; an ephemeral message itself is not carried."""
    body = _base(core, kind, installation, user)
    channel = message.channel
    body["container"] = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.ephemeral,
    }
    body["channel"] = {"id": channel.id, "name": channel.shown_name}
    if not message.ephemeral:
        body["message"] = message.payload()
    body["state"] = {"values": entries.values(message.blocks, message.choices)}
    return body


def in_view(core: Core, kind: str, installation: Installation, user: User, view: View) -> Json:
    """An interaction with a view; all but the view names where the person belongs."""
    body = _base(core, kind, installation, user)
    body["team"] = user.home_team.payload()
    body["enterprise"] = user.home_team.enterprise_payload()
    body["view"] = view.payload(showing.state(view))
    if installation.org_wide:
        body["view"]["app_installed_team_id"] = installation.key
    if kind in ("block_actions", "block_suggestion"):
        body["container"] = {"type": "view", "view_id": view.id}
    return body


def action(core: Core, block: Json, element: Json, chosen: Json) -> Json:
    """What was pressed or chosen."""
    body: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": core.ids.ts(),
    }
    for key in ("text", "value", "style", "placeholder"):
        if key in element:
            body[key] = element[key]
    return body | chosen


def event(core: Core, installation: Installation, team: Team, inner: Json) -> Json:
    """An event of a workspace in its envelope."""
    enterprise = installation.enterprise
    authorization = {
        "enterprise_id": enterprise.id if enterprise else None,
        "team_id": None if installation.org_wide else team.id,
        "user_id": installation.bot.id,
        "is_bot": True,
        "is_enterprise_install": installation.org_wide,
    }
    return {
        "token": core.world.verification_token,
        "team_id": team.id,
        "enterprise_id": enterprise.id if enterprise else None,
        "context_team_id": team.id,
        "context_enterprise_id": enterprise.id if enterprise else None,
        "api_app_id": core.world.app_id,
        "event": {**inner, "event_ts": core.ids.ts()},
        "type": "event_callback",
        "event_id": core.ids.new("Ev"),
        "event_time": int(core.clock.now()),
        "authorizations": [authorization] if installation.ended is None else [],
        "is_ext_shared_channel": False,
        "event_context": core.ids.new("4-"),
    }


def _base(core: Core, kind: str, installation: Installation, user: User) -> Json:
    team = installation.team
    if installation.covers(user.home_team):
        team = user.home_team
    return {
        "type": kind,
        "user": user.payload(),
        "api_app_id": core.world.app_id,
        "token": core.world.verification_token,
        "team": None if installation.org_wide else team.payload(),
        "enterprise": team.enterprise_payload(),
        "is_enterprise_install": installation.org_wide,
    }
