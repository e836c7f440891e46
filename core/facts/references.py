"""What the facts say of each other: sources that exist, tables without gaps, dates in order."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from core.facts.bands import BandTable, Centre
from core.facts.catalogue import Facts
from core.facts.dated import dated_facts
from core.facts.disagreements import Disagreement
from core.facts.outcomes import ScoreSpread
from core.facts.rule_anchors import wrong_anchors
from core.facts.season_order import disorder
from core.facts.seasons import Season
from core.facts.timeline import TimelineRule
from core.terms import ApplicantType, Band, Ladder, Specialty

_BEST_FIRST = list(Band)
_SPREAD_OF = {"median": "quartiles", "mean": "means"}


class Problem(NamedTuple):
    """Something wrong: in which file, at which entry, and what, in a sentence."""

    file: str
    entry: str
    wrong: str


def problems(facts: Facts) -> Iterator[Problem]:
    """Everything in the facts that contradicts something else in them."""
    yield from _unknown_sources(facts)
    yield from _band_tables(facts)
    yield from _centres(facts)
    yield from _seasons(facts.calendar.seasons)
    yield from _disagreements(facts)
    yield from _guide_words(facts)
    yield from _named_guidance(facts)
    outcomes = facts.outcomes
    yield from _twice(
        "outcomes.yaml",
        (
            row.id
            for rows in (
                outcomes.counts,
                outcomes.rates,
                outcomes.spreads,
                outcomes.ranks,
                outcomes.ranks_for_ninety,
            )
            for row in rows
        ),
    )
    yield from _twice("disagreements.yaml", (entry.id for entry in facts.disagreements))
    yield from _twice("disagreements.yaml", (entry.number for entry in facts.disagreements))
    yield from _twice("application.yaml", (visa.id for visa in facts.application.visas))
    yield from _twice("application.yaml", (one.id for one in facts.application.circumstances))
    yield from _twice("application.yaml", (fee.id for fee in facts.application.flat_fees))
    yield from _twice("asks.yaml", (question.id for question in facts.asks.questions))
    yield from _reminders(facts)
    yield from _timeline(facts)


def _timeline(facts: Facts) -> Iterator[Problem]:
    yield from _twice("timeline.yaml", (rule.id for rule in facts.timeline.rules))
    for rule, wrong in wrong_anchors(facts.timeline):
        yield Problem("timeline.yaml", rule, wrong)


def _twice(file: str, names: Iterable[str]) -> Iterator[Problem]:
    for name, times in Counter(names).items():
        if times > 1:
            yield Problem(file, name, "is given twice")


def _unknown_sources(facts: Facts) -> Iterator[Problem]:
    for file, name, fact in dated_facts(facts):
        for source in fact.sources:
            if source not in facts.sources:
                yield Problem(file, name, f"there is no source {source!r}")
    for disputed in facts.bands.disputed:
        for source in disputed.sources:
            if source not in facts.sources:
                yield Problem("bands.yaml", disputed.id, f"there is no source {source!r}")
    for entry in facts.guidance:
        for source in entry.rests_on:
            if source not in facts.sources:
                yield Problem("guidance", entry.id, f"there is no source {source!r}")


def _guide_words(facts: Facts) -> Iterator[Problem]:
    for word in facts.bands.guide_words:
        if word.guide not in facts.guides:
            yield Problem("bands.yaml", word.section, f"there is no guide {word.guide!r}")


def _named_guidance(facts: Facts) -> Iterator[Problem]:
    held = {entry.id for entry in facts.guidance}
    named = [entry for remedy in facts.ranking.remedies for entry in remedy.entries]
    named += (*facts.ranking.people.entries, *facts.ranking.ir_beside_dr.entries)
    for entry in named:
        if entry not in held:
            yield Problem("ranking.yaml", entry, "is no entry of the guidance")


def _band_tables(facts: Facts) -> Iterator[Problem]:
    for specialty in Specialty:
        for applicant in ApplicantType:
            held = [
                table
                for table in facts.bands.tables
                if table.specialty is specialty and applicant in table.applicants
            ]
            if len(held) != 1:
                yield Problem(
                    "bands.yaml",
                    f"{specialty} {applicant}",
                    f"there are {len(held)} tables where there should be one",
                )
    for table in facts.bands.tables:
        for wrong in _table(table):
            name = f"{table.specialty} {'/'.join(table.applicants)}"
            yield Problem("bands.yaml", name, wrong)


def _table(table: BandTable) -> Iterator[str]:
    bands = [cut.band for cut in table.cuts] + [table.lowest]
    ranks = [_BEST_FIRST.index(band) for band in bands]
    if any(later <= earlier for earlier, later in pairwise(ranks)):
        yield "the bands do not run from the best to the lowest"
    for kind in ("points", "from_mean"):
        cuts = [getattr(cut, kind) for cut in table.cuts if getattr(cut, kind) is not None]
        if any(later >= earlier for earlier, later in pairwise(cuts)):
            yield f"the cuts by {kind} do not fall"
    for cut in table.cuts:
        if (cut.points is None) == (cut.from_mean is None):
            yield f"the cut {cut.band} needs either points or from_mean"
    if table.centre and (not table.cuts or table.cuts[0].points != table.centre.points):
        yield "the first cut is not the centre"
    if not table.centre and Band.AT_OR_ABOVE_MATCHED in bands:
        yield "there is no centre to be at or above"


def _centres(facts: Facts) -> Iterator[Problem]:
    """Centres that say otherwise than the published spread they repeat."""
    for table in facts.bands.tables:
        for spread in facts.outcomes.spreads:
            if table.centre is not None and _repeats(table, table.centre, spread):
                name = f"{table.specialty} {'/'.join(table.applicants)}"
                for what, here, there in _figures(table.centre, spread):
                    if here != there:
                        wrong = f"the centre's {what} is {here}, and {there} in outcomes.yaml"
                        yield Problem("bands.yaml", name, f"{wrong}, {spread.id}")


def _repeats(table: BandTable, centre: Centre, spread: ScoreSpread) -> bool:
    return (
        spread.specialty is table.specialty
        and not set(spread.applicants).isdisjoint(table.applicants)
        and spread.years == str(centre.year)
        and spread.statistic == _SPREAD_OF[centre.statistic]
    )


def _figures(centre: Centre, spread: ScoreSpread) -> tuple[tuple[str, int | None, int | None], ...]:
    return (
        ("score", centre.points, spread.matched_centre),
        ("number of people", centre.n, spread.matched_n),
        ("lower quarter", centre.lower_quarter, spread.matched_lower),
    )


def _seasons(seasons: tuple[Season, ...]) -> Iterator[Problem]:
    yield from _twice("seasons.yaml", (str(season.season) for season in seasons))
    for season in seasons:
        entry = f"season {season.season}"
        names = [milestone.name for milestone in season.milestones]
        for problem in _twice("seasons.yaml", names):
            yield Problem("seasons.yaml", entry, f"{problem.entry} {problem.wrong}")
        for wrong in disorder(season):
            yield Problem("seasons.yaml", entry, wrong)


def _reminders(facts: Facts) -> Iterator[Problem]:
    rules = facts.reminders
    yield from _twice("reminders.yaml", (ladder.ladder for ladder in rules.ladders))
    yield from _twice("reminders.yaml", (choice.id for choice in rules.snoozes.choices))
    for ladder in rules.ladders:
        for problem in _twice("reminders.yaml", (rung.name for rung in ladder.rungs)):
            yield Problem("reminders.yaml", f"ladder {ladder.ladder}", f"{problem.entry} twice")
        days = [rung.days for rung in ladder.rungs if rung.days is not None]
        if any(later >= earlier for earlier, later in pairwise(days)):
            yield Problem("reminders.yaml", f"ladder {ladder.ladder}", "its days do not fall")
    held = {rule.id for rule in facts.timeline.rules}
    for quiet in rules.exam_quiet.exams:
        for name in (quiet.exam, *quiet.study):
            if name not in held:
                yield Problem("reminders.yaml", quiet.exam, f"{name} is no rule of the timeline")
        for rule in facts.timeline.rules:
            if _is_about(rule, quiet.exam) and rule.id not in quiet.study:
                yield Problem("reminders.yaml", quiet.exam, f"{rule.id} is not among its rules")


def _is_about(rule: TimelineRule, exam: str) -> bool:
    """Whether people are reminded by a rule to study for an exam, or to take it by a day.

    What cannot be made up for is said all the same.
    """
    if rule.ladder in {Ladder.NONE, Ladder.IRREVERSIBLE}:
        return False
    return rule.settled_by == exam or any(anchor.rule == exam for anchor in rule.at)


def _disagreements(facts: Facts) -> Iterator[Problem]:
    for entry in facts.disagreements:
        for wrong in _disagreement(entry, facts):
            yield Problem("disagreements.yaml", entry.id, wrong)


def _disagreement(entry: Disagreement, facts: Facts) -> Iterator[str]:
    for side in entry.sides:
        if (side.guide is None) == (side.source is None):
            yield "a side names either a guide or a source"
        if side.source is not None and side.source not in facts.sources:
            yield f"there is no source {side.source!r}"
    if (entry.kind == "overruled") != (entry.ruled_by is not None):
        yield "what is overruled names the rule, and nothing else does"
    if entry.ruled_by is not None and entry.ruled_by not in facts.sources:
        yield f"there is no source {entry.ruled_by!r}"
