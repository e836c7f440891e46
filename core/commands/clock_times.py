"""Times of day as people type them: ``07:30``, ``7:30 pm``, ``21``; and the hours between two."""

import re
from datetime import time

from core.reminders.preferences import Preferences

ACCEPTED = "a time, as 07:30 or 7:30 pm"
ACCEPTED_HOURS = "two times, as 21:00-07:00, or none"

_TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))? ?(am|pm)?", re.ASCII)
_BETWEEN = re.compile(r"\s*(?:-|\u2013|to|until)\s*")


class UnclearClock(ValueError):
    """What was typed is no time of day; ``accepted`` says what is."""

    def __init__(self, accepted: str = ACCEPTED) -> None:
        super().__init__(accepted)
        self.accepted = accepted


def read_time(typed: str) -> time:
    """A time of day, to the minute. Raises :class:`UnclearClock`."""
    words = " ".join(typed.lower().replace("a.m.", "am").replace("p.m.", "pm").split())
    found = _TIME.fullmatch(words)
    if found is None:
        raise UnclearClock
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half:
        if not 1 <= hour <= 12:
            raise UnclearClock
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise UnclearClock from None


def read_hours(typed: str) -> tuple[time, time]:
    """Two times with a dash between; the same time twice for ``none``.

    Raises :class:`UnclearClock`.
    """
    words = typed.strip().lower()
    if words == "none":
        return time(0), time(0)
    parts = _BETWEEN.split(words)
    if len(parts) != 2:
        raise UnclearClock(ACCEPTED_HOURS)
    try:
        return read_time(parts[0]), read_time(parts[1])
    except UnclearClock:
        raise UnclearClock(ACCEPTED_HOURS) from None


def time_words(at: time) -> str:
    """``07:30``."""
    return at.isoformat(timespec="minutes")


def hours_words(preferences: Preferences) -> str:
    """The quiet hours as they are typed."""
    begins, ends = preferences.quiet_from, preferences.quiet_to
    return "none" if begins == ends else f"{time_words(begins)}-{time_words(ends)}"
