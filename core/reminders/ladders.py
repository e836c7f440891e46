"""A milestone's ladder in a person's own days: each rung with its time."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from core.facts.reminders import LadderRules, ReminderRules, Rung
from core.reminders.hours import (
    next_sending,
    sending_instant,
    sending_wall,
    soonest,
    waking_before,
)
from core.reminders.occurrence import Occurrence
from core.reminders.preferences import Preferences
from core.reminders.wall_clock import wall_of
from core.reminders.when import person_day
from core.terms import Ladder
from core.timeline.result import PlannedMilestone

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Step:
    """A rung with the reminder that it is of a milestone."""

    rung: Rung
    occurrence: Occurrence


@dataclass(frozen=True, slots=True)
class Climber:
    """Works out ladders by one person's hours, each milestone's once."""

    preferences: Preferences
    rules: ReminderRules
    _known: dict[PlannedMilestone, tuple[Step, ...]] = field(default_factory=dict, repr=False)

    def steps(self, milestone: PlannedMilestone) -> tuple[Step, ...]:
        """Every rung before the date, the earliest first, whether past or to come.

        Of several that fall on one time, there is the last of the ladder alone.
        """
        if milestone not in self._known:
            self._known[milestone] = self._steps(milestone)
        return self._known[milestone]

    def _steps(self, milestone: PlannedMilestone) -> tuple[Step, ...]:
        ladder = self.rules.of(milestone.ladder)
        if ladder is None:
            return ()
        by_due: dict[datetime, Step] = {}
        for rung, day in self._days(milestone, ladder):
            wall, due = sending_wall(day, self.preferences), sending_instant(day, self.preferences)
            if due < milestone.at.instant:
                by_due[due] = Step(rung, self._occurrence(milestone, ladder, rung, wall, due))
        return tuple(by_due[due] for due in sorted(by_due))

    def at_once(self, milestone: PlannedMilestone, now: datetime) -> Step | None:
        """The last rung, as soon as the person may be written to; none where the date is before."""
        ladder, steps = self.rules.of(milestone.ladder), self.steps(milestone)
        wall, due = soonest(now, self.preferences)
        if ladder is None or not steps or due >= milestone.at.instant:
            return None
        rung = steps[-1].rung
        return Step(rung, self._occurrence(milestone, ladder, rung, wall, due))

    def in_next_digest(self, milestone: PlannedMilestone, now: datetime) -> Step | None:
        """The first rung of what stands in the digest, in the next one, where its own is past.

        None where a later rung, or the date, comes before that digest.
        """
        ladder, steps = self.rules.of(milestone.ladder), self.steps(milestone)
        if ladder is None or not ladder.weekly or not steps or steps[0].occurrence.due >= now:
            return None
        wall, due = self._next_digest(now)
        ahead = [step.occurrence.due for step in steps if step.occurrence.due >= now]
        if due >= min(ahead, default=now):
            return None
        rung = steps[0].rung
        return Step(rung, self._occurrence(milestone, ladder, rung, wall, due))

    def is_urgent(self, milestone: PlannedMilestone, due: datetime) -> bool:
        """Whether a reminder falls into the last hours before something irreversible."""
        last = timedelta(hours=self.rules.limits.urgent_hours)
        return is_hard(milestone) and milestone.at.instant - due <= last

    def placed(self, one: Occurrence, milestone: PlannedMilestone) -> Occurrence:
        """A reminder with everything of it that follows from its milestone."""
        ladder = self.rules.of(milestone.ladder)
        return replace(
            one,
            urgent=self.is_urgent(milestone, one.due),
            hard=is_hard(milestone),
            weekly=ladder is not None and ladder.weekly,
            until=milestone.at.instant,
        )

    def _occurrence(
        self,
        milestone: PlannedMilestone,
        ladder: LadderRules,
        rung: Rung,
        wall: datetime,
        due: datetime,
    ) -> Occurrence:
        zone, target = self.preferences.zone, milestone.at.written
        one = Occurrence(milestone.key, rung.name, target, wall, zone, due)
        placed = self.placed(one, milestone)
        # The last one is never held back, however early long quiet hours make it.
        return replace(placed, urgent=placed.urgent or rung.waking_hours is not None)

    def _days(
        self, milestone: PlannedMilestone, ladder: LadderRules
    ) -> Iterator[tuple[Rung, date]]:
        instant = milestone.at.instant
        on = person_day(milestone.at, self.preferences.zone)
        for rung in ladder.rungs:
            if rung.waking_hours is not None:
                yield rung, self._awake(instant, rung.waking_hours)
                continue
            day = _counted(rung, milestone, on)
            if ladder.weekly and day is not None:
                day = self._digest_day(day, on)
            if day is not None:
                yield rung, day

    def _awake(self, instant: datetime, hours: int) -> date:
        """The last day whose reminder leaves the person so many waking hours."""
        latest = waking_before(instant, hours, self.preferences)
        day = wall_of(latest, self.preferences.zone).date()
        while sending_instant(day, self.preferences) > latest:
            day -= _DAY
        return day

    def _next_digest(self, now: datetime) -> tuple[datetime, datetime]:
        """The first digest from ``now`` on: the wall-clock time, and when it is."""
        wall, due = next_sending(now, self.preferences)
        while wall.weekday() != self.preferences.digest_day:
            wall, due = next_sending(due + _MINUTE, self.preferences)
        return wall, due

    def _digest_day(self, day: date, on: date) -> date | None:
        """The first digest from that day on; the one before where that is not before the date."""
        weekday = self.preferences.digest_day
        if weekday is None:
            return None
        ahead = day + (weekday - day.weekday()) % 7 * _DAY
        return ahead if ahead < on else ahead - 7 * _DAY


def is_hard(milestone: PlannedMilestone) -> bool:
    """Whether a milestone cannot be made up for."""
    return milestone.ladder is Ladder.IRREVERSIBLE


def _counted(rung: Rung, milestone: PlannedMilestone, on: date) -> date | None:
    """The day a rung is counted to, ``on`` being the date by the person's calendar."""
    if rung.begins and milestone.begins is not None:
        return milestone.begins
    return None if rung.days is None else on - rung.days * _DAY
