"""What platforms have been told of the commands; nothing of it is about a person."""

from datetime import datetime

from sqlalchemy import select

from core.storage.engine import Transaction
from core.storage.inserting import insert_into
from core.storage.tables import registrations


async def registered(tx: Transaction, *, door: str) -> dict[str, str]:
    """The digest of the commands last registered at a door, by the scope they stand in."""
    query = select(registrations.c.scope, registrations.c.digest).where(
        registrations.c.door == door
    )
    return {row.scope: row.digest for row in await tx.execute(query)}


async def note_registered(
    tx: Transaction, *, door: str, scope: str, digest: str, now: datetime
) -> None:
    """Note what was registered in a scope, over what was before."""
    values = {"digest": digest, "registered_at": now}
    await tx.execute(
        insert_into(tx, registrations)
        .values(door=door, scope=scope, **values)
        .on_conflict_do_update(index_elements=["door", "scope"], set_=values)
    )


async def forget_registered(tx: Transaction, *, door: str, scope: str) -> None:
    """Note that nothing is registered in a scope any more."""
    await tx.execute(
        registrations.delete().where(registrations.c.door == door, registrations.c.scope == scope)
    )
