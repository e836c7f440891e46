"""Which few actions are shown first, from those that apply in order."""

from collections.abc import Collection, Iterable, Sequence

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
        self, ordered: Sequence[Recommended], standing: Collection[str]
    ) -> tuple[Recommended, ...]:
        """The actions that come first.

        ``ordered`` are the actions that apply, best first, and ``standing`` the gates that
        stop. What answers such a gate leads, and what has to wait for it is left out, be it
        what answers another gate. Of one topic there are few, and one action brings a person
        in where any can.
        """
        leading = [id_ for gate in standing for id_ in self._remedies.get(gate, ())]
        candidates = ordered
        if leading:
            by_id = {action.id: action for action in ordered}
            first = [by_id[id_] for id_ in dict.fromkeys(leading) if id_ in by_id]
            candidates = [
                action
                for action in first
                if not any(self._lets_wait(gate, action) for gate in standing)
            ]
            waiting = {topic for gate in standing for topic in self._waits.get(gate, ())}
            candidates += [
                action
                for action in ordered
                if action.topic not in waiting and action.id not in leading
            ]
        chosen = self._filled(candidates)
        if any(self._brings_a_person(action) for action in chosen):
            return tuple(chosen)
        return self._with_a_person(chosen, candidates, leading)

    def _lets_wait(self, gate: str, action: Recommended) -> bool:
        """Whether an action has to wait for a gate that does not ask for it itself."""
        waits, named = self._waits.get(gate, ()), self._remedies.get(gate, ())
        return action.topic in waits and action.id not in named

    def _filled(self, candidates: Iterable[Recommended]) -> list[Recommended]:
        """The first candidates, with few of one topic."""
        chosen: list[Recommended] = []
        of_topic: dict[Topic, int] = {}
        for action in candidates:
            topic = action.topic
            held = of_topic.get(topic, 0)
            if held < self._ranking.per_topic:
                of_topic[topic] = held + 1
                chosen.append(action)
                if len(chosen) == self._ranking.places:
                    break
        return chosen

    def _brings_a_person(self, action: Recommended) -> bool:
        return action.topic in self._people_topics or action.id in self._people_entries

    def _with_a_person(
        self,
        chosen: list[Recommended],
        candidates: Iterable[Recommended],
        leading: Collection[str],
    ) -> tuple[Recommended, ...]:
        """The last place that leads nothing goes to the first action that brings a person in."""
        for person in filter(self._brings_a_person, candidates):
            for place in reversed(range(len(chosen))):
                others = chosen[:place] + chosen[place + 1 :]
                alike = sum(one.topic is person.topic for one in others)
                if chosen[place].id not in leading and alike < self._ranking.per_topic:
                    return (*others, person)
        return tuple(chosen)
