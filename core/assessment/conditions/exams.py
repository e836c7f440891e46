"""Conditions on an examination by itself: its status, its score, the trend."""

from collections.abc import Callable
from operator import attrgetter

from core.assessment.conditions.ruling import (
    Answer,
    Judged,
    Ruling,
    ruling_on,
    unanswered,
)
from core.assessment.conditions.words import EXAM_STATUSES, EXAMS
from core.assessment.result import Because
from core.facts import conditions as kinds
from core.profile.applicant import Profile
from core.terms import NOT_SCORED, Exam, ExamStatus, Trend

_STEP1_STATUS = {
    "pass": ExamStatus.SCORED,
    "fail": ExamStatus.SCORED,
    "not_taken": ExamStatus.NOT_TAKEN,
}
_STEP3_STATUS = {
    "passed": ExamStatus.SCORED,
    "failed": ExamStatus.SCORED,
    "not_taken": ExamStatus.NOT_TAKEN,
    "scheduled": ExamStatus.SCHEDULED,
}
_STATUS: dict[Exam, Callable[[Judged], ExamStatus | None]] = {
    Exam.STEP1: lambda judged: _STEP1_STATUS.get(judged.profile.step1_result or ""),
    Exam.STEP2_CK: lambda judged: judged.case.step2.status,
    Exam.STEP3: lambda judged: _STEP3_STATUS.get(judged.profile.step3_status or ""),
    Exam.COMLEX2: lambda judged: (
        None if judged.profile.comlex2_score is None else ExamStatus.SCORED
    ),
}
_STATUS_FIELD = {
    Exam.STEP1: "step1_result",
    Exam.STEP2_CK: "step2_status",
    Exam.STEP3: "step3_status",
    Exam.COMLEX2: "comlex2_score",
}
SCORE_FIELD = {
    Exam.STEP1: "step1_score",
    Exam.STEP2_CK: "step2_ck",
    Exam.STEP3: "step3_score",
    Exam.COMLEX2: "comlex2_score",
}
_TRENDS = {Trend.UP: "higher than", Trend.LEVEL: "level with", Trend.DOWN: "lower than"}


def score_words(judged: Judged, exam: Exam) -> tuple[Because, ...]:
    """The person's own score, as a clause."""
    field = SCORE_FIELD[exam]
    score = getattr(judged.profile, field)
    return () if score is None else (Because(f"your {EXAMS[exam]} is {score}", field),)


def missing_score(judged: Judged, exam: Exam) -> frozenset[str]:
    """The score's field, unless the person has said that there is no score yet."""
    return _NOTHING if _STATUS[exam](judged) in NOT_SCORED else _SCORE_WAITS[exam](judged)


_SCORE_WAITS = {exam: unanswered(field) for exam, field in SCORE_FIELD.items()}
_NOTHING: frozenset[str] = frozenset()


@ruling_on.register
def _(condition: kinds.ExamStatusAmong) -> Ruling:
    exam, read, among = condition.exam, _STATUS[condition.exam], frozenset(condition.among)

    def test(judged: Judged) -> Answer:
        status = read(judged)
        return None if status is None else status in among

    def reasons(judged: Judged) -> tuple[Because, ...]:
        status = read(judged)
        if status is None:
            return ()
        said = EXAM_STATUSES[status].format(exam=EXAMS[exam])
        return (Because(said, _STATUS_FIELD[exam]),)

    return Ruling(test, reasons, unanswered(_STATUS_FIELD[exam]))


def _on_score(exam: Exam, holds: Callable[[int], bool]) -> Ruling:
    read: Callable[[Profile], int | None] = attrgetter(SCORE_FIELD[exam])

    def test(judged: Judged) -> Answer:
        score = read(judged.profile)
        return None if score is None else holds(score)

    return Ruling(
        test,
        lambda judged: score_words(judged, exam),
        lambda judged: missing_score(judged, exam),
    )


@ruling_on.register
def _(condition: kinds.ScoreBelow) -> Ruling:
    points = condition.points
    return _on_score(condition.exam, lambda score: score < points)


@ruling_on.register
def _(condition: kinds.ScoreAtLeast) -> Ruling:
    points = condition.points
    return _on_score(condition.exam, lambda score: score >= points)


@ruling_on.register
def _(condition: kinds.ScoreBelowMean) -> Ruling:
    by = condition.by

    def test(judged: Judged) -> Answer:
        step2 = judged.case.step2
        if step2.score is None or not step2.norms:
            return None
        answers = {step2.score <= norm.mean - by for norm in step2.norms}
        return answers.pop() if len(answers) == 1 else None

    def reasons(judged: Judged) -> tuple[Because, ...]:
        step2 = judged.case.step2
        if step2.score is None or len(step2.norms) != 1:
            return score_words(judged, Exam.STEP2_CK)
        mean = step2.norms[0].mean
        words = f"your Step 2 CK is {step2.score} and the mean of its year was {mean}"
        return (Because(words, "step2_ck"),)

    def waits(judged: Judged) -> frozenset[str]:
        if judged.case.step2.score is None:
            return missing_score(judged, Exam.STEP2_CK)
        return unanswered("step2_date")(judged)

    return Ruling(test, reasons, waits)


@ruling_on.register
def _(condition: kinds.TrendAmong) -> Ruling:
    among = frozenset(condition.among)

    def test(judged: Judged) -> Answer:
        trend = judged.case.step2.trend
        return None if trend is Trend.UNKNOWN else trend in among

    def reasons(judged: Judged) -> tuple[Because, ...]:
        trend = judged.case.step2.trend
        if trend is Trend.UNKNOWN:
            return ()
        profile = judged.profile
        words = (
            f"your Step 2 CK ({profile.step2_ck}) is {_TRENDS[trend]}"
            f" your Step 1 ({profile.step1_score})"
        )
        return (Because(words, "step2_ck"),)

    def waits(judged: Judged) -> frozenset[str]:
        return missing_score(judged, Exam.STEP2_CK) | missing_score(judged, Exam.STEP1)

    return Ruling(test, reasons, waits)
