"""Days as people type them, read without guessing."""

from datetime import date, datetime

from dateutil import parser


class UnclearDay(ValueError):
    """The text names no day, or could mean two."""


def read_day(typed: str) -> date:
    """A day from ``2027-06-01`` or a form with the month in letters (``1 June 2027``).

    A form with the month as a number other than the ISO one is refused, because half the
    world reads it the other way round; so is one that leaves out the day, month or year.
    """
    try:
        return date.fromisoformat(typed)
    except ValueError:
        pass
    if not any(letter.isalpha() for letter in typed):
        raise UnclearDay(typed)
    try:
        one = parser.parse(typed, default=datetime(2000, 1, 1))  # noqa: DTZ001 - a calendar day
        other = parser.parse(typed, default=datetime(2004, 2, 2))  # noqa: DTZ001 - a calendar day
    except (ValueError, OverflowError) as wrong:
        raise UnclearDay(typed) from wrong
    if one.date() != other.date():
        raise UnclearDay(typed)
    return one.date()
