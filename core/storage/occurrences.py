"""Reminders at their times: planned, sent or dropped, each once a person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, or_, select

from core.reminders.occurrence import Occurrence, Sent
from core.storage.engine import Transaction
from core.storage.inserting import insert_into
from core.storage.tables import deliveries, occurrences


class OccurrenceState(StrEnum):
    """Where a reminder stands; a dropped one was refused by the platform and is not repeated."""

    PLANNED = "planned"
    SENT = "sent"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class StoredOccurrence:
    """A reminder as it is stored; ``delivery_id`` is the message that carries it, if any.

    Of ``occurrence``, what follows from its ladder (``urgent``, ``hard``, ``weekly``, ``until``) is
    not stored.
    """

    id: int
    occurrence: Occurrence
    state: OccurrenceState
    delivery_id: int | None


async def sent_occurrences(tx: Transaction, person_id: int) -> tuple[Sent, ...]:
    """A person's reminders that planning leaves alone, in the order they became so.

    Those that were sent, those that are on their way or may have arrived, and those that the
    platform refused. Read it after ``deliveries.withdraw_waiting`` in the same transaction.
    """
    o, d = occurrences.c, deliveries.c
    since = case((o.state == OccurrenceState.PLANNED.value, d.first_attempt_at), else_=o.updated_at)
    query = (
        select(o.milestone_key, o.rung, o.target, o.state, since.label("since"))
        .outerjoin(deliveries, d.id == o.delivery_id)
        .where(
            o.person_id == person_id,
            or_(
                o.state != OccurrenceState.PLANNED.value,
                and_(d.carried.is_not(None), d.first_attempt_at.is_not(None)),
            ),
        )
        .order_by("since", o.id)
    )
    return tuple(
        Sent(
            (row.milestone_key, row.rung, row.target),
            row.since,
            under_way=row.state == OccurrenceState.PLANNED,
        )
        for row in await tx.execute(query)
    )


async def replace_planned(
    tx: Transaction,
    person_id: int,
    planned: Iterable[tuple[Occurrence, int | None]],
    *,
    now: datetime,
) -> None:
    """Plan these of a person, each with the message that carries it, instead of all before.

    Those of ``sent_occurrences`` stay as they are, also where they are among ``planned``; so do
    those of a message that ``withdraw_waiting`` kept. Call it after that.
    """
    c = occurrences.c
    await tx.execute(
        occurrences.delete().where(
            c.person_id == person_id,
            c.state == OccurrenceState.PLANNED.value,
            c.delivery_id.is_(None),
        )
    )
    rows = [_values(person_id, one, delivery_id, now) for one, delivery_id in planned]
    if rows:
        await tx.execute(insert_into(tx, occurrences).on_conflict_do_nothing(), rows)


async def add_occurrence(
    tx: Transaction,
    person_id: int,
    occurrence: Occurrence,
    delivery_id: int | None,
    *,
    now: datetime,
) -> bool:
    """Plan one more of a person; ``False`` where the same was planned or sent before."""
    values = _values(person_id, occurrence, delivery_id, now)
    added = await tx.execute(insert_into(tx, occurrences).values(**values).on_conflict_do_nothing())
    return bool(added.rowcount)


async def planned_occurrences(
    tx: Transaction, person_id: int, *, limit: int | None = None
) -> tuple[StoredOccurrence, ...]:
    """A person's reminders that are to come, the next first."""
    c = occurrences.c
    mine = (c.person_id == person_id, c.state == OccurrenceState.PLANNED.value)
    return await _found(tx, *mine, limit=limit)


async def carried_by(tx: Transaction, delivery_ids: Sequence[int]) -> tuple[StoredOccurrence, ...]:
    """The reminders that messages carry, by when they were due."""
    return await _found(tx, occurrences.c.delivery_id.in_(delivery_ids))


async def coming_messages(
    tx: Transaction, person_id: int, *, limit: int
) -> tuple[tuple[datetime, tuple[StoredOccurrence, ...]], ...]:
    """A person's next messages: when each is due, and the reminders it is to carry."""
    c = deliveries.c
    query = (
        select(c.id, c.due_at)
        .where(
            c.person_id == person_id,
            c.state == "waiting",
            c.id.in_(select(occurrences.c.delivery_id).where(occurrences.c.person_id == person_id)),
        )
        .order_by(c.due_at, c.id)
        .limit(limit)
    )
    due = {row.id: row.due_at for row in await tx.execute(query)}
    held = await carried_by(tx, tuple(due))
    return tuple(
        (at, tuple(one for one in held if one.delivery_id == number)) for number, at in due.items()
    )


async def _found(
    tx: Transaction, *where: ColumnElement[bool], limit: int | None = None
) -> tuple[StoredOccurrence, ...]:
    c = occurrences.c
    query = select(occurrences).where(*where).order_by(c.due_at, c.id).limit(limit)
    return tuple(map(_stored, await tx.execute(query)))


def _values(
    person_id: int, occurrence: Occurrence, delivery_id: int | None, now: datetime
) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "milestone_key": occurrence.milestone_key,
        "rung": occurrence.rung,
        "target": occurrence.target,
        "wall": occurrence.wall.isoformat(timespec="minutes"),
        "zone": occurrence.zone,
        "due_at": occurrence.due,
        "state": OccurrenceState.PLANNED.value,
        "delivery_id": delivery_id,
        "updated_at": now,
    }


def _stored(row: Row[Any]) -> StoredOccurrence:
    occurrence = Occurrence(
        row.milestone_key,
        row.rung,
        row.target,
        datetime.fromisoformat(row.wall),
        row.zone,
        row.due_at,
    )
    return StoredOccurrence(row.id, occurrence, OccurrenceState(row.state), row.delivery_id)
