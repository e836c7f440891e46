"""Which dates of a season cannot lie before which others."""

from collections.abc import Iterator
from itertools import pairwise

from core.facts.seasons import Season
from core.terms import MilestoneName

# What is set by somebody else than the Match or ERAS stands beside their order: it has moved
# across neighbouring dates before.
_CHAINS = (
    (
        MilestoneName.VSLO_OPENS,
        MilestoneName.ERAS_OPENS,
        MilestoneName.SUBMIT,
        MilestoneName.REVIEW,
        MilestoneName.RANKING_OPENS,
        MilestoneName.RANK_LIST_DEADLINE,
        MilestoneName.MATCH_WEEK,
        MilestoneName.SOAP_APPLICATIONS,
        MilestoneName.SOAP_REVIEW,
        MilestoneName.SOAP_OFFERS,
        MilestoneName.SOAP_ROUND_2,
        MilestoneName.SOAP_ROUND_3,
        MilestoneName.SOAP_ROUND_4,
        MilestoneName.SOAP_ENDS,
        MilestoneName.MATCH_DAY,
        MilestoneName.SEASON_ENDS,
    ),
    (
        MilestoneName.NRMP_OPENS,
        MilestoneName.NRMP_STANDARD_DEADLINE,
        MilestoneName.NRMP_LATE_DEADLINE,
        MilestoneName.MATCH_WEEK,
    ),
    (
        MilestoneName.ERAS_OPENS,
        MilestoneName.IMG_TOKEN,
        MilestoneName.IMG_DOCUMENTS,
        MilestoneName.REVIEW,
        MilestoneName.PATHWAYS_DEADLINE,
        MilestoneName.RANK_LIST_DEADLINE,
    ),
    (
        MilestoneName.SUBMIT,
        MilestoneName.MILITARY_RESULTS,
        MilestoneName.RANK_LIST_DEADLINE,
    ),
    (
        MilestoneName.IR_INDEPENDENT_MATCH_DAY,
        MilestoneName.SEASON_ENDS,
    ),
)


def disorder(season: Season) -> Iterator[str]:
    """What stands in the wrong order or year, a sentence for each.

    A season begins in the calendar year before residency starts and ends in that one.
    """
    for milestone in season.milestones:
        if not season.season - 1 <= milestone.at.year <= milestone.last_day.year <= season.season:
            yield f"{milestone.name} lies outside the years {season.season - 1} and {season.season}"
    said: set[tuple[MilestoneName, MilestoneName]] = set()
    for chain in _CHAINS:
        held = [one for name in chain if (one := season.milestone(name)) is not None]
        for earlier, later in pairwise(held):
            pair = (earlier.name, later.name)
            if later.instant < earlier.instant and pair not in said:
                said.add(pair)
                yield f"{later.name} lies before {earlier.name}"
