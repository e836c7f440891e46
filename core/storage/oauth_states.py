"""Installations that were begun: each state is good once, and for a while."""

import hashlib
from datetime import datetime

from core.storage.engine import Transaction
from core.storage.tables import oauth_states


async def issue_state(tx: Transaction, state: str, *, expires_at: datetime) -> None:
    """Note a state that was just made up; only its digest is kept."""
    await tx.execute(oauth_states.insert().values(digest=_digest(state), expires_at=expires_at))


async def consume_state(tx: Transaction, state: str, *, now: datetime) -> bool:
    """Use a state up; whether it was issued, not used yet, and has not expired."""
    used = await tx.execute(
        oauth_states.delete().where(
            oauth_states.c.digest == _digest(state), oauth_states.c.expires_at > now
        )
    )
    return bool(used.rowcount)


async def remove_expired_states(tx: Transaction, *, now: datetime) -> None:
    """Remove the states of installations that nobody finished."""
    await tx.execute(oauth_states.delete().where(oauth_states.c.expires_at <= now))


def _digest(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()
