"""The tables by which a Step 2 CK score is read for a specialty and an applicant type."""

from typing import Literal

from pydantic import Field

from core.facts.guidance import GuideId
from core.facts.provenance import Checked, Dated
from core.terms import ApplicantType, Band, Specialty


class Centre(Dated):
    """The matched median where held, else the matched mean, in points."""

    points: int
    statistic: Literal["median", "mean"]
    year: int
    n: int | None = None
    lower_quarter: int | None = None


class Cut(Checked):
    """A band begins at ``points``, or so far from the national mean (``from_mean``, negative)."""

    band: Band
    points: int | None = None
    from_mean: int | None = None


class BandTable(Dated):
    """Cuts, best band first; below the last cut the band is ``lowest``.

    With a ``centre`` the first cut is the centre itself. ``words`` says whose words a band is
    in, by band: the guide's for whom the guide wrote, otherwise ours.
    """

    specialty: Specialty
    applicants: tuple[ApplicantType, ...]
    centre: Centre | None = None
    cuts: tuple[Cut, ...]
    lowest: Band = Band.SIGNIFICANTLY_LOW
    words: dict[Band, GuideId] = Field(
        default={}, description="the guide whose word a band is; a band without one is in ours"
    )


class GuideWord(Checked):
    """What a guide calls a stretch of scores, and for whom it says so.

    ``low`` and ``high`` bound the scores, both included, open where ``None``; relative ones
    count from the national mean.
    """

    guide: str
    section: str
    specialty: Specialty
    applicants: tuple[ApplicantType, ...] = Field(description="empty: the guide writes for any")
    low: int | None = None
    high: int | None = None
    low_from_mean: int | None = None
    high_from_mean: int | None = None
    says: str = Field(description="in our words, with the guide's own label where it is one")
    failures_count: bool = Field(
        default=False, description="failed attempts put a person here too, whatever the score"
    )
    failures_needed: int = Field(default=2, ge=1, description="how many of them it takes")


class Disputed(Checked):
    """Scores over which sources disagree; ``why`` says how, in a sentence."""

    id: str
    specialty: Specialty
    applicants: tuple[ApplicantType, ...]
    low: int | None = None
    high: int | None = None
    low_from_mean: int | None = None
    high_from_mean: int | None = None
    only_with: Specialty | None = Field(default=None, description="when this is chosen too")
    why: str
    sources: tuple[str, ...]


class Cutoffs(Dated):
    """Scores without a date or printed result that cannot be read: from, to, both included."""

    unreadable_low: int
    unreadable_high: int


class Bands(Checked):
    """Everything by which scores are banded."""

    tables: tuple[BandTable, ...]
    guide_words: tuple[GuideWord, ...]
    disputed: tuple[Disputed, ...]
    cutoffs: Cutoffs
    low_bands: tuple[Band, ...]

    def table(self, specialty: Specialty, applicant: ApplicantType) -> BandTable | None:
        """The table for a specialty and applicant type."""
        for table in self.tables:
            if table.specialty is specialty and applicant in table.applicants:
                return table
        return None
