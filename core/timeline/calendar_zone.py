"""A time zone as calendar files carry it (RFC 5545, VTIMEZONE), with every change of its clocks.

The library's own generator names the time after a change where the standard asks for the one
before it, and passes over changes that come within two months, as those of Morocco do.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Timezone

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_SECONDS = range(1, int(_WEEK.total_seconds()) + 1)
_NONE = timedelta(0)


@dataclass(frozen=True, slots=True)
class _Clocks:
    """How clocks are set: from UTC, in summer time or not, and what that is called."""

    offset: timedelta
    summer: bool
    name: str


def calendar_zone(name: str, first: date, last: date) -> "Timezone":
    """The zone as it is observed from the first day to the last.

    Raises ``ZoneInfoNotFoundError`` for a name that is no zone's.
    """
    from icalendar import Timezone

    zone = ZoneInfo(name)
    made = Timezone()
    made.add("TZID", name)
    begins = datetime.combine(first, time(0), UTC)
    ends = datetime.combine(last + _DAY, time(0), UTC)
    before = _clocks(zone, begins)
    _observe(made, begins, before, before)
    for at in _changes(zone, begins, ends):
        after = _clocks(zone, at)
        _observe(made, at, before, after)
        before = after
    return made


def _observe(made: "Timezone", at: datetime, before: _Clocks, after: _Clocks) -> None:
    """Add how clocks are set from an instant on, which is told by the clocks before it."""
    from icalendar import TimezoneDaylight, TimezoneStandard

    observed = TimezoneDaylight() if after.summer else TimezoneStandard()
    observed.DTSTART = (at + before.offset).replace(tzinfo=None)
    observed.TZOFFSETFROM = before.offset
    observed.TZOFFSETTO = after.offset
    observed.add("TZNAME", after.name)
    made.add_component(observed)


def _changes(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[datetime]:
    """The instants at which clocks are set anew; nowhere does that happen twice a week."""
    at, before = first, _clocks(zone, first)
    while at < last:
        after = _clocks(zone, at + _WEEK)
        if after != before:
            yield at + timedelta(seconds=_SECONDS[_first_changed(zone, at, before)])
        at, before = at + _WEEK, after


def _first_changed(zone: ZoneInfo, at: datetime, before: _Clocks) -> int:
    def changed(seconds: int) -> bool:
        return _clocks(zone, at + timedelta(seconds=seconds)) != before

    return bisect_left(_SECONDS, True, key=changed)


def _clocks(zone: ZoneInfo, at: datetime) -> _Clocks:
    there = at.astimezone(zone)
    return _Clocks(
        there.utcoffset() or _NONE, (there.dst() or _NONE) != _NONE, there.tzname() or zone.key
    )
