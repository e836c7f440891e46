"""Gates of the number of attempts: the limit reached, and the last attempt left."""

from datetime import date

from dateutil.relativedelta import relativedelta

from core.assessment.case import Case
from core.assessment.conditions.words import EXAMS
from core.assessment.gates.drawing import future, printed_unsaid
from core.assessment.grounds import Grounds
from core.assessment.result import Gate
from core.dialogue.text import day_in_words
from core.terms import Exam, GateLevel

_STEPS = (Exam.STEP1, Exam.STEP2_CK, Exam.STEP3)


def attempt_limit(case: Case, grounds: Grounds) -> Gate | None:
    """As many unpassed attempts at one Step as are allowed: no Step is open any more."""
    rule = case.facts.examinations.attempts
    for exam in _STEPS:
        used = all_failed(case, exam)
        if used is not None and used >= rule.most_attempts:
            return Gate(
                id="attempt_limit",
                level=GateLevel.STOP,
                text=(
                    f"You have {used} attempts at {EXAMS[exam]} without a pass, and USMLE allows"
                    f" {rule.most_attempts}: no Step can be taken any more. Before you spend"
                    " anything on an application, talk with your dean's office about the ways"
                    " that stay open to you."
                ),
                sources=grounds.citations.of(rule, case.today),
                missing=_unsaid(case, exam),
            )
    return None


def last_attempt(case: Case, grounds: Grounds) -> Gate | None:
    """One attempt at a Step is left, with the earliest day the spacing rule allows."""
    rule = case.facts.examinations.attempts
    for exam in _STEPS:
        used = all_failed(case, exam)
        if used is not None and used == rule.most_attempts - 1:
            earliest = _earliest(case, exam)
            return Gate(
                id="last_attempt",
                level=GateLevel.SETTLE,
                text=(
                    f"You have used {used} of {rule.most_attempts} attempts at {EXAMS[exam]}, so"
                    f" one is left. {_spacing(case, earliest)}"
                    " Book it when practice tests say you are ready."
                ),
                sources=grounds.citations.of(rule, case.today),
                missing=_unsaid(case, exam),
                on=earliest if earliest and future(earliest, case) else None,
            )
    return None


def _spacing(case: Case, earliest: date | None) -> str:
    rule = case.facts.examinations.attempts
    after = (
        f"at least {rule.months_after_first} months after your first attempt and"
        f" {rule.months_after_latest} after the latest"
    )
    if earliest is None:
        return f"It has to come {after}; with the day of your latest test I can work it out."
    first = earliest - relativedelta(months=rule.months_after_first)
    return (
        f"It has to come {after}: not before {day_in_words(earliest)}, and later if your first"
        f" attempt was after {day_in_words(first)}."
    )


def _earliest(case: Case, exam: Exam) -> date | None:
    """What follows from the latest test day; the day of the first attempt is not asked."""
    profile = case.profile
    latest = {
        Exam.STEP1: profile.step1_date if profile.step1_result == "fail" else None,
        Exam.STEP2_CK: case.step2.tested if case.step2.passing is False else None,
        Exam.STEP3: profile.step3_date if profile.step3_status == "failed" else None,
    }[exam]
    months = case.facts.examinations.attempts.months_after_latest
    return latest + relativedelta(months=months) if latest else None


def all_failed(case: Case, exam: Exam) -> int | None:
    """The sittings of a Step where every one of them is known to be a fail."""
    used: int | None = getattr(
        case.profile,
        {
            Exam.STEP1: "step1_attempts",
            Exam.STEP2_CK: "step2_attempts",
            Exam.STEP3: "step3_attempts",
        }[exam],
    )
    return used if used and case.fails.by_exam[exam] == used else None


def _unsaid(case: Case, exam: Exam) -> str | None:
    rests_on_mark = exam is Exam.STEP2_CK and case.step2.passing is False
    return printed_unsaid(case) if rests_on_mark else None
