"""The INTERACTION_CREATE that reaches the bot."""

import secrets
from collections.abc import Iterable
from typing import Any

from tests.platforms.discord_server.core import Core
from tests.platforms.discord_server.interactions import Interaction
from tests.platforms.discord_server.messages import Message
from tests.platforms.discord_server.people import Role, User
from tests.platforms.discord_server.places import Channel
from tests.platforms.discord_server.posting import upload_limit
from tests.platforms.discord_server.wire import Json

IN_GUILD, IN_BOT_DM, IN_PRIVATE = 0, 1, 2


def context(core: Core, channel: Channel) -> int:
    """Where this is: a guild, the bot's direct messages, or a channel between people."""
    if channel.guild is not None:
        return IN_GUILD
    direct = core.world.direct.get(channel.recipients[0].id)
    return IN_BOT_DM if direct is channel else IN_PRIVATE


def owners(core: Core, user: User, channel: Channel) -> Json:
    """Who installed the app so that it can be used here."""
    found: Json = {}
    guild = channel.guild
    if guild is not None and guild.has_bot:
        found["0"] = str(guild.id)
    elif context(core, channel) == IN_BOT_DM and any(core.world.shared_guilds(user)):
        found["0"] = "0"
    if user.installed:
        found["1"] = str(user.id)
    return found


def interaction(
    core: Core,
    kind: int,
    name: str,
    user: User,
    channel: Channel,
    data: Json,
    *,
    source: Message | None = None,
    opened_from: Interaction | None = None,
) -> Interaction:
    """An interaction that was just made, not sent yet."""
    guild = channel.guild
    present = guild is None or guild.has_bot
    allowed = channel.permissions_of(core.world.bot)
    token = secrets.token_urlsafe(48)
    number = core.ids.new()
    payload: Json = {
        "id": str(number),
        "application_id": str(core.world.application_id),
        "type": kind,
        "token": token,
        "version": 1,
        "data": data,
        "channel_id": str(channel.id),
        "channel": channel.payload(),
        "locale": user.locale,
        "app_permissions": str(allowed),
        "entitlements": [],
        "entitlement_sku_ids": [],
        "authorizing_integration_owners": owners(core, user, channel),
        "context": context(core, channel),
        "attachment_size_limit": upload_limit(guild),
    }
    if guild is None:
        payload["user"] = user.payload
    else:
        permissions = str(channel.permissions_of(user))
        payload["channel"]["permissions"] = permissions
        payload["member"] = {**guild.members[user.id].payload(), "permissions": permissions}
        payload["guild_id"] = str(guild.id)
        payload["guild"] = guild.partial()
        payload["guild_locale"] = guild.locale
    if source is not None:
        payload["message"] = source.payload()
    return Interaction(
        number, token, kind, name, user, channel, payload, core.clock.now(),
        source=source, opened_from=opened_from, bot_present=present,
    )  # fmt: skip


def resolved(channel: Channel, values: Iterable[Any]) -> Json:
    """The descriptions of the people, roles and channels that were chosen."""
    found: Json = {}
    guild = channel.guild
    for value in values:
        if isinstance(value, User):
            found.setdefault("users", {})[str(value.id)] = value.payload
            if guild is not None and value.id in guild.members:
                member = guild.members[value.id].payload()
                del member["user"]
                member["permissions"] = str(channel.permissions_of(value))
                found.setdefault("members", {})[str(value.id)] = member
        elif isinstance(value, Role):
            found.setdefault("roles", {})[str(value.id)] = value.payload()
        elif isinstance(value, Channel):
            about = {**value.payload(), "permissions": str(1 << 10)}
            found.setdefault("channels", {})[str(value.id)] = about
    return found
