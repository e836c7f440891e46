"""When something is, as people say it: read as they mean it, or refused with what is taken."""

import re
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commands.natural_dates import LONGEST, UnclearTime, read_when
from core.timeline.local_time import LocalTime

CHICAGO = "America/Chicago"
NOW = datetime(2026, 11, 24, 15, 30, tzinfo=ZoneInfo(CHICAGO))
UNTIL = date(2030, 12, 31)


def read(typed: str, now: datetime = NOW, zone: str = CHICAGO) -> LocalTime:
    return read_when(typed, now=now, zone=zone, until=UNTIL)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("next friday 5pm", "2026-11-27T17:00"),
        ("Fri, 5 p.m.", "2026-11-27T17:00"),
        ("thurs 8pm", "2026-11-26T20:00"),
        ("in 3 weeks", "2026-12-15"),
        ("two weeks from now at noon", "2026-12-08T12:00"),
        ("in an hour", "2026-11-24T16:30"),
        ("in 3 months", "2027-02-24"),
        ("tomorrow", "2026-11-25"),
        ("tomorrow morning", "2026-11-25"),
        ("the day after tomorrow", "2026-11-26"),
        ("jan 15", "2027-01-15"),
        ("15th of January, 9 am", "2027-01-15T09:00"),
        ("2027-01-29T23:59", "2027-01-29T23:59"),
        ("jan 15 27", "2027-01-15"),
        ("Saturday 28 November", "2026-11-28"),
        ("feb 29", "2028-02-29"),
        ("13/4/2027", "2027-04-13"),
        ("12/12/2027", "2027-12-12"),
        ("5pm", "2026-11-24T17:00"),
        ("today", "2026-11-24"),
        ("  NEXT\u202ffriday   5\u00a0pm? ", "2026-11-27T17:00"),
    ],
)
def test_what_people_say_is_read_as_they_mean_it(typed: str, written: str) -> None:
    assert read(typed) == LocalTime.read(written, CHICAGO)


def test_a_date_said_on_that_day_is_today_and_no_year_away() -> None:
    assert read("nov 24").written == "2026-11-24"
    assert read("24 nov 5pm").written == "2026-11-24T17:00"
    assert read("24 november 2027").written == "2027-11-24"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("3/4/2027", "this is 4 March 2027 for some and 3 April 2027 for others"),
        ("1.2.2027", "the month in letters"),
        ("next month", "this names no day"),
        ("next week", "this names no day"),
        ("January", "this names no day"),
        ("2027", "this names no day"),
        ("yesterday", "; this is past"),
        ("3 days ago", "; this is past"),
        ("last friday 5pm", "; this is past"),
        ("5 feb 26", "a time to come; 5 February 2026 is past"),
        ("monday at 9", "with a time as 9 am or 21:00"),
        ("jan 5 2027 at 17", "with a time as 9 am or 21:00"),
        ("friday midnight", "midnight could be either end of a day"),
        ("24 nov 9am", "24 November 2026, 09:00, is past"),
        ("the 15th", "15 November 2026 is past"),
        ("friday 28 november", "28 November 2026 is a Saturday"),
        ("2031-01-01", "a day up to 31 December 2030"),
        ("29 feb 2027", "a day, as"),
        ("", "a day, as"),
        ("soon", "a day, as"),
        ("1700000000", "a day, as"),
    ],
)
def test_what_names_no_day_or_could_be_two_is_refused_with_what_is_taken(
    typed: str, told: str
) -> None:
    with pytest.raises(UnclearTime) as refused:
        read(typed)
    assert told in refused.value.accepted


@pytest.mark.parametrize(
    "typed",
    [
        "tomorrow at 9",
        "next friday 17",
        "2 days after tomorrow",
        "in 1.5 days",
        "friday 5.30",
        "january 32",
        "jan 15-16",
        "friday or saturday",
        "midnight friday",
        "friday 5pm IST",
        "jan 15 5pm +05:30",
    ],
)
def test_nothing_that_was_typed_is_passed_over(typed: str) -> None:
    with pytest.raises(UnclearTime):
        read(typed)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("jan 15 5pm EST", "America/New_York"),
        ("jan 15, 5pm, eastern time", "America/New_York"),
        ("jan 15 5pm new york", "America/New_York"),
        ("jan 15 5pm Asia/Karachi", "Asia/Karachi"),
        ("jan 15 5pm UTC", "UTC"),
        ("2027-01-15T17:00Z", "UTC"),
        ("jan 15 5pm", CHICAGO),
    ],
)
def test_a_zone_that_is_told_is_the_time_s_own(typed: str, zone: str) -> None:
    assert read(typed) == LocalTime.read("2027-01-15T17:00", zone)


def test_today_is_the_day_in_the_person_s_own_zone() -> None:
    late = datetime(2026, 11, 24, 20, tzinfo=UTC)
    assert read("today", late, "Asia/Tokyo").day == date(2026, 11, 25)
    assert read("tomorrow", late, CHICAGO).day == date(2026, 11, 25)


_PIECES = st.sampled_from(
    re.findall(
        r"\S+",
        "next friday 5pm 5 pm in 3 weeks days jan feb 29 31 2027 28 at noon 17:00 25:00 / - . , "
        ": T the 1st 0 99999999999 EST IST Z +05:30 \u0663 \u00bd a an half month year \x00",
    )
)


@given(st.one_of(st.text(max_size=120), st.lists(_PIECES, max_size=9).map(" ".join)))
def test_whatever_is_typed_is_a_time_to_come_or_a_refusal(typed: str) -> None:
    with suppress(UnclearTime):
        found = read(typed)
        assert found.instant >= NOW
        assert found.day <= UNTIL


def test_more_than_can_be_a_date_is_not_looked_at() -> None:
    with pytest.raises(UnclearTime, match=f"{LONGEST} characters at most"):
        read("friday " * 1000)


@given(st.dates(NOW.date() + timedelta(days=1), UNTIL), st.times())
def test_a_time_as_it_is_stored_is_read_as_itself(day: date, time: object) -> None:
    written = f"{day.isoformat()} {str(time)[:5]}"
    assert read(written).written == written.replace(" ", "T")


def test_the_library_is_loaded_by_nobody_who_names_no_date() -> None:
    program = "import sys, core.commands.natural_dates; sys.exit('dateparser' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
