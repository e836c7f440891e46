"""Which unanswered questions would change the reading, most first."""

from collections.abc import Iterable

from core.assessment.conditions import Judged
from core.assessment.prepared import Answers, Group, Prepared, audience_of
from core.assessment.result import Gate, Unknown
from core.facts.ranking import UnknownWeights
from core.terms import Band


class _Tally:
    """What an answer to each field could change, with its weight."""

    __slots__ = ("changes", "weight")

    def __init__(self) -> None:
        self.weight: dict[str, int] = {}
        self.changes: dict[str, list[str]] = {}

    def add(self, fields: Iterable[str], weight: int, *changes: str) -> None:
        for field in fields:
            self.weight[field] = self.weight.get(field, 0) + weight
            self.changes.setdefault(field, []).extend(changes)


def unknowns(
    judged: Judged, prepared: Prepared, answers: Answers, asking: Iterable[Gate]
) -> tuple[Unknown, ...]:
    """Every unanswered field whose answer could change something, the most telling first.

    A gate that asks and a band that waits weigh most; an action weighs by its effect.
    """
    weights: UnknownWeights = prepared.facts.ranking.unknowns
    tally = _Tally()
    for gate in asking:
        if gate.missing is not None and getattr(judged.profile, gate.missing) in (None, ()):
            tally.add((gate.missing,), weights.gate, f"gate:{gate.id}")
    for specialty, band in judged.bands.items():
        if band is Band.UNKNOWN:
            fields = prepared.band_rulings[specialty].waits(judged)
            tally.add(fields, weights.band, f"band:{specialty.value}")
    for group in prepared.for_audience[audience_of(judged.case)]:
        holds = answers.holds(group.when)
        if holds is None:
            fields = answers.missing(group.when)
            tally.add(fields, weights.per_effect * group.effect, *group.changes)
        elif holds:
            _add_undone(group, answers, tally, weights.per_effect)
    return tuple(
        Unknown(field, weight, tuple(tally.changes[field]))
        for field, weight in sorted(tally.weight.items(), key=lambda one: (-one[1], one[0]))
    )


def _add_undone(group: Group, answers: Answers, tally: _Tally, per_effect: int) -> None:
    """Entries that apply, and of which it is not known whether they are done."""
    for entry in group.entries:
        if entry.done is not None and answers.holds(entry.done) is None:
            tally.add(
                answers.missing(entry.done),
                per_effect * entry.advice.effect,
                f"action:{entry.advice.id}",
            )
