"""users.*: people, and the channels that somebody is in."""

from tests.platforms.slack_server.core import Core
from tests.platforms.slack_server.limits import TIERS
from tests.platforms.slack_server.methods.conversations import PREFIX, paged
from tests.platforms.slack_server.posting import reachable_user
from tests.platforms.slack_server.web_api import Call, Method
from tests.platforms.slack_server.wire import Json, SlackError

KINDS = {"public_channel": "public", "private_channel": "private", "im": "im"}


def _info(core: Core, call: Call) -> Json:
    user = reachable_user(core, call, call.text("user"))
    own, ours = user.home_team, call.installation
    colleague = own.enterprise is not None and own.enterprise is ours.enterprise
    return {"user": user.info(stranger=not (colleague or ours.covers(own)))}


def _conversations(core: Core, call: Call) -> Json:
    bot = call.installation.bot
    who = bot
    if call.maybe("user"):
        who = reachable_user(core, call, call.maybe("user"))
    found = []
    for name in call.maybe("types", "public_channel").split(","):
        if name == "mpim":
            continue
        if name not in KINDS:
            raise SlackError("invalid_types")
        kind = KINDS[name]
        call.need(f"{PREFIX[kind]}:read")
        found += [
            channel
            for channel in core.world.channels.values()
            if channel.kind == kind
            and who in channel.members
            and (kind == "public" or bot in channel.members)
            and call.installation.covers(channel.team)
            and not (channel.archived and call.flag("exclude_archived"))
        ]
    return paged(call, "channels", found)


METHODS = (
    Method("users.info", _info, TIERS[4], scope="users:read"),
    Method("users.conversations", _conversations, TIERS[3]),
)
