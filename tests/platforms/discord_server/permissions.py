"""Who may do what where: Discord's rule of roles and overwrites."""

from collections.abc import Iterable

import discord

Bits = int | discord.Permissions

ADMINISTRATOR = 1 << 3
MANAGE_MESSAGES = 1 << 13
VIEW_CHANNEL = 1 << 10
SEND_MESSAGES = 1 << 11
EMBED_LINKS = 1 << 14
ATTACH_FILES = 1 << 15
READ_MESSAGE_HISTORY = 1 << 16
USE_APPLICATION_COMMANDS = 1 << 31

ALL = (1 << 52) - 1
EVERYONE = (
    VIEW_CHANNEL
    | SEND_MESSAGES
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
    | USE_APPLICATION_COMMANDS
)
IN_DIRECT_MESSAGES = EVERYONE


def bits(permissions: Bits) -> int:
    """The bit field of either spelling."""
    return permissions if isinstance(permissions, int) else permissions.value


def in_guild(everyone: int, roles: Iterable[int], *, owner: bool) -> int:
    """What a member may do in the guild as a whole."""
    granted = everyone
    for role in roles:
        granted |= role
    return ALL if owner or granted & ADMINISTRATOR else granted


def in_channel(
    granted: int,
    overwrites: dict[int, tuple[int, int]],
    everyone_id: int,
    role_ids: Iterable[int],
    user_id: int,
) -> int:
    """What a member may do in one channel: everyone's overwrite, then the roles', then their own.

    An overwrite is a pair of bit fields: allowed, denied.
    """
    if granted & ADMINISTRATOR:
        return ALL
    if everyone_id in overwrites:
        allow, deny = overwrites[everyone_id]
        granted = granted & ~deny | allow
    allowed = denied = 0
    for role_id in role_ids:
        if role_id in overwrites:
            allow, deny = overwrites[role_id]
            allowed |= allow
            denied |= deny
    granted = granted & ~denied | allowed
    if user_id in overwrites:
        allow, deny = overwrites[user_id]
        granted = granted & ~deny | allow
    return granted if granted & VIEW_CHANNEL else 0
