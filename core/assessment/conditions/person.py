"""Conditions on who the person is and where they stand: type, aim, stage, degree."""

from dateutil.relativedelta import relativedelta

from core.assessment.conditions.ruling import Answer, Judged, Ruling, ruling_on, unanswered
from core.assessment.conditions.words import APPLICANTS, SPECIALTIES, STAGES
from core.assessment.result import Because
from core.facts import conditions as kinds


@ruling_on.register
def _(condition: kinds.ApplicantAmong) -> Ruling:
    among = frozenset(condition.among)

    def test(judged: Judged) -> Answer:
        applicant = judged.profile.applicant
        return None if applicant is None else applicant in among

    def reasons(judged: Judged) -> tuple[Because, ...]:
        applicant = judged.profile.applicant
        return (
            (Because(f"you are {APPLICANTS[applicant]}", "applicant"),)
            if applicant is not None
            else ()
        )

    return Ruling(test, reasons, unanswered("applicant"))


@ruling_on.register
def _(condition: kinds.SpecialtyIncludes) -> Ruling:
    specialty = condition.specialty

    def test(judged: Judged) -> Answer:
        aims = judged.profile.specialty
        return specialty in aims if aims else None

    def reasons(judged: Judged) -> tuple[Because, ...]:
        aims = judged.profile.specialty
        if not aims:
            return ()
        named = " and ".join(SPECIALTIES[aim] for aim in aims)
        return (Because(f"you aim for {named}", "specialty"),)

    return Ruling(test, reasons, unanswered("specialty"))


@ruling_on.register
def _(condition: kinds.StageAmong) -> Ruling:
    among = frozenset(condition.among)

    def test(judged: Judged) -> Answer:
        stage = judged.profile.stage
        return None if stage is None else stage in among

    def reasons(judged: Judged) -> tuple[Because, ...]:
        stage = judged.profile.stage
        return (Because(STAGES[stage], "stage"),) if stage is not None else ()

    return Ruling(test, reasons, unanswered("stage"))


@ruling_on.register
def _(condition: kinds.Graduated) -> Ruling:
    wanted = condition.value

    def test(judged: Judged) -> Answer:
        graduated = judged.case.graduated
        return None if graduated is None else graduated is wanted

    return Ruling(test, _degree, unanswered("graduation_date", "applicant"))


@ruling_on.register
def _(condition: kinds.CountsAsImg) -> Ruling:
    wanted = condition.value

    def test(judged: Judged) -> Answer:
        is_img = judged.case.is_img
        return None if is_img is None else is_img is wanted

    def reasons(judged: Judged) -> tuple[Because, ...]:
        applicant = judged.profile.applicant
        if applicant is None:
            return ()
        return (Because(f"you are {APPLICANTS[applicant]}", "applicant"),)

    return Ruling(test, reasons, unanswered("graduation_date", "applicant"))


@ruling_on.register
def _(condition: kinds.YearsSinceGraduationAtLeast) -> Ruling:
    years = condition.years

    def test(judged: Judged) -> Answer:
        graduation = judged.profile.graduation_date
        if graduation is None:
            return False if judged.case.graduated is False else None
        return graduation + relativedelta(years=years) <= judged.case.today

    return Ruling(test, _degree, unanswered("graduation_date"))


def _degree(judged: Judged) -> tuple[Because, ...]:
    graduation = judged.profile.graduation_date
    if graduation is not None:
        verb = "came" if graduation <= judged.case.today else "comes"
        return (Because(f"your degree {verb} in {graduation.year}", "graduation_date"),)
    if judged.case.graduated is None:
        return ()
    words = "you have your degree" if judged.case.graduated else "you are still a student"
    return (Because(words, "applicant"),)
