"""What waits, what was sent and what failed, in numbers and rows without anything personal."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, literal_column, or_, select

from core.storage.deliveries import DeliveryState
from core.storage.engine import Transaction
from core.storage.tables import deliveries, destinations, occurrences

_UNSETTLED = or_(
    deliveries.c.state == literal_column("'waiting'"),
    deliveries.c.state == literal_column("'sending'"),
)


@dataclass(frozen=True, slots=True)
class Backlog:
    """Where a door's messages stand.

    ``waiting`` are to come or to be tried again, ``overdue`` those of them that were to arrive by
    now, the longest since ``oldest_overdue``; ``sending`` are on their way, and ``unknown`` may
    have arrived. ``last_success`` is when the newest one arrived, ``None`` where none did.
    """

    door: str
    waiting: int
    overdue: int
    sending: int
    unknown: int
    oldest_overdue: datetime | None
    last_success: datetime | None


@dataclass(frozen=True, slots=True)
class Listed:
    """One message as its operator sees it: nothing of what it says, or to whom."""

    id: int
    door: str
    kind: str
    state: str
    due_at: datetime
    next_at: datetime
    attempts: int
    reason: str


async def backlog(tx: Transaction, now: datetime) -> tuple[Backlog, ...]:
    """Where the messages of every door stand at which anybody wants any."""
    c = deliveries.c
    overdue = c.due_at <= now
    counts = {
        row.door: row
        for row in await tx.execute(
            select(
                c.door,
                func.count().filter(c.state == DeliveryState.WAITING.value).label("waiting"),
                func.count().filter(overdue).label("overdue"),
                func.count().filter(c.state == DeliveryState.SENDING.value).label("sending"),
                func.count().filter(c.unknown_since.is_not(None)).label("unknown"),
                func.min(c.due_at).filter(overdue).label("oldest"),
            )
            .where(_UNSETTLED)
            .group_by(c.door)
        )
    }
    doors = (await tx.execute(select(destinations.c.door).distinct())).scalars()
    return tuple([await _door(tx, door, counts.get(door)) for door in sorted({*counts, *doors})])


async def outcomes_since(tx: Transaction, since: datetime) -> dict[tuple[str, str, str], int]:
    """How many messages were settled since then, by door, state and reason."""
    c = deliveries.c
    reason = func.coalesce(c.reason, "")
    rows = await tx.execute(
        select(c.door, c.state, reason, func.count())
        .where(c.settled_at >= since)
        .group_by(c.door, c.state, reason)
    )
    return {(door, state, why): count for door, state, why, count in rows}


async def listed(
    tx: Transaction, *, states: tuple[DeliveryState, ...] = (), limit: int
) -> tuple[Listed, ...]:
    """Messages for their operator, by when they are due; all that are not settled, or of states."""
    c = deliveries.c
    wanted = c.state.in_([state.value for state in states]) if states else _UNSETTLED
    query = select(deliveries).where(wanted).order_by(c.due_at, c.id).limit(limit)
    return tuple(
        Listed(
            row.id,
            row.door,
            row.kind,
            row.state,
            row.due_at,
            row.next_at,
            row.attempts,
            row.reason or "",
        )
        for row in await tx.execute(query)
    )


async def remove_settled(tx: Transaction, now: datetime, keep_days: int) -> int:
    """Remove messages that were settled more than ``keep_days`` days ago; gives how many.

    With them goes what they carried. That their reminders were sent stays known.
    """
    c = deliveries.c
    old = select(c.id).where(c.settled_at < now - timedelta(days=keep_days))
    await tx.execute(
        occurrences.update().where(occurrences.c.delivery_id.in_(old)).values(delivery_id=None)
    )
    removed = await tx.execute(deliveries.delete().where(c.id.in_(old)))
    return removed.rowcount


async def _door(tx: Transaction, door: str, counts: Row[Any] | None) -> Backlog:
    c = deliveries.c
    newest = (
        select(c.settled_at)
        .where(
            c.door == door,
            c.state == DeliveryState.DELIVERED.value,
            c.settled_at.is_not(None),
        )
        .order_by(c.settled_at.desc())
        .limit(1)
    )
    last: datetime | None = (await tx.execute(newest)).scalar()
    if counts is None:
        return Backlog(door, 0, 0, 0, 0, None, last)
    return Backlog(
        door,
        counts.waiting,
        counts.overdue,
        counts.sending,
        counts.unknown,
        counts.oldest,
        last,
    )
