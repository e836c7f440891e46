"""What people have chosen about reminders: one row a person, from the day they opt in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, and_, or_, select

from core.reminders.preferences import Preferences
from core.storage.engine import Transaction
from core.storage.inserting import insert_into
from core.storage.tables import reminder_settings
from core.terms import Ladder


class SettingsChanged(Exception):
    """Another save came first; read the settings again before saving over them."""


class ReminderState(StrEnum):
    """Whether a person is reminded; off keeps what they chose, and paused when it ends."""

    ON = "on"
    PAUSED = "paused"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class ReminderSettings:
    """What a person chose, and through which account they are written to.

    ``zone_chosen`` says that the zone is the person's word; otherwise it follows what their
    platform tells. ``paused_until`` is empty for a pause without an end.
    """

    account_id: int
    preferences: Preferences
    zone_chosen: bool
    state: ReminderState = ReminderState.ON
    paused_until: datetime | None = None

    def sends(self, now: datetime) -> bool:
        """Whether reminders go out now."""
        return self.state is ReminderState.ON or self.pause_is_over(now)

    def pause_is_over(self, now: datetime) -> bool:
        """Whether a pause has ended by itself."""
        ends = self.paused_until
        return self.state is ReminderState.PAUSED and ends is not None and ends <= now


@dataclass(frozen=True, slots=True)
class SavedSettings:
    """Settings as they are stored.

    ``unanswered`` counts reminders since the person last pressed or asked anything, and
    ``asked_at`` is when they were asked whether reminders are useful. ``planned_by`` is what
    their rows were planned by, ``row_version`` counts saves.
    """

    settings: ReminderSettings
    unanswered: int
    asked_at: datetime | None
    planned_by: str
    row_version: int


async def read_settings(
    tx: Transaction, person_id: int, *, alone: bool = False
) -> SavedSettings | None:
    """A person's settings, ``None`` for somebody who never opted in.

    Whoever reads them ``alone`` waits for others who do, until those have committed.
    """
    query = select(reminder_settings).where(reminder_settings.c.person_id == person_id)
    row = (await tx.execute(query.with_for_update() if alone else query)).first()
    return None if row is None else _saved(row)


async def save_settings(
    tx: Transaction,
    person_id: int,
    settings: ReminderSettings,
    *,
    now: datetime,
    expected: int | None,
) -> int:
    """Save settings over those of row version ``expected``, ``None`` for the first.

    Gives the new row version. Raises :class:`SettingsChanged`, and then has saved nothing.
    """
    version = 1 if expected is None else expected + 1
    values = {**_values(settings), "row_version": version, "updated_at": now}
    c = reminder_settings.c
    if expected is None:
        first = {"person_id": person_id, "unanswered": 0, "planned_by": "", "created_at": now}
        saved = await tx.execute(
            insert_into(tx, reminder_settings).values(**first, **values).on_conflict_do_nothing()
        )
    else:
        mine = (c.person_id == person_id, c.row_version == expected)
        saved = await tx.execute(reminder_settings.update().where(*mine).values(**values))
    if not saved.rowcount:
        raise SettingsChanged("The settings were changed in the meantime; read them again.")
    return version


async def note_planned(tx: Transaction, person_id: int, planned_by: str) -> None:
    """Note what a person's rows were planned by; it is no change of what they chose."""
    await _update(tx, person_id, planned_by=planned_by)


def unplannable(planned_by: str) -> str:
    """What stands for rows that could not be planned by ``planned_by``; the next one tries."""
    return f"{planned_by}!"


async def note_asked(tx: Transaction, person_id: int, *, at: datetime | None) -> None:
    """Note since when the person is asked whether reminders are useful; ``None`` takes it back."""
    await _update(tx, person_id, asked_at=at)


async def note_sent(tx: Transaction, person_id: int) -> None:
    """Count a reminder that the person has not answered yet."""
    await _update(tx, person_id, unanswered=reminder_settings.c.unanswered + 1)


async def note_answered(tx: Transaction, person_id: int) -> bool:
    """Note that the person pressed or asked something; whether reminders were unanswered."""
    c = reminder_settings.c
    changed = await tx.execute(
        reminder_settings.update()
        .where(c.person_id == person_id, c.unanswered > 0)
        .values(unanswered=0)
    )
    return bool(changed.rowcount)


async def people_to_plan(
    tx: Transaction, planned_by: str, *, silent_from: int, now: datetime, limit: int
) -> Sequence[int]:
    """People whose rows have to be planned again, ``limit`` at most.

    Those planned by anything else than ``planned_by``, those who left ``silent_from`` reminders
    unanswered and were not asked yet, and those whose pause is over; not those whose
    rows are marked :func:`unplannable` by it, who would be in everybody's way.
    """
    c = reminder_settings.c
    wanted = or_(
        c.planned_by != planned_by,
        and_(c.state == ReminderState.ON, c.unanswered >= silent_from, c.asked_at.is_(None)),
        and_(c.state == ReminderState.PAUSED, c.paused_until <= now),
    )
    can = c.planned_by != unplannable(planned_by)
    query = select(c.person_id).where(wanted, can).order_by(c.person_id)
    found = await tx.execute(query.limit(limit))
    return [int(person) for person in found.scalars()]


async def _update(tx: Transaction, person_id: int, **values: Any) -> None:
    mine = reminder_settings.c.person_id == person_id
    await tx.execute(reminder_settings.update().where(mine).values(**values))


def _values(settings: ReminderSettings) -> dict[str, Any]:
    chosen = settings.preferences
    return {
        "account_id": settings.account_id,
        "state": settings.state.value,
        "paused_until": settings.paused_until,
        "zone": chosen.zone,
        "zone_chosen": settings.zone_chosen,
        "hour": _written(chosen.hour),
        "quiet_from": _written(chosen.quiet_from),
        "quiet_to": _written(chosen.quiet_to),
        "digest_day": chosen.digest_day,
        "muted": sorted(ladder.value for ladder in chosen.muted),
        "only_irreversible": chosen.only_irreversible,
    }


def _saved(row: Row[Any]) -> SavedSettings:
    preferences = Preferences(
        row.zone,
        time.fromisoformat(row.hour),
        time.fromisoformat(row.quiet_from),
        time.fromisoformat(row.quiet_to),
        row.digest_day,
        frozenset(map(Ladder, row.muted)),
        row.only_irreversible,
    )
    settings = ReminderSettings(
        row.account_id,
        preferences,
        row.zone_chosen,
        ReminderState(row.state),
        row.paused_until,
    )
    return SavedSettings(settings, row.unanswered, row.asked_at, row.planned_by, row.row_version)


def _written(at: time) -> str:
    return at.isoformat(timespec="minutes")
