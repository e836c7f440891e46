"""Response addresses: five uses, thirty minutes."""

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.platforms.slack_server.checks.message import check_message
from tests.platforms.slack_server.messages import Message
from tests.platforms.slack_server.people import Team, User
from tests.platforms.slack_server.places import Channel
from tests.platforms.slack_server.wire import Illegal, Json, SlackError

if TYPE_CHECKING:
    from tests.platforms.slack_server.core import Core
    from tests.platforms.slack_server.deliveries import Act

USES = 5
LIFE = 1800.0


@dataclass(eq=False)
class ResponseUrl:
    """Where the app may answer an act. `source` is the message it replaces or deletes."""

    path: str
    user: User
    team: Team
    channel: Channel
    born: float
    source: Message | None = None
    act: "Act | None" = None
    uses: int = 0
    posted: list[Message] = field(default_factory=list)


def new_response_url(
    core: "Core", kind: str, user: User, team: Team, channel: Channel, source: Message | None
) -> ResponseUrl:
    """An address for something that a person does now; `kind` is `commands` or `actions`."""
    number = core.ids.ts().replace(".", "")
    path = f"/{kind}/{team.id}/{number}/{secrets.token_urlsafe(18)}"
    address = ResponseUrl(path, user, team, channel, core.clock.now(), source)
    core.response_urls[path] = address
    return address


def respond(core: "Core", path: str, body: Json) -> None:
    """Do what was posted to a response address. Raises SlackError."""
    address = core.response_urls.get(path)
    if address is None:
        raise SlackError("invalid_url")
    if core.clock.now() - address.born > LIFE:
        raise SlackError("expired_url")
    if address.uses >= USES:
        raise SlackError("used_url")
    address.uses += 1
    put(core, address, body)


def put(core: "Core", address: ResponseUrl, body: Json) -> Message | None:
    """Post, replace or delete. Raises Illegal for a body that breaks a limit."""
    source = address.source
    if body.get("delete_original"):
        if source is not None:
            source.deleted = True
            core.watch.changed()
        return None
    try:
        check_message(body)
        if body.get("response_type", "ephemeral") not in ("ephemeral", "in_channel"):
            raise Illegal("invalid_arguments", ["[ERROR] unknown response_type"])
    except Illegal as error:
        core.refuse("response_url", error, body)
        raise
    if body.get("replace_original") and source is not None and not source.deleted:
        source.was.append(source.words)
        source.text = body.get("text") or ""
        source.blocks = core.settle(body.get("blocks") or [])
        source.choices.clear()
        core.show(source, address.act)
        return source
    return _post(core, address, body)


def _post(core: "Core", address: ResponseUrl, body: Json) -> Message:
    installation = core.world.installation(address.team)
    team = installation.team if installation else address.team
    message = Message(
        ts=core.ids.ts(),
        channel=address.channel,
        author=team.bot,
        text=body.get("text") or "",
        blocks=core.settle(body.get("blocks") or []),
        attachments=body.get("attachments") or [],
        metadata=body.get("metadata"),
        bot_id=team.bot_id,
        app_id=core.world.app_id,
    )
    if body.get("response_type") == "in_channel":
        address.channel.messages.append(message)
        if core.announce is not None:
            core.announce(message, "")
    else:
        message.seen_by = address.user
        address.user.ephemerals.append(message)
    if address.source is None:
        address.source = message
    address.posted.append(message)
    core.show(message, address.act)
    return message
