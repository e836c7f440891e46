"""What of the facts needs another look: stale, estimated, second hand, or contradictory."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from core.facts.catalogue import Facts
from core.facts.conditions import AllOf, AnyOf, Condition, Not, SaidNone
from core.facts.dated import dated_facts
from core.facts.references import Problem, problems
from core.terms import Strength


class Finding(NamedTuple):
    """A fact to look at again: its name, its file, how it is known, by when, and from where."""

    name: str
    file: str
    strength: Strength
    checked: date
    check_again: date
    sources: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check of the facts found; ``dated`` counts the facts that were looked at."""

    today: date
    dated: int
    stale: tuple[Finding, ...]
    estimated: tuple[Finding, ...]
    second_hand: tuple[Finding, ...]
    problems: tuple[Problem, ...]


def check_facts(
    facts: Facts, *, today: date, profile_fields: Collection[str] | None = None
) -> CheckReport:
    """Look through every fact as of ``today``.

    ``profile_fields`` are the names of the profile's answers; with them, conditions that ask
    for an answer nobody can give are problems too.
    """
    findings = [
        Finding(
            name=placed.name,
            file=placed.file,
            strength=placed.fact.strength,
            checked=placed.fact.checked,
            check_again=placed.fact.check_again,
            sources=placed.fact.sources,
            note=placed.fact.note,
        )
        for placed in dated_facts(facts)
    ]
    wrong = list(problems(facts))
    if profile_fields is not None:
        wrong.extend(unknown_fields(facts, profile_fields))
    return CheckReport(
        today=today,
        dated=len(findings),
        stale=tuple(found for found in findings if today > found.check_again),
        estimated=_known_as(Strength.ESTIMATE, findings),
        second_hand=_known_as(Strength.SECOND_HAND, findings),
        problems=tuple(wrong),
    )


def _known_as(strength: Strength, findings: list[Finding]) -> tuple[Finding, ...]:
    return tuple(found for found in findings if found.strength is strength)


def unknown_fields(facts: Facts, profile_fields: Collection[str]) -> Iterator[Problem]:
    """Conditions that name no answer of the profile."""
    for file, entry, condition in conditions_of(facts):
        for part in parts_of(condition):
            for field in _fields_of(part):
                if field not in profile_fields:
                    yield Problem(file, entry, f"the profile has no answer {field!r}")


def _fields_of(condition: Condition) -> tuple[str, ...]:
    """The answers a condition names by itself."""
    if isinstance(condition, SaidNone):
        return condition.fields + condition.others
    field: str | None = getattr(condition, "field", None)
    return () if field is None else (field,)


def conditions_of(facts: Facts) -> Iterator[tuple[str, str, Condition]]:
    """Every condition of the facts, with its file and its entry."""
    for entry in facts.guidance:
        yield "guidance", entry.id, entry.when
        if entry.done_when is not None:
            yield "guidance", entry.id, entry.done_when
    for disagreement in facts.disagreements:
        yield "disagreements.yaml", disagreement.id, disagreement.when
    for question in facts.asks.questions:
        yield "asks.yaml", question.id, question.when
    for rule in facts.timeline.rules:
        yield "timeline.yaml", rule.id, rule.when
        if rule.done_when is not None:
            yield "timeline.yaml", rule.id, rule.done_when


def parts_of(condition: Condition) -> Iterator[Condition]:
    """A condition and every part of it."""
    yield condition
    if isinstance(condition, AllOf | AnyOf):
        for part in condition.of:
            yield from parts_of(part)
    elif isinstance(condition, Not):
        yield from parts_of(condition.of)
