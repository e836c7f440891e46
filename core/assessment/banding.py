"""The band of a Step 2 CK score for one specialty, or the answer that the band waits for."""

from dataclasses import dataclass

from core.assessment.case import Case
from core.facts.bands import BandTable
from core.terms import Band, Position, Specialty


@dataclass(frozen=True, slots=True)
class Banded:
    """A band with the table that gave it.

    ``waits_for`` is the profile field that would turn an unknown band into one; ``None`` where
    the band is known or where there is no score to read yet.
    """

    band: Band
    table: BandTable | None
    waits_for: str | None = None


def banded(case: Case, specialty: Specialty) -> Banded:
    """Read the score for a specialty.

    An unanswered question is taken to have every answer it could have: the band is given
    where all of them agree, and is unknown otherwise.
    """
    step2, applicant = case.step2, case.profile.applicant
    bands = case.facts.bands
    table = bands.table(specialty, applicant) if applicant is not None else None
    if step2.passing is False:
        return Banded(Band.NOT_PASSING, table)
    if step2.score is None:
        return Banded(Band.UNKNOWN, table, "step2_ck" if step2.status is None else None)
    if step2.passing is None:
        return Banded(Band.UNKNOWN, table, "step2_result")
    tables = [table] if table is not None else [t for t in bands.tables if t.specialty is specialty]
    found = {band_in(held, step2.score, norm.mean) for held in tables for norm in step2.norms} or {
        Band.UNKNOWN
    }
    if len(found) == 1:
        return Banded(found.pop(), table)
    return Banded(Band.UNKNOWN, table, "applicant" if applicant is None else "step2_date")


def band_in(table: BandTable, score: int, mean: int) -> Band:
    """The band of a passing score in a table, with cuts relative to the mean placed on it."""
    for cut in table.cuts:
        floor = cut.points if cut.points is not None else mean + (cut.from_mean or 0)
        if score >= floor:
            return cut.band
    return table.lowest


def is_low_pass(case: Case, band: Band) -> bool:
    """Whether a band is one of the low ones that a passing score can have."""
    return band is not Band.NOT_PASSING and band in case.facts.bands.low_bands


def position_of(case: Case, table: BandTable | None) -> Position:
    """Where a passing score lies among those who matched, as far as quartiles are held."""
    centre, score = table.centre if table else None, case.step2.score
    if (
        centre is None
        or centre.lower_quarter is None
        or score is None
        or case.step2.passing is not True
    ):
        return Position.NO_QUARTILE
    if score >= centre.points:
        return Position.ABOVE_CENTRE
    if score >= centre.lower_quarter:
        return Position.MIDDLE_HALF
    return Position.UNDER_LOWER_QUARTER
