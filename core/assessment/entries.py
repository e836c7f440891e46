"""Guidance entries made ready: words filled in, sources cited, conditions numbered, days known."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from core.assessment.answers import Numbers
from core.assessment.citing import ByDay, Citations
from core.assessment.deadlines import BestDone, Days, best_done
from core.assessment.ordering import Ordering
from core.assessment.result import Advice, Note
from core.facts.conditions import Always
from core.facts.guidance import Applies, Due, GuidanceEntry
from core.terms import Phase


@dataclass(frozen=True, slots=True)
class PreparedEntry:
    """A guidance entry: its words, the numbers of its conditions, its audience and due dates.

    ``note`` is label and advice in one, where the entry stands in the plan. ``best`` holds by
    season the day it is best done by, and ``points`` by phase what it weighs without one.
    ``told`` is the advice by day where it rests on publications, which fall due for a check.
    """

    advice: Advice
    note: Note
    applies: Applies
    due: Due | None
    best: dict[int, BestDone]
    points: dict[Phase, int]
    parameters: dict[str, int | str]
    phases: frozenset[Phase]
    when: int
    everybody: bool
    done: int | None
    told: ByDay[Advice] | None

    def figure(self, name: str) -> int | None:
        """A whole-number parameter of the entry."""
        value = self.parameters.get(name)
        return value if isinstance(value, int) else None


def prepared_entry(
    entry: GuidanceEntry,
    citations: Citations,
    numbers: Numbers,
    seasons: Mapping[int, Days],
    ordering: Ordering,
) -> PreparedEntry:
    """Make an entry ready for every person, season and phase."""
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
    told = _told(advice, entry.rests_on, citations)
    advice = told.on(date.min) if told else advice
    return PreparedEntry(
        advice=advice,
        note=Note(entry.id, f"{_ended(advice.label)} {advice.text}", advice.sources),
        applies=entry.applies,
        due=entry.due,
        best={season: best_done(entry.due, days) for season, days in seasons.items()},
        points={phase: ordering.points(advice, phase) for phase in Phase},
        parameters=entry.parameters,
        phases=frozenset(entry.phases),
        when=numbers.of(entry.when),
        everybody=isinstance(entry.when, Always),
        done=None if entry.done_when is None else numbers.of(entry.done_when),
        told=told,
    )


def _ended(label: str) -> str:
    return label if label.endswith((".", "?", "!")) else f"{label}."


def _told(advice: Advice, rests_on: tuple[str, ...], citations: Citations) -> ByDay[Advice] | None:
    """The advice with the publications it rests on, as they stand day by day."""
    if not rests_on:
        return None

    def on(day: date) -> Advice:
        cited = (citations.source(source, day) for source in rests_on)
        return replace(advice, sources=(*advice.sources, *cited))

    return ByDay((day for source in rests_on for day in citations.due(source)), on)
