"""Reminders that a person put off: when they come instead, and what is silent until then."""

from collections.abc import Iterable
from datetime import date, datetime, time

from core.reminders.hours import allowed_from, sending_wall
from core.reminders.occurrence import Occurrence, OtherRung, Sent, tells_of_move
from core.reminders.preferences import Preferences
from core.reminders.wall_clock import instant_of, wall_of
from core.timeline.result import PlannedMilestone


def put_off_until(
    milestone: PlannedMilestone,
    day: date,
    at: time | None,
    preferences: Preferences,
    sent: Iterable[Sent],
) -> Occurrence:
    """The reminder of a milestone on a day by the person's calendar, at their hour.

    ``at`` is another time of day that they asked for; one in quiet hours waits for their end.
    """
    wall = datetime.combine(day, at) if at else sending_wall(day, preferences)
    due = allowed_from(instant_of(wall, preferences.zone), preferences)
    target = milestone.at.written
    before = sum(
        key == milestone.key and rung.startswith(OtherRung.SNOOZE) and of == target
        for key, rung, of in (one.identity for one in sent)
    )
    rung = f"{OtherRung.SNOOZE}{before + 1}" if before else OtherRung.SNOOZE.value
    zone = preferences.zone
    return Occurrence(milestone.key, rung, target, wall_of(due, zone), zone, due)


def same_put_off(one: Occurrence, other: Occurrence) -> bool:
    """Whether both are of one milestone and were put off."""
    return one.milestone_key == other.milestone_key and was_put_off(one) and was_put_off(other)


def held_back(coming: Iterable[Occurrence]) -> tuple[Occurrence, ...]:
    """Without the rungs of a milestone that would come before the time it was put off to.

    What is urgent comes all the same, and so does that a date has moved.
    """
    coming = tuple(coming)
    until = {one.milestone_key: one.due for one in coming if was_put_off(one)}
    return tuple(
        one
        for one in coming
        if one.urgent
        or was_put_off(one)
        or tells_of_move(one.rung)
        or one.due >= until.get(one.milestone_key, one.due)
    )


def was_put_off(one: Occurrence) -> bool:
    """Whether a reminder comes when the person put it off to."""
    return one.rung.startswith(OtherRung.SNOOZE)
