"""Facts as the sources people see: who says it, how firmly, and whether a check is due."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Protocol

from core.assessment.result import Cited
from core.facts.catalogue import Facts
from core.facts.guidance import Guide
from core.facts.provenance import Checked, Dated, Source
from core.terms import Strength


class Passage(Protocol):
    """Whatever names a guide and one of its headings."""

    @property
    def guide(self) -> str:
        """The guide's id."""

    @property
    def section(self) -> str:
        """The heading, as the guide prints it."""


class Citations:
    """Every dated fact of a catalogue with its sources, worked out once.

    Facts are told apart by identity: two equal figures may rest on different sources, and
    the catalogue, which this object keeps, holds every one of them alive.
    """

    __slots__ = ("_facts", "_guides", "_held")

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._guides: dict[str, Guide] = {guide.id: guide for guide in facts.guides.values()}
        self._held: dict[int, tuple[date, tuple[Cited, ...], tuple[Cited, ...]]] = {}
        for fact in _dated(_parts(facts)):
            fresh = tuple(self._cited(fact, source) for source in fact.sources)
            stale = tuple(replace(source, stale=True) for source in fresh)
            self._held[id(fact)] = (fact.check_again, fresh, stale)

    def of(self, fact: Dated, today: date) -> tuple[Cited, ...]:
        """The sources of a fact of this catalogue, marked where the fact is due for a check."""
        check_again, fresh, stale = self._held[id(fact)]
        return stale if today > check_again else fresh

    def _cited(self, fact: Dated, source_id: str) -> Cited:
        publication = self._guides.get(source_id) or self._facts.sources[source_id]
        return Cited(
            id=source_id,
            title=publication.title,
            strength=fact.strength,
            checked=fact.checked,
            address=publication.address if isinstance(publication, Source) else None,
        )

    def all_of(self, today: date, *facts: Dated | None) -> tuple[Cited, ...]:
        """The sources of several facts in order, each named once; absent facts are passed over."""
        named: dict[tuple[str, date | None], Cited] = {}
        for fact in facts:
            if fact is not None:
                for source in self.of(fact, today):
                    named.setdefault((source.id, source.checked), source)
        return tuple(named.values())

    def section(self, passage: Passage) -> Cited:
        """A passage of a guide, by the heading it stands under."""
        return Cited(
            id=passage.guide,
            title=self._guides[passage.guide].title,
            strength=Strength.GUIDANCE,
            section=passage.section,
        )

    def source(self, source_id: str) -> Cited:
        """A publication or a guide by itself, where no single figure of it is meant."""
        guide = self._guides.get(source_id)
        if guide is not None:
            return Cited(id=guide.id, title=guide.title, strength=Strength.GUIDANCE)
        source = self._facts.sources[source_id]
        return Cited(
            id=source.id, title=source.title, strength=Strength.OFFICIAL, address=source.address
        )


def _parts(facts: Facts) -> tuple[object, ...]:
    return (
        facts.examinations,
        facts.bands,
        facts.calendar,
        facts.outcomes,
        facts.application,
        facts.support,
        facts.limits,
    )


def _dated(part: object) -> Iterator[Dated]:
    if isinstance(part, tuple):
        for element in part:
            yield from _dated(element)
    elif isinstance(part, Checked):
        if isinstance(part, Dated):
            yield part
        for name in type(part).model_fields:
            yield from _dated(getattr(part, name))
