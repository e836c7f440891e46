"""Questions that the answers leave open and that decide whether a gate stands."""

from core.assessment.case import Case
from core.assessment.conditions.words import EXAMS
from core.assessment.gates.drawing import Draw, milestone
from core.assessment.grounds import Grounds
from core.assessment.result import Gate
from core.terms import ApplicantType, Exam, GateLevel, MilestoneName, Record

_STEPS = (
    (Exam.STEP1, "step1_attempts", "step1_result"),
    (Exam.STEP2_CK, "step2_attempts", "step2_result"),
    (Exam.STEP3, "step3_attempts", "step3_status"),
)


def _ask(gate: str, level: GateLevel, missing: str, text: str) -> Gate:
    return Gate(id=gate, level=level, text=text, sources=(), missing=missing)


def pass_or_fail(case: Case, grounds: Grounds) -> Gate | None:
    """A score that has been a pass on some days and a fail on others."""
    step2, cutoffs = case.step2, case.facts.bands.cutoffs
    if step2.score is None or step2.passing is not None:
        return None
    if step2.before_marks:
        return _ask(
            "step2_below_pass_mark",
            GateLevel.STOP,
            "step2_result",
            "We hold no pass mark for a test day as early as yours. What does your report print?",
        )
    return Gate(
        id="step2_below_pass_mark",
        level=GateLevel.STOP,
        text=(
            f"The pass mark has risen over the years, so a score from {cutoffs.unreadable_low} to"
            f" {cutoffs.unreadable_high} is a pass for some test days and a fail for others. What"
            " does your report print, and which day was the test?"
        ),
        sources=grounds.citations.of(cutoffs, case.today),
        missing="step2_result",
    )


def attempts_passed(case: Case, grounds: Grounds) -> Gate | None:
    """So many attempts that an unknown result decides whether any is left."""
    rule = case.facts.examinations.attempts
    for exam, attempts, result in _STEPS:
        used: int | None = getattr(case.profile, attempts)
        unsaid = getattr(case.profile, result) is None and exam not in case.fails.settled
        if used is not None and used >= rule.most_attempts and unsaid:
            return Gate(
                id="attempt_limit",
                level=GateLevel.STOP,
                text=(
                    f"You have {used} attempts at {EXAMS[exam]}; USMLE allows"
                    f" {rule.most_attempts} without a pass. Did you pass in the end?"
                ),
                sources=grounds.citations.of(rule, case.today),
                missing=result,
            )
    return None


def step2_taken(case: Case, grounds: Grounds) -> Gate | None:
    """Nothing is known of Step 2 CK, or not since a test day that has passed.

    Silence is unknown, never *not taken*.
    """
    if case.step2.status is not None:
        return None
    return _ask(
        "step2_missing",
        GateLevel.SETTLE,
        "step2_status" if case.profile.step2_status is None else "step2_ck",
        "Where do you stand with Step 2 CK: not taken, a day set, waiting for the score, scored?",
    )


def stage_now(case: Case, grounds: Grounds) -> Gate | None:
    """Programs have begun to read, and whether the person has applied is not said."""
    review = milestone(case, MilestoneName.REVIEW)
    if case.profile.stage is not None or review is None or case.today < review.at.date():
        return None
    return _ask(
        "season_late",
        GateLevel.SETTLE,
        "stage",
        f"Have you applied for season {case.season}, and have interviews begun?",
    )


def fails_on_record(case: Case, grounds: Grounds) -> Gate | None:
    """Whether any attempt was failed is not said."""
    if case.fails.record is not Record.UNKNOWN:
        return None
    return _ask(
        "exam_failed",
        GateLevel.SETTLE,
        "failed_attempts",
        "Was any attempt at a Step a fail? It changes who reads the file first, and what to say.",
    )


def canadian_degree(case: Case, grounds: Grounds) -> Gate | None:
    """The degree date decides whether a Canadian graduate counts as an IMG."""
    if case.profile.applicant is not ApplicantType.CANADIAN or case.is_img is not None:
        return None
    return Gate(
        id="ecfmg_needed",
        level=GateLevel.SETTLE,
        text=(
            "When is your degree date? It decides whether a graduate of a Canadian school needs"
            " ECFMG certification."
        ),
        sources=grounds.citations.of(case.facts.examinations.ecfmg, case.today),
        missing="graduation_date",
    )


def certified(case: Case, grounds: Grounds) -> Gate | None:
    """An international graduate who has not said where certification stands."""
    if not case.is_img or case.profile.ecfmg is not None:
        return None
    return Gate(
        id="ecfmg_needed",
        level=GateLevel.SETTLE,
        text="Where does your ECFMG certification stand? Without it there is no rank list.",
        sources=grounds.citations.of(case.facts.examinations.ecfmg, case.today),
        missing="ecfmg",
    )


def first_exam(case: Case, grounds: Grounds) -> Gate | None:
    """The day of Step 1 starts the clock of certification."""
    profile, rule = case.profile, case.facts.examinations.ecfmg
    open_clock = case.is_img and profile.ecfmg in {"in_progress", "not_started"}
    if not open_clock or profile.step1_result != "pass" or profile.step1_date is not None:
        return None
    return Gate(
        id="ecfmg_time_limit",
        level=GateLevel.SETTLE,
        text=(
            f"When did you pass Step 1? ECFMG asks for both exams within"
            f" {rule.exams_within_years} years."
        ),
        sources=grounds.citations.of(rule, case.today),
        missing="step1_date",
    )


def certificate_ends(case: Case, grounds: Grounds) -> Gate | None:
    """A certificate may have a last day."""
    if case.profile.ecfmg != "certified" or case.profile.ecfmg_expires is not None:
        return None
    return _ask(
        "ecfmg_certificate_expires",
        GateLevel.SETTLE,
        "ecfmg_expires",
        "Does your ECFMG certificate print a last day?",
    )


_MAY_NEED_A_VISA = frozenset({ApplicantType.NON_US_IMG, ApplicantType.CANADIAN})


def visa(case: Case, grounds: Grounds) -> Gate | None:
    """Whether a visa is needed is asked of those with a school abroad who may need one.

    It is never guessed: the gate itself stands on the person's word alone, whoever they are.
    """
    if case.profile.visa_needed is not None or case.profile.applicant not in _MAY_NEED_A_VISA:
        return None
    return _ask(
        "visa_needed",
        GateLevel.SETTLE,
        "visa_needed",
        "Will you need a visa for residency? It decides which programs can take you.",
    )


def step3_open(case: Case, grounds: Grounds) -> Gate | None:
    """Step 3 is planned, and an answer that opens or closes it is missing."""
    profile = case.profile
    if profile.step3_status != "scheduled":
        return None
    open_fields = (
        ("graduation_date", profile.graduation_date is None and case.graduated is not True),
        ("step1_result", profile.step1_result is None),
        ("step3_date", profile.step3_date is None and case.graduated is not True),
        ("ecfmg", case.is_img is True and profile.ecfmg is None),
    )
    for field, is_open in open_fields:
        if is_open:
            return Gate(
                id="step3_not_eligible",
                level=GateLevel.SETTLE,
                text=(
                    "Step 3 opens after the degree, both Steps and, for an IMG, the ECFMG"
                    " certificate. One of these is not in your profile yet; please fill it in."
                ),
                sources=grounds.citations.of(case.facts.examinations.step3, case.today),
                missing=field,
            )
    return None


def first_year(case: Case, grounds: Grounds) -> Gate | None:
    """Advanced positions are in the plan, and earlier training is not said."""
    if "advanced" not in case.profile.positions or case.profile.prior_training is not None:
        return None
    return _ask(
        "prelim_needed",
        GateLevel.KNOW,
        "prior_training",
        "Have you done, or begun, a first year of residency? Advanced positions ask for one.",
    )


ASKS: tuple[Draw, ...] = (
    pass_or_fail,
    attempts_passed,
    stage_now,
    step2_taken,
    fails_on_record,
    canadian_degree,
    certified,
    first_exam,
    certificate_ends,
    visa,
    step3_open,
    first_year,
)
