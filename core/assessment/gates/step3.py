"""The gate of Step 3: planned before it is open to the person."""

from collections.abc import Iterator
from datetime import date

from core.assessment.case import Case
from core.assessment.gates.drawing import passed, printed_unsaid
from core.assessment.grounds import Grounds
from core.assessment.result import Gate
from core.dialogue.text import day_in_words
from core.terms import Exam, ExamStatus, GateLevel


def step3_not_eligible(case: Case, grounds: Grounds) -> Gate | None:
    """Step 3 is planned before the degree, before both Steps, or before the certificate."""
    if case.profile.step3_status != "scheduled":
        return None
    obstacles = tuple(_obstacles(case))
    if not obstacles:
        return None
    rule = case.facts.examinations.step3
    named = " and ".join(text for text, _ in obstacles)
    # One obstacle that is stated is enough; the gate waits for an answer where none is.
    missing = None if any(field is None for _, field in obstacles) else obstacles[0][1]
    return Gate(
        id="step3_not_eligible",
        level=GateLevel.SETTLE,
        text=(
            f"Step 3 opens after {named}. Proof of the degree alone can take"
            f" {rule.graduation_check_weeks} weeks: move the plan behind that, and put the time"
            " into what is open now."
        ),
        sources=grounds.citations.of(rule, case.today),
        missing=missing,
    )


def _obstacles(case: Case) -> Iterator[tuple[str, str | None]]:
    """What stands before Step 3, each with the answer that could take it away."""
    profile, rule = case.profile, case.facts.examinations.step3
    planned, degree = profile.step3_date, profile.graduation_date
    if rule.needs_degree and planned and degree and planned < degree:
        yield f"your degree date ({day_in_words(degree)})", None
    if rule.needs_both_steps:
        if passed(case, Exam.STEP1) is False:
            yield "Step 1 is passed", None
        if case.step2.passing is False:
            yield "Step 2 CK is passed", printed_unsaid(case)
        elif case.step2.status is ExamStatus.NOT_TAKEN or _tested_after(case, planned):
            yield "Step 2 CK is passed", None
    if (
        rule.needs_ecfmg_certificate
        and case.is_img
        and profile.ecfmg in {"in_progress", "not_started"}
    ):
        yield "your ECFMG certificate is there", None


def _tested_after(case: Case, planned: date | None) -> bool:
    tested = case.profile.step2_date
    return planned is not None and tested is not None and tested >= planned
