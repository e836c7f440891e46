"""The bot about itself, its guilds, the gateway, and opening direct messages."""

from tests.platforms.discord_server.core import Core
from tests.platforms.discord_server.routing import Call, Reply, Route
from tests.platforms.discord_server.wire import ApiError, Json, unknown


def me(core: Core, _: Call) -> Reply:
    return 200, {**core.world.bot.payload, "verified": True, "mfa_enabled": True, "email": None}


def user(core: Core, call: Call) -> Reply:
    found = core.world.users.get(call.id("user"))
    if found is None:
        raise unknown("User", 10013)
    return 200, found.payload


def application(core: Core, _: Call) -> Reply:
    return 200, core.world.application()


def gateway(core: Core, _: Call) -> Reply:
    return 200, {
        "url": core.root.replace("http", "ws", 1) + "/gateway",
        "shards": core.shards,
        "session_start_limit": {
            "total": 1000,
            "remaining": max(1000 - core.sockets.happened["identify"], 0),
            "reset_after": 86_400_000,
            "max_concurrency": 1,
        },
    }


def guilds(core: Core, call: Call) -> Reply:
    limit = int(call.query.get("limit", "200"))
    after = int(call.query.get("after", "0"))
    before = int(call.query.get("before", "0"))
    bot = core.world.bot
    found = [
        guild
        for guild in core.world.guilds.values()
        if guild.has_bot and guild.id > after and (not before or guild.id < before)
    ]
    page = found[-limit:] if before else found[:limit]
    described: list[Json] = [
        {
            "id": str(guild.id),
            "name": guild.name,
            "icon": None,
            "banner": None,
            "owner": guild.owner is bot,
            "permissions": str(guild.permissions_of(bot)),
            "features": [],
            **(
                {"approximate_member_count": len(guild.members), "approximate_presence_count": 1}
                if call.query.get("with_counts") in ("1", "true")
                else {}
            ),
        }
        for guild in page
    ]
    return 200, described


def open_dm(core: Core, call: Call) -> Reply:
    given = str(call.form.get("recipient_id", ""))
    user = core.world.users.get(int(given)) if given.isdigit() else None
    if user is None or user.bot:
        raise ApiError(400, 50033, "Invalid Recipient(s)")
    return 200, core.world.dm(user).payload()


ROUTES = [
    Route("GET", "/users/@me", me),
    Route("GET", "/users/{user}", user),
    Route("GET", "/oauth2/applications/@me", application),
    Route("GET", "/applications/@me", application),
    Route("GET", "/gateway/bot", gateway),
    Route("GET", "/users/@me/guilds", guilds),
    Route("POST", "/users/@me/channels", open_dm),
]
