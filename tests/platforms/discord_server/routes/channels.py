"""Channels and the messages in them."""

from tests.platforms.discord_server import permissions as may
from tests.platforms.discord_server.core import Core
from tests.platforms.discord_server.messages import Message
from tests.platforms.discord_server.places import DIRECT, Channel
from tests.platforms.discord_server.posting import delete, edit_message, keep, new_message, tell
from tests.platforms.discord_server.routing import Call, Reply, Route
from tests.platforms.discord_server.wire import (
    EPHEMERAL,
    ApiError,
    missing_access,
    missing_permissions,
    unknown_channel,
    unknown_message,
)

NONCE_LIFE = 300.0


def _channel(core: Core, call: Call) -> tuple[Channel, int]:
    """The channel, and what the bot may do in it. Raises ApiError when it cannot see it."""
    channel = core.world.channels.get(call.id("channel"))
    if channel is None or channel.deleted:
        raise unknown_channel()
    if channel.guild is None:
        if core.world.direct.get(channel.recipients[0].id) is not channel:
            raise missing_access()
        return channel, may.IN_DIRECT_MESSAGES
    granted = channel.permissions_of(core.world.bot) if channel.guild.has_bot else 0
    if not granted & may.VIEW_CHANNEL:
        raise missing_access()
    return channel, granted


def _message(channel: Channel, call: Call) -> Message:
    message = channel.messages.get(call.id("message"))
    if message is None:
        raise unknown_message()
    return message


def read_channel(core: Core, call: Call) -> Reply:
    return 200, _channel(core, call)[0].payload()


def post(core: Core, call: Call) -> Reply:
    channel, granted = _channel(core, call)
    if not granted & may.SEND_MESSAGES or (call.files and not granted & may.ATTACH_FILES):
        raise missing_permissions()
    if channel.kind == DIRECT:
        _deliverable(core, channel)
    body = {**call.form, "flags": (call.form.get("flags") or 0) & ~EPHEMERAL}
    again = _posted_before(core, body)
    if again is not None:
        return 200, again.payload()
    message = new_message(core, channel, core.world.bot, body, call.files)
    keep(core, message)
    if body.get("enforce_nonce") and message.nonce is not None:
        key = (core.world.bot.id, str(message.nonce))
        core.nonces[key] = (core.clock.now(), message)
    return 200, message.payload()


def _deliverable(core: Core, channel: Channel) -> None:
    user = channel.recipients[0]
    if user.dm_error == 50278 or (user.dm_error is None and not core.world.reachable(user)):
        raise ApiError(
            403, 50278, "Cannot send messages to this user due to having no mutual guilds"
        )
    if user.dm_error is not None:
        raise ApiError(403, user.dm_error, "Cannot send messages to this user")


def _posted_before(core: Core, body: dict[str, object]) -> Message | None:
    """The message that the bot sent under the same nonce a few minutes ago."""
    if not body.get("enforce_nonce") or body.get("nonce") is None:
        return None
    at, message = core.nonces.get((core.world.bot.id, str(body["nonce"])), (0.0, None))
    return message if core.clock.now() - at < NONCE_LIFE else None


def read_messages(core: Core, call: Call) -> Reply:
    channel, granted = _channel(core, call)
    if not granted & may.READ_MESSAGE_HISTORY:
        return 200, []
    limit = int(call.query.get("limit", "50"))
    before = int(call.query.get("before") or 0)
    after = int(call.query.get("after") or 0)
    found = [
        message
        for message in channel.messages.values()
        if (not before or message.id < before) and message.id > after
    ]
    page = found[:limit] if after else found[-limit:]
    return 200, [message.payload() for message in reversed(page)]


def read_message(core: Core, call: Call) -> Reply:
    channel, granted = _channel(core, call)
    if not granted & may.READ_MESSAGE_HISTORY:
        raise missing_permissions()
    return 200, _message(channel, call).payload()


def edit(core: Core, call: Call) -> Reply:
    channel, _ = _channel(core, call)
    message = _message(channel, call)
    if message.author is not core.world.bot:
        raise ApiError(403, 50005, "Cannot edit a message authored by another user")
    edit_message(core, message, call.form, call.files)
    tell(core, "MESSAGE_UPDATE", message)
    return 200, message.payload()


def remove(core: Core, call: Call) -> Reply:
    channel, granted = _channel(core, call)
    message = _message(channel, call)
    if message.author is not core.world.bot and not granted & may.MANAGE_MESSAGES:
        raise missing_permissions()
    delete(core, message)
    return 204, None


def typing(core: Core, call: Call) -> Reply:
    _channel(core, call)
    return 204, None


ROUTES = [
    Route("GET", "/channels/{channel}", read_channel),
    Route("POST", "/channels/{channel}/messages", post),
    Route("GET", "/channels/{channel}/messages", read_messages),
    Route("GET", "/channels/{channel}/messages/{message}", read_message),
    Route("PATCH", "/channels/{channel}/messages/{message}", edit),
    Route("DELETE", "/channels/{channel}/messages/{message}", remove),
    Route("POST", "/channels/{channel}/typing", typing),
]
