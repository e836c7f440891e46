"""Which unanswered questions would change the reading, most first."""

from collections.abc import Iterable

from core.assessment.answers import Answers
from core.assessment.audiences import audience_of
from core.assessment.conditions import Judged
from core.assessment.prepared import Prepared
from core.assessment.result import Gate, Unknown
from core.facts.ranking import UnknownWeights
from core.terms import Band


class _Tally:
    """What an answer to each field could change, with its weight."""

    __slots__ = ("changes", "weight")

    def __init__(self) -> None:
        self.weight: dict[str, int] = {}
        self.changes: dict[str, list[tuple[str, ...]]] = {}

    def add(self, fields: Iterable[str], weight: int, changes: tuple[str, ...]) -> None:
        for field in fields:
            if field in self.weight:
                self.weight[field] += weight
                self.changes[field].append(changes)
            else:
                self.weight[field] = weight
                self.changes[field] = [changes]

    def ranked(self) -> Iterable[Unknown]:
        """The fields with the greatest weight first."""
        for weight, field in sorted((-weight, field) for field, weight in self.weight.items()):
            yield Unknown(field, -weight, tuple(self.changes[field]))


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
            tally.add((gate.missing,), weights.gate, (f"gate:{gate.id}",))
    for specialty, band in judged.bands.items():
        if band is Band.UNKNOWN:
            fields = prepared.band_rulings[specialty].waits(judged)
            tally.add(fields, weights.band, (f"band:{specialty.value}",))
    missing, per_effect = answers.missing, weights.per_effect
    for group in prepared.for_audience[audience_of(judged.case)].groups:
        applies = answers[group.change.condition]
        if applies is None:
            change = group.change
            tally.add(missing(group.change.condition), per_effect * change.effect, change.names)
        elif applies:
            for change in group.undone:
                if answers[change.condition] is None:
                    fields = missing(change.condition)
                    tally.add(fields, per_effect * change.effect, change.names)
    return tuple(tally.ranked())
