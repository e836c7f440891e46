"""The facts made ready for many assessments, once: nothing here depends on person or day."""

from dataclasses import dataclass

from core.assessment.answers import Numbers
from core.assessment.audiences import Audience, ForAudience, audiences, concerns, for_audience
from core.assessment.choosing import Chooser
from core.assessment.citing import ByDay, Citations
from core.assessment.conditions import Ruling, ruling_on
from core.assessment.deadlines import Days, days_by_season
from core.assessment.entries import PreparedEntry, prepared_entry
from core.assessment.grounds import Grounds, grounds_of
from core.assessment.ordering import Ordering
from core.assessment.plan_tree import ProgramRange, Track
from core.assessment.pricing import is_range, priced
from core.assessment.result import Ask, Note
from core.assessment.surveys import surveys
from core.assessment.tracks import TracksKey, all_tracks
from core.facts.asks import Asking
from core.facts.catalogue import Facts
from core.facts.conditions import BandAmong
from core.terms import Band, Specialty


@dataclass(frozen=True, slots=True)
class PreparedAsk:
    """A question to take to a person, with the number of its condition."""

    ask: Asking
    shown: Ask
    when: int


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Everything about the facts that does not depend on the person or the day.

    ``rulings`` holds every distinct condition once; entries point to it by number.
    ``for_audience`` and ``asks_for`` list what may concern a person in a phase.
    ``ranges`` are the guides' numbers of programs by the season of the fees, ``tracks`` the
    kinds of positions, ``surveys`` what was found about signals.
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
    tracks: dict[TracksKey, ByDay[tuple[Track, ...]]]
    surveys: ByDay[tuple[Note, ...]]
    ordering: Ordering
    chooser: Chooser


def prepare(facts: Facts) -> Prepared:
    """Make the facts ready; done once, when they are loaded."""
    citations = Citations(facts)
    numbers = Numbers()
    seasons = days_by_season(facts.calendar)
    ordering = Ordering(facts.ranking)
    entries = tuple(
        prepared_entry(entry, citations, numbers, seasons, ordering) for entry in facts.guidance
    )
    asks = tuple(
        PreparedAsk(ask, Ask(ask.question, ask.whom), numbers.of(ask.when))
        for ask in sorted(facts.asks.questions, key=lambda ask: (ask.order, ask.id))
    )
    everybody = tuple(audiences())
    return Prepared(
        facts=facts,
        citations=citations,
        grounds=grounds_of(facts, citations),
        rulings=numbers.rulings(),
        entries={entry.advice.id: entry for entry in entries},
        for_audience={audience: for_audience(audience, entries) for audience in everybody},
        asks_for={
            audience: tuple(
                one
                for one in asks
                if audience[0] in one.ask.phases and concerns(one.ask.applies, audience)
            )
            for audience in everybody
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
        tracks=all_tracks(facts, citations),
        surveys=surveys(facts, citations),
        ordering=ordering,
        chooser=Chooser(facts.ranking),
    )
