"""Clocks and quiet hours worked out minute by minute, by nothing of the program."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def local(instant: datetime, zone: str) -> datetime:
    """What the clocks of a zone show."""
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


@cache
def first_minute(wall: datetime, zone: str) -> datetime:
    """The first minute in which the clocks of a zone show a time, or one after it."""
    offset = wall.replace(tzinfo=ZoneInfo(zone)).utcoffset()
    assert offset is not None
    minute = wall.replace(tzinfo=UTC) - offset - timedelta(hours=4)
    while local(minute, zone) < wall:
        minute += MINUTE
    return minute


@cache
def is_quiet(at: time, quiet_from: time, quiet_to: time) -> bool:
    """Whether a minute is one of those that are met walking on from the first quiet one."""
    minute = quiet_from.hour * 60 + quiet_from.minute
    last = quiet_to.hour * 60 + quiet_to.minute
    wanted = at.hour * 60 + at.minute
    while minute != last:
        if minute == wanted:
            return True
        minute = (minute + 1) % 1440
    return False


@cache
def awake_before(
    instant: datetime, hours: int, zone: str, quiet_from: time, quiet_to: time
) -> datetime:
    """The latest minute from which so many minutes until ``instant`` are not quiet."""
    minutes = hours * 60
    while minutes:
        instant -= MINUTE
        minutes -= not is_quiet(local(instant, zone).time(), quiet_from, quiet_to)
    return instant


@cache
def sending(day: date, hour: time, zone: str, quiet_from: time, quiet_to: time) -> datetime:
    """When a reminder of a day is sent: at the hour, or in the first minute after quiet hours."""
    at = quiet_to if is_quiet(hour, quiet_from, quiet_to) else hour
    minute = first_minute(datetime.combine(day, at), zone)
    while is_quiet(local(minute, zone).time(), quiet_from, quiet_to):
        minute += MINUTE
    return minute
