"""An assessment as plain data, for programs: mappings, lists, strings and numbers alone."""

from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any

from core.assessment.assess import Assessment
from core.assessment.result import Recommended, Standing

_AS_THEY_ARE = frozenset({str, int, float, bool, NoneType})


def plain_data(assessment: Assessment) -> dict[str, Any]:
    """The whole reading, in an order that depends on nothing but the reading."""
    return {
        "phase": assessment.phase.value,
        "season": assessment.season,
        "bottom_line": assessment.bottom_line.text,
        "gates": _plain(assessment.gates),
        "asks_for": _plain(assessment.asks_for),
        "standing": {one.specialty.value: _standing(one) for one in assessment.standing},
        "evidence": _plain(assessment.evidence),
        "actions": {
            "five": [_action(one) for one in assessment.five],
            "by_topic": {
                topic.value: [_action(one) for one in entries]
                for topic, entries in assessment.by_topic.items()
            },
        },
        "plan": _plain(assessment.plan),
        "disagreements": _plain(assessment.disagreements),
        "unknowns": _plain(assessment.unknowns),
        "ask": _plain(assessment.ask),
    }


def _standing(standing: Standing) -> dict[str, Any]:
    told = _plain(standing)
    del told["specialty"]
    return dict(told)


def _action(action: Recommended) -> dict[str, Any]:
    advice = action.advice
    return {
        "id": advice.id,
        "topic": advice.topic.value,
        "form": advice.form,
        "label": advice.label,
        "text": advice.text,
        "reason": advice.reason,
        "because": [_plain(because) for because in action.because],
        "date": action.on.isoformat() if action.on else None,
        "estimated": action.estimated,
        "effort": advice.effort,
        "effect": advice.effect,
        "score": action.score,
        "unless_done": action.unless_done,
        "sources": _plain(advice.sources),
    }


def _plain(value: Any) -> Any:
    kind: Any = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if names := _names(kind):
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    return value


@cache
def _names(kind: type) -> tuple[str, ...]:
    """What the parts of a named tuple or of a dataclass are called; nothing of other kinds.

    A reading has thousands of parts and few kinds of them, so it is looked up once for each.
    """
    if is_dataclass(kind):
        return tuple(field.name for field in fields(kind))
    return tuple(getattr(kind, "_fields", ()))
