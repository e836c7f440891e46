"""From an anchor to a date: what a rule's date is counted from, in one season, for one person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from core.assessment.case import Case
from core.facts.seasons import Calendar, Milestone
from core.facts.timeline import Anchor, CalendarDay, Shift, TimelineRule
from core.timeline.local_time import LocalTime
from core.timeline.personal import personal_day


@dataclass(frozen=True, slots=True)
class Dated:
    """A date, and the fact of the season that it rests on.

    ``from_day`` is the first day it may fall on, where no exact one is known.
    """

    at: LocalTime
    fact: Milestone | None = None
    from_day: date | None = None


@dataclass(frozen=True, slots=True)
class Anchors:
    """What dates are counted from; ``zone`` is that of days which no calendar gives one."""

    calendar: Calendar
    rules: Mapping[str, TimelineRule]
    zone: str

    def dated(
        self, rule: TimelineRule, anchors: tuple[Anchor, ...], season: int, case: Case | None
    ) -> Dated | None:
        """The date by the first of the anchors that there is.

        Without a case no personal day is known.
        """
        for anchor in anchors:
            found = self._found(anchor, season, case)
            if found is not None:
                return _shifted(found, rule.shift(anchor))
        return None

    def personal(self, anchors: tuple[Anchor, ...]) -> bool:
        """Whether a personal day may decide, directly or over other rules."""
        return any(
            anchor.personal is not None
            or (anchor.rule is not None and self.personal(self.rules[anchor.rule].at))
            for anchor in anchors
        )

    def _found(self, anchor: Anchor, season: int, case: Case | None) -> Dated | None:
        if anchor.rule is not None:
            other = self.rules[anchor.rule]
            return self.dated(other, other.at, season, case)
        if anchor.personal is not None:
            day = personal_day(case, anchor.personal) if case is not None else None
            return Dated(LocalTime(day, None, self.zone)) if day is not None else None
        held = self.calendar.season(season + anchor.seasons_later)
        if held is None:
            return None
        if anchor.calendar is not None:
            return Dated(LocalTime(_calendar_day(anchor.calendar, season), None, self.zone))
        milestone = held.milestone(anchor.milestone) if anchor.milestone is not None else None
        return _of_milestone(milestone) if milestone is not None else None


def _calendar_day(day: CalendarDay, season: int) -> date:
    return date(season - (day.year == "before"), day.month, day.day)


def _of_milestone(milestone: Milestone) -> Dated:
    first = milestone.at.date()
    if milestone.until is not None:
        return Dated(LocalTime(milestone.until, None, milestone.zone), milestone, first)
    hour = milestone.at.time() if milestone.timed else None
    return Dated(LocalTime(first, hour, milestone.zone), milestone)


def _shifted(dated: Dated, shift: Shift) -> Dated:
    """A date so far from another, as a bare day; from a span it is counted from the first day."""
    if shift == (0, 0, 0):
        return dated
    day = dated.from_day or dated.at.day
    if shift.years or shift.months:
        day += relativedelta(years=shift.years, months=shift.months)
    day += timedelta(days=shift.days)
    return Dated(LocalTime(day, None, dated.at.zone), dated.fact)
