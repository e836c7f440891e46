"""Messages and what hangs on them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tests.platforms.discord_server import text
from tests.platforms.discord_server.people import User
from tests.platforms.discord_server.places import Channel
from tests.platforms.discord_server.wire import COMPONENTS_V2, EPHEMERAL, Json

MENTION = re.compile(r"<@!?(\d+)>|<@&(\d+)>|@(everyone|here)\b")


@dataclass(eq=False)
class Attachment:
    """A file on a message."""

    id: int
    filename: str
    data: bytes
    url: str
    description: str | None = None
    content_type: str = "application/octet-stream"

    def payload(self) -> Json:
        """The attachment as Discord describes it."""
        return {
            "id": str(self.id),
            "filename": self.filename,
            "size": len(self.data),
            "url": self.url,
            "proxy_url": self.url,
            "content_type": self.content_type,
            "flags": 0,
            **({"description": self.description} if self.description is not None else {}),
        }


class Message:
    """A message, as the person sees it: changed in place when the bot edits it."""

    def __init__(self, message_id: int, channel: Channel, author: User, created: str) -> None:
        self.id = message_id
        self.channel = channel
        self.author = author
        self.kind = 0
        self.content = ""
        self.flags = 0
        self.embeds: list[Json] = []
        self.components: list[Json] = []
        self.attachments: list[Attachment] = []
        self.pings: set[str] = set()
        self.nonce: str | int | None = None
        self.reference: Json | None = None
        self.interaction: Json | None = None
        self.seen_by: User | None = None
        self.edits = 0
        self.deleted = False
        self._created = created
        self._edited: str | None = None
        self._payload: Json | None = None

    @property
    def ephemeral(self) -> bool:
        """Whether only one person sees it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def is_v2(self) -> bool:
        """Whether it is made of Components V2."""
        return bool(self.flags & COMPONENTS_V2)

    @property
    def text(self) -> str:
        """Everything to read on it: content, embeds, components."""
        parts = [self.content, *map(text.flattened_embed, self.embeds)]
        return "\n".join(part for part in [*parts, text.flattened(self.components)] if part)

    @property
    def pressable(self) -> dict[str, str]:
        """Labels of the enabled buttons, each with its custom id."""
        return {
            component.get("label", ""): component["custom_id"]
            for component in text.walk(self.components)
            if component["type"] == text.BUTTON
            and "custom_id" in component
            and not component.get("disabled")
        }

    @property
    def links(self) -> dict[str, str]:
        """Labels of the link buttons, each with its address."""
        return {
            component.get("label", ""): component["url"]
            for component in text.walk(self.components)
            if component["type"] == text.BUTTON and "url" in component
        }

    def component(self, custom_id: str) -> Json | None:
        """The component with this custom id."""
        for component in text.walk(self.components):
            if component.get("custom_id") == custom_id:
                return component
        return None

    def file(self, filename: str) -> bytes:
        """The bytes of the attachment with this name. Raises KeyError when there is none."""
        for attachment in self.attachments:
            if attachment.filename == filename:
                return attachment.data
        raise KeyError(filename)

    def edited(self, at: str) -> None:
        """Note an edit."""
        self.edits += 1
        self._edited = at
        self._payload = None

    def changed(self) -> None:
        """Forget the description that was built."""
        self._payload = None

    def payload(self) -> Json:
        """The message as Discord describes it; built once until it changes."""
        if self._payload is None:
            self._payload = self._described()
        return self._payload

    def _described(self) -> Json:
        payload: Json = {
            "id": str(self.id),
            "channel_id": str(self.channel.id),
            "type": self.kind,
            "author": self.author.payload,
            "content": self.content,
            "timestamp": self._created,
            "edited_timestamp": self._edited,
            "tts": False,
            "mention_everyone": "everyone" in self.pings,
            "mentions": [],
            "mention_roles": [ping[1:] for ping in sorted(self.pings) if ping.startswith("&")],
            "attachments": [attachment.payload() for attachment in self.attachments],
            "embeds": self.embeds,
            "components": self.components,
            "pinned": False,
            "flags": self.flags,
        }
        if self.nonce is not None:
            payload["nonce"] = self.nonce
        if self.reference is not None:
            payload["message_reference"] = self.reference
        if self.interaction is not None:
            payload["interaction_metadata"] = self.interaction
            payload["webhook_id"] = payload["application_id"] = str(self.author.id)
        return payload


def pings(said: Iterable[str], allowed: Json | None) -> set[str]:
    """Whom a text notifies: ids of people, ids of roles after "&", and "everyone".

    `allowed` is the body's `allowed_mentions`; without it whatever is mentioned is notified.
    """
    found: set[str] = set()
    for part in said:
        if "@" in part:
            for user, role, _ in MENTION.findall(part):
                found.add(user or (f"&{role}" if role else "everyone"))
    if allowed is None or not found:
        return found
    parse = allowed.get("parse") or ()
    users = set(allowed.get("users") or ())
    roles = {f"&{role}" for role in allowed.get("roles") or ()}
    return {
        ping
        for ping in found
        if ping in users | roles
        or (ping == "everyone" and "everyone" in parse)
        or (ping.startswith("&") and "roles" in parse)
        or (ping.isdigit() and "users" in parse)
    }
