"""Conditions about one applicant: whether one holds, why, and what would decide it.

The answer is yes, no or unknown (Kleene's logic of three values), written ``True``, ``False``
and ``None``. A condition is compiled once, because an assessment asks several hundred.
"""

from core.assessment.conditions import answers, counts, exams, logic, person, record
from core.assessment.conditions.ruling import Answer, Judged, Ruling, Test, ruling_on
from core.assessment.result import Because

__all__ = [
    "Answer",
    "Judged",
    "Ruling",
    "Test",
    "compiled",
    "explain",
    "missing_fields",
    "ruling_on",
]

# Each module registers the kinds it answers; naming them here is what loads them.
KIND_MODULES = (answers, counts, exams, logic, person, record)


def compiled(condition: object) -> Test:
    """A function that answers the condition about a judged case."""
    return ruling_on(condition).test


def explain(condition: object, judged: Judged) -> tuple[Because, ...]:
    """The person's own answers for which a condition holds; empty where it holds for everybody.

    Each is a clause that can follow *because*: "your Step 2 CK is 214". Whoever asks about
    the same condition often keeps its ruling instead.
    """
    return ruling_on(condition).because(judged)


def missing_fields(condition: object, judged: Judged) -> frozenset[str]:
    """The unanswered fields of the profile that would decide an unknown condition.

    Empty where the condition is known, and where nothing that could be asked would decide it
    (a score that is still to come).
    """
    return ruling_on(condition).missing(judged)
