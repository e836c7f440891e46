"""Events that were handled, by the platform's own ids, so that none is handled twice."""

from datetime import datetime, timedelta

from core.storage.engine import Transaction
from core.storage.inserting import insert_into
from core.storage.tables import handled_events

KEPT = timedelta(hours=48)
"""How long an event is known to have been handled.

The platform that is slowest to give up delivers again every hour for 24 hours; twice that, so
that neither its clock nor ours has to be right.
"""


async def claim_event(tx: Transaction, *, door: str, event_id: str, now: datetime) -> bool:
    """Claim an event; ``True`` for the first who does, and for nobody after."""
    claimed = await tx.execute(
        insert_into(tx, handled_events)
        .values(door=door, event_id=event_id, at=now)
        .on_conflict_do_nothing()
    )
    return bool(claimed.rowcount)


async def remove_handled_events(tx: Transaction, *, now: datetime) -> None:
    """Forget the events that are not delivered again any more."""
    await tx.execute(handled_events.delete().where(handled_events.c.at <= now - KEPT))
