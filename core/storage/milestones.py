"""A person's milestones as stored: the season's with their states, and dates of their own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from core.storage.engine import Transaction
from core.storage.inserting import insert_into
from core.storage.tables import milestones
from core.terms import MilestoneState
from core.timeline.local_time import LocalTime

_OWN = "own-"


class MilestoneChanged(Exception):
    """Another change came first; read the milestone again before saving over it."""


@dataclass(frozen=True, slots=True)
class StoredMilestone:
    """A milestone as it is stored.

    ``title`` is what the person typed, and empty for a date of the season, whose words the plan
    has. ``moved_from`` is where it stood before it moved, with why, as long as that has to be
    told; ``row_version`` counts its changes, the last of which was at ``updated_at``.
    """

    id: int
    key: str
    own: bool
    title: str
    at: LocalTime
    state: MilestoneState
    moved_from: LocalTime | None
    moved_why: str
    row_version: int
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Planned:
    """Where a date of the season stands by the newest plan, and what has to be told of that."""

    key: str
    at: LocalTime
    moved_from: LocalTime | None = None
    moved_why: str = ""


async def read_milestones(tx: Transaction, person_id: int) -> tuple[StoredMilestone, ...]:
    """All that are stored of a person, whatever their state, in the order they were added."""
    query = select(milestones).where(milestones.c.person_id == person_id).order_by(milestones.c.id)
    return tuple(map(_stored, await tx.execute(query)))


async def read_milestone(tx: Transaction, person_id: int, key: str) -> StoredMilestone | None:
    """A person's milestone of a key, ``None`` where there is none."""
    mine = (milestones.c.person_id == person_id, milestones.c.key == key)
    row = (await tx.execute(select(milestones).where(*mine))).first()
    return None if row is None else _stored(row)


async def count_own(tx: Transaction, person_id: int) -> int:
    """How many dates of their own a person has added, finished and dropped ones too."""
    mine = (milestones.c.person_id == person_id, milestones.c.own)
    counted = await tx.execute(select(func.count()).select_from(milestones).where(*mine))
    return int(counted.scalar_one())


async def add_own(
    tx: Transaction, person_id: int, title: str, at: LocalTime, *, now: datetime
) -> StoredMilestone:
    """Add a date of the person's own.

    Its number is never another's again, because no milestone is removed but with its person.
    """
    number = await count_own(tx, person_id) + 1
    while True:
        key = f"{_OWN}{number}"
        added = await tx.execute(
            insert_into(tx, milestones)
            .values(**_first(person_id, key, at, MilestoneState.OPEN, now), own=True, title=title)
            .on_conflict_do_nothing()
        )
        if added.rowcount:
            break
        # Somebody at the same moment; two buttons of one person are pressed at once.
        number += 1
    stored = await read_milestone(tx, person_id, key)
    if stored is None:
        raise LookupError("the person was deleted while a date was added")
    return stored


async def change_own(
    tx: Transaction,
    person_id: int,
    key: str,
    *,
    title: str,
    at: LocalTime,
    now: datetime,
    expected: int,
) -> int:
    """Change a date of the person's own over the one of row version ``expected``.

    Gives the new row version. Raises :class:`MilestoneChanged`, and then has changed nothing.
    """
    c = milestones.c
    changed = await tx.execute(
        milestones.update()
        .where(c.person_id == person_id, c.key == key, c.own, c.row_version == expected)
        .values(title=title, at=at.written, zone=at.zone, row_version=expected + 1, updated_at=now)
    )
    if not changed.rowcount:
        raise MilestoneChanged("The date was changed in the meantime; read it again.")
    return expected + 1


async def set_state(
    tx: Transaction,
    person_id: int,
    key: str,
    state: MilestoneState,
    *,
    at: LocalTime,
    now: datetime,
) -> bool:
    """Open, finish or drop a milestone; ``False`` where it was so already.

    ``at`` is where it stands in the plan, for a date of the season that is not stored yet. Of
    two at once the later one stands.
    """
    c = milestones.c
    added = await tx.execute(
        insert_into(tx, milestones)
        .values(**_first(person_id, key, at, state, now), own=False)
        .on_conflict_do_nothing()
    )
    if added.rowcount:
        return state is not MilestoneState.OPEN
    changed = await tx.execute(
        milestones.update()
        .where(c.person_id == person_id, c.key == key, c.state != state.value)
        .values(state=state.value, row_version=c.row_version + 1, updated_at=now)
    )
    return bool(changed.rowcount)


async def save_planned(
    tx: Transaction, person_id: int, planned: Iterable[Planned], *, now: datetime
) -> None:
    """Store where dates of the season stand; their states stay as they are."""
    rows = [_first(person_id, one.key, one.at, MilestoneState.OPEN, now, one) for one in planned]
    if not rows:
        return
    insert = insert_into(tx, milestones).values(own=False)
    set_ = {
        name: insert.excluded[name]
        for name in ("at", "zone", "moved_from", "moved_why", "updated_at")
    }
    await tx.execute(
        insert.on_conflict_do_update(
            index_elements=["person_id", "key"],
            set_={**set_, "row_version": milestones.c.row_version + 1},
        ),
        rows,
    )


async def note_moves_told(tx: Transaction, person_id: int, told: Mapping[str, str]) -> None:
    """The person knows now that these dates stand where they were told, as it was written.

    Of one that has moved on since, they are still to be told, from there.
    """
    c = milestones.c
    for key, at in told.items():
        mine = (c.person_id == person_id, c.key == key, c.moved_from.is_not(None))
        await tx.execute(
            milestones.update().where(*mine, c.at == at).values(moved_from=None, moved_why=None)
        )
        await tx.execute(milestones.update().where(*mine, c.at != at).values(moved_from=at))


async def forget_moves(tx: Transaction, person_id: int, keys: Iterable[str]) -> None:
    """Nothing has to be told any more of where these stood before."""
    c = milestones.c
    await tx.execute(
        milestones.update()
        .where(c.person_id == person_id, c.key.in_(tuple(keys)))
        .values(moved_from=None, moved_why=None)
    )


def _first(
    person_id: int,
    key: str,
    at: LocalTime,
    state: MilestoneState,
    now: datetime,
    planned: Planned | None = None,
) -> dict[str, Any]:
    moved = planned.moved_from if planned else None
    return {
        "person_id": person_id,
        "key": key,
        "at": at.written,
        "zone": at.zone,
        "state": state.value,
        "moved_from": moved.written if moved else None,
        "moved_why": planned.moved_why if planned and moved else None,
        "row_version": 1,
        "created_at": now,
        "updated_at": now,
    }


def _stored(row: Row[Any]) -> StoredMilestone:
    return StoredMilestone(
        row.id,
        row.key,
        row.own,
        row.title or "",
        LocalTime.read(row.at, row.zone),
        MilestoneState(row.state),
        # A milestone keeps its zone when it moves; its day and hour are what changes.
        LocalTime.read(row.moved_from, row.zone) if row.moved_from else None,
        row.moved_why or "",
        row.row_version,
        row.updated_at,
    )
