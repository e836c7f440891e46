"""What a door tells of its servers: who has the bot, and who removed it.

A server that removed the bot is kept for a while, so that removing it by mistake loses nothing.
People's profiles do not depend on it.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from core.storage.engine import Store
from core.storage.installations import (
    all_installations,
    find_installation,
    forget_installation,
)
from core.storage.servers import organisation_gone, present_servers, server_gone, server_joined
from core.storage.uploads import forget_uploads

_COUNTED = timedelta(seconds=1)  # platforms say when something happened in whole seconds


class Missed(NamedTuple):
    """How many servers came and went while nobody told."""

    joined: int
    gone: int


async def note_joined(
    store: Store, door: str, platform_id: str, now: datetime, *, enterprise_id: str | None = None
) -> None:
    """Note that the bot was added to a server; one that comes back has the settings it had.

    ``enterprise_id`` is the organisation that the server is part of, where it is in one.
    """
    async with store.writing() as transaction:
        await server_joined(
            transaction,
            door=door,
            platform_id=platform_id,
            now=now,
            enterprise_id=enterprise_id,
        )


async def note_gone(store: Store, door: str, platform_id: str, now: datetime) -> None:
    """Note that the bot was removed from a server.

    An outage is no removal: a server that the platform merely cannot reach is not told here.
    """
    async with store.writing() as transaction:
        await server_gone(transaction, door=door, platform_id=platform_id, now=now)


async def note_uninstalled(
    store: Store, door: str, *, enterprise_id: str, team_id: str, at: datetime, now: datetime
) -> bool:
    """Purge what belongs to a workspace that took the bot's access away at ``at``.

    Its tokens go at once, and so does what is known of files in it, because nothing there can
    be reached any more. Its settings stay for the days that every server's do. What people
    saved is theirs and stays. Without a ``team_id`` it is an organisation with every workspace
    in it that has no installation of its own.

    ``False``, and nothing is changed, where the bot was installed anew after ``at``: platforms
    deliver late.
    """
    where = {"door": door, "enterprise_id": enterprise_id, "team_id": team_id}
    async with store.writing() as transaction:
        found = await find_installation(transaction, **where)
        own = found is not None and found.team_id == team_id
        if found is not None and own and found.installed_at >= at + _COUNTED:
            return False
        await forget_installation(transaction, **where)
        await forget_uploads(transaction, **where)
        if team_id:
            await server_gone(transaction, door=door, platform_id=team_id, now=now)
        else:
            kept = [one.team_id for one in await all_installations(transaction, door=door)]
            await organisation_gone(
                transaction, door=door, enterprise_id=enterprise_id, kept=kept, now=now
            )
    return True


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
