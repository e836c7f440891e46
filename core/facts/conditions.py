"""The closed set of conditions a fact may put on an applicant.

Each kind is typed and checked when the facts are loaded. Whether one holds is answered in
``core.assessment.conditions``, with yes, no or unknown. In YAML a condition is a mapping
with its ``kind``: ``{kind: score_below, exam: step2_ck, points: 220}``.
"""

from typing import Annotated, Literal

from pydantic import Field

from core.facts.provenance import Checked
from core.terms import (
    ApplicantType,
    Band,
    Exam,
    ExamStatus,
    LetterKind,
    Record,
    ResearchKind,
    RotationKind,
    Specialty,
    Stage,
    Trend,
)


class Always(Checked):
    """Holds for everybody the entry applies to."""

    kind: Literal["always"]


class AllOf(Checked):
    """Every part holds."""

    kind: Literal["all"]
    of: "tuple[Condition, ...]" = Field(min_length=2)


class AnyOf(Checked):
    """At least one part holds."""

    kind: Literal["any"]
    of: "tuple[Condition, ...]" = Field(min_length=2)


class Not(Checked):
    """The part does not hold."""

    kind: Literal["not"]
    of: "Condition"


class ApplicantAmong(Checked):
    """The applicant type is one of these."""

    kind: Literal["applicant_among"]
    among: tuple[ApplicantType, ...] = Field(min_length=1)


class SpecialtyIncludes(Checked):
    """The person aims for this specialty, alone or beside the other."""

    kind: Literal["specialty_includes"]
    specialty: Specialty


class StageAmong(Checked):
    """The person's stage in the season is one of these."""

    kind: Literal["stage_among"]
    among: tuple[Stage, ...] = Field(min_length=1)


class ExamStatusAmong(Checked):
    """The person has said where they stand with an examination: one of these."""

    kind: Literal["exam_status_among"]
    exam: Exam
    among: tuple[ExamStatus, ...] = Field(min_length=1)


class ScoreBelow(Checked):
    """The three-digit score is under ``points`` (points of that examination's scale)."""

    kind: Literal["score_below"]
    exam: Exam
    points: int


class ScoreAtLeast(Checked):
    """The three-digit score is ``points`` or more."""

    kind: Literal["score_at_least"]
    exam: Exam
    points: int


class ScoreBelowMean(Checked):
    """The Step 2 CK score is ``by`` points or more under the national mean of its year."""

    kind: Literal["score_below_mean"]
    by: int = Field(ge=0)


class FailedAttemptsAtLeast(Checked):
    """At least ``count`` failed attempts on record; without ``exam``, over all USMLE Steps."""

    kind: Literal["failed_attempts_at_least"]
    count: int = Field(ge=1)
    exam: Exam | None = None


class RecordAmong(Checked):
    """The examination record as a whole is one of these."""

    kind: Literal["record_among"]
    among: tuple[Record, ...] = Field(min_length=1)


class BandAmong(Checked):
    """The band is one of these, for ``specialty`` or, without it, any the person aims for."""

    kind: Literal["band_among"]
    among: tuple[Band, ...] = Field(min_length=1)
    specialty: Specialty | None = None


class TrendAmong(Checked):
    """The trend from Step 1 to Step 2 CK is one of these."""

    kind: Literal["trend_among"]
    among: tuple[Trend, ...] = Field(min_length=1)


class LettersAtLeast(Checked):
    """``count`` or more letters of this kind, in hand and promised together."""

    kind: Literal["letters_at_least"]
    letter: LetterKind
    count: int = Field(ge=1)


class LettersBelow(Checked):
    """Fewer than ``count`` letters of this kind, in hand and promised together."""

    kind: Literal["letters_below"]
    letter: LetterKind
    count: int = Field(ge=1)


class RotationsAtLeast(Checked):
    """``count`` or more rotations of this kind, done and planned together."""

    kind: Literal["rotations_at_least"]
    rotation: RotationKind
    count: int = Field(ge=1)


class RotationsBelow(Checked):
    """Fewer than ``count`` rotations of this kind, done and planned together."""

    kind: Literal["rotations_below"]
    rotation: RotationKind
    count: int = Field(ge=1)


class ResearchAtLeast(Checked):
    """``count`` or more pieces of scholarly work of this kind."""

    kind: Literal["research_at_least"]
    work: ResearchKind
    count: int = Field(ge=1)


class ResearchBelow(Checked):
    """Fewer than ``count`` pieces of scholarly work of this kind."""

    kind: Literal["research_below"]
    work: ResearchKind
    count: int = Field(ge=1)


class CountBelow(Checked):
    """A whole-number answer of the profile is under ``count``."""

    kind: Literal["count_below"]
    field: str
    count: int


class CountAtLeast(Checked):
    """A whole-number answer of the profile is ``count`` or more."""

    kind: Literal["count_at_least"]
    field: str
    count: int


class SaidNone(Checked):
    """One of ``fields`` or more was answered with 0, and none of them or of ``others`` with more.

    Unlike a count that is compared, this is never unknown: silence is not *none*.
    """

    kind: Literal["said_none"]
    fields: tuple[str, ...] = Field(min_length=1)
    others: tuple[str, ...] = ()


class AnswerIs(Checked):
    """A yes-or-no answer of the profile is this."""

    kind: Literal["answer_is"]
    field: str
    value: bool


class AnswerAmong(Checked):
    """A choice of the profile is one of these values; for many choices, any of them."""

    kind: Literal["answer_among"]
    field: str
    among: tuple[str, ...] = Field(min_length=1)


class Graduated(Checked):
    """The degree date has come (``value: true``) or not."""

    kind: Literal["graduated"]
    value: bool


class CountsAsImg(Checked):
    """The person is counted as an international medical graduate (``value: true``) or not.

    Those are graduates of Canadian schools too, since their schools' accreditation ended.
    """

    kind: Literal["counts_as_img"]
    value: bool


class YearsSinceGraduationAtLeast(Checked):
    """The degree date lies at least this many whole years back."""

    kind: Literal["years_since_graduation_at_least"]
    years: int = Field(ge=0)


Condition = Annotated[
    Always
    | AllOf
    | AnyOf
    | Not
    | ApplicantAmong
    | SpecialtyIncludes
    | StageAmong
    | ExamStatusAmong
    | ScoreBelow
    | ScoreAtLeast
    | ScoreBelowMean
    | FailedAttemptsAtLeast
    | RecordAmong
    | BandAmong
    | TrendAmong
    | LettersBelow
    | LettersAtLeast
    | RotationsBelow
    | RotationsAtLeast
    | ResearchBelow
    | ResearchAtLeast
    | CountBelow
    | CountAtLeast
    | SaidNone
    | AnswerIs
    | AnswerAmong
    | Graduated
    | CountsAsImg
    | YearsSinceGraduationAtLeast,
    Field(discriminator="kind"),
]

AllOf.model_rebuild()
AnyOf.model_rebuild()
Not.model_rebuild()
