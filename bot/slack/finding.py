"""Reads a message back whose answer was lost."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.posting import Posting
from core.deliveries.outcome import CannotTell, Found, Looked, NotThere, Reason
from core.deliveries.sender import Outgoing

EVENT = "reading_room_delivery"
"""The kind of the metadata that every message carries."""

PAGE, PAGES = 15, 3
"""Messages of one look at a channel, and looks: Slack gives apps that it did not review no more
than 15 at once, once a minute."""

BEFORE = timedelta(minutes=5)
"""How far before the first try is looked: by so much two clocks may differ."""

LOOKS_AGAIN = timedelta(minutes=1)
"""When to look again for a message where it could not be looked for."""


def marked(message: Outgoing) -> dict[str, Any]:
    """The metadata by which a message is known again."""
    carried = {"delivery": str(message.delivery_id), "key": message.key}
    return {"event_type": EVENT, "event_payload": carried}


async def found(posting: Posting, client: AsyncWebClient, message: Outgoing) -> Looked:
    """Look through what came into the channel since the message was first sent.

    Raises :class:`Ended` where Slack does not answer.
    """
    channel = message.channel_id or await posting.opened(client, message)
    since = message.first_attempt_at
    oldest = None if since is None else f"{(since - BEFORE).timestamp():.6f}"
    cursor: str | None = None
    for _ in range(PAGES):
        answer = await posting.page(
            client, channel, message, limit=PAGE, oldest=oldest, cursor=cursor
        )
        for one in answer.get("messages", ()):
            if _is(message, one):
                return Found(str(one["ts"]), channel if message.platform_id else "")
        further = (answer.get("response_metadata") or {}).get("next_cursor")
        if not answer.get("has_more"):
            return NotThere()
        if not further:
            break
        cursor = str(further)
    return CannotTell(LOOKS_AGAIN, Reason.CUT)


def _is(message: Outgoing, seen: Mapping[str, Any]) -> bool:
    carried = seen.get("metadata")
    if not isinstance(carried, Mapping) or carried.get("event_type") != EVENT:
        return False
    payload = carried.get("event_payload")
    return isinstance(payload, Mapping) and payload.get("key") == message.key
