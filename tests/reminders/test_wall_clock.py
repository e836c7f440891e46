"""A wall clock means one instant, on every date and in every zone of the IANA database."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.reminders.wall_clock import instant_of, wall_of
from tests.reminders.made import ODD_ZONES, ZONES, days, minutes, utc, zones

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@cache
def changes(zone: str) -> tuple[datetime, ...]:
    """Every change of clocks of a zone from 2024 to 2030, found by looking at each hour."""
    return tuple(_changes(zone))


def _changes(zone: str) -> Iterator[datetime]:
    place, at, end = ZoneInfo(zone), utc("2024-01-01"), utc("2031-01-01")
    day_before = at.astimezone(place).utcoffset()
    while at < end:
        ahead = at + DAY
        if ahead.astimezone(place).utcoffset() != day_before:
            instant = at
            while instant.astimezone(place).utcoffset() == day_before:
                instant += MINUTE
            yield instant
            # A zone may change twice within a day or so.
            day_before = instant.astimezone(place).utcoffset()
            at = instant
            continue
        at = ahead


def written(wall: str) -> datetime:
    return datetime.fromisoformat(wall)


@pytest.mark.parametrize(
    ("zone", "wall", "instant"),
    [
        # Skipped: the first minute after the gap.
        ("America/New_York", "2027-03-14T02:30", "2027-03-14T07:00"),
        ("America/New_York", "2027-03-14T02:00", "2027-03-14T07:00"),
        ("America/New_York", "2027-03-14T01:59", "2027-03-14T06:59"),
        ("America/New_York", "2027-03-14T03:00", "2027-03-14T07:00"),
        ("Europe/London", "2027-03-28T01:15", "2027-03-28T01:00"),
        # Half an hour is skipped on Lord Howe, a quarter past two is not there.
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30"),
        ("Australia/Lord_Howe", "2026-10-04T02:30", "2026-10-03T15:30"),
        # Two hours at Troll.
        ("Antarctica/Troll", "2027-03-28T02:45", "2027-03-28T01:00"),
        # Midnight itself is skipped in Cairo and Santiago.
        ("Africa/Cairo", "2026-04-24T00:10", "2026-04-23T22:00"),
        ("America/Santiago", "2026-09-06T00:00", "2026-09-06T04:00"),
        # A whole day was skipped in Apia, when it changed sides of the date line.
        ("Pacific/Apia", "2011-12-30T12:00", "2011-12-30T10:00"),
        # There twice: the first.
        ("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30"),
        ("Australia/Lord_Howe", "2027-04-04T01:45", "2027-04-03T14:45"),
        ("Antarctica/Troll", "2026-10-25T01:30", "2026-10-24T23:30"),
        # Morocco takes its clocks back for Ramadan.
        ("Africa/Casablanca", "2027-02-07T02:30", "2027-02-07T01:30"),
    ],
)
def test_skipped_times_move_behind_the_gap_and_doubled_ones_mean_the_first(
    zone: str, wall: str, instant: str
) -> None:
    assert instant_of(written(wall), zone) == utc(instant)


@settings(deadline=None)
@given(day=days, at=minutes, zone=zones)
def test_a_wall_clock_is_an_instant_that_shows_it_or_the_end_of_a_gap(
    day: date, at: time, zone: str
) -> None:
    wall = datetime.combine(day, at)
    instant = instant_of(wall, zone)
    assert instant.tzinfo is UTC
    shown = wall_of(instant, zone)
    if shown != wall:
        assert shown > wall
        assert wall_of(instant - MINUTE, zone) < wall
    else:
        # Of two instants that show it, it is the first.
        assert all(wall_of(instant - back, zone) != wall for back in _BACK)


_BACK = tuple(timedelta(minutes=minutes) for minutes in (15, 30, 60, 120, 180, 1440))


@settings(deadline=None)
@given(day=days, at=minutes, zone=zones, later=st.integers(1, 3_000))
def test_a_later_wall_clock_is_never_an_earlier_instant(
    day: date, at: time, zone: str, later: int
) -> None:
    # Clocks that are put back show some times twice, of which the first counts.
    wall = datetime.combine(day, at)
    after = wall + later * MINUTE
    assert instant_of(after, zone) >= instant_of(wall, zone)


@settings(deadline=None)
@given(day=days, at=minutes, zone=zones)
def test_one_time_of_day_happens_once_on_each_of_two_days(day: date, at: time, zone: str) -> None:
    today, tomorrow = (datetime.combine(one, at) for one in (day, day + DAY))
    assert instant_of(today, zone) < instant_of(tomorrow, zone)


@pytest.mark.parametrize("zone", ODD_ZONES)
def test_around_every_change_of_an_odd_zone_each_minute_is_an_instant_in_order(zone: str) -> None:
    for change in changes(zone):
        start = wall_of(change - timedelta(hours=4), zone)
        instants = [instant_of(start + minute * MINUTE, zone) for minute in range(8 * 60)]
        assert instants == sorted(instants)
        for minute, instant in enumerate(instants):
            shown = wall_of(instant, zone)
            assert shown == start + minute * MINUTE or instant == change


def test_every_zone_of_the_database_is_known() -> None:
    noon = written("2027-03-14T12:00")
    assert len(ZONES) > 500
    for zone in ZONES:
        assert wall_of(instant_of(noon, zone), zone) == noon
