"""A Step 2 CK score read by itself: status, pass or fail, national mean, percentile, trend."""

from dataclasses import dataclass
from datetime import date, timedelta

from core.facts.catalogue import Facts
from core.facts.examinations import Norm, PassMark, Percentiles, ScoreReport
from core.profile.applicant import Profile
from core.terms import Exam, ExamStatus, Result, Trend


@dataclass(frozen=True, slots=True)
class Reading:
    """What a Step 2 CK answer says.

    ``passing`` is ``None`` where it cannot be known yet, which a test day before the first mark
    held may be the reason for (``before_marks``). ``printed_conflict`` says that the
    printed result and the mark of the test day disagree; then the printed result is taken.
    ``norms`` are those the score may be held against: one where the test date is known.
    """

    status: ExamStatus | None
    score: int | None
    tested: date | None
    mark: PassMark | None
    passing: bool | None
    printed_conflict: bool
    norms: tuple[Norm, ...]
    percentile: int | None
    trend: Trend

    @property
    def before_marks(self) -> bool:
        """Whether no mark is held for the test day, so that a printed result alone decides."""
        return self.tested is not None and self.mark is None

    @property
    def norm(self) -> Norm | None:
        """The norm shown beside the score: the test year's, or the latest without a date."""
        return self.norms[-1] if self.norms else None


def read_step2(profile: Profile, facts: Facts, today: date) -> Reading:
    """Read the Step 2 CK answers of a profile."""
    exams = facts.examinations
    status = step2_status(profile, exams.report(Exam.STEP2_CK), today)
    score = profile.step2_ck
    tested = profile.step2_date if score is not None or profile.step2_result else None
    mark = exams.pass_mark(Exam.STEP2_CK, tested) if tested else None
    by_mark = _passes(score, mark, tested, facts)
    printed = None if profile.step2_result is None else profile.step2_result is Result.PASS
    return Reading(
        status=status,
        score=score,
        tested=tested,
        mark=mark,
        passing=printed if printed is not None else by_mark,
        printed_conflict=printed is not None and by_mark is not None and printed != by_mark,
        norms=_norms(facts, tested),
        percentile=percentile_of(score, exams.newest_percentiles(Exam.STEP2_CK)),
        trend=_trend(profile),
    )


def step2_status(profile: Profile, report: ScoreReport | None, today: date) -> ExamStatus | None:
    """Where the person stands with Step 2 CK; what was said first, then what follows.

    A test day still to come means scheduled, and one within the weeks that a report can take
    means that the score is awaited. Later it is unknown. So it is with a day that has come
    since the exam was said to be ahead. Silence is unknown, never *not taken*.
    """
    if profile.step2_ck is not None or profile.step2_result is not None:
        return ExamStatus.SCORED
    said, tested = profile.step2_status, profile.step2_date
    if tested is None or said in {ExamStatus.SCORED, ExamStatus.AWAITING_SCORE}:
        return said
    if tested > today:
        return said or ExamStatus.SCHEDULED
    if report is not None and today <= tested + timedelta(weeks=report.allow_weeks):
        return ExamStatus.AWAITING_SCORE
    return None


def _passes(
    score: int | None, mark: PassMark | None, tested: date | None, facts: Facts
) -> bool | None:
    """Pass or fail by the marks alone; ``None`` where a date or a mark that is missing decides."""
    if score is None:
        return None
    if mark is not None:
        return score >= mark.points
    if tested is not None:
        return None
    cutoffs = facts.bands.cutoffs
    if cutoffs.unreadable_low <= score <= cutoffs.unreadable_high:
        return None
    return score > cutoffs.unreadable_high


def _norms(facts: Facts, tested: date | None) -> tuple[Norm, ...]:
    """The norm of the test's year or the nearest held; without a date all of them, oldest first."""
    if tested is not None:
        norm = facts.examinations.norm(Exam.STEP2_CK, tested)
        return (norm,) if norm else ()
    held = [norm for norm in facts.examinations.norms if norm.exam is Exam.STEP2_CK]
    return tuple(sorted(held, key=lambda norm: norm.year_starts))


def percentile_of(score: int | None, table: Percentiles | None) -> int | None:
    """The percentile of a score, interpolated between the table's rows and rounded."""
    if score is None or table is None:
        return None
    below = [row for row in table.rows if row <= score]
    above = [row for row in table.rows if row >= score]
    if not below:
        return min(table.rows.values())
    if not above:
        return max(table.rows.values())
    low, high = max(below), min(above)
    if low == high:
        return table.rows[low]
    share = (score - low) / (high - low)
    return round(table.rows[low] + share * (table.rows[high] - table.rows[low]))


def _trend(profile: Profile) -> Trend:
    if profile.step1_score is None or profile.step2_ck is None:
        return Trend.UNKNOWN
    if profile.step2_ck > profile.step1_score:
        return Trend.UP
    return Trend.DOWN if profile.step2_ck < profile.step1_score else Trend.LEVEL
