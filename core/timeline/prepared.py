"""The rules made ready for many timelines: conditions compiled, dates of every season known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from core.assessment.answers import Numbers
from core.assessment.case import Case
from core.assessment.conditions import Ruling
from core.assessment.prepared import Prepared
from core.facts.provenance import Dated as DatedFact
from core.facts.timeline import Anchor, TimelineRule
from core.terms import MilestoneState, Phase, Strength
from core.timeline.anchors import Anchors, Dated
from core.timeline.result import PlannedMilestone

# From the firmest to the weakest; our own advice is firmer than a date nobody has published.
_FIRMNESS = (
    Strength.OFFICIAL,
    Strength.TRANSCRIBED,
    Strength.SECOND_HAND,
    Strength.GUIDANCE,
    Strength.ESTIMATE,
)
_ORDER = {phase: place for place, phase in enumerate(Phase)}


@dataclass(frozen=True, slots=True)
class States:
    """One milestone, open, done, and open when nothing can be done about it any more.

    ``still_until`` is the last day on which something can.
    """

    open: PlannedMilestone
    done: PlannedMilestone
    spent: PlannedMilestone
    still_until: date | None


@dataclass(frozen=True, slots=True, eq=False)
class PreparedRule:
    """A rule with its words filled in and the numbers of its conditions.

    ``first`` and ``last`` are places of its phases in the year. ``by_season`` holds its
    milestone for every season that gives one; ``None`` where a personal day may decide.
    """

    rule: TimelineRule
    title: str
    why: str
    todo: str
    still: str
    still_until: tuple[Anchor, ...]
    when: int
    done: int | None
    first: int
    last: int
    by_season: Mapping[int, States] | None

    def states(self, season: int, anchors: Anchors, case: Case | None) -> States | None:
        """Its milestone in a season in every state; ``None`` where there is no date for it."""
        dated = anchors.dated(self.rule, self.rule.at, season, case)
        if dated is None:
            return None
        begins = anchors.dated(self.rule, self.rule.begins, season, case)
        until = anchors.dated(self.rule, self.still_until, season, case)
        made = self.milestone(season, dated, begins)
        return States(
            made,
            replace(made, state=MilestoneState.DONE),
            replace(made, still=""),
            until.at.day if until is not None else None,
        )

    def milestone(self, season: int, dated: Dated, begins: Dated | None) -> PlannedMilestone:
        """Its milestone on a date; a beginning after the date is none."""
        first = begins.from_day or begins.at.day if begins is not None else dated.from_day
        facts: tuple[DatedFact, ...] = (self.rule, *((dated.fact,) if dated.fact else ()))
        return PlannedMilestone(
            key=f"{self.rule.id}@{season}",
            rule=self.rule.id,
            title=self.title,
            at=dated.at,
            ladder=self.rule.ladder,
            why=self.why,
            todo=self.todo,
            still=self.still,
            begins=first if first is not None and first < dated.at.day else None,
            estimated=dated.fact is not None and dated.fact.strength is Strength.ESTIMATE,
            drawn=self.rule.drawn,
            done_with=f"{self.rule.done_with}@{season}" if self.rule.done_with else "",
            sources=tuple(dict.fromkeys(source for fact in facts for source in fact.sources)),
            strength=max((fact.strength for fact in facts), key=_FIRMNESS.index),
            checked=min(fact.checked for fact in facts),
        )


@dataclass(frozen=True, slots=True, eq=False)
class PreparedTimeline:
    """Everything about the rules that does not depend on the person or the day."""

    rules: tuple[PreparedRule, ...]
    rulings: tuple[Ruling, ...]
    anchors: Anchors


# Facts are told apart by identity, and a corrected date makes new ones.
@lru_cache(maxsize=4)
def prepare_timeline(prepared: Prepared) -> PreparedTimeline:
    """Make the rules of the facts ready; the same facts are made ready once."""
    facts = prepared.facts
    rules = facts.timeline.rules
    anchors = Anchors(facts.calendar, {rule.id: rule for rule in rules}, facts.timeline.zone)
    seasons = [season.season for season in facts.calendar.seasons]
    numbers = Numbers()
    ends = facts.timeline.still_until
    made = tuple(_prepared(rule, ends, anchors, numbers, seasons) for rule in rules)
    return PreparedTimeline(made, numbers.rulings(), anchors)


def _prepared(
    rule: TimelineRule,
    ends: tuple[Anchor, ...],
    anchors: Anchors,
    numbers: Numbers,
    seasons: Iterable[int],
) -> PreparedRule:
    places = [_ORDER[phase] for phase in rule.phases]
    ready = PreparedRule(
        rule=rule,
        title=rule.filled(rule.title),
        why=rule.filled(rule.why),
        todo=rule.filled(rule.todo),
        still=rule.filled(rule.still),
        still_until=(*rule.still_until, *ends),
        when=numbers.of(rule.when),
        done=None if rule.done_when is None else numbers.of(rule.done_when),
        first=min(places),
        last=max(places),
        by_season=None,
    )
    if anchors.personal((*rule.at, *rule.begins, *rule.still_until)):
        return ready
    made = {season: ready.states(season, anchors, None) for season in seasons}
    return replace(
        ready,
        by_season={season: states for season, states in made.items() if states is not None},
    )


def place_of(phase: Phase) -> int:
    """The place of a phase in the year."""
    return _ORDER[phase]
