"""Remarks on a standing: what to read beside the band, and where sources disagree about it."""

from collections.abc import Callable, Iterator
from datetime import date

from dateutil.relativedelta import relativedelta

from core.assessment.banding import Banded, is_low_pass
from core.assessment.case import Case
from core.assessment.grounds import Grounds
from core.assessment.result import Evidence, Note
from core.assessment.stretches import lies_in
from core.terms import Band, Exam, Specialty

_ASKS = {
    "step2_result": (
        "needs_result",
        "This score has been a pass on some test days and a fail on others."
        " Please tell me what your report prints, or the day of the test.",
    ),
    "step2_date": (
        "needs_test_date",
        "How this score reads depends on the year of the test. Please tell me the day you took it.",
    ),
    "applicant": (
        "needs_applicant",
        "How this score reads depends on the kind of applicant you are. Please tell me.",
    ),
}
_NO_MARK_HELD = (
    "needs_result",
    "We hold no pass mark for a test day as early as yours. Please tell me what your report"
    " prints.",
)


def notes(case: Case, grounds: Grounds, found: Banded, specialty: Specialty) -> tuple[Note, ...]:
    """Every remark that fits, in the order they are read."""
    made: list[Note] = []
    if found.waits_for in _ASKS:
        early = found.waits_for == "step2_result" and case.step2.before_marks
        note_id, text = _NO_MARK_HELD if early else _ASKS[found.waits_for]
        made.append(Note(note_id, text))
    for remark in _ON_THE_SCORE:
        made.extend(remark(case, grounds))
    made.extend(_group_cut_by_mark(case, grounds, specialty))
    made.extend(_nearest_year(case, grounds))
    made.extend(_band_is_ours(case, grounds, found))
    made.extend(_failures(case, grounds, specialty))
    made.extend(_state_limits(case, grounds))
    return tuple(made)


def _printed_conflict(case: Case, grounds: Grounds) -> Iterator[Note]:
    step2 = case.step2
    if step2.printed_conflict and step2.mark is not None:
        printed = "a pass" if step2.passing else "a fail"
        yield Note(
            "printed_result_conflict",
            f"You say the report prints {printed}, and the pass mark on that day was"
            f" {step2.mark.points}. The printed result counts here;"
            " please check the score and the date.",
            grounds.citations.of(step2.mark, case.today),
        )


def _below_todays_mark(case: Case, grounds: Grounds) -> Iterator[Note]:
    step2 = case.step2
    mark = case.facts.examinations.pass_mark(Exam.STEP2_CK, case.today)
    if step2.passing and step2.score is not None and mark and step2.score < mark.points:
        yield Note(
            "below_todays_mark",
            f"Your score is a pass under the mark of its day. Today's mark is {mark.points},"
            " so a program that filters at it may not see your file;"
            " a word to the program helps there.",
            grounds.citations.of(mark, case.today),
        )


def _near_pass_mark(case: Case, grounds: Grounds) -> Iterator[Note]:
    step2, error = case.step2, grounds.error
    if not step2.passing or step2.score is None or step2.mark is None or error is None:
        return
    above = step2.score - step2.mark.points
    if 0 <= above <= error.points:
        yield Note(
            "near_pass_mark",
            f"Your score lies {_points(above)} above the pass mark of {step2.mark.points}, within"
            f" one standard error of the exam ({_points(error.points)})."
            " A pass is a pass; it is a reason to let the next exam speak clearly.",
            grounds.citations.all_of(case.today, step2.mark, error),
        )


def _group_cut_by_mark(case: Case, grounds: Grounds, specialty: Specialty) -> Iterator[Note]:
    """A guide's group of scores in the specialty that began under the mark of the test day."""
    step2 = case.step2
    if not step2.passing or step2.score is None or step2.mark is None:
        return
    mark = step2.mark.points
    for word, says in grounds.guide_words[specialty]:
        if (
            word.low is not None
            and word.high is not None
            and word.low < mark <= step2.score <= word.high
            and (not word.applicants or case.profile.applicant in word.applicants)
        ):
            yield Note(
                "group_cut_by_mark",
                f"A guide speaks of scores from {word.low} to {word.high} as one group. With"
                f" the pass mark of {mark} on your test day, that group is {mark}"
                f" to {word.high}.",
                (says.source, *grounds.citations.of(step2.mark, case.today)),
            )


_ON_THE_SCORE: tuple[Callable[[Case, Grounds], Iterator[Note]], ...] = (
    _printed_conflict,
    _below_todays_mark,
    _near_pass_mark,
)


def _nearest_year(case: Case, grounds: Grounds) -> Iterator[Note]:
    step2, norm = case.step2, case.step2.norm
    if step2.score is None or norm is None:
        return
    years = _academic_year(norm.year_starts)
    if step2.tested is None:
        if len(step2.norms) > 1:
            yield Note(
                "newest_year_used",
                f"Without a test date, the mean shown is that of {years}: {norm.mean}.",
                grounds.citations.of(norm, case.today),
            )
    elif norm.days_away(step2.tested):
        yield Note(
            "nearest_year_used",
            f"We hold no mean for the year of your test; the one shown is of {years}: {norm.mean}.",
            grounds.citations.of(norm, case.today),
        )


def _academic_year(starts: date) -> str:
    return f"{starts.year}-{(starts.year + 1) % 100:02d}"


def _band_is_ours(case: Case, grounds: Grounds, found: Banded) -> Iterator[Note]:
    table = found.table
    if is_low_pass(case, found.band) and table is not None and found.band not in table.words:
        why = f": {table.note}" if table.note else ""
        yield Note(
            "band_is_ours",
            f"No guide wrote these groups of scores for your kind of applicant;"
            f" where they begin is our reading{why}.",
            grounds.citations.of(table, case.today),
        )


def _failures(case: Case, grounds: Grounds, specialty: Specialty) -> Iterator[Note]:
    """Guides that place failures in a group whatever the score: quoted, the band kept."""
    applicant = case.profile.applicant
    for word, says in grounds.guide_words[specialty]:
        counts = word.failures_count and case.fails.known >= word.failures_needed
        if counts and (not word.applicants or applicant in word.applicants):
            several = word.failures_needed > 1
            yield Note(
                "several_fails" if several else "any_fail",
                f"One guide, written for {says.written_for}, {says.says}. The reading here"
                " follows your score, and the record stands beside it.",
                (says.source,),
            )


def _state_limits(case: Case, grounds: Grounds) -> Iterator[Note]:
    """State rules on attempts and years, for failed attempts and for degrees of long ago."""
    held = case.facts.application.circumstance("state_limits")
    if held is None:
        return
    graduation, rule = case.profile.graduation_date, case.facts.examinations.ecfmg
    long_ago = graduation is not None and case.today >= graduation + relativedelta(
        years=rule.exams_within_years
    )
    if case.fails.known or long_ago:
        yield Note(held.id, held.text, grounds.citations.of(held, case.today))


def _points(number: int) -> str:
    return f"{number} point" if number == 1 else f"{number} points"


def disputes(
    case: Case, grounds: Grounds, specialty: Specialty, counts: Evidence | None
) -> tuple[Note, ...]:
    """Every way in which sources disagree about the band of this score.

    ``counts`` are those that speak against its word, if any do.
    """
    step2, profile = case.step2, case.profile
    if step2.score is None or step2.passing is not True:
        return ()
    means = [norm.mean for norm in step2.norms]
    found: list[Note] = []
    quoted: set[str] = set()
    for dispute, note in grounds.disputed[specialty]:
        if (
            (not dispute.applicants or profile.applicant in dispute.applicants)
            and (dispute.only_with is None or dispute.only_with in profile.specialty)
            and lies_in(dispute, step2.score, means)
        ):
            found.append(note.on(case.today))
            quoted.update(dispute.sources)
    if counts is not None and not quoted.issuperset(source.id for source in counts.sources):
        found.append(
            Note(
                "counts_against_the_word",
                "The word for this score says low, and the counts say more than that."
                f" {counts.text}",
                counts.sources,
            )
        )
    return tuple(found)


def counts_say_more(
    case: Case, grounds: Grounds, specialty: Specialty, band: Band
) -> Evidence | None:
    """The counts of a band whose word says low where surely more than half of them matched."""
    applicant, score = case.profile.applicant, case.step2.score
    if applicant is None or score is None or not is_low_pass(case, band):
        return None
    for row in grounds.evidence[specialty, applicant].bands:
        if row.covers(score):
            told = row.shown.on(case.today)
            return told if told.low is not None and told.low > _HALF else None
    return None


_HALF = 50.0  # per cent, and of the interval's lower end: surely more matched than did not
