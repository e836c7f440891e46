"""People and dates to be reminded of, with what matters to a test given and the rest usual."""

from datetime import UTC, date, datetime, time
from zoneinfo import available_timezones

from hypothesis import strategies as st

from core.facts.load import load_facts
from core.facts.reminders import ReminderRules
from core.reminders.preferences import Preferences
from core.terms import Ladder, MilestoneState, Strength
from core.timeline.local_time import LocalTime
from core.timeline.result import PlannedMilestone

EASTERN, KARACHI = "America/New_York", "Asia/Karachi"
RULES: ReminderRules = load_facts().reminders
ZONES = sorted(zone for zone in available_timezones() if zone not in {"localtime", "Factory"})
ODD_ZONES = (
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Nuuk",
    "America/Santiago",
    "America/Scoresbysund",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Europe/Dublin",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Honolulu",
)

zones = st.sampled_from(ODD_ZONES) | st.sampled_from(ZONES)
days = st.dates(date(2024, 1, 1), date(2030, 12, 31))
minutes = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))


def preferences(
    zone: str = KARACHI,
    hour: str = "08:00",
    quiet: str = "22:00-07:00",
    digest_day: int | None = 6,
    muted: frozenset[Ladder] = frozenset(),
    only_irreversible: bool = False,
) -> Preferences:
    quiet_from, quiet_to = map(time.fromisoformat, quiet.split("-"))
    return Preferences(
        zone, time.fromisoformat(hour), quiet_from, quiet_to, digest_day, muted, only_irreversible
    )


def milestone(
    at: str = "2027-03-03T21:00",
    ladder: Ladder = Ladder.IRREVERSIBLE,
    *,
    key: str = "rank_list@2027",
    rule: str = "rank_list",
    zone: str = EASTERN,
    title: str = "Rank list certified",
    begins: date | None = None,
    state: MilestoneState = MilestoneState.OPEN,
    still: str = "",
    why: str = "Without it there is no Match.",
    todo: str = "Certify the list, and read the confirmation.",
    estimated: bool = False,
    sources: tuple[str, ...] = ("match_calendar_2027",),
) -> PlannedMilestone:
    return PlannedMilestone(
        key=key,
        rule=rule,
        title=title,
        at=LocalTime.read(at, zone),
        ladder=ladder,
        why=why,
        todo=todo,
        still=still,
        begins=begins,
        estimated=estimated,
        sources=sources,
        strength=Strength.SECOND_HAND if sources else None,
        checked=date(2026, 11, 22) if sources else None,
        state=state,
    )


def utc(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


@st.composite
def people(draw: st.DrawFn) -> Preferences:
    """Anybody who leaves six hours of a day or more to write in."""
    begins = draw(st.integers(0, 24 * 60 - 1))
    length = draw(st.sampled_from([0, 9 * 60]) | st.integers(0, 18 * 60))
    ends = (begins + length) % (24 * 60)
    return Preferences(
        draw(zones),
        draw(minutes),
        time(begins // 60, begins % 60),
        time(ends // 60, ends % 60),
        draw(st.none() | st.integers(0, 6)),
    )


@st.composite
def plans(draw: st.DrawFn, most: int = 12) -> tuple[PlannedMilestone, ...]:
    """Up to so many open dates of every ladder within a year."""
    made = []
    for number in range(draw(st.integers(0, most))):
        day = draw(st.dates(date(2026, 9, 1), date(2027, 6, 30)))
        timed = draw(st.none() | minutes)
        made.append(
            milestone(
                day.isoformat() if timed is None else f"{day}T{timed:%H:%M}",
                draw(st.sampled_from([one for one in Ladder if one is not Ladder.NONE])),
                key=f"date-{number}@2027",
                rule=f"date-{number}",
                zone=draw(st.sampled_from([EASTERN, KARACHI, "Pacific/Apia"])),
                begins=draw(st.none() | st.dates(date(2026, 8, 1), day)),
            )
        )
    return tuple(made)
