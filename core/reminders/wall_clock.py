"""From a wall clock to instants and back, also on days when the clocks change.

A time that a change of clocks skips moves to the first minute after the gap. A time that is
there twice means the first of the two, so that nothing happens twice.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_SECOND = timedelta(seconds=1)


@lru_cache(maxsize=65_536)
def instant_of(wall: datetime, zone: str) -> datetime:
    """The instant, in UTC, of a naive wall-clock time in an IANA zone."""
    place = ZoneInfo(zone)
    # Of a skipped time, one reading counts on from before the gap and one back from after it.
    first = wall.replace(tzinfo=place, fold=0).astimezone(UTC)
    if wall_of(first, zone) == wall:
        return first
    return _after_gap(wall.replace(tzinfo=place, fold=1).astimezone(UTC), first, place)


def wall_of(instant: datetime, zone: str) -> datetime:
    """The naive wall-clock time in a zone at an instant."""
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def _after_gap(before: datetime, after: datetime, place: ZoneInfo) -> datetime:
    """The change of clocks between two instants, to the second."""
    offset = before.astimezone(place).utcoffset()
    while after - before > _SECOND:
        middle = before + timedelta(seconds=(after - before) // _SECOND // 2)
        if middle.astimezone(place).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after
