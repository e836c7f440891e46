"""Published outcomes: a selected, cited set; each figure keeps its denominator."""

from typing import Literal

from pydantic import Field

from core.facts.provenance import Checked, Dated
from core.terms import ApplicantType, Specialty


class Outcome(Dated):
    """Base of an outcome row: who is counted, when, and who is missing from the count."""

    id: str
    specialty: Specialty
    applicants: tuple[ApplicantType, ...]
    years: str
    population: str
    missing: str = Field(description="who is not in the count, in a sentence")


class MatchCount(Outcome):
    """Matched and not matched among those counted; ``low``..``high`` bound Step 2 CK where given.

    ``exact`` is false where the counts were worked back from a rounded rate.
    """

    matched: int
    unmatched: int
    exact: bool = True
    low: int | None = None
    high: int | None = None


class MatchRate(Outcome):
    """A published rate without counts, in per cent."""

    percent: float


class ScoreSpread(Outcome):
    """Step 2 CK of those who matched and those who did not: quartiles or means, with n."""

    statistic: Literal["quartiles", "means"]
    matched_n: int | None = None
    matched_lower: int | None = None
    matched_centre: int
    matched_upper: int | None = None
    unmatched_n: int | None = None
    unmatched_lower: int | None = None
    unmatched_centre: int | None = None
    unmatched_upper: int | None = None
    did_not_separate: bool = False


class RankSpread(Outcome):
    """Contiguous ranks of those who matched and those who did not: medians and quartiles."""

    matched_n: int
    matched_lower: float
    matched_median: float
    matched_upper: float
    unmatched_n: int
    unmatched_lower: float
    unmatched_median: float
    unmatched_upper: float


class RanksForNinety(Outcome):
    """Contiguous ranks at which nine in ten matched."""

    ranks: int


class OverallRate(Dated):
    """The PGY-1 match rate over all specialties, in per cent: context, no chance in radiology."""

    applicant: ApplicantType
    year: int
    percent: float
    active: int | None = None


class SignalEvidence(Dated):
    """A survey on signals, with its fair comparator."""

    year: str
    signalled_percent: float
    next_choice_percent: float
    other_percent: float
    n: int
    answered_percent: float
    limits: str


class PositionCount(Dated):
    """Positions offered and filled by track in a year."""

    specialty: Specialty
    track: Literal["categorical", "advanced", "reserved"]
    year: int
    offered: int
    filled: int


class NotHeld(Checked):
    """A figure we looked for and do not hold, and where one may be."""

    specialty: Specialty
    applicants: tuple[ApplicantType, ...]
    what: str
    where: str
    after_fail: bool = Field(default=False, description="concerns people with a failed Step alone")


class Outcomes(Checked):
    """All outcome figures."""

    counts: tuple[MatchCount, ...]
    rates: tuple[MatchRate, ...]
    spreads: tuple[ScoreSpread, ...]
    ranks: tuple[RankSpread, ...]
    ranks_for_ninety: tuple[RanksForNinety, ...]
    overall: tuple[OverallRate, ...]
    signals: tuple[SignalEvidence, ...]
    positions: tuple[PositionCount, ...]
    not_held: tuple[NotHeld, ...]
