"""The facts made ready for many assessments: conditions compiled, guidance indexed and cited."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from core.assessment.choosing import Chooser
from core.assessment.citing import Citations
from core.assessment.conditions import Answer, Judged, Ruling, ruling_on
from core.assessment.deadlines import Days, days_by_season
from core.assessment.grounds import Grounds, grounds_of
from core.assessment.ordering import Ordering
from core.assessment.result import Advice, Because, Note
from core.facts.asks import Asking
from core.facts.catalogue import Facts
from core.facts.conditions import Always, BandAmong, Condition
from core.facts.guidance import Applies, Due, GuidanceEntry
from core.terms import ApplicantType, Band, Phase, Specialty

Audience = tuple[Phase, ApplicantType | None, frozenset[Specialty]]


@dataclass(frozen=True, slots=True)
class PreparedEntry:
    """A guidance entry: its words, the numbers of its conditions, its audience and due date.

    ``note`` says the same as the advice where the entry stands in the plan.
    """

    advice: Advice
    note: Note
    applies: Applies
    due: Due | None
    parameters: dict[str, int | str]
    phases: frozenset[Phase]
    when: int
    everybody: bool
    done: int | None

    def figure(self, name: str) -> int | None:
        """A whole-number parameter of the entry."""
        value = self.parameters.get(name)
        return value if isinstance(value, int) else None


@dataclass(frozen=True, slots=True)
class PreparedAsk:
    """A question to take to a person, with the number of its condition."""

    ask: Asking
    when: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything about the facts that does not depend on the person or the day.

    ``rulings`` holds every distinct condition once; entries point to it by position.
    ``for_audience`` and ``asks_for`` list what may concern a person in a phase.
    """

    facts: Facts
    citations: Citations
    grounds: Grounds
    rulings: tuple[Ruling, ...]
    entries: dict[str, PreparedEntry]
    for_audience: dict[Audience, tuple[PreparedEntry, ...]]
    asks_for: dict[Audience, tuple[PreparedAsk, ...]]
    band_rulings: dict[Specialty, Ruling]
    days: dict[int, Days]
    ordering: Ordering
    chooser: Chooser


class Answers:
    """The conditions of the facts answered about one person, each at most once."""

    __slots__ = ("_because", "_known", "_rulings", "judged")

    def __init__(self, prepared: Prepared, judged: Judged) -> None:
        self.judged = judged
        self._rulings = prepared.rulings
        self._known: dict[int, Answer] = {}
        self._because: dict[int, tuple[Because, ...]] = {}

    def holds(self, number: int) -> Answer:
        """Whether the condition of that number holds."""
        known = self._known
        if number in known:
            return known[number]
        answer = known[number] = self._rulings[number].test(self.judged)
        return answer

    def because(self, number: int) -> tuple[Because, ...]:
        """The answers by which the condition was judged, as clauses that follow *because*."""
        told = self._because.get(number)
        if told is None:
            told = self._because[number] = self._rulings[number].because(self.judged)
        return told

    def missing(self, number: int) -> frozenset[str]:
        """The unanswered fields that would decide an unknown condition."""
        return self._rulings[number].missing(self.judged)


def prepare(facts: Facts) -> Prepared:
    """Make the facts ready; done once, when they are loaded."""
    citations = Citations(facts)
    numbers: dict[Condition, int] = {}
    entries = tuple(_entry(entry, citations, numbers) for entry in facts.guidance)
    asks = tuple(
        PreparedAsk(ask, _number(ask.when, numbers))
        for ask in sorted(facts.asks.questions, key=lambda ask: (ask.order, ask.id))
    )
    audiences = tuple(_audiences())
    return Prepared(
        facts=facts,
        citations=citations,
        grounds=grounds_of(facts, citations),
        rulings=tuple(ruling_on(condition) for condition in numbers),
        entries={entry.advice.id: entry for entry in entries},
        for_audience={
            audience: tuple(
                entry
                for entry in entries
                if audience[0] in entry.phases and _concerns(entry.applies, audience)
            )
            for audience in audiences
        },
        asks_for={
            audience: tuple(
                one
                for one in asks
                if audience[0] in one.ask.phases and _concerns(one.ask.applies, audience)
            )
            for audience in audiences
        },
        band_rulings={
            specialty: ruling_on(
                BandAmong(kind="band_among", among=tuple(Band), specialty=specialty)
            )
            for specialty in Specialty
        },
        days=days_by_season(facts.calendar),
        ordering=Ordering(facts.ranking),
        chooser=Chooser(facts.ranking),
    )


def _entry(
    entry: GuidanceEntry, citations: Citations, numbers: dict[Condition, int]
) -> PreparedEntry:
    sources = tuple(citations.section(section) for section in entry.sources)
    return PreparedEntry(
        advice=Advice(
            id=entry.id,
            topic=entry.topic,
            form=entry.form,
            label=entry.label_text,
            text=entry.advice_text,
            reason=entry.reason_text,
            effort=entry.effort,
            effect=entry.effect,
            sources=sources,
        ),
        note=Note(entry.id, entry.advice_text, sources),
        applies=entry.applies,
        due=entry.due,
        parameters=entry.parameters,
        phases=frozenset(entry.phases),
        when=_number(entry.when, numbers),
        everybody=isinstance(entry.when, Always),
        done=None if entry.done_when is None else _number(entry.done_when, numbers),
    )


def _number(condition: Condition, numbers: dict[Condition, int]) -> int:
    return numbers.setdefault(condition, len(numbers))


def _audiences() -> Iterable[Audience]:
    aims = (
        frozenset[Specialty](),
        frozenset({Specialty.DR}),
        frozenset({Specialty.IR}),
        frozenset(Specialty),
    )
    applicants: tuple[ApplicantType | None, ...] = (None, *ApplicantType)
    return product(Phase, applicants, aims)


def _concerns(applies: Applies, audience: Audience) -> bool:
    _, applicant, aims = audience
    return (not applies.applicants or applicant in applies.applicants) and (
        not applies.specialties or not aims.isdisjoint(applies.specialties)
    )
