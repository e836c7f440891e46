"""When something is, in words: on the clocks where it is, and on the person's."""

from datetime import date, datetime

from core.dialogue.text import day_in_words
from core.facts.zones import called
from core.reminders.hours import sending_hour
from core.reminders.preferences import Preferences
from core.reminders.wall_clock import wall_of
from core.timeline.local_time import LocalTime


def person_day(at: LocalTime, zone: str) -> date:
    """The day that a date is on for somebody in a zone; of a day without a time, that day."""
    return at.day if at.time is None else wall_of(at.instant, zone).date()


def when_words(at: LocalTime, zone: str) -> str:
    """``Friday 29 January 2027, 23:59 US Eastern time; for you Saturday 30 January 2027, 09:59``.

    The second half is left out where the person's clocks show the same.
    """
    there = wall_of(at.instant, zone)
    here = wall_of(at.instant, at.zone)
    if at.time is None:
        said = weekday_words(at.day)
        if at.zone == zone or here == there:
            return said
        return f"{said}; that day ends for you on {clock_words(there)}"
    said = clock_words(here)
    if at.zone == zone:
        return said
    said = f"{said} {called(at.zone)}"
    return said if here == there else f"{said}; for you {clock_words(there)}"


def weekday_words(day: date) -> str:
    """``Friday 29 January 2027``."""
    return f"{day:%A} {day_in_words(day)}"


def clock_words(at: datetime) -> str:
    """``Friday 29 January 2027, 23:59``."""
    return f"{weekday_words(at.date())}, {at:%H:%M}"


def hours_sentence(preferences: Preferences) -> str:
    """``I write at 08:00, US Eastern time, and never between 22:00 and 07:00, your quiet hours.``

    The hour is the one at which reminders go out, after the quiet hours it may lie in.
    """
    said = f"I write at {sending_hour(preferences):%H:%M}, {called(preferences.zone)}"
    begins, ends = preferences.quiet_from, preferences.quiet_to
    if begins == ends:
        return f"{said}. You have no quiet hours."
    return f"{said}, and never between {begins:%H:%M} and {ends:%H:%M}, your quiet hours."


def ahead_words(day: date, today: date) -> str:
    """``Today``, ``Tomorrow``, ``In 7 days``, or ``Past`` for a day that is over."""
    days = (day - today).days
    if days < 0:
        return "Past"
    return {0: "Today", 1: "Tomorrow"}.get(days, f"In {days} days")
