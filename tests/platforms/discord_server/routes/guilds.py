"""Guilds, their channels, roles and members, as far as a bot reads them."""

import json

from tests.platforms.discord_server.core import Core
from tests.platforms.discord_server.places import Guild
from tests.platforms.discord_server.routing import Call, Reply, Route
from tests.platforms.discord_server.wire import unknown


def _guild(core: Core, call: Call) -> Guild:
    guild = core.world.guilds.get(call.id("guild"))
    if guild is None or not guild.has_bot:
        raise unknown("Guild", 10004)
    return guild


def read(core: Core, call: Call) -> Reply:
    return 200, json.loads(_guild(core, call).created(joined=True))


def channels(core: Core, call: Call) -> Reply:
    return 200, [channel.payload() for channel in _guild(core, call).channels.values()]


def roles(core: Core, call: Call) -> Reply:
    return 200, [role.payload() for role in _guild(core, call).roles.values()]


def member(core: Core, call: Call) -> Reply:
    found = _guild(core, call).members.get(call.id("user"))
    if found is None:
        raise unknown("Member", 10007)
    return 200, found.payload()


def leave(core: Core, call: Call) -> Reply:
    guild = _guild(core, call)
    core.sockets.disappeared(guild, outage=False)
    core.world.take_bot_away(guild)
    return 204, None


ROUTES = [
    Route("GET", "/guilds/{guild}", read),
    Route("GET", "/guilds/{guild}/channels", channels),
    Route("GET", "/guilds/{guild}/roles", roles),
    Route("GET", "/guilds/{guild}/members/{user}", member),
    Route("DELETE", "/users/@me/guilds/{guild}", leave),
]
