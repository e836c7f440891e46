"""Questions to take to people, and to whom, chosen from the reading."""

from core.assessment.answers import Answers
from core.assessment.audiences import audience_of
from core.assessment.case import Case
from core.assessment.prepared import Prepared
from core.assessment.result import Ask


def asks(case: Case, prepared: Prepared, answers: Answers) -> tuple[Ask, ...]:
    """The first questions that fit; one for each person as far as there are enough."""
    shown = prepared.facts.asks.shown
    first: list[Ask] = []
    again: list[Ask] = []
    for one in prepared.asks_for[audience_of(case)]:
        if answers[one.when] is True:
            told = any(ask.whom == one.shown.whom for ask in first)
            (again if told else first).append(one.shown)
            if len(first) == shown:
                break
    return tuple((first + again)[:shown])
