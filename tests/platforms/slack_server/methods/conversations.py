"""conversations.*: channels and what was said in them."""

from tests.platforms.slack_server.core import Core
from tests.platforms.slack_server.limits import TIERS
from tests.platforms.slack_server.places import Channel
from tests.platforms.slack_server.posting import opened_dm, visible_channel
from tests.platforms.slack_server.web_api import Call, Method
from tests.platforms.slack_server.wire import Json, SlackError

PREFIX = {"public": "channels", "private": "groups", "im": "im"}
MOST = 999


def _open(core: Core, call: Call) -> Json:
    if call.maybe("channel"):
        channel = visible_channel(core, call, call.maybe("channel"))
        return {"channel": {"id": channel.id}, "no_op": True, "already_open": True}
    users = call.text("users").split(",")
    if len(users) > 1:
        raise SlackError("not_enough_users")
    known = {c.id for c in core.world.channels.values()}
    if call.flag("prevent_creation") and not core.world.has_dm(users[0]):
        raise SlackError("channel_not_found")
    channel = opened_dm(core, call, users[0])
    answer: Json = {"channel": {"id": channel.id}}
    if call.flag("return_im"):
        answer["channel"] = channel.payload()
    if channel.id in known:
        answer |= {"no_op": True, "already_open": True}
    return answer


def _info(core: Core, call: Call) -> Json:
    channel = visible_channel(core, call, call.text("channel"))
    call.need(f"{PREFIX[channel.kind]}:read")
    return {"channel": channel.payload()}


def _history(core: Core, call: Call) -> Json:
    channel = visible_channel(core, call, call.text("channel"))
    call.need(f"{PREFIX[channel.kind]}:history")
    if call.installation.bot not in channel.members:
        raise SlackError("not_in_channel")
    limit = call.number("limit", 100)
    if not 1 <= limit <= MOST:
        raise SlackError("invalid_limit")
    limit = min(limit, core.limits.history)
    found = [m for m in reversed(channel.visible()) if _between(call, m.ts)]
    cursor = call.maybe("cursor")
    if cursor:
        found = [m for m in found if m.ts < cursor]
    page, rest = found[:limit], found[limit:]
    metadata = call.flag("include_all_metadata")
    answer: Json = {
        "messages": [message.payload(metadata=metadata) for message in page],
        "has_more": bool(rest),
        "pin_count": 0,
    }
    if rest:
        answer["response_metadata"] = {"next_cursor": page[-1].ts}
    return answer


def _between(call: Call, ts: str) -> bool:
    oldest, latest = call.maybe("oldest", "0"), call.maybe("latest")
    at, least = float(ts), float(oldest)
    most = float(latest) if latest else float("inf")
    return least <= at <= most if call.flag("inclusive") else least < at < most


def paged(call: Call, key: str, found: list[Channel]) -> Json:
    """One page of channels, with the cursor of the next."""
    start = call.number("cursor", 0)
    limit = call.number("limit", 100)
    page = found[start : start + limit]
    further = str(start + limit) if start + limit < len(found) else ""
    return {
        key: [channel.payload() for channel in page],
        "response_metadata": {"next_cursor": further},
    }


METHODS = (
    Method("conversations.open", _open, TIERS[3], scope="im:write"),
    Method("conversations.info", _info, TIERS[3]),
    Method("conversations.history", _history, TIERS[3]),
)
