"""Conditions made of conditions: always, all, any, not."""

from itertools import chain

from core.assessment.conditions.ruling import Answer, Judged, Ruling, nothing, ruling_on
from core.assessment.result import Because
from core.facts import conditions as kinds


@ruling_on.register
def _(condition: kinds.Always) -> Ruling:
    return Ruling(test=lambda judged: True, reasons=lambda judged: (), waits=nothing)


@ruling_on.register
def _(condition: kinds.AllOf) -> Ruling:
    return _joined(condition.of, settles=False)


@ruling_on.register
def _(condition: kinds.AnyOf) -> Ruling:
    return _joined(condition.of, settles=True)


def _joined(conditions: tuple[object, ...], *, settles: bool) -> Ruling:
    """Parts of which one that answers ``settles`` decides, and otherwise all together."""
    parts = tuple(ruling_on(part) for part in conditions)
    tests = tuple(part.test for part in parts)

    def test(judged: Judged) -> Answer:
        known: Answer = not settles
        for part in tests:
            answer = part(judged)
            if answer is settles:
                return settles
            if answer is None:
                known = None
        return known

    def reasons(judged: Judged) -> tuple[Because, ...]:
        decided = test(judged)
        return tuple(
            chain.from_iterable(
                part.reasons(judged) for part in parts if part.test(judged) is decided
            )
        )

    def waits(judged: Judged) -> frozenset[str]:
        fields: frozenset[str] = frozenset()
        for part in parts:
            if part.test(judged) is None:
                fields |= part.waits(judged)
        return fields

    return Ruling(test, reasons, waits)


@ruling_on.register
def _(condition: kinds.Not) -> Ruling:
    part = ruling_on(condition.of)

    def test(judged: Judged) -> Answer:
        answer = part.test(judged)
        return None if answer is None else not answer

    return Ruling(test, part.reasons, part.waits)
