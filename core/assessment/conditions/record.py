"""Conditions on the whole of the examinations: failed attempts, the record, the band."""

from collections.abc import Collection

from core.assessment.conditions.exams import missing_score, score_words
from core.assessment.conditions.ruling import Answer, Judged, Ruling, ruling_on, unanswered
from core.assessment.conditions.words import EXAMS, counted
from core.assessment.result import Because
from core.facts import conditions as kinds
from core.terms import Band, Exam, Record, Specialty

_FIELDS = {
    Exam.STEP1: ("step1_attempts", "step1_result"),
    Exam.STEP2_CK: ("step2_attempts", "step2_result"),
    Exam.STEP3: ("step3_attempts", "step3_status"),
    Exam.COMLEX2: ("comlex_fails",),
}


@ruling_on.register
def _(condition: kinds.FailedAttemptsAtLeast) -> Ruling:
    if condition.exam is None:
        return _on_all_fails(condition.count)
    return _on_fails_of(condition.exam, condition.count)


def _on_all_fails(count: int) -> Ruling:
    def test(judged: Judged) -> Answer:
        fails = judged.case.fails
        if fails.known >= count:
            return True
        return False if fails.complete else None

    return Ruling(test, _record_words, unanswered("failed_attempts"))


def _on_fails_of(exam: Exam, count: int) -> Ruling:
    def test(judged: Judged) -> Answer:
        known, most = _bounds(judged, exam)
        if known >= count:
            return True
        return None if most is None or most >= count else False

    def reasons(judged: Judged) -> tuple[Because, ...]:
        known, most = _bounds(judged, exam)
        if known == 0 and most != 0:
            return ()
        words = counted(known, "failed attempt", "failed attempts")
        return (Because(f"you have {words} at {EXAMS[exam]}", _FIELDS[exam][0]),)

    return Ruling(test, reasons, unanswered(*_FIELDS[exam]))


def _bounds(judged: Judged, exam: Exam) -> tuple[int, int | None]:
    """The fewest and the most failed attempts at one examination; ``None`` without a most."""
    if exam is Exam.COMLEX2:
        fails = judged.profile.comlex_fails
        return (0, None) if fails is None else (fails, fails)
    record = judged.case.fails
    known = record.by_exam[exam]
    if exam in record.settled:
        return known, known
    # What is not placed yet may belong to any examination still open.
    return known, known + record.known - sum(record.by_exam.values()) if record.complete else None


@ruling_on.register
def _(condition: kinds.RecordAmong) -> Ruling:
    among = frozenset(condition.among)

    def test(judged: Judged) -> Answer:
        answers = {record in among for record in _possible(judged)}
        return answers.pop() if len(answers) == 1 else None

    return Ruling(test, _record_words, unanswered("failed_attempts"))


def _possible(judged: Judged) -> frozenset[Record]:
    """The records that the answers leave open."""
    fails = judged.case.fails
    if fails.complete or fails.record is Record.SEVERAL_FAILS:
        return frozenset({fails.record})
    if fails.record is Record.ONE_FAIL:
        return frozenset({Record.ONE_FAIL, Record.SEVERAL_FAILS})
    return frozenset({Record.CLEAN, Record.ONE_FAIL, Record.SEVERAL_FAILS})


def _record_words(judged: Judged) -> tuple[Because, ...]:
    fails = judged.case.fails
    if fails.known:
        words = counted(fails.known, "failed attempt", "failed attempts")
    elif fails.complete:
        words = "no failed attempt"
    else:
        return ()
    return (Because(f"you have {words} on record", "failed_attempts"),)


@ruling_on.register
def _(condition: kinds.BandAmong) -> Ruling:
    specialty, among = condition.specialty, frozenset(condition.among)

    def test(judged: Judged) -> Answer:
        if not judged.bands:
            return None
        return _any_among(_bands_meant(judged, specialty), among)

    def reasons(judged: Judged) -> tuple[Because, ...]:
        if judged.bands and not _bands_meant(judged, specialty):
            return (Because("you aim for the other specialty", "specialty"),)
        return band_words(judged)

    def waits(judged: Judged) -> frozenset[str]:
        return _band_waits(judged) if judged.bands else _AIM(judged)

    return Ruling(test, reasons, waits)


def _bands_meant(judged: Judged, specialty: Specialty | None) -> Collection[Band]:
    if specialty is None:
        return judged.bands.values()
    return (judged.bands[specialty],) if specialty in judged.bands else ()


def _any_among(bands: Collection[Band], among: frozenset[Band]) -> Answer:
    known: Answer = False
    for band in bands:
        if band in among:
            return True
        if band is Band.UNKNOWN:
            known = None
    return known


def band_words(judged: Judged) -> tuple[Because, ...]:
    """The score behind a band, with what the report prints or the mark of its day says."""
    step2 = judged.case.step2
    if step2.passing is False and judged.profile.step2_result is not None:
        return (Because("your Step 2 CK report prints a fail", "step2_result"),)
    if step2.passing is False and step2.mark is not None:
        words = (
            f"your Step 2 CK is {step2.score} and the pass mark that day was {step2.mark.points}"
        )
        return (Because(words, "step2_ck"),)
    return score_words(judged, Exam.STEP2_CK)


def _band_waits(judged: Judged) -> frozenset[str]:
    step2 = judged.case.step2
    if step2.score is None:
        return missing_score(judged, Exam.STEP2_CK)
    if step2.passing is None:
        return _PASSED(judged)
    # Norms differ by year in interventional radiology alone; applicant types differ in both.
    return (_TYPE_AND_YEAR if Specialty.IR in judged.bands else _TYPE)(judged)


_AIM = unanswered("specialty")
_PASSED = unanswered("step2_result", "step2_date")
_TYPE = unanswered("applicant")
_TYPE_AND_YEAR = unanswered("applicant", "step2_date")
