"""Registering slash commands."""

from tests.platforms.discord_server.checks.commands import check_commands
from tests.platforms.discord_server.core import Core
from tests.platforms.discord_server.registry import GLOBAL
from tests.platforms.discord_server.routing import Call, Reply, Route
from tests.platforms.discord_server.wire import missing_access, unknown


def _scope(core: Core, call: Call) -> int:
    if call.id("application") != core.world.application_id:
        raise unknown("Application", 10002)
    if "guild" not in call.params:
        return GLOBAL
    guild = core.world.guilds.get(call.id("guild"))
    if guild is None or not guild.has_bot:
        raise missing_access()
    return guild.id


def read(core: Core, call: Call) -> Reply:
    return 200, core.registry.all(_scope(core, call))


def overwrite(core: Core, call: Call) -> Reply:
    scope = _scope(core, call)
    check_commands(call.body)
    return 200, core.registry.overwrite(scope, call.body)


EVERYWHERE = "/applications/{application}/commands"
IN_GUILD = "/applications/{application}/guilds/{guild}/commands"

ROUTES = [
    Route("GET", EVERYWHERE, read),
    Route("PUT", EVERYWHERE, overwrite),
    Route("GET", IN_GUILD, read),
    Route("PUT", IN_GUILD, overwrite),
]
