"""A date of the season in words and from words: an instant, a day, or the days it may fall on."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from core.dialogue.days import UnclearDay, read_day
from core.dialogue.text import Moment, Span, text
from core.facts.seasons import Milestone

ACCEPTED = (
    "a date as 2027-03-03 21:00, a bare day as 2027-03-03, or two days with a slash between them"
)
_HOUR = re.compile(r"(?P<day>.+?)[T ,]+(?P<hour>[012]?\d:[0-5]\d)(:00)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Written:
    """A date as somebody wrote it: a wall clock, a day, or the first and last day of a span."""

    at: datetime
    timed: bool
    until: date | None = None


def when(milestone: Milestone) -> tuple[Span, ...]:
    """When it is, no more exact than is known."""
    if milestone.until is not None:
        return text("between ", Moment(milestone.at.date()), " and ", Moment(milestone.until))
    return (Moment(milestone.instant if milestone.timed else milestone.at.date()),)


def read_written(typed: str) -> Written:
    """What :data:`ACCEPTED` says; raises :class:`UnclearDay` for anything else."""
    words = " ".join(typed.split())
    first, slash, last = words.partition("/")
    if slash:
        begins, ends = read_day(first.strip()), read_day(last.strip())
        if ends <= begins:
            raise UnclearDay
        return Written(_start(begins), timed=False, until=ends)
    found = _HOUR.fullmatch(words)
    if found is None:
        return Written(_start(read_day(words)), timed=False)
    try:
        hour = time.fromisoformat(found["hour"].zfill(5))
    except ValueError:
        raise UnclearDay from None
    return Written(datetime.combine(read_day(found["day"]), hour), timed=True)


def _start(day: date) -> datetime:
    return datetime.combine(day, time())
