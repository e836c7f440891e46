"""What a door tells of its servers: who has the bot, and who removed it.

A server that removed the bot is kept for a while, so that removing it by mistake loses nothing.
People's profiles do not depend on it.
"""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from core.storage.engine import Store
from core.storage.servers import present_servers, server_gone, server_joined


class Missed(NamedTuple):
    """How many servers came and went while nobody told."""

    joined: int
    gone: int


async def note_joined(store: Store, door: str, platform_id: str, now: datetime) -> None:
    """Note that the bot was added to a server; one that comes back has the settings it had."""
    async with store.writing() as transaction:
        await server_joined(transaction, door=door, platform_id=platform_id, now=now)


async def note_gone(store: Store, door: str, platform_id: str, now: datetime) -> None:
    """Note that the bot was removed from a server.

    An outage is no removal: a server that the platform merely cannot reach is not told here.
    """
    async with store.writing() as transaction:
        await server_gone(transaction, door=door, platform_id=platform_id, now=now)


async def note_present(store: Store, door: str, ids: Collection[str], now: datetime) -> Missed:
    """Note what was missed, at the start: ``ids`` are all servers that the platform lists now.

    A server in an outage is listed by its platform all the same, and has to be among them. One
    that is not was removed meanwhile; its days count from now.
    """
    async with store.writing() as transaction:
        noted, listed = await present_servers(transaction, door=door), frozenset(ids)
        for platform_id in sorted(listed - noted):
            await server_joined(transaction, door=door, platform_id=platform_id, now=now)
        for platform_id in sorted(noted - listed):
            await server_gone(transaction, door=door, platform_id=platform_id, now=now)
    return Missed(len(listed - noted), len(noted - listed))
