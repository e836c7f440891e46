"""Kinds of positions, worded for a season and a state of prior training."""

from datetime import date

from core.assessment.citing import ByDay, Citations
from core.assessment.conditions.words import SPECIALTIES
from core.assessment.plan_tree import Track
from core.facts.catalogue import Facts
from core.facts.outcomes import PositionCount
from core.terms import Specialty

_TRAINED = frozenset({"pgy1_in_progress", "pgy1_done"})
_TRACKS = ("categorical", "advanced", "reserved")
_PRIOR = (None, "none", "pgy1_in_progress", "pgy1_done", "other")

TracksKey = tuple[Specialty, int, str | None]


def all_tracks(facts: Facts, citations: Citations) -> dict[TracksKey, ByDay[tuple[Track, ...]]]:
    """The tracks for every season held, and every state of prior training."""
    return {
        (specialty, held.season, prior): tracks_of(facts, citations, specialty, held.season, prior)
        for specialty in Specialty
        for held in facts.calendar.seasons
        for prior in _PRIOR
    }


def tracks_of(
    facts: Facts, citations: Citations, specialty: Specialty, season: int, prior: str | None
) -> ByDay[tuple[Track, ...]]:
    """The tracks of a specialty for a season and a state of prior training."""
    held: dict[str, PositionCount] = {
        count.track: count
        for count in sorted(facts.outcomes.positions, key=lambda count: count.year)
        if count.specialty is specialty
    }
    return ByDay(
        (count.check_again for count in held.values()),
        lambda day: tuple(
            _track(specialty, track, season, prior, held.get(track), citations, day)
            for track in _TRACKS
        ),
    )


def _track(
    specialty: Specialty,
    track: str,
    season: int,
    prior: str | None,
    count: PositionCount | None,
    citations: Citations,
    day: date,
) -> Track:
    is_open: bool | None = True
    words = f"{track.capitalize()} positions in {SPECIALTIES[specialty]} "
    if track == "categorical":
        words += f"start in July {season} and include the first year."
    elif track == "advanced":
        words += f"start in July {season + 1}, after {_first_year(season, prior)}."
    else:
        is_open = None if prior in (None, "other") else prior in _TRAINED
        words += f"start in July {season} as PGY-2, for physicians with prior training"
        words += _RESERVED[is_open]
    if count is not None:
        words += f" In {count.year}, {count.offered:,} were offered."
    return Track(
        id=f"{specialty.value}_{track}",
        specialty=specialty,
        track=track,
        is_open=is_open,
        starts=season + (track == "advanced"),
        text=words,
        offered=count.offered if count else None,
        offered_year=count.year if count else None,
        sources=citations.of(count, day) if count else (),
    )


_RESERVED = {
    True: ", and your training opens them; ask each program what it asks of it.",
    False: "; they open once you have trained elsewhere.",
    None: "; whether they are open to you turns on your training so far.",
}


def _first_year(season: int, prior: str | None) -> str:
    if prior == "pgy1_done":
        return "a PGY-1; you have done one, so ask each program whether it counts"
    if prior == "pgy1_in_progress":
        return "a PGY-1; yours may count, so ask each program"
    return f"a PGY-1 from July {season} that you apply for separately"
