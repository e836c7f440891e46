"""Questions on rotations, letters and scholarly work: what is there, and what is on its way."""

from core.dialogue.question import Question
from core.facts.limits import Limits
from core.profile.questions.kinds import choice, count, yes_no


def rotations(limits: Limits) -> tuple[Question, ...]:
    """Radiology and IR rotations, and aways."""
    why = "Where people have seen you work is where you are best known."
    return (
        count("radiology_rotations_done", "Radiology rotations done", why, limits.count),
        count("radiology_rotations_planned", "Radiology rotations planned", why, limits.count),
        count("ir_rotations_done", "IR rotations done", why, limits.count),
        count("ir_rotations_planned", "IR rotations planned", why, limits.count),
        count("away_rotations_done", "Away rotations done", why, limits.count),
    )


def more_rotations(limits: Limits) -> tuple[Question, ...]:
    """Aways to come, and sub-internships."""
    why = "They bring letters, and a team that knows you."
    return (
        count("away_rotations_planned", "Away rotations planned", why, limits.count),
        count("sub_internships_done", "Sub-internships done", why, limits.count),
        count("sub_internships_planned", "Sub-internships planned", why, limits.count),
    )


def letters(limits: Limits) -> tuple[Question, ...]:
    """Radiology letters and the person behind them."""
    why = "Letters from people who watched you work carry much of the application."
    return (
        count("letters_radiology", "Letters from DR radiologists, in hand", why, limits.count),
        count(
            "letters_radiology_promised",
            "Letters from DR radiologists, promised",
            why,
            limits.count,
        ),
        count("letters_ir", "Letters from IR radiologists, in hand", why, limits.count),
        count(
            "letters_ir_promised",
            "Letters from IR radiologists, promised",
            why,
            limits.count,
        ),
        yes_no("mentor", "Is there a radiologist who speaks for you?", why),
    )


def more_letters(limits: Limits) -> tuple[Question, ...]:
    """Clinical letters and those for a second field."""
    why = "A program takes a limited number; the mix matters."
    return (
        count("letters_clinical", "Clinical letters, in hand", why, limits.count),
        count("letters_clinical_promised", "Clinical letters, promised", why, limits.count),
        count("letters_second_field", "Letters for a second field, in hand", why, limits.count),
        count(
            "letters_second_field_promised",
            "Letters for a second field, promised",
            why,
            limits.count,
        ),
    )


def research(limits: Limits) -> tuple[Question, ...]:
    """Scholarly work."""
    why = "Finished work shows interest that lasts."
    return (
        count("research_projects", "Research projects you worked on", why, limits.count),
        count("research_abstracts", "Abstracts, posters and talks", why, limits.count),
        count("research_papers", "Papers, published or accepted", why, limits.count),
        count(
            "research_radiology", "How many of all these are in radiology", why, limits.count * 3
        ),
        choice(
            "research_year",
            "A research year",
            "It helps under some conditions, and costs a year.",
            ("possible", "possible for me"),
            ("not_possible", "not possible for me"),
            ("in_progress", "in progress"),
            ("done", "done"),
        ),
    )
