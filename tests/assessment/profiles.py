"""Varied profiles that pass validation, for properties and for measuring."""

from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from hypothesis import strategies as st

from core.assessment.prepared import Prepared, prepare
from core.facts.load import load_facts
from core.profile.applicant import Profile
from core.profile.rules import impossible
from core.terms import ApplicantType, ExamStatus, Result, Specialty, Stage

TODAY = date(2026, 11, 22)
AIMS = (
    (Specialty.DR,),
    (Specialty.IR,),
    (Specialty.DR, Specialty.IR),
    (Specialty.IR, Specialty.DR),
)
_COUNTED = (0, 0, 1, 2, 3, 5, 12)
_CHOICES: dict[str, tuple[Any, ...]] = {
    "season": (2025, 2026, 2027, 2027, 2028, 2028, 2029),
    "stage": tuple(Stage),
    "reapplicant": (True, False),
    "step2_status": tuple(ExamStatus),
    "step2_result": tuple(Result),
    "step2_attempts": (0, 1, 1, 2, 3, 4),
    "failed_attempts": (0, 0, 0, 1, 2, 4),
    "step1_result": ("pass", "pass", "fail", "not_taken"),
    "step1_score": (196, 205, 219, 231, 250),
    "step1_attempts": (0, 1, 1, 2, 4),
    "step3_status": ("not_taken", "scheduled", "passed", "failed"),
    "step3_score": (196, 214, 230),
    "step3_attempts": (0, 1, 2),
    "comlex2_score": (380, 450, 520, 610),
    "comlex_attempts": (0, 1, 2),
    "comlex_fails": (0, 0, 1),
    "retake_of": ("none", "step1", "step2_ck", "step3"),
    "retake_for_time_limit": (True, False),
    "school_country": ("us", "canada", "elsewhere"),
    "clerkship_honors": ("none", "some", "most"),
    "failed_courses": (0, 1, 2),
    "education_interrupted": ("yes", "no", "rather_not_say"),
    "prior_training": ("none", "pgy1_in_progress", "pgy1_done", "other"),
    "ecfmg": ("certified", "in_progress", "not_started"),
    "us_clinical_weeks": (0, 4, 12),
    "us_clinical_kind": (("hands_on",), ("observership", "shadowing")),
    "ties": (("CA",), ("NY", "TX")),
    "willing_to_move": ("anywhere", "some_regions", "no"),
    "applications_dr": (0, 40, 60, 100),
    "applications_ir": (0, 20, 60),
    "feedback": (("scores", "letters"), ("no_feedback",)),
    "second_field": (("none",), ("undecided",), ("internal_medicine",), ("neurology", "surgery")),
    "positions": (("categorical",), ("advanced",), ("categorical", "advanced", "reserved")),
    "research_year": ("possible", "not_possible", "in_progress", "done"),
    "country": ("US", "PK", "GD"),
    "budget": (0, 300, 900, 1500, 5000, 100_000),
    "school_average": (235, 248),
}
_YES_NO = (
    "home_dr",
    "home_ir",
    "affiliate_radiology",
    "military",
    "visa_needed",
    "mentor",
    "nrmp_registered",
    "couples",
)
_DATES = {
    "step2_date": (-1500, 400),
    "step1_date": (-2500, 100),
    "step3_date": (-900, 300),
    "graduation_date": (-3000, 700),
    "ecfmg_expires": (-100, 900),
    "last_clinical_work": (-1500, 0),
}


@cache
def held() -> Prepared:
    """The package's own facts, made ready."""
    return prepare(load_facts())


def seeded(seed: int) -> Random:
    """A generator that gives the same profiles every time."""
    return Random(seed)


def varied(rng: Random, today: date = TODAY, answered: float | None = None) -> Profile:
    """A random profile that passes validation; ``answered`` is the share of questions answered."""
    share = rng.choice((0.0, 0.1, 0.3, 0.6, 0.95)) if answered is None else answered
    given: dict[str, Any] = {
        "applicant": rng.choice(tuple(ApplicantType)),
        "specialty": rng.choice(AIMS),
    }
    if rng.random() < max(share, 0.5):
        given["step2_ck"] = rng.randint(185, 280)
    for field in Profile.model_fields:
        if field in given or rng.random() >= share:
            continue
        if field in _CHOICES:
            given[field] = rng.choice(_CHOICES[field])
        elif field in _YES_NO:
            given[field] = rng.choice((True, False))
        elif field in _DATES:
            given[field] = today + timedelta(days=rng.randint(*_DATES[field]))
        elif field.startswith(("letters", "research", "interviews", "signals")) or field.endswith(
            ("_done", "_planned")
        ):
            given[field] = rng.choice(_COUNTED)
    return _consistent(given, today)


def _consistent(given: dict[str, Any], today: date) -> Profile:
    """The answers without those that contradict others."""
    facts = held().facts
    if given.get("stage") is not None and given.get("season") is None:
        given.pop("stage")
    while True:
        profile = Profile.model_validate(given)
        wrong = [field for field, _ in impossible(profile, facts, today) if field in given]
        if not wrong:
            return profile
        for field in wrong:
            given.pop(field, None)


@st.composite
def profiles(draw: st.DrawFn, today: date = TODAY) -> Profile:
    """Profiles that pass validation, from bare to fully answered.

    Hypothesis draws the seed alone, which is ten times as fast as drawing every answer.
    """
    return varied(draw(st.randoms(use_true_random=True)), today)


days = st.dates(date(2026, 6, 1), date(2028, 6, 30))
