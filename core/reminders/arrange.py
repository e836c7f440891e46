"""Reminders joined to messages, so that nobody is written to more often than the limits say.

What is urgent goes out at its own time, whatever the limits, and is not counted. What is
irreversible takes its place next, the nearest to its date first, and then everything else in its
order. What finds the day or the week full joins a message before it; what the person put off, and
what finds none before it, the next message or free day. Where messages that already went out
leave no place before its date, it keeps its time: nothing is dropped. The question whether
reminders are useful goes alone, on a day that nothing else needs. A message counts by the
person's calendar: of any seven days running.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from core.facts.reminders import ReminderRules
from core.reminders.hours import sending_instant, sending_wall
from core.reminders.ladders import is_hard
from core.reminders.occurrence import Message, Occurrence, OtherRung, Sent
from core.reminders.preferences import Preferences
from core.reminders.wall_clock import wall_of
from core.timeline.result import PlannedMilestone

_WEEK = 7
_DAY = timedelta(days=1)


def messages(
    occurrences: Iterable[Occurrence],
    preferences: Preferences,
    rules: ReminderRules,
    *,
    sent_at: Sequence[datetime] = (),
) -> tuple[Message, ...]:
    """Messages by when they are due; every reminder is in one of them.

    One that waits for a later message is given the time of that, which is when it is due then.
    ``sent_at`` are messages that the person was sent (see :func:`counted`; those of a week before
    are enough); they count, and nothing can join them.
    """
    given = sorted(occurrences, key=lambda one: (one.due, one.identity))
    pressing: set[Occurrence] = set()
    while True:
        week = _filled(given, pressing, _Week(preferences, rules, sent_at))
        # What found no place because of something later goes before that.
        if week.homeless <= pressing:
            return week.messages()
        pressing |= week.homeless


def _filled(given: Sequence[Occurrence], pressing: set[Occurrence], week: "_Week") -> "_Week":
    found = [one for one in given if one.rung != OtherRung.CHECK and not one.urgent]
    hard = [one for one in found if one.hard and not _waits(one)]
    hard.sort(key=lambda one: _ends(one) - one.due)
    others = [one for one in found if not one.hard or _waits(one)]
    week.place([one for one in given if one.urgent])
    week.place(hard)
    week.place([one for one in others if one in pressing])
    week.place([one for one in others if one not in pressing])
    for one in given:
        if one.rung == OtherRung.CHECK:
            week.place_alone(one)
    return week


def counted(
    sent: Iterable[Sent], plan: Iterable[PlannedMilestone], rules: ReminderRules
) -> tuple[datetime, ...]:
    """When messages went out that count: none of what they carried was urgent then."""
    by_key = {one.key: one for one in plan}
    last_hours = timedelta(hours=rules.limits.urgent_hours)
    carried: dict[datetime, bool] = {}
    for one in sent:
        milestone = by_key.get(one.identity[0])
        urgent = (
            milestone is not None
            and is_hard(milestone)
            and milestone.at.instant - one.sent_at <= last_hours
        )
        carried[one.sent_at] = carried.get(one.sent_at, False) or urgent
    return tuple(sorted(at for at, urgent in carried.items() if not urgent))


def _ends(one: Occurrence) -> datetime:
    return one.until or datetime.max.replace(tzinfo=UTC)


class _Week:
    """Messages as they are being filled; ``homeless`` is what goes beyond the limits."""

    def __init__(
        self, preferences: Preferences, rules: ReminderRules, sent_at: Iterable[datetime]
    ) -> None:
        self._preferences, self._limits = preferences, rules.limits
        self._urgent_hours = timedelta(hours=rules.limits.urgent_hours)
        self._taken = sorted(self._day(at) for at in sent_at)
        self._due: list[datetime] = []
        self._walls: dict[datetime, datetime] = {}
        self._carried: dict[datetime, list[Occurrence]] = {}
        self.homeless: set[Occurrence] = set()

    def messages(self) -> tuple[Message, ...]:
        return tuple(
            Message(
                self._walls[due],
                self._preferences.zone,
                due,
                tuple(sorted(self._carried[due], key=lambda one: (one.due, one.identity))),
            )
            for due in self._due
        )

    def place(self, found: Iterable[Occurrence]) -> None:
        """Put reminders where they belong; those without a place of their own come last."""
        crowded = [one for one in found if not self._placed(one)]
        for one in sorted(crowded, key=lambda one: (one.due, one.identity)):
            if not self._placed(one):
                self._crowded(one)

    def place_alone(self, one: Occurrence) -> None:
        """Put what goes with nothing else on the first day that is free for it."""
        day = self._day(one.due)
        while (
            sending_instant(day, self._preferences) < one.due
            or self._first_of(day) is not None
            or not self._free(day)
        ):
            day += _DAY
        wall, due = sending_wall(day, self._preferences), sending_instant(day, self._preferences)
        self._open(wall, due, replace(one, wall=wall, due=due))

    def _placed(self, one: Occurrence) -> bool:
        joined = self._with_that_day(one)
        if joined is not None:
            self._carried[joined].append(one)
        elif one.urgent or self._free(self._day(one.due)):
            self._open(one.wall, one.due, one)
        else:
            return False
        return True

    def _with_that_day(self, one: Occurrence) -> datetime | None:
        """A message of the same day that is not after it; of one that is urgent, of its minute."""
        before = self._last_until(one.due)
        if before is None or self._day(before) != self._day(one.due):
            return None
        return before if not one.urgent or before == one.due else None

    def _crowded(self, one: Occurrence) -> None:
        before = self._last_until(one.due)
        if before is not None and not _waits(one):
            self._carried[before].append(one)
            return
        after = self._next_place(one)
        if after is not None:
            wall, due = after
            self._open(wall, due, replace(one, wall=wall, due=due))
        elif before is not None:
            self._carried[before].append(one)
        else:
            self.homeless.add(one)
            self._open(one.wall, one.due, one)

    def _next_place(self, one: Occurrence) -> tuple[datetime, datetime] | None:
        """The next message or free day before the date; the last hours before it are free."""
        ends = _ends(one)
        last_hours = ends - self._urgent_hours if one.hard else ends
        first = self._day(one.due)
        # What went out fills no day that is a week later.
        for day in (first + ahead * _DAY for ahead in range(2 * _WEEK)):
            there = self._first_of(day)
            wall, due = (
                sending_wall(day, self._preferences),
                sending_instant(day, self._preferences),
            )
            if there is not None and there > one.due:
                wall, due = self._walls[there], there
            if due <= one.due:
                continue
            if due >= ends:
                return None
            if due == there or due >= last_hours or self._free(day):
                return wall, due
        return None

    def _open(self, wall: datetime, due: datetime, one: Occurrence) -> None:
        if due not in self._carried:
            self._due.insert(bisect_left(self._due, due), due)
            self._walls[due] = wall
            self._carried[due] = []
            if not one.urgent:
                day = self._day(due)
                self._taken.insert(bisect_left(self._taken, day), day)
        self._carried[due].append(one)

    def _free(self, day: date) -> bool:
        """Whether one message more on a day keeps all limits."""
        near = self._taken[
            bisect_left(self._taken, day - (_WEEK - 1) * _DAY) : bisect_right(
                self._taken, day + (_WEEK - 1) * _DAY
            )
        ]
        if near.count(day) >= self._limits.most_a_day:
            return False
        days = sorted([*near, day])
        most = self._limits.most_a_week
        return not any(
            days[at + most] - days[at] < _WEEK * _DAY and days[at] <= day <= days[at + most]
            for at in range(len(days) - most)
        )

    def _last_until(self, due: datetime) -> datetime | None:
        at = bisect_right(self._due, due)
        return self._due[at - 1] if at else None

    def _first_of(self, day: date) -> datetime | None:
        return next((due for due in self._due if self._day(due) == day), None)

    def _day(self, at: datetime) -> date:
        return wall_of(at, self._preferences.zone).date()


def _waits(one: Occurrence) -> bool:
    """Whether it comes rather later than before its time: the person said when."""
    return one.rung.startswith(OtherRung.SNOOZE)
