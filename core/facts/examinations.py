"""What the examinations' owners say of them: pass marks, norms, reports, attempts, Step 3."""

from datetime import date

from pydantic import Field

from core.facts.provenance import Checked, Dated
from core.terms import Exam


class PassMark(Dated):
    """The pass mark in force for tests taken from ``tested_from`` on, in points."""

    exam: Exam
    tested_from: date
    points: int


class Norm(Dated):
    """Mean of an academic year's first takers, in points."""

    exam: Exam
    year_starts: date = Field(description="first test day of the academic year")
    mean: int
    population: str

    def days_away(self, tested: date) -> int:
        """Days between a test day and this academic year; zero within it."""
        begins = self.year_starts
        ends = begins.replace(year=begins.year + 1)
        if tested < begins:
            return (begins - tested).days
        return max(0, (tested - ends).days + 1)


class Percentiles(Dated):
    """Percentile by score of a named population; between rows a percentile is interpolated."""

    exam: Exam
    edition: int
    population: str
    n: int
    rows: dict[int, int]


class ScoreReport(Dated):
    """How long a score report takes, in weeks after the test."""

    exam: Exam
    typical_weeks: int
    allow_weeks: int


class AttemptRule(Dated):
    """How often a Step may be taken, and how far apart (USMLE)."""

    most_attempts: int
    months_after_first: int = Field(description="for the last attempt")
    months_after_latest: int = Field(description="for the last attempt")


class MeasurementError(Dated):
    """The standard error of measurement of a score, in points."""

    exam: Exam
    points: int


class Step3Rule(Dated):
    """What Step 3 asks for beforehand; ``graduation_check_weeks`` is how long proof may take."""

    needs_degree: bool
    needs_both_steps: bool
    needs_ecfmg_certificate: bool
    graduation_check_weeks: int


class EcfmgRule(Dated):
    """Time limits of certification, in years, and who counts as an IMG since when."""

    exams_within_years: int
    canadian_graduates_are_imgs_after: date


class NoRetakeRule(Dated):
    """A passed Step cannot be taken again, save to meet a time limit."""


class Examinations(Checked):
    """Every rule and norm of the examinations."""

    pass_marks: tuple[PassMark, ...]
    norms: tuple[Norm, ...]
    percentiles: tuple[Percentiles, ...]
    reports: tuple[ScoreReport, ...]
    errors: tuple[MeasurementError, ...]
    attempts: AttemptRule
    step3: Step3Rule
    ecfmg: EcfmgRule
    no_retake: NoRetakeRule

    def pass_mark(self, exam: Exam, tested: date) -> PassMark | None:
        """The mark in force for a test on that day; ``None`` before the first one held."""
        held = [m for m in self.pass_marks if m.exam is exam and m.tested_from <= tested]
        return max(held, key=lambda mark: mark.tested_from, default=None)

    def report(self, exam: Exam) -> ScoreReport | None:
        """How long the report of an examination takes, where it is held."""
        return next((report for report in self.reports if report.exam is exam), None)

    def newest_percentiles(self, exam: Exam) -> Percentiles | None:
        """The latest edition of the percentiles of an examination."""
        held = [table for table in self.percentiles if table.exam is exam]
        return max(held, key=lambda table: table.edition, default=None)

    def norm(self, exam: Exam, tested: date | None) -> Norm | None:
        """The norm of the test's academic year, else the nearest held; the latest without a day."""
        held = [n for n in self.norms if n.exam is exam]
        if tested is None:
            return max(held, key=lambda norm: norm.year_starts, default=None)
        return min(held, key=lambda norm: (norm.days_away(tested), -norm.mean), default=None)
