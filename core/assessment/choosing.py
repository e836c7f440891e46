"""Which few actions are shown first, from those that apply in order."""

from collections import Counter
from collections.abc import Iterable, Sequence

from core.assessment.result import Recommended
from core.facts.ranking import Ranking
from core.terms import Topic


class Chooser:
    """Fills the places, by rules held as data."""

    __slots__ = ("_people_entries", "_people_topics", "_ranking", "_remedies", "_waits")

    def __init__(self, ranking: Ranking) -> None:
        self._ranking = ranking
        self._remedies = {remedy.gate: remedy.entries for remedy in ranking.remedies}
        self._waits = {remedy.gate: frozenset(remedy.waits) for remedy in ranking.remedies}
        self._people_topics = frozenset(ranking.people.topics)
        self._people_entries = frozenset(ranking.people.entries)

    def choose(
        self, ordered: Sequence[Recommended], standing: Iterable[str]
    ) -> tuple[Recommended, ...]:
        """The actions that come first.

        ``ordered`` are the actions that apply, best first, and ``standing`` the gates that
        stop. What answers such a gate leads, and what has to wait for it is left out. Of one
        topic there are few, and one action brings a person in where any can.
        """
        leading = [id_ for gate in standing for id_ in self._remedies.get(gate, ())]
        waiting: frozenset[Topic] = frozenset().union(
            *(self._waits.get(gate, frozenset()) for gate in standing)
        )
        by_id = {action.id: action for action in ordered}
        first = [by_id[id_] for id_ in dict.fromkeys(leading) if id_ in by_id]
        rest = [action for action in ordered if action.topic not in waiting and action not in first]
        chosen: list[Recommended] = []
        for action in (*first, *rest):
            if len(chosen) == self._ranking.places:
                break
            if self._room(chosen, action):
                chosen.append(action)
        return self._with_a_person(chosen, rest, leading)

    def _room(self, chosen: Iterable[Recommended], action: Recommended) -> bool:
        topics = Counter(one.topic for one in chosen)
        return topics[action.topic] < self._ranking.per_topic

    def _brings_a_person(self, action: Recommended) -> bool:
        return action.topic in self._people_topics or action.id in self._people_entries

    def _with_a_person(
        self, chosen: list[Recommended], rest: Sequence[Recommended], leading: Sequence[str]
    ) -> tuple[Recommended, ...]:
        if any(self._brings_a_person(action) for action in chosen):
            return tuple(chosen)
        for person in (action for action in rest if self._brings_a_person(action)):
            for place in reversed(range(len(chosen))):
                others = [*chosen[:place], *chosen[place + 1 :]]
                if chosen[place].id not in leading and self._room(others, person):
                    return (*others, person)
        return tuple(chosen)
