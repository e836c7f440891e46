"""What every part of the plan is worked out from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.assessment.case import Case
from core.assessment.conditions import Judged
from core.assessment.entries import PreparedEntry
from core.assessment.prepared import Prepared
from core.assessment.result import Cited, Note
from core.facts.provenance import Dated
from core.profile.applicant import Profile
from core.terms import INTERNATIONAL, Phase

_LOCKED = frozenset({Phase.INTERVIEWING, Phase.RANKING, Phase.MATCH_WEEK})


@dataclass(frozen=True, slots=True)
class Planning:
    """The case, its bands, the entries that concern the person, and the season planned for.

    ``open`` says whether the application can still be changed (once certified it is locked),
    ``low`` whether the score is a weak one for any specialty aimed at, ``weak`` whether that
    or a failed attempt is on record, ``img`` whether the person counts as an international
    graduate.
    """

    case: Case
    profile: Profile
    prepared: Prepared
    concerned: Mapping[str, PreparedEntry]
    season: int
    open: bool
    low: bool
    weak: bool
    img: bool

    def notes(self, *ids: str) -> tuple[Note, ...]:
        """The guides' own advice, where it concerns the person in this phase."""
        return tuple(self.concerned[id_].note for id_ in ids if id_ in self.concerned)

    def guides_on(self, id_: str) -> tuple[Cited, ...]:
        """The passages an entry rests on, whether or not it concerns the person."""
        entry = self.prepared.entries.get(id_)
        return entry.advice.sources if entry else ()

    def cite(self, fact: Dated | None) -> tuple[Cited, ...]:
        """The sources of a fact."""
        return self.prepared.citations.of(fact, self.case.today) if fact is not None else ()


def planning_for(
    judged: Judged, prepared: Prepared, concerned: Iterable[PreparedEntry], season: int
) -> Planning:
    """Work out what the parts of the plan share."""
    case = judged.case
    low_bands = case.facts.bands.low_bands
    low = any(band in low_bands for band in judged.bands.values())
    return Planning(
        case=case,
        profile=case.profile,
        prepared=prepared,
        concerned={entry.advice.id: entry for entry in concerned},
        season=season,
        open=case.phase not in _LOCKED,
        low=low,
        weak=low or case.fails.known > 0,
        img=case.is_img is True or case.profile.applicant in INTERNATIONAL,
    )
