"""Days as people type them, read without guessing."""

import re
from datetime import date, datetime

from dateutil import parser

_WITH_LETTERS = re.compile(
    r"(?=.*[A-Za-z])(?=.*(?<!\d)[12]\d{3}(?!\d))(?!.*\d\.\d)[\w ,.]+", re.ASCII
)


class UnclearDay(ValueError):
    """The text names no day, or could mean two. It is not repeated here."""


def read_day(typed: str) -> date:
    """A day from ``2027-06-01`` or a form with the month in letters (``1 June 2027``).

    A form with the month as a number other than the ISO one is refused, because half the
    world reads it the other way round; so is one that leaves out the day, the month or the
    century. Raises :class:`UnclearDay`.
    """
    try:
        return date.fromisoformat(typed)
    except ValueError:
        pass
    if not _WITH_LETTERS.fullmatch(typed):
        raise UnclearDay
    try:
        # A part that is left out comes from the default, and so differs between the two.
        one = parser.parse(typed, default=datetime(2000, 1, 1), ignoretz=True)  # noqa: DTZ001
        other = parser.parse(typed, default=datetime(2004, 2, 2), ignoretz=True)  # noqa: DTZ001
    except (ValueError, ArithmeticError):
        raise UnclearDay from None
    if one.date() != other.date():
        raise UnclearDay
    return one.date()
