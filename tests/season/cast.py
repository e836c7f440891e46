"""The people of a season: where they live, when they may be written to, and what befalls them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any, Literal
from zoneinfo import ZoneInfo

from core.profile.applicant import Profile
from core.reminders.preferences import Preferences
from core.terms import ApplicantType, Ladder, Specialty, Stage
from core.timeline.local_time import LocalTime
from tests.season.clocks import DAY

FIRST, LAST = datetime(2026, 7, 1, tzinfo=UTC), datetime(2027, 3, 31, tzinfo=UTC)
ZONES = (
    "America/New_York",
    "Asia/Karachi",
    "Asia/Kathmandu",
    "Australia/Sydney",
    "Europe/London",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Pacific/Honolulu",
    "America/Los_Angeles",
    "Africa/Cairo",
    "Asia/Kolkata",
    "America/St_Johns",
)
# Hours by themselves and with quiet hours: in them, at their edge, and where clocks are changed.
HOURS: tuple[tuple[str, str, str], ...] = (
    ("08:00", "22:00", "07:00"),
    ("07:00", "22:00", "07:00"),
    ("06:00", "23:00", "06:30"),
    ("02:30", "04:00", "11:00"),
    ("18:15", "01:00", "09:00"),
    ("21:59", "22:00", "07:00"),
    ("12:00", "00:00", "00:00"),
    ("01:30", "12:00", "20:00"),
)
APPLICANTS = (
    ApplicantType.US_MD_SENIOR,
    ApplicantType.NON_US_IMG,
    ApplicantType.US_DO_SENIOR,
    ApplicantType.US_IMG,
    ApplicantType.US_MD_GRADUATE,
)
MUTED: tuple[frozenset[Ladder], ...] = (
    frozenset(),
    frozenset(),
    frozenset({Ladder.PREPARATION}),
    frozenset(),
    frozenset({Ladder.PERSON}),
)

What = Literal["profile", "own", "settings", "pause"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something a person does at a moment."""

    at: datetime
    what: What
    given: Any


@dataclass(frozen=True, slots=True)
class Person:
    """One of the cast. ``silent`` ones never answer; others press something now and then."""

    name: str
    profile: Profile
    chosen: Preferences
    joins: datetime
    silent: bool
    events: tuple[Event, ...] = field(repr=False)


def cast(many: int, seed: int = 7) -> tuple[Person, ...]:
    """So many people; the same seed gives the same."""
    random = Random(seed)
    return tuple(_person(number, seed, random) for number in range(many))


def _person(number: int, seed: int, random: Random) -> Person:
    hour, quiet_from, quiet_to = map(
        time.fromisoformat, HOURS[(number * 5 + number // len(ZONES) + 3) % len(HOURS)]
    )
    zone = ZONES[number % len(ZONES)]
    chosen = Preferences(
        zone,
        hour,
        quiet_from,
        quiet_to,
        (number * 3) % 8 if (number * 3) % 8 < 7 else None,
        MUTED[number % len(MUTED)],
    )
    applicant = APPLICANTS[number % len(APPLICANTS)]
    profile = Profile(
        applicant=applicant,
        specialty=(Specialty.DR, Specialty.IR) if number % 3 == 0 else (Specialty.DR,),
        season=2028 if number % 4 == 3 else 2027,
        stage=Stage.NOT_APPLIED,
        step2_ck=None if number % 4 == 3 else random.choice([219, 236, 250]),
        positions=("advanced",) if number % 2 else (),
        couples=number % 5 == 2,
        ecfmg="in_progress" if profile_is_img(applicant) else None,
    )
    # Most begin with the season, some late, when ladders are half past.
    joins = FIRST + timedelta(days=random.choice([0, 1, 3, 20, 60, 150]), minutes=17, seconds=30)
    events = sorted(_events(number, profile, chosen, joins, random), key=lambda event: event.at)
    return Person(f"p{number}-{seed}", profile, chosen, joins, number % 6 == 5, tuple(events))


@cache
def change_days(zone: str) -> tuple[date, ...]:
    """The days of the season on which the clocks of a zone are changed."""
    days = [FIRST.date() + DAY * number for number in range((LAST - FIRST).days)]
    return tuple(day for day in days if _offset(day, zone) != _offset(day + DAY, zone))


def _offset(day: date, zone: str) -> timedelta | None:
    return datetime.combine(day, time(0), ZoneInfo(zone)).utcoffset()


def profile_is_img(applicant: ApplicantType) -> bool:
    return applicant in {ApplicantType.US_IMG, ApplicantType.NON_US_IMG}


def _events(
    number: int, profile: Profile, chosen: Preferences, joins: datetime, random: Random
) -> Iterator[Event]:
    def moment(day: date) -> datetime:
        at = datetime.combine(day, time(random.randrange(24), random.randrange(60), 23), UTC)
        return max(at, joins + timedelta(hours=1))

    yield from _own_dates(chosen, moment, random)
    yield from _stages(number, profile, moment)
    if number % 4 == 1:
        ends = moment(date(2026, 10, 21) + timedelta(days=random.randrange(5)))
        yield Event(moment(date(2026, 10, 7)), "pause", ends)
    if number % 5 == 1:
        there = ZONES[(number + 3) % len(ZONES)]
        yield Event(moment(date(2026, 11, 18)), "settings", {"zone": there})
    if number % 7 == 3:
        yield Event(moment(date(2026, 12, 2)), "settings", {"hour": time(17, 45)})
    if number % 6 == 4:
        yield Event(moment(date(2027, 1, 20)), "settings", {"only_irreversible": True})


def _own_dates(
    chosen: Preferences, moment: Callable[[date], datetime], random: Random
) -> Iterator[Event]:
    for day in change_days(chosen.zone):
        # The reminder of the day itself comes as the clocks change.
        yield Event(moment(day - 20 * DAY), "own", LocalTime(day, time(22), chosen.zone))
    for _ in range(random.randrange(4, 9)):
        day = date(2026, 7, 20) + timedelta(days=random.randrange(240))
        added = moment(day - timedelta(days=random.randrange(3, 40)))
        timed = random.choice([None, time(9), time(14, 30), time(23, 30), time(0, 10)])
        if added.date() < day:
            yield Event(added, "own", LocalTime(day, timed, chosen.zone))


def _stages(number: int, profile: Profile, moment: Callable[[date], datetime]) -> Iterator[Event]:
    yield Event(moment(date(2026, 10, 12)), "profile", {"mentor": True})
    if profile.season != 2027:
        return
    yield Event(moment(date(2026, 9, 21)), "profile", {"stage": Stage.APPLIED})
    yield Event(moment(date(2026, 11, 3)), "profile", {"stage": Stage.INTERVIEWING})
    if number % 2:
        yield Event(moment(date(2026, 12, 7)), "profile", {"nrmp_registered": True})
    yield Event(moment(date(2027, 2, 22)), "profile", {"stage": Stage.RANKED})
