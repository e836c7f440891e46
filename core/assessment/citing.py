"""Facts as the sources people see: who says it, how firmly, and whether a check is due."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Generic, Protocol, TypeVar

from core.assessment.result import Cited
from core.facts.catalogue import Facts
from core.facts.guidance import Guide
from core.facts.provenance import Checked, Dated, Source
from core.terms import Strength

T = TypeVar("T")

# How firmly a publication is known where facts that cite it differ: the weakest counts.
# Judgements of our own rest on a publication without saying anything of its copy.
_FIRMNESS = (Strength.OFFICIAL, Strength.TRANSCRIBED, Strength.SECOND_HAND)


class ByDay(Generic[T]):
    """Something worked out once for every span between days on which its sources fall due."""

    __slots__ = ("_days", "_values")

    def __init__(self, due: Iterable[date], build: Callable[[date], T]) -> None:
        self._days = sorted(set(due))
        self._values = [build(day) for day in (*self._days, date.max)]

    def on(self, today: date) -> T:
        """As it stands on that day; a source is stale from the day after it falls due."""
        return self._values[bisect_left(self._days, today)]


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

    __slots__ = ("_citing", "_facts", "_guides", "_held")

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._guides: dict[str, Guide] = {guide.id: guide for guide in facts.guides.values()}
        self._held: dict[int, tuple[date, tuple[Cited, ...], tuple[Cited, ...]]] = {}
        self._citing: dict[str, list[Dated]] = {}
        for fact in _dated(_parts(facts)):
            fresh = tuple(self._cited(fact, source) for source in fact.sources)
            stale = tuple(replace(source, stale=True) for source in fresh)
            self._held[id(fact)] = (fact.check_again, fresh, stale)
            if fact.strength in _FIRMNESS:
                for source in fact.sources:
                    self._citing.setdefault(source, []).append(fact)

    def of(self, fact: Dated, today: date) -> tuple[Cited, ...]:
        """The sources of a fact of this catalogue, marked where the fact is due for a check."""
        check_again, fresh, stale = self._held[id(fact)]
        return stale if today > check_again else fresh

    def all_of(self, today: date, *facts: Dated | None) -> tuple[Cited, ...]:
        """The sources of several facts in order, absent facts passed over.

        A source is named once, as it stands for the first of the facts that rest on it, or for
        the first of those due for a check.
        """
        named: dict[str, Cited] = {}
        for fact in facts:
            if fact is not None:
                for source in self.of(fact, today):
                    known = named.get(source.id)
                    if known is None or (source.stale and not known.stale):
                        named[source.id] = source
        return tuple(named.values())

    def section(self, passage: Passage) -> Cited:
        """A passage of a guide, by the heading it stands under."""
        return Cited(
            id=passage.guide,
            title=self._guides[passage.guide].title,
            strength=Strength.GUIDANCE,
            section=passage.section,
        )

    def source(self, source_id: str, today: date) -> Cited:
        """A publication or guide by itself, as firm as the weakest fact that rests on it.

        Where none does, it is as firm as the list of sources says.
        """
        guide = self._guides.get(source_id)
        if guide is not None:
            return Cited(id=guide.id, title=guide.title, strength=Strength.GUIDANCE)
        source, citing = self._facts.sources[source_id], self._citing.get(source_id, [])
        strengths = [_FIRMNESS.index(fact.strength) for fact in citing]
        return Cited(
            id=source.id,
            title=source.title,
            strength=_FIRMNESS[max(strengths)] if strengths else source.strength,
            checked=max((fact.checked for fact in citing), default=None),
            address=source.address,
            stale=any(fact.is_stale(today) for fact in citing),
        )

    def due(self, source_id: str) -> frozenset[date]:
        """The days on which facts that rest on a publication must be checked again."""
        return frozenset(fact.check_again for fact in self._citing.get(source_id, ()))

    def _cited(self, fact: Dated, source_id: str) -> Cited:
        publication = self._guides.get(source_id) or self._facts.sources[source_id]
        return Cited(
            id=source_id,
            title=publication.title,
            strength=fact.strength,
            checked=fact.checked,
            address=publication.address if isinstance(publication, Source) else None,
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
        facts.ranking,
        facts.asks,
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
