"""A picture of the person's score beside those who matched, and the same in words."""

from core.assessment.case import Case
from core.assessment.conditions.words import SPECIALTIES
from core.assessment.grounds import Grounds
from core.dialogue.reply import Mark, Picture, Range, ScaleChart
from core.facts.outcomes import ScoreSpread
from core.terms import Specialty


def scale_chart(case: Case, grounds: Grounds, specialty: Specialty) -> Picture | None:
    """The chart for a specialty; ``None`` without a passing score or a held figure.

    The newest spread of the person's own applicant type is drawn, one with quartiles before
    one without.
    """
    score, applicant = case.step2.score, case.profile.applicant
    if score is None or case.step2.passing is not True:
        return None
    held = [
        spread
        for spread in case.facts.outcomes.spreads
        if spread.specialty is specialty and applicant in spread.applicants
    ]
    if not held:
        return None
    spread = max(held, key=lambda one: (one.statistic == "quartiles", one.years))
    source = ", ".join(cited.title for cited in grounds.citations.of(spread, case.today))
    chart = ScaleChart(
        title=f"Step 2 CK of those who matched in {SPECIALTIES[specialty]}, {spread.years}",
        axis="Step 2 CK, three-digit score",
        ranges=_ranges(spread),
        marks=_marks(spread),
        own=Mark("Your score", score),
        source=source,
    )
    return Picture(
        name=f"step2-{specialty.value}",
        chart=chart,
        alternative=_in_words(spread, score, specialty),
    )


def _ranges(spread: ScoreSpread) -> tuple[Range, ...]:
    ranges = []
    if spread.matched_lower is not None and spread.matched_upper is not None:
        label = _label("Matched, middle half", spread.matched_n)
        ranges.append(
            Range(label, spread.matched_lower, spread.matched_centre, spread.matched_upper)
        )
    if (
        spread.unmatched_lower is not None
        and spread.unmatched_centre is not None
        and spread.unmatched_upper is not None
    ):
        label = _label("Not matched, middle half", spread.unmatched_n)
        ranges.append(
            Range(label, spread.unmatched_lower, spread.unmatched_centre, spread.unmatched_upper)
        )
    return tuple(ranges)


def _marks(spread: ScoreSpread) -> tuple[Mark, ...]:
    """Centres that no range shows already."""
    name = _centre_name(spread)
    marks = []
    if spread.matched_lower is None or spread.matched_upper is None:
        marks.append(Mark(_label(f"Matched, {name}", spread.matched_n), spread.matched_centre))
    if spread.unmatched_centre is not None and (
        spread.unmatched_lower is None or spread.unmatched_upper is None
    ):
        label = _label(f"Not matched, {name}", spread.unmatched_n)
        marks.append(Mark(label, spread.unmatched_centre))
    return tuple(marks)


def _centre_name(spread: ScoreSpread) -> str:
    return "median" if spread.statistic == "quartiles" else "average"


def _label(words: str, n: int | None) -> str:
    return words if n is None else f"{words} (n {n})"


def _in_words(spread: ScoreSpread, score: int, specialty: Specialty) -> str:
    name = _centre_name(spread)
    parts = [
        f"Your score is {score}. In {spread.years}, the {name} of those who matched in"
        f" {SPECIALTIES[specialty]} was {spread.matched_centre}"
    ]
    if spread.matched_lower is not None and spread.matched_upper is not None:
        parts.append(f", half of them between {spread.matched_lower} and {spread.matched_upper}")
    parts.append(_n(spread.matched_n))
    if spread.unmatched_centre is not None:
        parts.append(f"; of those who did not match it was {spread.unmatched_centre}")
        if spread.unmatched_lower is not None and spread.unmatched_upper is not None:
            parts.append(
                f", half of them between {spread.unmatched_lower} and {spread.unmatched_upper}"
            )
        parts.append(_n(spread.unmatched_n))
    missing = spread.missing[:1].upper() + spread.missing[1:]
    parts.append(f". Counted: {spread.population}. {missing}.")
    return "".join(parts)


def _n(number: int | None) -> str:
    return "" if number is None else f" (n {number})"
