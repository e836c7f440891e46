"""Dates of the season that stand elsewhere than they did: what is stored, and what is told."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.reminders.hours import next_sending
from core.reminders.occurrence import Occurrence, OtherRung, Sent, tells_of_move
from core.reminders.preferences import Preferences
from core.storage.milestones import Planned, StoredMilestone
from core.terms import Ladder, MilestoneState
from core.timeline.local_time import LocalTime
from core.timeline.result import PlannedMilestone


def changed_dates(
    season: Iterable[PlannedMilestone],
    stored: Mapping[str, StoredMilestone],
    *,
    why: str,
    today: date,
) -> Iterator[Planned]:
    """Every date that has to be stored (anew).

    With a ``why`` the person is told where an open one stood before, as long as either day is to
    come. Without, they moved it themselves, and an earlier move that was not told yet stays.
    """
    for one in season:
        row = stored.get(one.key)
        if row is None:
            yield Planned(one.key, one.at)
        elif row.at != one.at:
            before = row.moved_from or (row.at if _told(one, row, why, today) else None)
            before = _in_zone(before, one.at.zone) if before else None
            if before == one.at:
                # Back where the person knows it.
                before = None
            yield Planned(one.key, one.at, before, (why or row.moved_why) if before else "")


def settled_moves(stored: Iterable[StoredMilestone], sent: Iterable[Sent]) -> tuple[str, ...]:
    """Keys of the dates of whose last move the person was told, or is being told.

    What was told before the date moved there, is of an earlier move to the same day. What is on
    its way tells of the last, since once it has arrived there is no earlier one left to tell.
    """
    told: dict[tuple[str, str], datetime] = {}
    telling: set[tuple[str, str]] = set()
    for one in sent:
        key, rung, target = one.identity
        if not tells_of_move(rung):
            continue
        told[key, target] = max(one.sent_at, told.get((key, target), one.sent_at))
        if one.under_way:
            telling.add((key, target))
    return tuple(
        row.key
        for row in stored
        if row.moved_from
        and (at := told.get((row.key, row.at.written))) is not None
        and (at >= row.updated_at or (row.key, row.at.written) in telling)
    )


def without_moves(
    stored: Mapping[str, StoredMilestone], told: Container[str]
) -> dict[str, StoredMilestone]:
    """The rows, of those told without where they stood before."""
    return {
        key: replace(row, moved_from=None, moved_why="") if key in told else row
        for key, row in stored.items()
    }


def moved_occurrences(
    plan: Iterable[PlannedMilestone],
    stored: Mapping[str, StoredMilestone],
    preferences: Preferences,
    sent: Iterable[Sent],
    *,
    now: datetime,
) -> Iterator[Occurrence]:
    """What tells of every move that has to be told, all at the person's next hour."""
    wall, due = next_sending(now, preferences)
    before = Counter(
        (one.identity[0], one.identity[2]) for one in sent if tells_of_move(one.identity[1])
    )
    for one in plan:
        row = stored.get(one.key)
        if row is not None and row.moved_from and _open(one):
            times = before[one.key, one.at.written]
            rung = f"{OtherRung.MOVED}{times + 1}" if times else OtherRung.MOVED.value
            yield Occurrence(one.key, rung, one.at.written, wall, preferences.zone, due)


def _told(one: PlannedMilestone, row: StoredMilestone, why: str, today: date) -> bool:
    still_to_come = max(one.at.day, row.at.day) >= today
    return bool(why) and row.state is MilestoneState.OPEN and _open(one) and still_to_come


def _open(one: PlannedMilestone) -> bool:
    return one.state is MilestoneState.OPEN and one.ladder is not Ladder.NONE


def _in_zone(at: LocalTime, zone: str) -> LocalTime:
    """The same moment on the clocks of another zone; a day stays that day."""
    if at.zone == zone or at.time is None:
        return LocalTime(at.day, at.time, zone)
    there = at.instant.astimezone(ZoneInfo(zone))
    return LocalTime(there.date(), there.time(), zone)
