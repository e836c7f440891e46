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
    chosen = [*_bands(case, held.bands), *held.others]
    today = case.today
    failed = held.not_held_after_fail if case.fails.known else ()
    return [*(row.shown.on(today) for row in chosen), *held.not_held, *failed]


def _bands(case: Case, bands: tuple[EvidenceRow, ...]) -> tuple[EvidenceRow, ...]:
    """The band of a passing score and those beside it; all of them before there is a score.

    A score that is a fail, or may be one, has no band here: the counts are of people who
    had passed. Nor has a score under the lowest band held: that is told as not held.
    """
    score = case.step2.score
    if score is None:
        return () if case.step2.passing is False else bands
    if case.step2.passing is not True:
        return ()
    for place, row in enumerate(bands):
        if row.covers(score):
            return (row, *bands[max(place - 1, 0) : place], *bands[place + 1 : place + 2])
    return ()
