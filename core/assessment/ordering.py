"""How much an action matters now: effect, effort, and what the calendar still allows."""

from datetime import date, timedelta

from core.assessment.deadlines import BestDone
from core.assessment.result import Advice
from core.facts.ranking import Ranking
from core.terms import Phase


class Ordering:
    """The order of actions, from the weights held as data; more points come first.

    ``ir_alone`` are the entries that give way where DR is the base of a plan for both.
    """

    __slots__ = ("_leads", "_needed", "_ranking", "_spans", "ir_alone")

    def __init__(self, ranking: Ranking) -> None:
        self._ranking = ranking
        self.ir_alone = frozenset(ranking.ir_beside_dr.entries)
        self._leads = {
            (phase, topic): lead.add
            for lead in ranking.leads
            for phase in lead.phases
            for topic in lead.topics
        }
        self._spans = tuple((timedelta(weeks=u.within_weeks), u.add) for u in ranking.urgencies)
        self._needed: dict[int, timedelta] = {
            effort: timedelta(weeks=weeks) for effort, weeks in ranking.weeks_needed.items()
        }

    def points(self, advice: Advice, phase: Phase) -> int:
        """What an action weighs by itself: effect, effort, and the topics that lead in a phase."""
        ranking = self._ranking
        return (
            advice.effect * ranking.per_effect
            + advice.effort * ranking.per_effort
            + self._leads.get((phase, advice.topic), 0)
        )

    def urgency(self, effort: int, best: BestDone, today: date) -> int:
        """What the calendar adds.

        A day already past counts as urgent; a day to come by how soon the thing has to be
        begun, and what can wait long gives way. So does what would take longer than is left
        before its date of the season closes.
        """
        if best.on is None or best.ends is None:
            return 0
        needed = self._needed[effort]
        cramped = self._ranking.cramped if best.ends - today < needed else 0
        left = best.on - today
        if left < _NOW:
            return cramped + self._ranking.overdue
        for span, add in self._spans:
            if left - needed <= span:
                return cramped + add
        return self._ranking.later


_NOW = timedelta()
