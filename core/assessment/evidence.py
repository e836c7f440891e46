"""What published figures say about people of this applicant type, nearest to the score first."""

from core.assessment.case import Case
from core.assessment.evidence_rows import EvidenceRow
from core.assessment.grounds import Grounds
from core.assessment.result import Evidence
from core.terms import Specialty


def evidence(case: Case, grounds: Grounds) -> tuple[Evidence, ...]:
    """The rows for every specialty aimed at.

    First the counts of the score's own band, then the bands beside it, then figures without
    a band, then what is not held. Rows are those of the person's own applicant type alone,
    so graduates are never shown what was counted among seniors; nobody is shown a row before
    the type is known.
    """
    rows: list[Evidence] = []
    for specialty in case.profile.specialty:
        rows.extend(_of_one(case, grounds, specialty))
    return tuple(rows)


def _of_one(case: Case, grounds: Grounds, specialty: Specialty) -> list[Evidence]:
    applicant = case.profile.applicant
    if applicant is None:
        return []
    held = grounds.evidence[specialty, applicant]
    chosen = [*_nearest(held.bands, case.step2.score), *held.others]
    today = case.today
    return [row.on(today) for row in chosen] + list(held.not_held)


def _nearest(bands: tuple[EvidenceRow, ...], score: int | None) -> list[EvidenceRow]:
    """The band of the score and those beside it; all bands where there is no score to place."""
    if score is None:
        return list(bands)
    for place, row in enumerate(bands):
        if row.covers(score):
            return [row, *bands[max(place - 1, 0) : place], *bands[place + 1 : place + 2]]
    # A score under the lowest band held is shown that band, and no other.
    return list(bands[:1])
