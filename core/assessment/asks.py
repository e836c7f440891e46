"""Questions to take to people, and to whom, chosen from the reading."""

from core.assessment.case import Case
from core.assessment.prepared import Answers, Prepared
from core.assessment.result import Ask


def asks(case: Case, prepared: Prepared, answers: Answers) -> tuple[Ask, ...]:
    """The first questions that fit; one for each person as far as there are enough."""
    audience = (case.phase, case.profile.applicant, frozenset(case.profile.specialty))
    fitting = [one.ask for one in prepared.asks_for[audience] if answers.holds(one.when) is True]
    places = prepared.facts.asks.shown
    apart = list({ask.whom: ask for ask in reversed(fitting)}.values())[::-1]
    apart.sort(key=lambda ask: (ask.order, ask.id))
    again = [ask for ask in fitting if ask not in apart]
    return tuple(Ask(ask.question, ask.whom) for ask in (*apart, *again)[:places])
