"""The profile: one frozen document about one applicant. ``None`` means unknown, always."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from core.terms import INTERNATIONAL, ApplicantType, ExamStatus, Result, Specialty, Stage

Count = Annotated[int, Field(ge=0)]


class Profile(BaseModel):
    """What an applicant has told us; every attribute is one question of ``questions``.

    Scores are on the scale of their examination, dates are calendar days, ``*_attempts``
    count every sitting, ``failed_attempts`` those failed over all USMLE Steps. Nothing here
    is derived: what follows from the answers is worked out where it is used.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    applicant: ApplicantType | None = None
    specialty: tuple[Specialty, ...] = ()
    season: int | None = None
    stage: Stage | None = None
    reapplicant: bool | None = None

    step2_ck: int | None = None
    step2_status: ExamStatus | None = None
    step2_date: date | None = None
    step2_result: Result | None = None
    step2_attempts: Count | None = None
    failed_attempts: Count | None = None
    step1_result: Literal["pass", "fail", "not_taken"] | None = None
    step1_score: int | None = None
    step1_date: date | None = None
    step1_attempts: Count | None = None
    step3_status: Literal["not_taken", "scheduled", "passed", "failed"] | None = None
    step3_score: int | None = None
    step3_date: date | None = None
    step3_attempts: Count | None = None
    comlex2_score: int | None = None
    comlex_attempts: Count | None = None
    comlex_fails: Count | None = None
    retake_of: Literal["none", "step1", "step2_ck", "step3"] | None = None
    retake_for_time_limit: bool | None = None

    graduation_date: date | None = None
    school_country: Literal["us", "canada", "elsewhere"] | None = None
    home_dr: bool | None = None
    home_ir: bool | None = None
    affiliate_radiology: bool | None = None
    clerkship_honors: Literal["none", "some", "most"] | None = None
    failed_courses: Count | None = None
    education_interrupted: Literal["yes", "no", "rather_not_say"] | None = None
    prior_training: Literal["none", "pgy1_in_progress", "pgy1_done", "other"] | None = None
    last_clinical_work: date | None = None
    military: bool | None = None
    ecfmg: Literal["certified", "in_progress", "not_started"] | None = None
    ecfmg_expires: date | None = None
    visa_needed: bool | None = None
    us_clinical_weeks: Count | None = None
    us_clinical_kind: tuple[Literal["hands_on", "observership", "shadowing"], ...] = ()

    radiology_rotations_done: Count | None = None
    radiology_rotations_planned: Count | None = None
    ir_rotations_done: Count | None = None
    ir_rotations_planned: Count | None = None
    away_rotations_done: Count | None = None
    away_rotations_planned: Count | None = None
    sub_internships_done: Count | None = None
    sub_internships_planned: Count | None = None
    letters_radiology: Count | None = None
    letters_radiology_promised: Count | None = None
    letters_ir: Count | None = None
    letters_ir_promised: Count | None = None
    letters_clinical: Count | None = None
    letters_clinical_promised: Count | None = None
    letters_second_field: Count | None = None
    letters_second_field_promised: Count | None = None
    research_projects: Count | None = None
    research_abstracts: Count | None = None
    research_papers: Count | None = None
    research_radiology: Count | None = None
    mentor: bool | None = None
    ties: tuple[str, ...] = ()
    willing_to_move: Literal["anywhere", "some_regions", "no"] | None = None

    interviews_dr: Count | None = None
    interviews_ir: Count | None = None
    interviews_prelim: Count | None = None
    interviews_second_field: Count | None = None
    applications_dr: Count | None = None
    applications_ir: Count | None = None
    applications_prelim: Count | None = None
    applications_second_field: Count | None = None
    signals_dr: Count | None = None
    signals_ir: Count | None = None
    signals_prelim: Count | None = None
    signals_second_field: Count | None = None
    nrmp_registered: bool | None = None
    feedback: tuple[
        Literal["scores", "letters", "interviews", "few_programs", "late", "fit", "no_feedback"],
        ...,
    ] = ()

    second_field: tuple[
        Literal[
            "none",
            "undecided",
            "internal_medicine",
            "family_medicine",
            "neurology",
            "physical_medicine",
            "psychiatry",
            "pediatrics",
            "pathology",
            "anesthesiology",
            "surgery",
            "transitional",
            "other",
        ],
        ...,
    ] = ()
    positions: tuple[Literal["categorical", "advanced", "reserved"], ...] = ()
    research_year: Literal["possible", "not_possible", "in_progress", "done"] | None = None
    couples: bool | None = None
    country: str | None = None
    budget: Count | None = None
    school_average: int | None = None

    @property
    def is_img(self) -> bool | None:
        """Whether the applicant type is an international medical graduate's."""
        if self.applicant is None:
            return None
        return self.applicant in INTERNATIONAL
