"""Messages that are due, taken by one process at a time for as long as its lease runs."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause, Select, and_, func, literal_column, or_, select

from core.storage.deliveries import DeliveryState, SavedDelivery, saved_delivery
from core.storage.engine import Transaction
from core.storage.tables import deliveries

# Written out, so that either database sees that the partial indexes serve.
_WAITING: ColumnElement[str] = literal_column("'waiting'")
_SENDING: ColumnElement[str] = literal_column("'sending'")

RELEASED: Mapping[str, Any] = MappingProxyType({"lease_holder": None, "lease_until": None})
"""The columns of a message that nobody has claimed."""

THAWED: Mapping[str, Any] = MappingProxyType(
    {"carried": None, "first_attempt_at": None, "unknown_since": None}
)
"""The columns of a message that surely did not arrive, or was never tried."""


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who claims, and until when by the clock that ``now`` is from.

    ``holder`` is nobody else's, nor an earlier run's of the same process.
    """

    holder: str
    lease: timedelta


class Claim(NamedTuple):
    """What tells one claim of a message from every other: settling goes by it."""

    delivery_id: int
    holder: str
    attempt: int


class Due(NamedTuple):
    """A workspace with messages that wait, and from when on its first may be claimed."""

    workspace: str
    next_at: datetime


async def due_workspaces(tx: Transaction, door: str) -> tuple[Due, ...]:
    """The workspaces of a door where anything waits; looks once into the index for each."""
    return tuple(Due(row.workspace, row.next_at) for row in await tx.execute(waiting_places(door)))


async def first_lapse(tx: Transaction, door: str, *, apart: Collection[int]) -> datetime | None:
    """When the first lease at a door runs out, apart from some messages' leases."""
    c = deliveries.c
    query = select(func.min(c.lease_until)).where(
        c.door == door, c.state == _SENDING, c.id.not_in(apart)
    )
    found: datetime | None = (await tx.execute(query)).scalar()
    return found


async def claim_waiting(
    tx: Transaction, by: Claimant, *, door: str, workspace: str, now: datetime, most: int
) -> tuple[SavedDelivery, ...]:
    """Claim messages of one workspace that are due, those due longest first.

    Those that another process is claiming at this moment are passed over.
    """
    picked = due_ids(door, workspace, now, most)
    return await _claim(tx, picked, by, now)


async def claim_lapsed(
    tx: Transaction, by: Claimant, *, door: str, now: datetime, most: int, apart: Collection[int]
) -> tuple[SavedDelivery, ...]:
    """Claim messages whose lease ran out while they were sent: they may have arrived.

    ``apart`` are those on which this very process is at work. A lease that would run far longer
    than any is from before the clock was set back, and has run out too.
    """
    c = deliveries.c
    ran_out = or_(c.lease_until <= now, c.lease_until > now + 2 * by.lease)
    picked = (
        select(c.id)
        .where(c.door == door, c.state == _SENDING, ran_out, c.id.not_in(apart))
        .order_by(c.lease_until, c.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    since = func.coalesce(c.unknown_since, now, type_=c.unknown_since.type)
    return await _claim(tx, picked, by, now, unknown_since=since)


async def renew(tx: Transaction, claim: Claim, by: Claimant, *, now: datetime) -> bool:
    """Begin a claim's lease anew; ``False`` where it is not held any more."""
    renewed = await tx.execute(
        deliveries.update().where(held_by(claim)).values(lease_until=now + by.lease)
    )
    return bool(renewed.rowcount)


async def keep_frozen(tx: Transaction, claim: Claim, carried: Mapping[str, Any]) -> None:
    """Store what a message carries, from here on until it surely did not arrive."""
    await tx.execute(deliveries.update().where(held_by(claim)).values(carried=dict(carried)))


async def put_off(
    tx: Transaction, claim: Claim, *, until: datetime, reason: str, thaw: bool
) -> None:
    """Give a claim back: its message waits until then.

    ``thaw`` where it surely did not arrive, so that it is frozen anew.
    """
    await give_back(tx, claim, next_at=until, reason=reason, **(THAWED if thaw else {}))


async def give_back(tx: Transaction, claim: Claim, **values: Any) -> bool:
    """Let a claimed message wait again; ``False`` where the claim is not held any more."""
    given = await tx.execute(
        deliveries.update()
        .where(held_by(claim))
        .values(state=DeliveryState.WAITING.value, **RELEASED, **values)
    )
    return bool(given.rowcount)


def held_by(claim: Claim) -> ColumnElement[bool]:
    """That a message is being sent under this claim and no later one."""
    c = deliveries.c
    return and_(
        c.id == claim.delivery_id,
        c.state == _SENDING,
        c.lease_holder == claim.holder,
        c.attempts == claim.attempt,
    )


def waiting_places(door: str) -> Select[Any]:
    """The query of :func:`due_workspaces`: from each workspace in the index to the next."""
    first, later, oldest = (deliveries.alias(name) for name in ("first", "later", "oldest"))
    begin = select(first.c.workspace).where(*_waits(first, door))
    places = select(
        begin.order_by(first.c.workspace).limit(1).scalar_subquery().label("workspace")
    ).cte("places", recursive=True)
    following = (
        select(later.c.workspace)
        .where(*_waits(later, door), later.c.workspace > places.c.workspace)
        .order_by(later.c.workspace)
        .limit(1)
        .scalar_subquery()
    )
    places = places.union_all(select(following).where(places.c.workspace.is_not(None)))
    earliest = (
        select(oldest.c.next_at)
        .where(*_waits(oldest, door), oldest.c.workspace == places.c.workspace)
        .order_by(oldest.c.next_at)
        .limit(1)
        .scalar_subquery()
    )
    return select(places.c.workspace, earliest.label("next_at")).where(
        places.c.workspace.is_not(None)
    )


def due_ids(door: str, workspace: str, now: datetime, most: int) -> Select[Any]:
    """The messages of one workspace that are due, locked, those due longest first."""
    c = deliveries.c
    return (
        select(c.id)
        .where(*_waits(deliveries, door), c.workspace == workspace, c.next_at <= now)
        .order_by(c.next_at, c.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )


def _waits(table: FromClause, door: str) -> tuple[ColumnElement[bool], ...]:
    return table.c.state == _WAITING, table.c.door == door


async def _claim(
    tx: Transaction, picked: Select[Any], by: Claimant, now: datetime, **values: Any
) -> tuple[SavedDelivery, ...]:
    c = deliveries.c
    rows = await tx.execute(
        deliveries.update()
        # Evaluated once: a subquery that is run again would pick others instead.
        .where(c.id.in_(select(picked.cte("picked").c.id)))
        .values(
            state=DeliveryState.SENDING.value,
            lease_holder=by.holder,
            lease_until=now + by.lease,
            attempts=c.attempts + 1,
            first_attempt_at=func.coalesce(c.first_attempt_at, now, type_=c.first_attempt_at.type),
            **values,
        )
        .returning(deliveries)
    )
    claimed = map(saved_delivery, rows)
    return tuple(sorted(claimed, key=lambda one: (one.next_at, one.id)))
