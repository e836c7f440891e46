"""What every part of the plan is worked out from."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.assessment.case import Case
from core.assessment.conditions import Judged
from core.assessment.prepared import Prepared, PreparedEntry
from core.assessment.result import Cited, Note
from core.facts.provenance import Dated
from core.profile.applicant import Profile
from core.terms import ApplicantType, Phase

_IMG_TYPES = frozenset({ApplicantType.US_IMG, ApplicantType.NON_US_IMG})
_LOCKED = frozenset({Phase.INTERVIEWING, Phase.RANKING, Phase.MATCH_WEEK})


@dataclass(frozen=True, slots=True)
class Planning:
    """The case, its bands, the entries that concern the person, and the season planned for."""

    case: Case
    judged: Judged
    prepared: Prepared
    concerned: Mapping[str, PreparedEntry]
    season: int

    @property
    def profile(self) -> Profile:
        """The applicant's answers."""
        return self.case.profile

    @property
    def open(self) -> bool:
        """Whether the application can still be changed; once certified it is locked."""
        return self.case.phase not in _LOCKED

    @property
    def low(self) -> bool:
        """Whether the score is a weak one for any specialty aimed at."""
        low = self.case.facts.bands.low_bands
        return any(band in low for band in self.judged.bands.values())

    @property
    def weak(self) -> bool:
        """Whether a weak score or a failed attempt is on record."""
        return self.low or self.case.fails.known > 0

    @property
    def img(self) -> bool:
        """Whether the person counts as an international graduate."""
        return self.case.is_img is True or self.profile.applicant in _IMG_TYPES

    def notes(self, *ids: str) -> tuple[Note, ...]:
        """The guides' own advice, where it concerns the person in this phase."""
        return tuple(self.concerned[id_].note for id_ in ids if id_ in self.concerned)

    def cite(self, fact: Dated | None) -> tuple[Cited, ...]:
        """The sources of a fact."""
        return self.prepared.citations.of(fact, self.case.today) if fact is not None else ()
