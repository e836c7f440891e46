"""Which positions are open to this person, and the year each of them starts."""

from core.assessment.plan_tree import Track
from core.assessment.planning import Planning
from core.assessment.tracks import tracks_of


def positions(planning: Planning) -> tuple[Track, ...]:
    """Every track of every specialty aimed at, in the season planned for."""
    season, prior = planning.season, planning.profile.prior_training
    prepared = planning.prepared
    found: list[Track] = []
    for specialty in planning.profile.specialty:
        held = prepared.tracks.get((specialty, season, prior))
        if held is None:  # a season beyond those held
            held = tracks_of(prepared.facts, prepared.citations, specialty, season, prior)
        found.extend(held.on(planning.case.today))
    return tuple(found)
