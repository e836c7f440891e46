"""Further questions on examinations."""

from core.dialogue.question import Question
from core.facts.limits import Limits
from core.profile.questions.kinds import attempts, choice, day, score, yes_no


def sittings(limits: Limits) -> tuple[Question, ...]:
    """Attempts, and what is planned."""
    return (
        attempts(
            "step2_attempts",
            "Step 2 CK: times you have sat it",
            "The number of attempts is limited.",
            limits,
        ),
        attempts(
            "step1_attempts", "Step 1: times you have sat it", "The number is limited.", limits
        ),
        choice(
            "step3_status",
            "Step 3",
            "Whether it helps depends on when it is possible at all.",
            ("not_taken", "not taken, none planned"),
            ("scheduled", "planned or scheduled"),
            ("passed", "passed"),
            ("failed", "failed"),
        ),
        day("step3_date", "Step 3: test date, past or planned", "It has conditions with dates."),
        choice(
            "retake_of",
            "Do you plan to take an examination again?",
            "Not every retake is allowed.",
            ("none", "no"),
            ("step1", "Step 1"),
            ("step2_ck", "Step 2 CK"),
            ("step3", "Step 3"),
        ),
    )


def numbers(limits: Limits) -> tuple[Question, ...]:
    """Older numbers and Step 3."""
    return (
        score(
            "step1_score",
            "Step 1: three-digit score, if you have one",
            "It shows the trend to Step 2 CK.",
            limits.step_score,
        ),
        day("step1_date", "Step 1: test date", "Time limits count from it."),
        score("step3_score", "Step 3: score", "Programs see it.", limits.step_score),
        attempts(
            "step3_attempts", "Step 3: times you have sat it", "The number is limited.", limits
        ),
        yes_no(
            "retake_for_time_limit",
            "Is the retake for a time limit?",
            "A limit of a state or of ECFMG is the one exception for a passed Step.",
        ),
    )


def comlex(limits: Limits) -> tuple[Question, ...]:
    """COMLEX, for osteopathic applicants."""
    return (
        score(
            "comlex2_score",
            "COMLEX Level 2-CE: score",
            "Some programs read it as it is; it is never converted here.",
            limits.comlex_score,
        ),
        attempts("comlex_attempts", "COMLEX: sittings, all levels", "Programs see them.", limits),
        attempts("comlex_fails", "COMLEX: failed sittings", "Programs see them.", limits),
    )
