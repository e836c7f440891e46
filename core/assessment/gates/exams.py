"""Gates of the examinations themselves: a fail, a missing Step 2 CK, COMLEX, a retake."""

from core.assessment.case import Case
from core.assessment.conditions.words import EXAMS, counted
from core.assessment.gates.drawing import (
    attempts_words,
    future,
    milestone,
    passed,
    printed_unsaid,
)
from core.assessment.grounds import Grounds
from core.assessment.phase import latest_safe_test
from core.assessment.result import Gate
from core.dialogue.text import day_in_words
from core.terms import OSTEOPATHIC, Exam, ExamStatus, GateLevel, MilestoneName

_RETAKES = {"step1": Exam.STEP1, "step2_ck": Exam.STEP2_CK, "step3": Exam.STEP3}


def step2_below_pass_mark(case: Case, grounds: Grounds) -> Gate | None:
    """A printed fail, or without a printed result a score under the mark of its day."""
    step2 = case.step2
    if step2.passing is not False:
        return None
    examinations, cutoffs = case.facts.examinations, case.facts.bands.cutoffs
    if case.profile.step2_result is not None:
        true = "Your Step 2 CK report prints a fail."
    elif step2.mark is not None:
        true = (
            f"The pass mark on your test day was {step2.mark.points} and your score is"
            f" {step2.score}, so this looks like a fail; please check what your report prints."
        )
    else:
        true = (
            f"Your score is under {cutoffs.unreadable_low}, the lowest pass mark we hold, so this"
            " looks like a fail; please check what your report prints."
        )
    return Gate(
        id="step2_below_pass_mark",
        level=GateLevel.STOP,
        text=f"{true}{_attempts_left(case)}",
        sources=grounds.citations.all_of(case.today, step2.mark or cutoffs, examinations.attempts),
        missing=printed_unsaid(case),
    )


def _attempts_left(case: Case) -> str:
    most, used = case.facts.examinations.attempts.most_attempts, case.profile.step2_attempts
    if used is not None and used >= most:
        return ""
    plan = "The retake is the plan now, and everything else can wait."
    if used:
        return (
            f" You have used {used} of {most} attempts, so {most - used}"
            f" {'is' if most - used == 1 else 'are'} left. {plan}"
        )
    return f" USMLE allows {attempts_words(most)} in all. {plan}"


def exam_failed(case: Case, grounds: Grounds) -> Gate | None:
    """Any failed attempt on record."""
    fails = case.fails
    if fails.known == 0:
        return None
    sure = max(case.profile.failed_attempts or 0, sum(fails.by_exam.values()) - 1)
    number = counted(fails.known, "failed attempt", "failed attempts")
    return Gate(
        id="exam_failed",
        level=GateLevel.SETTLE,
        text=(
            f"Your record holds {number}, and programs see every attempt."
            " Agree with your dean's office how it is worded, and be ready to say in a sentence"
            " or two what you changed afterwards."
        ),
        sources=grounds.citations.of(case.facts.examinations.attempts, case.today),
        missing=None if fails.printed or sure > 0 else "step2_result",
    )


def step2_missing(case: Case, grounds: Grounds) -> Gate | None:
    """Step 2 CK stated as not taken, with no test day set. Silence is not that."""
    if case.step2.status is not ExamStatus.NOT_TAKEN or case.profile.step2_date is not None:
        return None
    safe, review = latest_safe_test(case.calendar, case.facts.calendar), None
    what = "Choose a test window with your dean's office, and set the day."
    if safe is not None and future(safe, case):
        review = milestone(case, MilestoneName.REVIEW)
        what = (
            f"Set a test day: up to {day_in_words(safe)} the score should be there when programs"
            f" open files for season {case.season}."
        )
    return Gate(
        id="step2_missing",
        level=GateLevel.SETTLE,
        text=f"Step 2 CK is not taken yet and no day is set. {what}",
        sources=grounds.citations.all_of(case.today, grounds.report, review),
        missing="step2_date",
        on=safe if review is not None else None,
    )


def comlex_only(case: Case, grounds: Grounds) -> Gate | None:
    """A DO applicant with COMLEX and without Step 2 CK; COMLEX is never converted."""
    profile, limits = case.profile, case.facts.limits
    comlex = profile.comlex2_score is not None or profile.comlex_attempts is not None
    untaken = case.step2.status is ExamStatus.NOT_TAKEN
    if profile.applicant not in OSTEOPATHIC or not untaken or not comlex:
        return None
    return Gate(
        id="comlex_only",
        level=GateLevel.SETTLE,
        text=(
            f"COMLEX has a scale of its own ({limits.comlex_score.lowest} to"
            f" {limits.comlex_score.highest}), and we never turn it into a Step score, so your"
            " score is not placed here. Ask each program on your list whether it reads COMLEX by"
            " itself, and decide with your dean's office whether to take Step 2 CK."
        ),
        sources=grounds.citations.of(limits.comlex_score, case.today),
    )


def passed_exam_cannot_be_retaken(case: Case, grounds: Grounds) -> Gate | None:
    """A retake of a passed exam is planned, and not to meet a time limit."""
    profile = case.profile
    exam = _RETAKES.get(profile.retake_of or "")
    if exam is None or profile.retake_for_time_limit or not passed(case, exam):
        return None
    missing = "retake_for_time_limit" if profile.retake_for_time_limit is None else None
    if exam is Exam.STEP2_CK and missing is None:
        missing = printed_unsaid(case)
    return Gate(
        id="passed_exam_cannot_be_retaken",
        level=GateLevel.KNOW,
        text=(
            f"{EXAMS[exam]} is passed, and a passed Step cannot be taken again, except to meet a"
            " time limit of a state or of ECFMG. Put that energy where it still counts: letters,"
            " rotations and the next exam."
        ),
        sources=grounds.citations.of(case.facts.examinations.no_retake, case.today),
        missing=missing,
    )
