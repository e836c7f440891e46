"""What each person of a season should have got, and when, by a model of its own.

The model knows dates, wishes and what the person did. It works out by its own clocks when each
reminder is due, and asks of every one: did it arrive exactly once, at the right time, and did
nothing else arrive?
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

from core.reminders.preferences import Preferences
from core.terms import Ladder, MilestoneState
from core.timeline.result import PlannedMilestone
from tests.season.cast import LAST
from tests.season.clocks import (
    DAY,
    MINUTE,
    awake_before,
    first_minute,
    is_quiet,
    local,
    sending,
)
from tests.season.post import Arrival
from tests.season.world import Diary, Downtime, PutOff, Row, Seen, is_other

HOUR = timedelta(hours=1)
URGENT = timedelta(hours=48)
WAKING = 10
A_DAY, A_WEEK = 1, 3
# What is late by faults of the platform for minutes, and by a downtime until it is over.
PATIENCE = timedelta(minutes=45)
STUDY = {"step2_run_up", "step2_dedicated", "step2_practice", "step2_go"}
LADDERS: dict[Ladder, dict[str, int | None]] = {
    Ladder.IRREVERSIBLE: {"30d": 30, "14d": 14, "7d": 7, "2d": 2, "last": None},
    Ladder.PERSON: {"ask": None, "6w": 42, "3w": 21, "10d": 10},
    Ladder.PREPARATION: {"start": 28, "1w": 7},
    Ladder.OWN: {"7d": 7, "1d": 1, "day": 0},
}
BEGINS = {"ask", "start"}
# A rung of a date that moved is not repeated within so many hours.
REPEAT = {
    "30d": 240, "14d": 120, "7d": 72, "2d": 20, "last": 6, "ask": 240, "6w": 240, "3w": 168,
    "10d": 96, "start": 336, "1w": 96, "1d": 12, "day": 6,
}  # fmt: skip

Name = tuple[str, str, str]


class Due(NamedTuple):
    """A reminder that should come: when it is due, and what of."""

    at: datetime
    milestone: PlannedMilestone
    seen: Seen

    @property
    def hard(self) -> bool:
        return self.milestone.ladder is Ladder.IRREVERSIBLE


@dataclass
class Verdict:
    """What was found of everybody; ``wrong`` are sentences."""

    wrong: list[str] = field(default_factory=list)
    arrived: int = 0
    in_time: int = 0
    joined: int = 0
    late: int = 0


def rungs(milestone: PlannedMilestone, chosen: Preferences) -> dict[str, datetime]:
    """When each reminder of a date is due to somebody; of two at one time there is the later."""
    end = _ends(milestone)
    there = milestone.at.day if milestone.at.time is None else local(end, chosen.zone).date()
    found: dict[datetime, str] = {}
    for rung, days in LADDERS.get(milestone.ladder, {}).items():
        day = _day(rung, days, milestone, there, chosen)
        if day is not None and (at := _sent(day, chosen)) < end:
            found[at] = rung
    return {rung: at for at, rung in found.items()}


def _day(
    rung: str, days: int | None, milestone: PlannedMilestone, there: date, chosen: Preferences
) -> date | None:
    if rung == "last":
        return _day_awake(milestone, chosen)
    if rung in BEGINS and milestone.begins is not None:
        day = milestone.begins
    elif days is None:
        return None
    else:
        day = there - days * DAY
    if milestone.ladder is not Ladder.PREPARATION:
        return day
    if chosen.digest_day is None:
        return None
    while day.weekday() != chosen.digest_day:
        day += DAY
    return day if day < there else day - 7 * DAY


def in_next_digest(
    milestone: PlannedMilestone, chosen: Preferences, begins: datetime
) -> datetime | None:
    """When somebody whose plan began past the first rung of a preparation is told to begin."""
    days = rungs(milestone, chosen)
    if milestone.ladder is not Ladder.PREPARATION or not days or min(days.values()) >= begins:
        return None
    day = local(begins, chosen.zone).date()
    while _sent(day, chosen) < begins or day.weekday() != chosen.digest_day:
        day += DAY
    at = _sent(day, chosen)
    ahead = [other for other in days.values() if other >= begins]
    return at if ahead and at < min(ahead) else None


def _day_awake(milestone: PlannedMilestone, chosen: Preferences) -> date:
    latest = awake_before(_ends(milestone), WAKING, chosen.zone, chosen.quiet_from, chosen.quiet_to)
    day = local(latest, chosen.zone).date()
    while _sent(day, chosen) > latest:
        day -= DAY
    return day


def _ends(milestone: PlannedMilestone) -> datetime:
    at = milestone.at
    return first_minute(datetime.combine(at.day, at.time or time(23, 59)), at.zone)


def _sent(day: date, chosen: Preferences) -> datetime:
    return sending(day, chosen.hour, chosen.zone, chosen.quiet_from, chosen.quiet_to)


def judge(diary: Diary, rows: list[Row], downtimes: tuple[Downtime, ...], verdict: Verdict) -> None:
    """Hold what one person got against what they should have got."""
    _Judge(diary, rows, downtimes, verdict).judge()


class _Judge:
    def __init__(
        self, diary: Diary, rows: list[Row], downtimes: tuple[Downtime, ...], verdict: Verdict
    ) -> None:
        self.diary, self.downtimes, self.verdict = diary, downtimes, verdict
        self.by_delivery = {one.delivery_id: one for one in diary.arrivals}
        self.arrivals: dict[Name, Arrival] = {}
        for row in rows:
            if row.state == "sent":
                name = (row.key, row.rung, row.target)
                if row.delivery not in self.by_delivery:
                    self._wrong(f"{name} is called sent, and nothing arrived")
                else:
                    self.arrivals[name] = self.by_delivery[row.delivery]
        self.expected = dict(self._expected())
        self.bound = tuple(self._bound())

    def judge(self) -> None:
        self._each_message_once()
        self._never_in_quiet_hours()
        self._at_the_persons_hour()
        self._within_the_limits()
        for name, due in self.expected.items():
            arrival = self.arrivals.get(name)
            if arrival is not None:
                self._arrived(name, due, arrival)
            elif not self._excused(name, due):
                self._wrong(f"{name}, due {due.at}, never came")
        for name, arrival in self.arrivals.items():
            self.verdict.arrived += 1
            if name not in self.expected and not is_other(name[1]):
                self._uncalled(name, arrival)
        self._put_off()

    def _wrong(self, what: str) -> None:
        self.verdict.wrong.append(f"{self.diary.person.name}: {what}")

    def _spans(self) -> Iterator[tuple[Seen, datetime]]:
        ends = [seen.at for seen in self.diary.seen[1:]] + [LAST]
        yield from zip(self.diary.seen, ends, strict=True)

    def _expected(self) -> Iterator[tuple[Name, Due]]:
        """What each plan says falls due before the next one; pauses say nothing."""
        told: set[tuple[str, str]] = set()
        for seen, until in self._spans():
            begins = max(seen.at, seen.paused_until or seen.at)
            for milestone in seen.plan:
                if not _wanted(milestone, seen.chosen):
                    continue
                days = rungs(milestone, seen.chosen)
                found = [one for one in days.items() if begins <= one[1] < until]
                first = min(days, key=lambda rung: days[rung], default="")
                at = in_next_digest(milestone, seen.chosen, begins)
                if at is not None and at < until and (milestone.key, first) not in told:
                    found.append((first, at))
                for rung, at in found:
                    told.add((milestone.key, rung))
                    yield (milestone.key, rung, milestone.at.written), Due(at, milestone, seen)

    def _each_message_once(self) -> None:
        times = Counter(one.delivery_id for one in self.diary.arrivals)
        for number, many in times.items():
            if many > 1:
                self._wrong(f"message {number} arrived {many} times")

    def _never_in_quiet_hours(self) -> None:
        for one in self.diary.arrivals:
            chosen = self._chosen(one.at)
            if one.reply.data["kind"] != "welcome" and is_quiet(
                local(one.at, chosen.zone).time().replace(second=0, microsecond=0),
                chosen.quiet_from,
                chosen.quiet_to,
            ):
                self._wrong(f"message {one.delivery_id} came in quiet hours, {one.at}")

    def _at_the_persons_hour(self) -> None:
        """But for what was tried again, waited for a downtime to end, or had to go at once."""
        for one in self.diary.arrivals:
            chosen = self._chosen(one.at)
            at = _sent(local(one.at, chosen.zone).date(), chosen)
            if one.reply.data["kind"] == "welcome" or abs(one.at - at) < MINUTE or one.tried:
                continue
            if any(
                down.ends <= one.at < down.ends + DAY and self._ends_quiet_or(down.ends, one.at)
                for down in self.downtimes
            ):
                continue
            mine = [name for name, held in self.arrivals.items() if held is one]
            if not any(self._is_at_once(name, one) or self._is_put_off(name, one) for name in mine):
                self._wrong(f"message {one.delivery_id} came at {one.at}, and not at {at}")

    def _ends_quiet_or(self, end: datetime, at: datetime) -> bool:
        """Whether a moment is the end of a downtime, or of the quiet hours that it ended in."""
        chosen, minute = self._chosen(at), end
        while is_quiet(local(minute, chosen.zone).time(), chosen.quiet_from, chosen.quiet_to):
            minute = minute.replace(second=0) + MINUTE
        return abs(at - minute) < 2 * MINUTE

    def _is_at_once(self, name: Name, arrival: Arrival) -> bool:
        plan = self._seen(arrival.at).plan
        return any(one.key == name[0] and self._at_once(one, arrival) for one in plan)

    def _is_put_off(self, name: Name, arrival: Arrival) -> bool:
        """Whether the person named this time, when they had another hour."""
        return any(
            (one.key, one.rung, one.target) == name and abs(one.until - arrival.at) < MINUTE
            for one in self.diary.put_off
        )

    def _chosen(self, at: datetime) -> Preferences:
        return self._seen(at).chosen

    def _seen(self, at: datetime) -> Seen:
        return [seen for seen in self.diary.seen if seen.at <= at][-1]

    def _within_the_limits(self) -> None:
        """By the person's days; what is urgent is free, and what was late came when it could."""
        bound: list[date] = []
        for arrival in self.bound:
            if not arrival.tried and not self._was_down(arrival.at - 2 * DAY, arrival.at + 7 * DAY):
                bound.append(local(arrival.at, self._chosen(arrival.at).zone).date())
        bound.sort()
        for most, days in ((A_DAY, 1), (A_WEEK, 7)):
            for first, after in zip(bound, bound[most:], strict=False):
                if after - first < days * DAY and not self._travelled(first, after):
                    self._wrong(f"more than {most} messages in {days} days from {first}")

    def _travelled(self, first: date, last: date) -> bool:
        """Whether the person's calendar became another zone's in between."""
        begins = [seen for seen in self.diary.seen if seen.at.date() < first - DAY][-1:]
        within = [seen for seen in self.diary.seen if first - DAY <= seen.at.date() <= last + DAY]
        return len({seen.chosen.zone for seen in (*begins, *within)}) > 1

    def _bound(self) -> Iterator[Arrival]:
        """Messages that count: they carry something, and nothing urgent."""
        names: dict[int, list[Name]] = defaultdict(list)
        for name, arrival in self.arrivals.items():
            names[arrival.delivery_id].append(name)
        for arrival in self.diary.arrivals:
            carried = names.get(arrival.delivery_id, [])
            if carried and not any(self._is_urgent(name, arrival) for name in carried):
                yield arrival

    def _is_urgent(self, name: Name, arrival: Arrival) -> bool:
        key, rung, target = name
        for milestone in self._seen(arrival.at).plan:
            if (milestone.key, milestone.at.written) == (key, target):
                hard = milestone.ladder is Ladder.IRREVERSIBLE
                return hard and _ends(milestone) - arrival.at <= URGENT
        return rung == "last"

    def _was_down(self, first: datetime, last: datetime) -> bool:
        return any(down.begins <= last and first <= down.ends for down in self.downtimes)

    def _arrived(self, name: Name, due: Due, arrival: Arrival) -> None:
        """In time, or with an earlier message of a full week, or as late as faults made it."""
        late = arrival.at - due.at
        if abs(late) < MINUTE:
            self.verdict.in_time += 1
        elif late > timedelta() and self._late_for_a_reason(due, arrival):
            self.verdict.late += 1
        elif late < timedelta():
            self.verdict.joined += 1
            self._joined(name, due, arrival)
        else:
            self._moved_later(name, due, arrival)

    def _late_for_a_reason(self, due: Due, arrival: Arrival) -> bool:
        if self._delayed(due):
            return True
        soon = arrival.at - due.at <= PATIENCE or self._after_quiet(due, arrival)
        return bool(arrival.tried) and soon

    def _delayed(self, due: Due) -> bool:
        return any(down.begins - HOUR <= due.at < down.ends for down in self.downtimes)

    def _after_quiet(self, due: Due, arrival: Arrival) -> bool:
        chosen = self._chosen(arrival.at)
        minute = due.at
        while not is_quiet(local(minute, chosen.zone).time(), chosen.quiet_from, chosen.quiet_to):
            minute += MINUTE
            if minute - due.at > PATIENCE:
                return False
        while is_quiet(local(minute, chosen.zone).time(), chosen.quiet_from, chosen.quiet_to):
            minute += MINUTE
        return abs(arrival.at - minute) <= PATIENCE

    def _joined(self, name: Name, due: Due, arrival: Arrival) -> None:
        if due.at - arrival.at > 7 * DAY:
            self._wrong(f"{name}, due {due.at}, came more than a week before, {arrival.at}")
        elif self._was_down(arrival.at - 7 * DAY, due.at):
            # Messages that filled the week have become one, after the downtime.
            return
        elif not self._is_full(due.at) and not self._changed(arrival.at, due.at):
            self._wrong(f"{name}, due {due.at}, came {arrival.at} although its day was free")

    def _moved_later(self, name: Name, due: Due, arrival: Arrival) -> None:
        zone = self._chosen(arrival.at).zone
        if arrival.at >= _ends(due.milestone):
            self._wrong(f"{name}, due {due.at}, came after its date, {arrival.at}")
        elif local(arrival.at, zone).date() <= local(due.at, zone).date():
            self._wrong(f"{name}, due {due.at}, came later that day, {arrival.at}")
        elif not self._is_full(due.at) and not self._changed(due.at - 7 * DAY, arrival.at):
            self._wrong(f"{name}, due {due.at}, came later, {arrival.at}, without need")
        elif due.hard and not self._gone_before(due.at):
            self._wrong(f"{name}, which cannot be made up for, due {due.at}, came {arrival.at}")

    def _gone_before(self, at: datetime) -> bool:
        """Whether messages that were gone by then left no place in the week."""
        zone = self._chosen(at).zone
        day = local(at, zone).date()
        days = [local(one.at, zone).date() for one in self.bound if one.at < at]
        return day in days or sum(day - 7 * DAY < one < day for one in days) >= A_WEEK

    def _is_full(self, at: datetime) -> bool:
        """Whether seven days around a moment have as many messages as they may, or its day one."""
        zone = self._chosen(at).zone
        day = local(at, zone).date()
        days = sorted(local(one.at, zone).date() for one in self.bound)
        if day in days:
            return True
        near = [one for one in days if abs((one - day).days) < 7]
        return any(
            len([one for one in near if first <= one < first + 7 * DAY]) >= A_WEEK
            for first in (day - back * DAY for back in range(7))
        )

    def _changed(self, first: datetime, last: datetime) -> bool:
        """Whether anything happened in between that may have emptied or filled a week."""
        within = [seen for seen in self.diary.seen if first - 7 * DAY <= seen.at <= last + 7 * DAY]
        before = [seen for seen in self.diary.seen if seen.at <= first - 7 * DAY][-1:]
        return any(
            one.chosen != other.chosen or _dates(one) != _dates(other)
            for one, other in pairwise([*before, *within])
        )

    def _excused(self, name: Name, due: Due) -> bool:
        """Why a reminder that a plan once had did not come after all."""
        key, rung, target = name
        after = [seen for seen in self.diary.seen if seen.at > due.at]
        if due.at > LAST - 10 * DAY or self._is_silenced(due):
            return True
        if key in self.diary.closed and self.diary.closed[key] <= due.at + 7 * DAY:
            return True
        if any(one.key == key and one.at <= due.at < self._came(one) for one in self.diary.put_off):
            return True
        near = timedelta(hours=REPEAT[rung])
        for other, arrival in self.arrivals.items():
            if other[:2] == (key, rung) and other != name and abs(arrival.at - due.at) <= near:
                return True
        if self._went_quiet(due):
            return True
        # It was moved to a later day, and before that its date went away or moved.
        return bool(after) and not _has(after[0], key, target)

    def _came(self, one: PutOff) -> datetime:
        """Until when something was put off: a full week may have made it later than was said."""
        arrival = self.arrivals.get((one.key, one.rung, one.target))
        return max(one.until, arrival.at) if arrival else one.until

    def _is_silenced(self, due: Due) -> bool:
        exams = [one for one in due.seen.plan if one.rule == "step2_test"]
        return due.milestone.rule in STUDY and any(
            local(due.at, due.seen.chosen.zone).date() >= exam.at.day - DAY for exam in exams
        )

    def _went_quiet(self, due: Due) -> bool:
        """Whoever never answers gets what is irreversible alone, once three were unanswered."""
        counted = [
            one
            for one in self.diary.arrivals
            if one.at < due.at and one.reply.data["kind"] in {"reminder", "digest"}
        ]
        return self.diary.person.silent and not due.hard and len(counted) >= A_WEEK

    def _uncalled(self, name: Name, arrival: Arrival) -> None:
        """Something came that is not due by any plan: it joined a message before its own time."""
        key, rung, target = name
        for milestone in self._seen(arrival.at).plan:
            if (milestone.key, milestone.at.written) == (key, target):
                at = rungs(milestone, self._chosen(arrival.at)).get(rung)
                if at is not None and timedelta() <= at - arrival.at <= 7 * DAY:
                    return
                if self._at_once(milestone, arrival) or self._begun(milestone, rung, arrival):
                    return
        self._wrong(f"{name} came at {arrival.at}, and no plan says so")

    def _at_once(self, milestone: PlannedMilestone, arrival: Arrival) -> bool:
        """The whole ladder of a date was past when it came into the person's plan."""
        seen = self._seen(arrival.at)
        begins = max(seen.at, seen.paused_until or seen.at)
        past = all(at < begins for at in rungs(milestone, seen.chosen).values())
        wanted = milestone.ladder in {Ladder.IRREVERSIBLE, Ladder.OWN}
        return wanted and past and arrival.at < _ends(milestone)

    def _begun(self, milestone: PlannedMilestone, rung: str, arrival: Arrival) -> bool:
        """It could be begun before it came into the plan, and stands in the next digest."""
        at = rungs(milestone, self._chosen(arrival.at)).get(rung)
        if rung != "start" or at is None or arrival.at < at:
            return False
        before = [seen for seen in self.diary.seen if seen.at <= at]
        return not before or not _has(before[-1], milestone.key, milestone.at.written)

    def _put_off(self) -> None:
        for one in self.diary.put_off:
            arrival = self.arrivals.get((one.key, one.rung, one.target))
            again = [other for other in self.diary.put_off if other.key == one.key]
            excused = (
                (one.key in self.diary.closed and self.diary.closed[one.key] <= one.until + 7 * DAY)
                or one is not again[-1]
                or (self._seen(one.until).paused_until or one.at) > one.until
                or one.until > LAST - 10 * DAY
                or self._changed(one.at, one.until)
            )
            if arrival is None:
                if not excused:
                    self._wrong(f"what was put off until {one.until} never came: {one.key}")
            elif arrival.at < one.until - MINUTE and not excused and not self._is_full(one.until):
                self._wrong(f"what was put off until {one.until} came {arrival.at}: {one.key}")


def _wanted(milestone: PlannedMilestone, chosen: Preferences) -> bool:
    if milestone.state is not MilestoneState.OPEN or milestone.ladder is Ladder.NONE:
        return False
    hard = milestone.ladder is Ladder.IRREVERSIBLE
    return milestone.ladder not in chosen.muted and (hard or not chosen.only_irreversible)


def _dates(seen: Seen) -> set[tuple[str, str]]:
    return {(one.key, one.at.written) for one in seen.plan if _wanted(one, seen.chosen)}


def _has(seen: Seen, key: str, target: str) -> bool:
    return any(
        (one.key, one.at.written) == (key, target) and _wanted(one, seen.chosen)
        for one in seen.plan
    )
