"""Bodies become messages: checked, filled in, told to the gateway."""

import json

from tests.platforms.discord_server import text
from tests.platforms.discord_server.checks.message import check_message
from tests.platforms.discord_server.core import Core, Upload
from tests.platforms.discord_server.messages import Attachment, Message, pings
from tests.platforms.discord_server.people import User
from tests.platforms.discord_server.places import Channel, Guild
from tests.platforms.discord_server.sockets import CONTENT, DIRECT_MESSAGES, GUILD_MESSAGES
from tests.platforms.discord_server.wire import COMPONENTS_V2, Json

KEPT_FLAGS = COMPONENTS_V2 | 1 << 2 | 1 << 6 | 1 << 12
UPLOAD_LIMIT = {0: 10 << 20, 1: 10 << 20, 2: 50 << 20, 3: 100 << 20}
"""Bytes of one file by the guild's boost tier."""

Files = dict[int, Upload]


def upload_limit(guild: Guild | None) -> int:
    """Bytes that one file may have."""
    return UPLOAD_LIMIT[guild.tier if guild is not None else 0]


def new_message(core: Core, channel: Channel, author: User, body: Json, files: Files) -> Message:
    """A message made from a body, not yet kept anywhere. Raises ApiError for a bad body."""
    check_message(body, files, upload_limit(channel.guild))
    message = Message(core.ids.new(), channel, author, core.clock.iso())
    message.flags = (body.get("flags") or 0) & KEPT_FLAGS
    message.nonce = body.get("nonce")
    message.reference = body.get("message_reference")
    _fill(core, message, body, files)
    return message


def edit_message(core: Core, message: Message, body: Json, files: Files) -> None:
    """Change a message as a body says. Raises ApiError for a bad body."""
    check_message(body, files, upload_limit(message.channel.guild), existing=message)
    message.flags |= (body.get("flags") or 0) & COMPONENTS_V2
    _fill(core, message, body, files)
    message.edited(core.clock.iso())


def keep(core: Core, message: Message) -> None:
    """Put a message where it can be found, and tell the gateway unless it is private."""
    if message.ephemeral:
        core.ephemeral[message.id] = message
        return
    message.channel.messages[message.id] = message
    tell(core, "MESSAGE_CREATE", message)


def tell(core: Core, event: str, message: Message) -> None:
    """Send a message event to the sessions that asked for such."""
    if not core.sockets.sessions:
        return
    guild = message.channel.guild
    payload = message.payload()
    if guild is not None:
        member = guild.members.get(message.author.id)
        about = {k: v for k, v in member.payload().items() if k != "user"} if member else None
        payload = {**payload, "guild_id": str(guild.id), **({"member": about} if about else {})}
    intent = GUILD_MESSAGES if guild is not None else DIRECT_MESSAGES
    own = message.author is core.world.bot or guild is None
    if own or str(core.world.bot.id) in message.pings:
        core.sockets.dispatch(event, json.dumps(payload), guild, intent)
        return
    core.sockets.dispatch(event, json.dumps(payload), guild, intent | CONTENT)
    hidden = {**payload, "content": "", "embeds": [], "attachments": [], "components": []}
    for session in core.sockets.hearing(guild):
        if session.intents & intent and not session.intents & CONTENT:
            session.dispatch(event, json.dumps(hidden))


def delete(core: Core, message: Message) -> None:
    """Take a message away."""
    message.deleted = True
    core.ephemeral.pop(message.id, None)
    if message.channel.messages.pop(message.id, None) is None:
        return
    guild = message.channel.guild
    data: Json = {"id": str(message.id), "channel_id": str(message.channel.id)}
    if guild is not None:
        data["guild_id"] = str(guild.id)
    intent = GUILD_MESSAGES if guild is not None else DIRECT_MESSAGES
    core.sockets.dispatch("MESSAGE_DELETE", json.dumps(data), guild, intent)


def _fill(core: Core, message: Message, body: Json, files: Files) -> None:
    if "content" in body:
        message.content = body["content"] or ""
    if "embeds" in body:
        message.embeds = body["embeds"] or []
    if "attachments" in body or files:
        _attach(core, message, body.get("attachments"), files)
    if "components" in body:
        message.components = body["components"] or []
        _settle(message)
    said = [
        message.content,
        *(c["content"] for c in text.walk(message.components) if c["type"] == text.TEXT),
    ]
    message.pings = pings(said, body.get("allowed_mentions"))
    message.changed()


def _attach(core: Core, message: Message, listed: list[Json] | None, files: Files) -> None:
    """Keep the attachments that the body lists, and add the files that came with it."""
    about = {int(item["id"]): item for item in listed or ()}
    kept = [a for a in message.attachments if listed is None or a.id in about]
    for index, upload in files.items():
        attachment_id = core.ids.new()
        described = about.get(index, {})
        filename = described.get("filename") or upload.filename
        url = f"{core.root}/attachments/{message.channel.id}/{attachment_id}/{filename}"
        attachment = Attachment(
            attachment_id, filename, upload.data, url, described.get("description")
        )
        core.attachments[attachment_id] = attachment
        kept.append(attachment)
    message.attachments = kept


def _settle(message: Message) -> None:
    """Number the components, and let their pictures point to the attachments."""
    text.number(message.components)
    addresses = {f"attachment://{a.filename}": a for a in message.attachments}
    for component in text.walk(message.components):
        for media in _media(component):
            attachment = addresses.get(media["url"])
            if attachment is not None:
                media.update(
                    url=attachment.url,
                    proxy_url=attachment.url,
                    attachment_id=str(attachment.id),
                    content_type=attachment.content_type,
                )


def _media(component: Json) -> list[Json]:
    match component["type"]:
        case 11:
            return [component["media"]]
        case 12:
            return [item["media"] for item in component["items"]]
        case 13:
            return [component["file"]]
    return []
