"""How much an action matters now: effect, effort, and what the calendar still allows."""

from datetime import date, timedelta

from core.assessment.deadlines import BestDone
from core.assessment.result import Advice
from core.facts.ranking import Ranking
from core.terms import Phase


class Ordering:
    """The order of actions, from the weights held as data."""

    __slots__ = ("_leads", "_needed", "_ranking", "_spans")

    def __init__(self, ranking: Ranking) -> None:
        self._ranking = ranking
        self._leads = {
            (phase, topic): lead.add
            for lead in ranking.leads
            for phase in lead.phases
            for topic in lead.topics
        }
        self._spans = tuple((timedelta(weeks=u.within_weeks), u.add) for u in ranking.urgencies)
        self._needed = {
            effort: timedelta(weeks=weeks) for effort, weeks in ranking.weeks_needed.items()
        }

    def score(self, advice: Advice, best: BestDone, phase: Phase, today: date) -> int:
        """Points of an action; more comes first.

        Effect and effort weigh by their degree, topics lead in their phases. A day already
        past counts as urgent; a day to come by how near it is. What would take longer than
        is left before its date of the season closes gives way to what can still be done well.
        """
        ranking = self._ranking
        points = advice.effect * ranking.per_effect + advice.effort * ranking.per_effort
        points += self._leads.get((phase, advice.topic), 0)
        if best.on is None:
            return points
        if best.ends is not None and best.ends - today < self._needed.get(
            advice.effort, timedelta()
        ):
            points += ranking.cramped
        left = best.on - today
        if left < timedelta():
            return points + ranking.overdue
        return points + next((add for span, add in self._spans if left <= span), 0)
