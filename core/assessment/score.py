"""A Step 2 CK score read by itself: status, pass or fail, national mean, percentile, trend."""

from dataclasses import dataclass
from datetime import date

from core.facts.catalogue import Facts
from core.facts.examinations import Norm, PassMark, Percentiles
from core.profile.applicant import Profile
from core.terms import Exam, ExamStatus, Result, Trend


@dataclass(frozen=True, slots=True)
class Reading:
    """What a Step 2 CK answer says.

    ``passing`` is ``None`` where it cannot be known yet. ``printed_conflict`` says that the
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
    def norm(self) -> Norm | None:
        """The norm shown beside the score: the test year's, or the latest without a date."""
        return self.norms[-1] if self.norms else None


def read_step2(profile: Profile, facts: Facts, today: date) -> Reading:
    """Read the Step 2 CK answers of a profile."""
    status = step2_status(profile, today)
    score = profile.step2_ck
    tested = profile.step2_date if score is not None or profile.step2_result else None
    mark = facts.examinations.pass_mark(Exam.STEP2_CK, tested) if tested else None
    by_mark = _passes(score, mark, facts)
    printed = None if profile.step2_result is None else profile.step2_result is Result.PASS
    return Reading(
        status=status,
        score=score,
        tested=tested,
        mark=mark,
        passing=printed if printed is not None else by_mark,
        printed_conflict=printed is not None and by_mark is not None and printed != by_mark,
        norms=_norms(facts, tested),
        percentile=percentile_of(score, _percentiles(facts)),
        trend=_trend(profile),
    )


def step2_status(profile: Profile, today: date) -> ExamStatus | None:
    """Where the person stands with Step 2 CK; what was said first, then what follows.

    A test day still to come means scheduled. Silence is unknown, never *not taken*.
    """
    if profile.step2_ck is not None or profile.step2_result is not None:
        return ExamStatus.SCORED
    if profile.step2_status is not None:
        return profile.step2_status
    if profile.step2_date is not None:
        return ExamStatus.SCHEDULED if profile.step2_date > today else ExamStatus.AWAITING_SCORE
    return None


def _passes(score: int | None, mark: PassMark | None, facts: Facts) -> bool | None:
    """Pass or fail by the marks alone; ``None`` where the missing test date decides."""
    if score is None:
        return None
    if mark is not None:
        return score >= mark.points
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


def _percentiles(facts: Facts) -> Percentiles | None:
    held = [table for table in facts.examinations.percentiles if table.exam is Exam.STEP2_CK]
    return max(held, key=lambda table: table.edition, default=None)


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
