"""What stays of a plan that is made anew: what was put off, what is overdue, what has no date."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from core.facts.reminders import ReminderRules
from core.reminders.hours import (
    allowed_from,
    next_sending,
    sending_instant,
    sending_wall,
)
from core.reminders.ladders import Climber
from core.reminders.occurrence import Occurrence, OtherRung, tells_of_move
from core.reminders.wall_clock import instant_of, wall_of
from core.timeline.result import PlannedMilestone


def kept_occurrences(
    kept: Iterable[Occurrence],
    wanted: Mapping[str, PlannedMilestone],
    climber: Climber,
    now: datetime,
) -> Iterator[Occurrence]:
    """Those of ``kept`` that stay, by the person's present clock.

    What belongs to no milestone stays. What the person put off, and what tells of a move, stays
    while its milestone is wanted. A rung of a ladder stays while its date is the same, where it
    is overdue, or waits for a later message than its own time; the others are worked out anew.
    What is overdue keeps its instant in another zone; what is to come keeps its time of day.
    """
    for one in kept:
        milestone = wanted.get(one.milestone_key)
        if one.milestone_key and (milestone is None or not _stays(one, milestone, climber, now)):
            continue
        moved = _on_the_clock_of(one, climber, now)
        yield climber.placed(moved, milestone) if milestone is not None else moved


def is_pointless(milestone: PlannedMilestone, rules: ReminderRules, now: datetime) -> bool:
    """Whether an overdue reminder helps nobody any more.

    Its date is past for days, and nothing can be done about it; until then people are told.
    """
    waited = timedelta(days=rules.lateness.pointless_after_days)
    return not milestone.still and now - milestone.at.instant > waited


def _stays(one: Occurrence, milestone: PlannedMilestone, climber: Climber, now: datetime) -> bool:
    if is_pointless(milestone, climber.rules, now):
        return False
    if tells_of_move(one.rung):
        return True
    if one.rung.startswith(OtherRung.SNOOZE):
        # What was put off past a date that moved nearer has its ladder again.
        return one.due < milestone.at.instant or one.due <= now
    return one.target == milestone.at.written and (
        one.due <= now or _own_time(one, milestone, climber, now) < now
    )


def _own_time(
    one: Occurrence, milestone: PlannedMilestone, climber: Climber, now: datetime
) -> datetime:
    """When a rung would be due by itself; its time as it is where there is no such rung now."""
    begun = climber.in_next_digest(milestone, now)
    if begun is not None and begun.occurrence.rung == one.rung:
        return begun.occurrence.due
    own = (step.occurrence for step in climber.steps(milestone))
    return next((step.due for step in own if step.rung == one.rung), one.due)


def _on_the_clock_of(one: Occurrence, climber: Climber, now: datetime) -> Occurrence:
    """By the person's present hours; a time that they named themselves stays as it is."""
    chosen = climber.preferences
    if one.due <= now:
        return replace(one, zone=chosen.zone, wall=_minute(one, chosen.zone))
    if one.rung == OtherRung.MOVED:
        wall, due = next_sending(now, chosen)
        return replace(one, zone=chosen.zone, wall=wall, due=due)
    if one.rung.startswith(OtherRung.SNOOZE) or not one.milestone_key:
        due = allowed_from(instant_of(one.wall, chosen.zone), chosen)
        return replace(one, zone=chosen.zone, due=due)
    day = one.wall.date()
    return replace(
        one,
        zone=chosen.zone,
        wall=sending_wall(day, chosen),
        due=sending_instant(day, chosen),
    )


def _minute(one: Occurrence, zone: str) -> datetime:
    """The wall-clock time of what is overdue; its own where that is already in the zone."""
    return one.wall if one.zone == zone else wall_of(one.due, zone)
