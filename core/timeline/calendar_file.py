"""A timeline as a calendar file (RFC 5545), for any calendar to import or subscribe to."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.dialogue.text import day_in_words
from core.terms import MilestoneState
from core.timeline.calendar_zone import calendar_zone
from core.timeline.local_time import LocalTime
from core.timeline.result import PlannedMilestone

if TYPE_CHECKING:
    from icalendar import Event, Timezone

MEDIA_TYPE = "text/calendar"

_UTC = "UTC"
_COUNTED_FROM = datetime(2020, 1, 1, tzinfo=UTC)
_ESTIMATE = "This date is an estimate: nobody has published it yet."
_GONE = "No longer in the plan"


def calendar_file(
    milestones: Iterable[PlannedMilestone],
    *,
    name: str,
    identity: str,
    changed_at: datetime,
    cited: Callable[[str], str],
    gone: Iterable[tuple[str, LocalTime]] = (),
) -> str:
    """The calendar; the same arguments give the same bytes.

    ``identity`` tells one person's calendar from another's, and says nothing of who it is.
    ``changed_at`` is when anything of it last changed: calendars that have it take over what
    changed since. ``cited`` gives a source by its id as people read it. ``gone`` are keys, with
    their dates, that stood in it before and do not any more; they are cancelled, as dropped ones
    are.
    """
    from icalendar import Calendar

    made = Calendar()
    made.add("PRODID", "-//Reading Room//Timeline//EN")
    made.add("VERSION", "2.0")
    made.add("CALSCALE", "GREGORIAN")
    made.add("METHOD", "PUBLISH")
    made.add("X-WR-CALNAME", name)
    events: list[Event] = []
    held: list[LocalTime] = []
    for one in milestones:
        event = _event(one.key, one.at, identity, changed_at)
        event.add("SUMMARY", _summary(one))
        dropped = one.state is MilestoneState.DROPPED
        event.add("STATUS", _status(dropped=dropped, estimated=one.estimated))
        if told := _told(one, cited):
            event.add("DESCRIPTION", told)
        events.append(event)
        held.append(one.at)
    for key, at in gone:
        event = _event(key, at, identity, changed_at)
        event.add("SUMMARY", _GONE)
        event.add("STATUS", _status(dropped=True))
        events.append(event)
        held.append(at)
    for component in (*_zones(held), *events):
        made.add_component(component)
    written: bytes = made.to_ical()
    return written.decode()


def _event(key: str, at: LocalTime, identity: str, changed_at: datetime) -> "Event":
    from icalendar import Event

    event = Event()
    seed = hashlib.blake2b(f"{identity}|{key}".encode(), digest_size=9).hexdigest()
    event.add("UID", f"{key.replace('@', '-')}-{seed}@readingroom")
    event.add("DTSTAMP", changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("LAST-MODIFIED", changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("SEQUENCE", max(0, int((changed_at - _COUNTED_FROM).total_seconds())))
    if at.time is None:
        event.add("DTSTART", at.day)
        event.add("DTEND", at.day + timedelta(days=1))
    else:
        # An hour that a change of clocks skips is written as the one that it comes to.
        event.add("DTSTART", at.instant.astimezone(_zone(at.zone)))
    event.add("TRANSP", "TRANSPARENT")
    return event


def _zones(held: Iterable[LocalTime]) -> "Iterator[Timezone]":
    """Every zone that a time is written in, for as long as there are dates in it."""
    days: dict[str, list[date]] = {}
    for at in held:
        if at.time is not None and at.zone != _UTC:
            days.setdefault(at.zone, []).append(at.day)
    for name, own in sorted(days.items()):
        # A year on either side, so that it holds for what is moved there by hand as well.
        yield calendar_zone(name, date(min(own).year - 1, 1, 1), date(max(own).year + 1, 12, 31))


def _zone(name: str) -> tzinfo:
    return UTC if name == _UTC else ZoneInfo(name)


def _summary(one: PlannedMilestone) -> str:
    """What people see of it on a small calendar, where nothing else is shown."""
    done = "Done: " if one.state is MilestoneState.DONE else ""
    return f"{done}{one.title}{' (estimate)' if one.estimated else ''}"


def _status(*, dropped: bool, estimated: bool = False) -> str:
    if dropped:
        return "CANCELLED"
    return "TENTATIVE" if estimated else "CONFIRMED"


def _told(one: PlannedMilestone, cited: Callable[[str], str]) -> str:
    """Why it is there and what to do, with where the date is from; empty for a person's own."""
    lines = [one.why, one.todo, _ESTIMATE if one.estimated else ""]
    if one.sources:
        checked = f" (checked {day_in_words(one.checked)})" if one.checked else ""
        lines.append(f"Source: {'; '.join(map(cited, one.sources))}{checked}")
    return "\n".join(line for line in lines if line)
