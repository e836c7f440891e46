"""A person's hours: when they may be written to, and how long they are awake before something.

Quiet hours go before everything: where the chosen hour lies in them, the first minute after them
stands in its place.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from core.reminders.preferences import Preferences
from core.reminders.wall_clock import instant_of, wall_of

_DAY = timedelta(days=1)
_MIDNIGHT = time(0)
_MINUTE = timedelta(minutes=1)
_FULL_MINUTE = datetime(2000, 1, 1, tzinfo=UTC)
# Quiet hours always end within a day; whoever is awake for minutes a day waits for weeks.
_LONGEST_SEARCH = 1_000


def is_quiet(at: time, preferences: Preferences) -> bool:
    """Whether a time of day lies in the quiet hours; they may pass midnight.

    Their first minute is quiet and their last is not; the same time twice means none.
    """
    begins, ends = preferences.quiet_from, preferences.quiet_to
    if begins <= ends:
        return begins <= at < ends
    return at >= begins or at < ends


def is_quiet_at(instant: datetime, preferences: Preferences) -> bool:
    """Whether an instant lies in the person's quiet hours."""
    return is_quiet(wall_of(instant, preferences.zone).time(), preferences)


def waking_hours(preferences: Preferences) -> float:
    """How many hours of a day are not quiet."""
    begins, ends = (_minutes(at) for at in (preferences.quiet_from, preferences.quiet_to))
    return 24 - ((ends - begins) % (24 * 60)) / 60


def sending_hour(preferences: Preferences) -> time:
    """The time of day of reminders: the chosen hour, or the end of the quiet hours it lies in."""
    quiet = is_quiet(preferences.hour, preferences)
    return preferences.quiet_to if quiet else preferences.hour


def sending_wall(day: date, preferences: Preferences) -> datetime:
    """The wall-clock time of that day's reminder."""
    return datetime.combine(day, sending_hour(preferences))


def sending_instant(day: date, preferences: Preferences) -> datetime:
    """When that day's reminder goes out, in UTC; after the quiet hours, whatever the clocks do."""
    return allowed_from(instant_of(sending_wall(day, preferences), preferences.zone), preferences)


def allowed_from(instant: datetime, preferences: Preferences) -> datetime:
    """The instant itself, or where it lies in quiet hours, their end."""
    for _ in range(_LONGEST_SEARCH):
        if not is_quiet_at(instant, preferences):
            return instant
        instant = _next_end(instant, preferences)
    return instant


def _next_end(instant: datetime, preferences: Preferences) -> datetime:
    day = wall_of(instant, preferences.zone).date()
    for ahead in range(3):
        end = datetime.combine(day + ahead * _DAY, preferences.quiet_to)
        if (ends := instant_of(end, preferences.zone)) > instant:
            return ends
    raise AssertionError("quiet hours end within a day")


def next_sending(now: datetime, preferences: Preferences) -> tuple[datetime, datetime]:
    """The first time for reminders from ``now`` on: the wall-clock time, and when it is."""
    day = wall_of(now, preferences.zone).date()
    while (due := sending_instant(day, preferences)) < now:
        day += _DAY
    return sending_wall(day, preferences), due


def soonest(now: datetime, preferences: Preferences) -> tuple[datetime, datetime]:
    """The first full minute in which the person may be written to: wall-clock time, and instant."""
    due = allowed_from(now + (_FULL_MINUTE - now) % _MINUTE, preferences)
    return wall_of(due, preferences.zone), due


def waking_before(instant: datetime, hours: int, preferences: Preferences) -> datetime:
    """The latest instant from which the person is awake for so many hours until ``instant``."""
    left = timedelta(hours=hours)
    for begins, ends in _waking_backwards(instant, preferences):
        if ends - begins >= left:
            return ends - left
        left -= ends - begins
    return instant - timedelta(hours=hours)


def _waking_backwards(
    instant: datetime, preferences: Preferences
) -> Iterator[tuple[datetime, datetime]]:
    """Stretches of waking before an instant, in UTC, the last of them first."""
    zone = preferences.zone
    day = wall_of(instant, zone).date() + _DAY
    for _ in range(_LONGEST_SEARCH):
        for first, last in reversed(_waking_stretches(day, preferences)):
            begins = instant_of(first, zone)
            ends = min(instant_of(last, zone), instant)
            if begins < ends:
                yield begins, ends
        day -= _DAY


def _waking_stretches(day: date, preferences: Preferences) -> tuple[tuple[datetime, datetime], ...]:
    """From when to when a day is not quiet, by its wall clock."""
    begins, ends = preferences.quiet_from, preferences.quiet_to
    midnight = datetime.combine(day, _MIDNIGHT)
    quiet_from, quiet_to = datetime.combine(day, begins), datetime.combine(day, ends)
    if begins == ends:
        return ((midnight, midnight + _DAY),)
    if begins > ends:
        return ((quiet_to, quiet_from),)
    return ((midnight, quiet_from), (quiet_to, midnight + _DAY))


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
