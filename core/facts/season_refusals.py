"""What is wrong with corrections of a season, as sentences for whoever wrote them."""

from collections.abc import Iterable, Iterator
from datetime import date

from core.facts.catalogue import Facts
from core.facts.corrected import Correction, with_dates
from core.facts.season_order import disorder
from core.terms import Strength

SOURCE_LIMIT = 300
NOTE_LIMIT = 300
SOURCES_LIMIT = 5
_SHORTEST = 3
STRENGTHS = (
    Strength.OFFICIAL,
    Strength.TRANSCRIBED,
    Strength.SECOND_HAND,
    Strength.ESTIMATE,
)
"""How firmly a date can be known; advice is none."""


def wrong_with(facts: Facts, corrections: Iterable[Correction], today: date) -> tuple[str, ...]:
    """Everything that is wrong with corrections of the dates in ``facts``; empty where they stand.

    ``facts`` are those in use, with the corrections made before. Nothing is to be written
    unless it is empty.
    """
    made = tuple(corrections)
    found = [wrong for one in made for wrong in _alone(facts, one, today)]
    return tuple(found) or tuple(_together(facts, made))


def _alone(facts: Facts, correction: Correction, today: date) -> Iterator[str]:
    season, one = facts.calendar.season(correction.season), correction.milestone
    called = f"{one.name} of season {correction.season}"
    if season is None:
        held = [held.season for held in facts.calendar.seasons]
        yield f"there is no season {correction.season}, only {min(held)} to {max(held)}"
        return
    if one.strength not in STRENGTHS:
        yield f"{called}: the strength is one of {', '.join(STRENGTHS)}"
    if one.checked > today:
        yield f"{called}: it cannot have been checked on a day to come"
    if one.check_again <= one.checked:
        yield f"{called}: the day to check it again lies after the day it was checked"
    if len(one.sources) > SOURCES_LIMIT:
        yield f"{called}: {SOURCES_LIMIT} sources at most"
    for source in one.sources:
        if not _is_line(source, SOURCE_LIMIT) or len(source.strip()) < _SHORTEST:
            yield f"{called}: a source is one line of {_SHORTEST} to {SOURCE_LIMIT} characters"
    if one.note and not _is_line(one.note, NOTE_LIMIT):
        yield f"{called}: a note is one line of {NOTE_LIMIT} characters at most"


def _together(facts: Facts, corrections: tuple[Correction, ...]) -> Iterator[str]:
    for season in facts.calendar.seasons:
        dates = [one.milestone for one in corrections if one.season == season.season]
        if len({one.name for one in dates}) < len(dates):
            yield f"season {season.season}: a date is given twice"
        for wrong in disorder(with_dates(season, dates)) if dates else ():
            yield f"season {season.season}: {wrong}"


def _is_line(words: str, limit: int) -> bool:
    return len(words) <= limit and words.isprintable()
