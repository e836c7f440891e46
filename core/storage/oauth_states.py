"""States of installations that were finished: each is good once."""

from datetime import datetime

from core.storage.engine import Transaction
from core.storage.inserting import insert_into
from core.storage.tables import oauth_states


async def use_state(tx: Transaction, digest: str, expires_at: datetime) -> bool:
    """Use a state up by its digest; whether it was not used yet.

    The digest is kept until the state would expire.
    """
    used = await tx.execute(
        insert_into(tx, oauth_states)
        .values(digest=digest, expires_at=expires_at)
        .on_conflict_do_nothing()
    )
    return bool(used.rowcount)


async def remove_expired_states(tx: Transaction, *, now: datetime) -> None:
    """Remove the states that nobody could use any more in any case."""
    await tx.execute(oauth_states.delete().where(oauth_states.c.expires_at <= now))
