"""What is recommended to this person now: the few things that matter most, the rest by topic."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from core.assessment.answers import Answers
from core.assessment.audiences import audience_of
from core.assessment.case import Case
from core.assessment.deadlines import UNDATED, goes_on
from core.assessment.entries import PreparedEntry
from core.assessment.prepared import Prepared
from core.assessment.result import Advice, Because, Recommended
from core.terms import Phase, Specialty, Topic

_SCORE = attrgetter("score")


@dataclass(frozen=True, slots=True)
class Recommendations:
    """The actions that come first, and everything that applies, best first."""

    five: tuple[Recommended, ...]
    ordered: tuple[Recommended, ...]

    def by_topic(self) -> dict[Topic, tuple[Recommended, ...]]:
        """What applies beside the five, by topic, best first."""
        shown = frozenset(one.advice.id for one in self.five)
        rest: defaultdict[Topic, list[Recommended]] = defaultdict(list)
        for one in self.ordered:
            advice = one.advice
            if advice.id not in shown:
                rest[advice.topic].append(one)
        return {topic: tuple(rest[topic]) for topic in Topic if topic in rest}


class Timing(NamedTuple):
    """An entry on one day of a season: its advice, the day it is best done by, its points."""

    advice: Advice
    on: date | None
    estimated: bool
    score: int


# The day and the season are the same for everybody who asks on it, so they are worked out once.
@lru_cache(maxsize=128)
def timings_on(prepared: Prepared, phase: Phase, season: int, today: date) -> dict[str, Timing]:
    """The entries that the calendar still allows in a phase, by id."""
    allowed: dict[str, Timing] = {}
    for entry in prepared.entries.values():
        if phase not in entry.phases:
            continue
        best, score = entry.best.get(season, UNDATED), entry.points[phase]
        if best.ends is not None:
            if today > best.ends and not goes_on(entry.due, entry.phases, phase):
                continue
            score += prepared.ordering.urgency(entry.advice.effort, best, today)
        advice = entry.told.on(today) if entry.told else entry.advice
        allowed[advice.id] = Timing(advice, best.on, best.estimated, score)
    return allowed


class Grounded(NamedTuple):
    """Why an entry applies to a person, in words once they are read."""

    answers: Answers
    entry: PreparedEntry
    done: bool | None
    audience: tuple[Because, ...]

    def because(self) -> tuple[Because, ...]:
        """The person's own answers for which it applies; else whom it was written for."""
        told = () if self.entry.everybody else self.answers.because(self.entry.when)
        if self.done is False and self.entry.done is not None:
            told = tuple(dict.fromkeys(told + self.answers.because(self.entry.done)))
        return told or self.audience

    def unless_done(self) -> str | None:
        """The answer that would retire it, where it may be done already."""
        if self.entry.done is None or self.done is not None:
            return None
        return min(self.answers.missing(self.entry.done), default=None)


def concerning(case: Case, prepared: Prepared, answers: Answers) -> tuple[PreparedEntry, ...]:
    """The entries that concern the person in this phase, done or not, by id."""
    held = prepared.for_audience[audience_of(case)].entries
    return tuple([entry for entry in held if answers[entry.when] is True])


def recommended(
    case: Case,
    prepared: Prepared,
    answers: Answers,
    concerned: Iterable[PreparedEntry],
    stops: Collection[str],
    season: int,
) -> Recommendations:
    """Recommend from the entries that concern the person, towards the dates of ``season``.

    ``stops`` are the gates that stop. What is done already is left out.
    """
    timings = timings_on(prepared, case.phase, season, case.today)
    because = prepared.for_audience[audience_of(case)].because
    found: list[Recommended] = []
    aside = prepared.ordering.ir_alone if _dr_is_the_base(answers) else frozenset[str]()
    for entry in concerned:
        timing = timings.get(entry.advice.id)
        if timing is None:
            continue
        done = None if entry.done is None else answers[entry.done]
        if done is True:
            continue
        advice, on, estimated, score = timing
        if advice.id in aside:
            score += prepared.facts.ranking.ir_beside_dr.add
        found.append(
            Recommended(
                advice, on, estimated, score, Grounded(answers, entry, done, because[advice.id])
            )
        )
    found.sort(key=_SCORE, reverse=True)  # stable, so that equal scores stay in order of id
    five = prepared.chooser.choose([one for one in found if one.advice.form == "action"], stops)
    return Recommendations(five, tuple(found))


def _dr_is_the_base(answers: Answers) -> bool:
    """Whether DR is aimed at beside an IR that the score is low for."""
    judged = answers.judged
    ir = judged.bands.get(Specialty.IR)
    return Specialty.DR in judged.bands and ir in judged.case.facts.bands.low_bands
