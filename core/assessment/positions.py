"""Which positions are open to this person, and the year each of them starts."""

from core.assessment.conditions.words import SPECIALTIES
from core.assessment.plan_tree import Track
from core.assessment.planning import Planning
from core.terms import Specialty

_TRAINED = frozenset({"pgy1_in_progress", "pgy1_done"})
_TRACKS = ("categorical", "advanced", "reserved")


def positions(planning: Planning) -> tuple[Track, ...]:
    """Every track of every specialty aimed at."""
    return tuple(
        _track(planning, specialty, track)
        for specialty in planning.profile.specialty
        for track in _TRACKS
    )


def _track(planning: Planning, specialty: Specialty, track: str) -> Track:
    count = planning.prepared.positions.get((specialty, track))
    season, prior = planning.season, planning.profile.prior_training
    name = f"{track.capitalize()} positions in {SPECIALTIES[specialty]}"
    is_open: bool | None = True
    starts = season
    if track == "categorical":
        words = f"{name} start in July {season} and include the first year."
    elif track == "advanced":
        starts = season + 1
        words = f"{name} start in July {starts}, after {_first_year(season, prior)}."
    else:
        is_open = None if prior in (None, "other") else prior in _TRAINED
        words = f"{name} start in July {season} as PGY-2, for physicians with prior training"
        words += _RESERVED[is_open]
    if count is not None:
        words += f" In {count.year}, {count.offered:,} were offered."
    return Track(
        id=f"{specialty.value}_{track}",
        specialty=specialty,
        track=track,
        is_open=is_open,
        starts=starts,
        text=words,
        offered=count.offered if count else None,
        offered_year=count.year if count else None,
        sources=planning.cite(count),
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
