"""The facts made ready for many assessments: conditions compiled, guidance indexed and cited."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from core.assessment.case import Case
from core.assessment.choosing import Chooser
from core.assessment.citing import Citations
from core.assessment.conditions import Answer, Judged, Ruling, ruling_on
from core.assessment.conditions.words import APPLICANTS, SPECIALTIES
from core.assessment.deadlines import BestDone, Days, best_done, days_by_season
from core.assessment.grounds import Grounds, grounds_of
from core.assessment.ordering import Ordering
from core.assessment.plan_tree import ProgramRange
from core.assessment.pricing import is_range, priced
from core.assessment.result import Advice, Ask, Because, Note
from core.facts.asks import Asking
from core.facts.catalogue import Facts
from core.facts.conditions import Always, BandAmong, Condition
from core.facts.guidance import Applies, Due, GuidanceEntry
from core.facts.outcomes import PositionCount
from core.terms import ApplicantType, Band, Phase, Specialty

Audience = tuple[Phase, ApplicantType | None, frozenset[Specialty]]


@dataclass(frozen=True, slots=True)
class PreparedEntry:
    """A guidance entry: its words, the numbers of its conditions, its audience and due dates.

    ``note`` says the same as the advice where the entry stands in the plan. ``best`` holds by
    season the day it is best done by, and ``points`` by phase what it weighs without one.
    """

    advice: Advice
    note: Note
    applies: Applies
    written_for: int
    due: Due | None
    best: dict[int, BestDone]
    points: dict[Phase, int]
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
class Group:
    """Entries of an audience that share a condition, with what an answer to it would change.

    ``undone`` does the same for the conditions by which entries of the group are done.
    """

    when: int
    entries: tuple[PreparedEntry, ...]
    change: "Change"
    undone: tuple["Change", ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What an answer to a condition would change: entries, and their effect together."""

    condition: int
    effect: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForAudience:
    """The entries that may concern a person in a phase, by id, and the same in groups."""

    entries: tuple[PreparedEntry, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class PreparedAsk:
    """A question to take to a person, with the number of its condition."""

    ask: Asking
    shown: Ask
    when: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything about the facts that does not depend on the person or the day.

    ``rulings`` holds every distinct condition once; entries point to it by position.
    ``for_audience`` and ``asks_for`` list what may concern a person in a phase, and
    ``because_of`` says whom an entry was written for, by its number ``written_for``.
    ``ranges`` are the guides' numbers of programs by the season of the fees, ``positions``
    the latest counts by specialty and track.
    """

    facts: Facts
    citations: Citations
    grounds: Grounds
    rulings: tuple[Ruling, ...]
    entries: dict[str, PreparedEntry]
    for_audience: dict[Audience, ForAudience]
    asks_for: dict[Audience, tuple[PreparedAsk, ...]]
    band_rulings: dict[Specialty, Ruling]
    days: dict[int, Days]
    ranges: dict[int, dict[str, ProgramRange]]
    positions: dict[tuple[Specialty, str], PositionCount]
    because_of: dict[Audience, tuple[tuple[Because, ...], ...]]
    ordering: Ordering
    chooser: Chooser


class Answers(dict[int, Answer]):
    """The conditions of the facts by their number, answered about one person when first asked.

    A dictionary, because a reading asks a hundred times and most answers are known by then.
    """

    __slots__ = ("_because", "_missing", "_rulings", "judged")

    def __init__(self, prepared: Prepared, judged: Judged) -> None:
        self.judged = judged
        self._rulings = prepared.rulings
        self._because: dict[int, tuple[Because, ...]] = {}
        self._missing: dict[int, frozenset[str]] = {}

    def __missing__(self, number: int) -> Answer:
        answer = self[number] = self._rulings[number].test(self.judged)
        return answer

    def because(self, number: int) -> tuple[Because, ...]:
        """The answers by which the condition was judged, as clauses that follow *because*."""
        told = self._because.get(number)
        if told is None:
            told = self._because[number] = self._rulings[number].because(self.judged)
        return told

    def missing(self, number: int) -> frozenset[str]:
        """The unanswered fields that would decide a condition; asked where it is unknown."""
        fields = self._missing.get(number)
        if fields is None:
            fields = self._missing[number] = self._rulings[number].waits(self.judged)
        return fields


def prepare(facts: Facts) -> Prepared:
    """Make the facts ready; done once, when they are loaded."""
    citations = Citations(facts)
    numbers: dict[Condition, int] = {}
    seasons = days_by_season(facts.calendar)
    ordering = Ordering(facts.ranking)
    written_for: dict[Applies, int] = {}
    entries = tuple(
        _entry(entry, citations, numbers, written_for, seasons, ordering)
        for entry in facts.guidance
    )
    asks = tuple(
        PreparedAsk(ask, Ask(ask.question, ask.whom), _number(ask.when, numbers))
        for ask in sorted(facts.asks.questions, key=lambda ask: (ask.order, ask.id))
    )
    audiences = tuple(_audiences())
    return Prepared(
        facts=facts,
        citations=citations,
        grounds=grounds_of(facts, citations),
        rulings=tuple(ruling_on(condition) for condition in numbers),
        entries={entry.advice.id: entry for entry in entries},
        for_audience={audience: _for(audience, entries) for audience in audiences},
        because_of={
            audience: tuple(_written_for(applies, audience) for applies in written_for)
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
        days=seasons,
        ranges={
            fee.season: {
                entry.id: priced(entry, held.advice, fee)
                for entry, held in zip(facts.guidance, entries, strict=True)
                if is_range(entry)
            }
            for fee in facts.application.fees
        },
        positions={
            (count.specialty, count.track): count
            for count in sorted(facts.outcomes.positions, key=lambda count: count.year)
        },
        ordering=ordering,
        chooser=Chooser(facts.ranking),
    )


def audience_of(case: Case) -> Audience:
    """The audience a person belongs to."""
    return case.phase, case.profile.applicant, frozenset(case.profile.specialty)


def _entry(
    entry: GuidanceEntry,
    citations: Citations,
    numbers: dict[Condition, int],
    written_for: dict[Applies, int],
    seasons: dict[int, Days],
    ordering: Ordering,
) -> PreparedEntry:
    sources = tuple(citations.section(section) for section in entry.sources)
    advice = Advice(
        id=entry.id,
        topic=entry.topic,
        form=entry.form,
        label=entry.label_text,
        text=entry.advice_text,
        reason=entry.reason_text,
        effort=entry.effort,
        effect=entry.effect,
        sources=sources,
    )
    return PreparedEntry(
        advice=advice,
        note=Note(entry.id, entry.advice_text, sources),
        applies=entry.applies,
        written_for=written_for.setdefault(entry.applies, len(written_for)),
        due=entry.due,
        best={season: best_done(entry.due, days) for season, days in seasons.items()},
        points={phase: ordering.points(advice, phase) for phase in Phase},
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


def _for(audience: Audience, entries: Iterable[PreparedEntry]) -> ForAudience:
    fitting = [
        entry
        for entry in sorted(entries, key=lambda entry: entry.advice.id)
        if audience[0] in entry.phases and _concerns(entry.applies, audience)
    ]
    grouped: dict[int, list[PreparedEntry]] = {}
    for entry in fitting:
        grouped.setdefault(entry.when, []).append(entry)
    return ForAudience(tuple(fitting), tuple(_group(when, held) for when, held in grouped.items()))


def _group(when: int, entries: list[PreparedEntry]) -> Group:
    by_done: dict[int, list[PreparedEntry]] = {}
    for entry in entries:
        if entry.done is not None:
            by_done.setdefault(entry.done, []).append(entry)
    return Group(
        when,
        tuple(entries),
        _change(when, entries),
        tuple(_change(done, held) for done, held in by_done.items()),
    )


def _change(condition: int, entries: list[PreparedEntry]) -> Change:
    return Change(
        condition,
        sum(entry.advice.effect for entry in entries),
        tuple(f"action:{entry.advice.id}" for entry in entries),
    )


def _written_for(applies: Applies, audience: Audience) -> tuple[Because, ...]:
    """Whom an entry was written for, in words, where no answer of the person decides."""
    phase, applicant, aims = audience
    if applies.applicants and applicant is not None:
        return (Because(f"you are {APPLICANTS[applicant]}", "applicant"),)
    for specialty in applies.specialties:
        if specialty in aims:
            return (Because(f"you aim for {SPECIALTIES[specialty]}", "specialty"),)
    return (_PHASES[phase],)


_PHASES = {
    Phase.BUILDING: Because("there is still time to build your file"),
    Phase.STEP2: Because("Step 2 CK is the task now"),
    Phase.APPLYING: Because("your application is the task now"),
    Phase.INTERVIEWING: Because("interviews are the task now"),
    Phase.RANKING: Because("your rank list is the task now"),
    Phase.MATCH_WEEK: Because("this is Match Week"),
    Phase.AFTER: Because("the next step is the task now"),
}


def _concerns(applies: Applies, audience: Audience) -> bool:
    _, applicant, aims = audience
    return (not applies.applicants or applicant in applies.applicants) and (
        not applies.specialties or not aims.isdisjoint(applies.specialties)
    )
