"""Every answer of the profile in words, as a clause that can follow *because*."""

from core.assessment.conditions.words import (
    APPLICANTS,
    EXAM_STATUSES,
    EXAMS,
    RESEARCH,
    SPECIALTIES,
    STAGES,
    counted,
)
from core.terms import Exam, ResearchKind

# A noun for one and for several, told as "you have ..."; a name told as "your ... is ...".
_NOUNS = {
    "step2_attempts": ("sitting of Step 2 CK", "sittings of Step 2 CK"),
    "failed_attempts": ("failed attempt on record", "failed attempts on record"),
    "step1_attempts": ("sitting of Step 1", "sittings of Step 1"),
    "step3_attempts": ("sitting of Step 3", "sittings of Step 3"),
    "comlex_attempts": ("COMLEX sitting", "COMLEX sittings"),
    "comlex_fails": ("failed COMLEX attempt", "failed COMLEX attempts"),
    "failed_courses": ("failed course", "failed courses"),
    "us_clinical_weeks": (
        "week of clinical experience in the US",
        "weeks of clinical experience in the US",
    ),
    "radiology_rotations_done": ("radiology rotation done", "radiology rotations done"),
    "radiology_rotations_planned": ("radiology rotation planned", "radiology rotations planned"),
    "ir_rotations_done": (
        "interventional radiology rotation done",
        "interventional radiology rotations done",
    ),
    "ir_rotations_planned": (
        "interventional radiology rotation planned",
        "interventional radiology rotations planned",
    ),
    "away_rotations_done": ("away rotation done", "away rotations done"),
    "away_rotations_planned": ("away rotation planned", "away rotations planned"),
    "sub_internships_done": ("sub-internship done", "sub-internships done"),
    "sub_internships_planned": ("sub-internship planned", "sub-internships planned"),
    "letters_radiology": ("radiology letter in hand", "radiology letters in hand"),
    "letters_radiology_promised": ("radiology letter promised", "radiology letters promised"),
    "letters_ir": (
        "interventional radiology letter in hand",
        "interventional radiology letters in hand",
    ),
    "letters_ir_promised": (
        "interventional radiology letter promised",
        "interventional radiology letters promised",
    ),
    "letters_clinical": ("clinical letter in hand", "clinical letters in hand"),
    "letters_clinical_promised": ("clinical letter promised", "clinical letters promised"),
    "letters_second_field": (
        "letter in hand for your second field",
        "letters in hand for your second field",
    ),
    "letters_second_field_promised": (
        "letter promised for your second field",
        "letters promised for your second field",
    ),
    "research_projects": RESEARCH[ResearchKind.PROJECTS],
    "research_abstracts": RESEARCH[ResearchKind.ABSTRACTS],
    "research_papers": RESEARCH[ResearchKind.PAPERS],
    "research_radiology": RESEARCH[ResearchKind.RADIOLOGY],
    "interviews_dr": (
        "diagnostic radiology interview",
        "diagnostic radiology interviews",
    ),
    "interviews_ir": (
        "interventional radiology interview",
        "interventional radiology interviews",
    ),
    "interviews_prelim": (
        "interview for a preliminary or transitional year",
        "interviews for a preliminary or transitional year",
    ),
    "interviews_second_field": (
        "interview in your second field",
        "interviews in your second field",
    ),
    "applications_dr": (
        "diagnostic radiology application",
        "diagnostic radiology applications",
    ),
    "applications_ir": (
        "interventional radiology application",
        "interventional radiology applications",
    ),
    "applications_prelim": (
        "application for a preliminary or transitional year",
        "applications for a preliminary or transitional year",
    ),
    "applications_second_field": (
        "application in your second field",
        "applications in your second field",
    ),
    "signals_dr": ("diagnostic radiology signal", "diagnostic radiology signals"),
    "signals_ir": ("interventional radiology signal", "interventional radiology signals"),
    "signals_prelim": (
        "signal for a preliminary or transitional year",
        "signals for a preliminary or transitional year",
    ),
    "signals_second_field": ("signal in your second field", "signals in your second field"),
}
_NAMES = {
    "season": "season",
    "step2_ck": "Step 2 CK",
    "step1_score": "Step 1",
    "step3_score": "Step 3",
    "comlex2_score": "COMLEX Level 2-CE",
    "budget": "budget in dollars",
    "school_average": "school's average",
}


def count_told(field: str, number: int) -> str:
    """A whole-number answer of the profile as a clause."""
    if field in _NAMES:
        return f"your {_NAMES[field]} is {number}"
    return f"you have {counted(number, *_NOUNS[field])}"


YES_NO = {
    "reapplicant": ("you have applied before", "you are applying for the first time"),
    "retake_for_time_limit": (
        "a time limit is the reason for your retake",
        "no time limit asks for your retake",
    ),
    "home_dr": (
        "your school has a diagnostic radiology program",
        "your school has no diagnostic radiology program",
    ),
    "home_ir": (
        "your school has an interventional radiology program",
        "your school has no interventional radiology program",
    ),
    "affiliate_radiology": (
        "a hospital of your school trains radiologists",
        "no hospital of your school trains radiologists",
    ),
    "military": ("you have a military obligation", "you have no military obligation"),
    "visa_needed": ("you need a visa", "you need no visa"),
    "mentor": ("you have a radiology mentor", "you have no radiology mentor yet"),
    "nrmp_registered": ("you are registered with NRMP", "you are not registered with NRMP yet"),
    "couples": ("you match as a couple", "you match on your own"),
}

CHOICES = {
    "applicant": {kind.value: f"you are {words}" for kind, words in APPLICANTS.items()},
    "specialty": {kind.value: f"you aim for {words}" for kind, words in SPECIALTIES.items()},
    "stage": {stage.value: words for stage, words in STAGES.items()},
    "step2_status": {
        status.value: words.format(exam=EXAMS[Exam.STEP2_CK])
        for status, words in EXAM_STATUSES.items()
    },
    "step2_result": {
        "pass": "your Step 2 CK report prints a pass",
        "fail": "your Step 2 CK report prints a fail",
    },
    "step1_result": {
        "pass": "you have passed Step 1",
        "fail": "your last Step 1 result is a fail",
        "not_taken": "you have not taken Step 1 yet",
    },
    "step3_status": {
        "not_taken": "you have not taken Step 3",
        "scheduled": "your Step 3 is planned",
        "passed": "you have passed Step 3",
        "failed": "your last Step 3 result is a fail",
    },
    "retake_of": {
        "none": "you plan no retake",
        "step1": "you plan to take Step 1 again",
        "step2_ck": "you plan to take Step 2 CK again",
        "step3": "you plan to take Step 3 again",
    },
    "school_country": {
        "us": "your school is in the US",
        "canada": "your school is in Canada",
        "elsewhere": "your school is outside the US and Canada",
    },
    "clerkship_honors": {
        "none": "you have no clerkship honors",
        "some": "you have honors in some clerkships",
        "most": "you have honors in most clerkships",
    },
    "education_interrupted": {
        "yes": "your studies were interrupted or extended",
        "no": "your studies ran without a break",
        "rather_not_say": "you would rather not say whether your studies were interrupted",
    },
    "prior_training": {
        "none": "you have no US residency training yet",
        "pgy1_in_progress": "you are in a PGY-1 year",
        "pgy1_done": "you have done a PGY-1 year",
        "other": "you have US residency training",
    },
    "ecfmg": {
        "certified": "you have your ECFMG certificate",
        "in_progress": "your ECFMG certification is under way",
        "not_started": "your ECFMG certification has not begun",
    },
    "us_clinical_kind": {
        "hands_on": "you have hands-on clinical experience in the US",
        "observership": "you have an observership in the US",
        "shadowing": "you have shadowed in the US",
    },
    "willing_to_move": {
        "anywhere": "you would move anywhere",
        "some_regions": "you would move to some regions",
        "no": "you would rather stay where you are",
    },
    "feedback": {
        "scores": "programs named your scores",
        "letters": "programs named your letters",
        "interviews": "programs named your interviews",
        "few_programs": "programs said that you applied to few of them",
        "late": "programs said that your application came late",
        "fit": "programs named the fit",
        "no_feedback": "no program gave you feedback",
    },
    "second_field": {
        "none": "you have no second field",
        "undecided": "your second field is undecided",
        "internal_medicine": "your second field is internal medicine",
        "family_medicine": "your second field is family medicine",
        "neurology": "your second field is neurology",
        "physical_medicine": "your second field is physical medicine and rehabilitation",
        "psychiatry": "your second field is psychiatry",
        "pediatrics": "your second field is pediatrics",
        "pathology": "your second field is pathology",
        "anesthesiology": "your second field is anesthesiology",
        "surgery": "your second field is surgery",
        "transitional": "a transitional year is in your plan",
        "other": "you have a second field",
    },
    "positions": {
        "categorical": "categorical positions are in your plan",
        "advanced": "advanced positions are in your plan",
        "reserved": "reserved positions are in your plan",
    },
    "research_year": {
        "possible": "a research year is possible for you",
        "not_possible": "a research year is not possible for you",
        "in_progress": "you are in a research year",
        "done": "you have done a research year",
    },
}
_FREE = {"ties": "you have ties to {value}", "country": "you live in {value}"}


def choice_told(field: str, value: str) -> str:
    """A chosen or free answer of the profile as a clause."""
    if field in _FREE:
        return _FREE[field].format(value=value)
    return CHOICES[field][value]
