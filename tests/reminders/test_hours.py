"""Quiet hours go before everything, and waking hours are counted by the person's own clock."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.reminders.hours import (
    allowed_from,
    is_quiet,
    is_quiet_at,
    next_sending,
    sending_hour,
    sending_instant,
    soonest,
    waking_before,
    waking_hours,
)
from core.reminders.preferences import Preferences
from core.reminders.wall_clock import instant_of, wall_of
from tests.reminders.made import days, people, preferences, utc

MINUTE = timedelta(minutes=1)
instants = st.datetimes(
    datetime(2024, 1, 1),  # noqa: DTZ001 - made aware by the strategy
    datetime(2030, 12, 31),  # noqa: DTZ001 - made aware by the strategy
    timezones=st.just(UTC),
)


@pytest.mark.parametrize(
    ("quiet", "at", "is_so"),
    [
        ("22:00-07:00", "22:00", True),
        ("22:00-07:00", "06:59", True),
        ("22:00-07:00", "07:00", False),
        ("22:00-07:00", "21:59", False),
        ("01:00-09:00", "00:30", False),
        ("01:00-09:00", "08:59", True),
        ("01:00-09:00", "09:00", False),
        ("22:00-22:00", "22:00", False),
        ("00:00-00:00", "12:00", False),
    ],
)
def test_quiet_hours_may_pass_midnight_and_the_same_time_twice_means_none(
    quiet: str, at: str, is_so: bool
) -> None:
    assert is_quiet(time.fromisoformat(at), preferences(quiet=quiet)) is is_so


def test_quiet_hours_win_over_a_chosen_hour_within_them() -> None:
    assert sending_hour(preferences(hour="06:00")) == time(7)
    assert sending_hour(preferences(hour="23:30")) == time(7)
    assert sending_hour(preferences(hour="07:00")) == time(7)
    assert sending_hour(preferences(hour="06:00", quiet="00:00-00:00")) == time(6)


def test_hours_that_are_not_quiet_are_counted() -> None:
    assert waking_hours(preferences(quiet="22:00-07:00")) == 15
    assert waking_hours(preferences(quiet="01:00-09:30")) == 15.5
    assert waking_hours(preferences(quiet="22:00-22:00")) == 24


def test_ten_waking_hours_before_nine_in_the_evening_eastern_are_noon_in_karachi() -> None:
    deadline = utc("2027-03-04T02:00")
    assert wall_of(deadline, "Asia/Karachi") == datetime.fromisoformat("2027-03-04T07:00")
    assert waking_before(deadline, 10, preferences()) == utc("2027-03-03T07:00")


def test_waking_hours_before_a_change_of_clocks_are_real_hours() -> None:
    # From one in the morning the person is awake; at two the clocks go to three.
    eastern = preferences("America/New_York", quiet="22:00-01:00")
    assert waking_before(utc("2027-03-14T07:00"), 1, eastern) == utc("2027-03-14T06:00")
    assert waking_before(utc("2027-03-14T08:00"), 2, eastern) == utc("2027-03-14T06:00")


def test_the_next_time_for_reminders_is_today_or_tomorrow_at_the_hour() -> None:
    karachi = preferences()
    at_eight = (datetime.fromisoformat("2027-03-03T08:00"), utc("2027-03-03T03:00"))
    assert next_sending(utc("2027-03-03T02:00"), karachi) == at_eight
    assert next_sending(utc("2027-03-03T03:00"), karachi) == at_eight
    assert next_sending(utc("2027-03-03T03:01"), karachi)[1] == utc("2027-03-04T03:00")


def test_what_is_to_go_at_once_goes_in_a_full_minute_or_after_the_quiet_hours() -> None:
    karachi = preferences()
    assert soonest(utc("2027-03-03T12:00:30"), karachi)[1] == utc("2027-03-03T12:01")
    assert soonest(utc("2027-03-03T12:00"), karachi)[1] == utc("2027-03-03T12:00")
    assert soonest(utc("2027-03-03T19:00"), karachi) == (
        datetime.fromisoformat("2027-03-04T07:00"),
        utc("2027-03-04T02:00"),
    )


@settings(deadline=None)
@given(person=people(), day=days)
def test_nobody_is_written_to_in_quiet_hours_whatever_the_clocks_do(
    person: Preferences, day: date
) -> None:
    assert not is_quiet_at(sending_instant(day, person), person)


@settings(deadline=None)
@given(person=people(), instant=instants)
def test_what_may_not_go_now_goes_at_the_first_minute_that_is_not_quiet(
    person: Preferences, instant: datetime
) -> None:
    allowed = allowed_from(instant, person)
    assert not is_quiet_at(allowed, person)
    if allowed != instant:
        assert is_quiet_at(instant, person)
        assert is_quiet_at(allowed - MINUTE, person)
        assert allowed - instant < timedelta(hours=24)


@settings(deadline=None)
@given(person=people(), instant=instants, hours=st.integers(1, 12))
def test_waking_hours_are_those_minutes_that_are_not_quiet(
    person: Preferences, instant: datetime, hours: int
) -> None:
    instant = instant.replace(second=0, microsecond=0)
    begins = waking_before(instant, hours, person)
    counted, at = 0, begins
    while at < instant:
        counted += not is_quiet_at(at, person)
        at += MINUTE
    # Where clocks are put back over the edge of quiet hours, some minutes are both.
    assert counted >= hours * 60 - 180
    if not _changes(person, begins, instant):
        assert counted == hours * 60


def _changes(person: Preferences, first: datetime, last: datetime) -> bool:
    ahead = last + timedelta(days=2) - first
    there = wall_of(last + timedelta(days=2), person.zone) - wall_of(first, person.zone)
    return there != ahead or instant_of(wall_of(first, person.zone), person.zone) != first
