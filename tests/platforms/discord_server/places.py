"""Guilds and channels, and what a person may do in them."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.platforms.discord_server import permissions as may
from tests.platforms.discord_server.clock import Clock, Snowflakes
from tests.platforms.discord_server.people import Member, Role, User
from tests.platforms.discord_server.permissions import Bits, bits
from tests.platforms.discord_server.wire import Json

if TYPE_CHECKING:
    from tests.platforms.discord_server.messages import Message

TEXT, DIRECT, GROUP = 0, 1, 3

Announce = Callable[[str, Json, "Guild"], None]
"""Tells the connected bot about a change in a guild: event name, payload, guild."""


class Channel:
    """A text channel of a guild, a direct message channel, or a group of people."""

    def __init__(
        self,
        channel_id: int,
        name: str,
        *,
        kind: int = TEXT,
        guild: "Guild | None" = None,
        position: int = 0,
        recipients: tuple[User, ...] = (),
    ) -> None:
        self.id = channel_id
        self.name = name
        self.kind = kind
        self.guild = guild
        self.position = position
        self.recipients = recipients
        self.overwrites: dict[int, tuple[int, int]] = {}
        self.messages: dict[int, Message] = {}
        self.deleted = False

    @property
    def mention(self) -> str:
        """How a message mentions it."""
        return f"<#{self.id}>"

    def allow(self, whom: Role | User, permissions: Bits) -> None:
        """Grant permissions here."""
        allow, deny = self.overwrites.get(whom.id, (0, 0))
        granted = bits(permissions)
        self._overwrite(whom, allow | granted, deny & ~granted)

    def deny(self, whom: Role | User, permissions: Bits) -> None:
        """Take permissions away here."""
        allow, deny = self.overwrites.get(whom.id, (0, 0))
        taken = bits(permissions)
        self._overwrite(whom, allow & ~taken, deny | taken)

    def _overwrite(self, whom: Role | User, allow: int, deny: int) -> None:
        self.overwrites[whom.id] = (allow, deny)
        if self.guild is not None:
            self.guild.changed("CHANNEL_UPDATE", self.payload())

    def permissions_of(self, user: User) -> int:
        """What this person may do here; nothing for somebody who is not in the guild."""
        if self.guild is None:
            return may.IN_DIRECT_MESSAGES
        return self.guild.permissions_of(user, self)

    def payload(self) -> Json:
        """The channel as Discord describes it."""
        if self.guild is None:
            return {
                "id": str(self.id),
                "type": self.kind,
                "last_message_id": None,
                "flags": 0,
                "recipients": [user.payload for user in self.recipients],
                **({"name": self.name, "owner_id": "0"} if self.kind == GROUP else {}),
            }
        roles = self.guild.roles
        return {
            "id": str(self.id),
            "type": self.kind,
            "guild_id": str(self.guild.id),
            "name": self.name,
            "position": self.position,
            "parent_id": None,
            "topic": None,
            "nsfw": False,
            "last_message_id": None,
            "rate_limit_per_user": 0,
            "flags": 0,
            "permission_overwrites": [
                {
                    "id": str(key),
                    "type": 0 if key in roles else 1,
                    "allow": str(allow),
                    "deny": str(deny),
                }
                for key, (allow, deny) in self.overwrites.items()
            ],
        }


class Guild:
    """A server: its channels, roles and members, and whether the bot is in it."""

    def __init__(
        self, guild_id: int, name: str, owner: User, *, clock: Clock, ids: Snowflakes, locale: str
    ) -> None:
        self.id = guild_id
        self.name = name
        self.owner = owner
        self.locale = locale
        self.tier = 0
        self.has_bot = False
        self.available = True
        self.everyone = Role(guild_id, "@everyone", may.EVERYONE, 0)
        self.roles: dict[int, Role] = {guild_id: self.everyone}
        self.channels: dict[int, Channel] = {}
        self.members: dict[int, Member] = {}
        self.emojis: list[Json] = []
        self.announce: Announce | None = None
        self.register: Callable[[Channel], None] = lambda _: None
        self._clock = clock
        self._ids = ids
        self._cached: str | None = None

    def channel(self, name: str, *, kind: int = TEXT) -> Channel:
        """A new channel."""
        channel = Channel(self._ids.old(), name, kind=kind, guild=self, position=len(self.channels))
        self.channels[channel.id] = channel
        self.register(channel)
        self.changed("CHANNEL_CREATE", channel.payload())
        return channel

    def delete_channel(self, channel: Channel) -> None:
        """Remove a channel; what asks for it afterwards is told that it is unknown."""
        channel.deleted = True
        del self.channels[channel.id]
        self.changed("CHANNEL_DELETE", channel.payload())

    def role(self, name: str, permissions: Bits = 0, *, managed: bool = False) -> Role:
        """A new role above the others."""
        role = Role(self._ids.old(), name, bits(permissions), len(self.roles), managed)
        self.roles[role.id] = role
        self.changed("GUILD_ROLE_CREATE", {"guild_id": str(self.id), "role": role.payload()})
        return role

    def emoji(self, name: str) -> Json:
        """A new emoji."""
        emoji: Json = {
            "id": str(self._ids.old()),
            "name": name,
            "roles": [],
            "require_colons": True,
            "managed": False,
            "animated": False,
            "available": True,
        }
        self.emojis.append(emoji)
        self.changed("GUILD_EMOJIS_UPDATE", {"guild_id": str(self.id), "emojis": self.emojis})
        return emoji

    def member(
        self,
        user: User,
        *,
        roles: tuple[Role, ...] | list[Role] = (),
        permissions: Bits = 0,
        nick: str | None = None,
    ) -> Member:
        """Let a person join, or change the roles and permissions of one who is here."""
        known = user.id in self.members
        member = Member(user, list(roles), bits(permissions), nick, self._clock.iso())
        self.members[user.id] = member
        event = "GUILD_MEMBER_UPDATE" if known else "GUILD_MEMBER_ADD"
        self.changed(event, {**member.payload(), "guild_id": str(self.id)})
        return member

    def leave(self, user: User) -> None:
        """Let a person leave."""
        del self.members[user.id]
        payload: Json = {"guild_id": str(self.id), "user": user.payload}
        self.changed("GUILD_MEMBER_REMOVE", payload)

    def permissions_of(self, user: User, channel: Channel | None = None) -> int:
        """What a person may do in the guild, or in one channel of it."""
        member = self.members.get(user.id)
        if member is None:
            return 0
        roles = [role.permissions for role in member.roles]
        granted = may.in_guild(
            self.everyone.permissions | member.permissions, roles, owner=user is self.owner
        )
        if channel is None:
            return granted
        role_ids = [role.id for role in member.roles]
        return may.in_channel(granted, channel.overwrites, self.id, role_ids, user.id)

    def changed(self, event: str, payload: Json) -> None:
        """Forget the description that was written out, and tell the bot."""
        self._cached = None
        if self.announce is not None and self.has_bot and self.available:
            self.announce(event, payload, self)

    def shard(self, count: int) -> int:
        """The shard that hears of this guild."""
        return (self.id >> 22) % count

    def partial(self) -> Json:
        """The few fields that interactions carry."""
        return {"id": str(self.id), "locale": self.locale, "features": []}

    def created(self, *, joined: bool) -> str:
        """The data of GUILD_CREATE as JSON, written out once.

        A guild that the bot has just joined does not say whether it is available; one that
        comes after READY or after an outage says that it is.
        """
        if self._cached is None:
            self._cached = json.dumps(self._payload())
        return self._cached if joined else '{"unavailable":false,' + self._cached[1:]

    def _payload(self) -> Json:
        bot = [member for member in self.members.values() if member.user.bot]
        return {
            "id": str(self.id),
            "name": self.name,
            "owner_id": str(self.owner.id),
            "preferred_locale": self.locale,
            "premium_tier": self.tier,
            "member_count": len(self.members),
            "joined_at": bot[0].joined_at if bot else self._clock.iso(),
            "large": False,
            "features": [],
            "icon": None,
            "verification_level": 1,
            "default_message_notifications": 1,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "roles": [role.payload() for role in self.roles.values()],
            "emojis": self.emojis,
            "stickers": [],
            "channels": [channel.payload() for channel in self.channels.values()],
            "members": [member.payload() for member in bot],
            "threads": [],
            "presences": [],
            "voice_states": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }
