"""When something is, as people say it: ``next friday 5pm``, ``in 3 weeks``, ``15 January``.

A library reads it, and passes over words that it does not know. What it passed over could have
meant another day, so that anything that is not accounted for in its answer is refused instead.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.dialogue.text import day_in_words
from core.facts.zones import zone as zone_named
from core.timeline.local_time import LocalTime

LONGEST = 100
"""The most characters that are looked at."""

_CENTURY = 100

ACCEPTED = "a day, as 15 January 2027, 2027-01-15 17:00, next friday 5pm or in 3 weeks"

_WORD = re.compile(r"[a-z]+")
_NUMBER = re.compile(r"\d+")
_MONTHS = _WORD.findall(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec"
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT_WEEKDAYS = {"tues": "tue", "weds": "wed", "thur": "thu", "thurs": "thu"}
_SMALL_NUMBERS = _WORD.findall(
    "a an one two three four five six seven eight nine ten eleven twelve"
)
_UNITS = ("minute", "hour", "day", "week", "fortnight", "month", "year")
_OTHER_WORDS = _WORD.findall(
    "next this coming on at by in the of from now today tomorrow tonight noon am pm "
    "morning afternoon evening"
)
_VOCABULARY = frozenset(
    [
        *_MONTHS,
        *_WEEKDAYS,
        *(day[:3] for day in _WEEKDAYS),
        *_SMALL_NUMBERS,
        *_UNITS,
        *(f"{unit}s" for unit in _UNITS),
        *_OTHER_WORDS,
    ]
)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_CLOCK = re.compile(r"\b(\d{1,2})(?:(?:[:.]\d{2}){0,2} ?[ap]m|(?::\d{2}){1,2})\b")
_ISO_T = re.compile(r"(?<=\d)t(?=\d)")
_AMOUNT = re.compile(
    rf"(?<![-.,\d])\b(?:\d{{1,4}}|{'|'.join(_SMALL_NUMBERS)}) (?:{'|'.join(_UNITS)})s?\b"
)
_BARE_HOUR = re.compile(r"\bat \d{1,2}$")
_GONE = re.compile(
    rf"\b(?:yesterday|ago|last (?:night|week|month|year|(?:{'|'.join(_WEEKDAYS)})))\b"
)
_HOUR_TAKEN = f"{ACCEPTED}, with a time as 9 am or 21:00"
_NAMES_A_DAY = frozenset({"day", "time", "part_of_day"})
_CHARACTERS = re.compile(r"[a-z0-9 :.,/-]+")


class UnclearTime(ValueError):
    """What was typed names no day, or could mean several; ``accepted`` says what is."""

    def __init__(self, accepted: str = ACCEPTED) -> None:
        super().__init__(accepted)
        self.accepted = accepted


@dataclass(frozen=True, slots=True)
class _Read:
    """What the library made of it: a wall-clock time, and how exactly it was told."""

    at: datetime
    period: str


def read_when(typed: str, *, now: datetime, zone: str, until: date) -> LocalTime:
    """The day, and the time where one is told, that somebody means who is in ``zone`` now.

    ``now`` is aware. A zone that is told (``5pm Eastern``) stays the time's own. Nothing that is
    past, or after ``until``, is taken, nor a date that half the world reads the other way
    round. Raises :class:`UnclearTime`.
    """
    words = _tidied(typed)
    words, told = _without_zone(words)
    here = now.astimezone(ZoneInfo(told or zone))
    wall = here.replace(tzinfo=None, second=0, microsecond=0)
    read = _unambiguous(words, wall)
    day = _said_of_today(words, read.at.date(), wall.date())
    _check(words, read, day, until)
    timed = read.period == "time"
    at = LocalTime(day, read.at.time().replace(second=0) if timed else None, told or zone)
    past = at.instant < now if timed else day < wall.date()
    if past:
        raise UnclearTime(f"a time to come; {day_in_words(day)}{_clock(at)} is past")
    return at


def _tidied(typed: str) -> str:
    """In small letters with single blanks; raises for what no date is written with."""
    words = " ".join(typed.lower().split())
    if len(words) > LONGEST:
        raise UnclearTime(f"{ACCEPTED}, {LONGEST} characters at most")
    words = words.replace("a.m.", "am").replace("p.m.", "pm").replace("\u2019", "'").rstrip("?!. ")
    words = re.sub(r"(?<=:\d\d)z$", " utc", words.replace(" '", " "))
    return re.sub(r"\b(?:the )?day after tomorrow\b", "in 2 days", words)


def _without_zone(words: str) -> tuple[str, str | None]:
    """What stands before the name of a zone, and the zone; no name of one is a word of a date."""
    parts = words.split(" ")
    for length in (3, 2, 1):
        tail = " ".join(parts[-length:]).removesuffix(" time")
        if len(parts) > length and (found := zone_named(tail)):
            return " ".join(parts[:-length]).removesuffix(","), found
    return words, None


def _unambiguous(words: str, wall: datetime) -> _Read:
    """What the library reads, the same whether months or days come first."""
    words = _ISO_T.sub(" ", words)
    if _GONE.search(words):
        raise UnclearTime(f"{ACCEPTED}; this is past")
    if "midnight" in words:
        raise UnclearTime("a time as 23:59; midnight could be either end of a day")
    known = (_SHORT_WEEKDAYS.get(word, word) in _VOCABULARY for word in _letters(words))
    if not _CHARACTERS.fullmatch(words) or not all(known):
        raise UnclearTime
    if _BARE_HOUR.search(words):
        raise UnclearTime(_HOUR_TAKEN)
    for long, short in _SHORT_WEEKDAYS.items():
        words = re.sub(rf"\b{long}\b", short, words)
    months_first, days_first = (_parsed(words, order, wall) for order in ("MDY", "DMY"))
    if months_first is None or days_first is None:
        raise UnclearTime
    vague = {months_first.period, days_first.period} - _NAMES_A_DAY
    if vague and not _AMOUNT.search(words):
        raise UnclearTime(f"{ACCEPTED}; this names no day")
    one, other = months_first.at.date(), days_first.at.date()
    if one != other:
        raise UnclearTime(
            f"the month in letters: this is {day_in_words(one)} for some and "
            f"{day_in_words(other)} for others"
        )
    return months_first


def _letters(words: str) -> list[str]:
    return _WORD.findall(_ORDINAL.sub("", words))


def _parsed(words: str, order: str, wall: datetime) -> _Read | None:
    from dateparser.date import DateDataParser  # a tenth of a second that most never need

    parser = DateDataParser(
        languages=["en"],
        settings={
            "RELATIVE_BASE": wall,
            "PREFER_DATES_FROM": "future",
            "DATE_ORDER": order,
            "RETURN_TIME_AS_PERIOD": True,
            "PARSERS": ["relative-time", "absolute-time"],
        },
    )
    try:
        found = parser.get_date_data(words)
    except (ValueError, ArithmeticError):
        return None
    if found.date_obj is None or found.date_obj.tzinfo is not None:
        return None
    return _Read(found.date_obj, found.period)


def _said_of_today(words: str, day: date, today: date) -> date:
    """Today's own date, where the library went on to the same day of next year."""
    same = (day.month, day.day) == (today.month, today.day)
    if not same or day.year != today.year + 1 or str(day.year) in words or _AMOUNT.search(words):
        return day
    return today


def _check(words: str, read: _Read, day: date, until: date) -> None:
    """Raise where something that was typed is not in what was read."""
    if day > until:
        # Of a year in two digits the library takes the century to come.
        if str(day.year) not in words and (meant := day.year - _CENTURY) <= until.year:
            raise UnclearTime(f"a time to come; {day.day} {day:%B} {meant} is past")
        raise UnclearTime(f"a day up to {day_in_words(until)}")
    rest = _ORDINAL.sub("", _ISO_T.sub(" ", _AMOUNT.sub(" ", words)))
    clocks = {int(clock[1]) % 12 for clock in _CLOCK.finditer(rest)}
    rest = _CLOCK.sub(" ", rest)
    if clocks and (read.period != "time" or clocks != {read.at.hour % 12}):
        raise UnclearTime
    told = {day.day, day.month, day.year, day.year % 100}
    if not all(int(number) in told for number in _NUMBER.findall(rest)):
        raise UnclearTime(_HOUR_TAKEN)
    weekday = _WEEKDAYS[day.weekday()]
    named = {word[:3] for word in _letters(rest)} & {one[:3] for one in _WEEKDAYS}
    if named - {weekday[:3]}:
        raise UnclearTime(
            f"a weekday and a day that go together; {day_in_words(day)} is a {weekday.capitalize()}"
        )


def _clock(at: LocalTime) -> str:
    return "" if at.time is None else f", {at.time:%H:%M},"
