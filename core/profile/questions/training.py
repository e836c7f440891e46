"""Questions on school, earlier training and certification."""

from core.dialogue.question import Question
from core.facts.limits import Limits
from core.profile.questions.kinds import choice, choices, count, day, yes_no


def school(limits: Limits) -> tuple[Question, ...]:
    """What the school offers, and how the clinical years went."""
    return (
        yes_no("home_dr", "Has your school a DR residency?", "Often the best chance."),
        yes_no("home_ir", "Has your school an integrated IR residency?", "Often the best chance."),
        yes_no(
            "affiliate_radiology",
            "Is there an affiliated radiology department?",
            "At a hospital your school works with: the next best thing to a home program.",
        ),
        choice(
            "clerkship_honors",
            "Honors in core clerkships",
            "Clinical work is what speaks beside a score.",
            ("none", "none"),
            ("some", "some"),
            ("most", "most"),
        ),
        count(
            "failed_courses",
            "Failed courses or clerkships",
            "They stand on the transcript.",
            limits.count,
        ),
    )


def path(limits: Limits) -> tuple[Question, ...]:
    """The way so far."""
    return (
        choice(
            "prior_training",
            "Residency training in the US so far",
            "It opens some positions and closes others.",
            ("none", "none"),
            ("pgy1_in_progress", "PGY-1 in progress"),
            ("pgy1_done", "PGY-1 done"),
            ("other", "other"),
        ),
        day("last_clinical_work", "Last day of clinical work", "Programs ask how recent it is."),
        choice(
            "education_interrupted",
            "Was your education interrupted or extended?",
            "The application asks; never why, here.",
            ("yes", "yes"),
            ("no", "no"),
            ("rather_not_say", "rather not say"),
        ),
        yes_no("military", "Do you owe military service?", "The military match comes first."),
        choice(
            "school_country",
            "Where is your school?",
            "Certification depends on it.",
            ("us", "United States"),
            ("canada", "Canada"),
            ("elsewhere", "elsewhere"),
        ),
    )


def international(limits: Limits) -> tuple[Question, ...]:
    """For international medical graduates."""
    return (
        choice(
            "ecfmg",
            "ECFMG certification",
            "No residency starts without it.",
            ("certified", "certified"),
            ("in_progress", "in progress"),
            ("not_started", "not started"),
        ),
        day("ecfmg_expires", "ECFMG certificate: valid until, if it says so", "It can lapse."),
        yes_no("visa_needed", "Will you need a visa?", "Programs differ in what they sponsor."),
        count(
            "us_clinical_weeks",
            "Weeks of clinical experience in the US",
            "Many programs ask international graduates for it.",
            limits.weeks,
        ),
        choices(
            "us_clinical_kind",
            "Which kinds of US experience?",
            "Hands-on work counts for most.",
            ("hands_on", "hands-on"),
            ("observership", "observership"),
            ("shadowing", "shadowing"),
        ),
    )
