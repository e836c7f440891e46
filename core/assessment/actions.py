"""What is recommended to this person now: the few things that matter most, the rest by topic."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

from core.assessment.answers import Answers
from core.assessment.audiences import audience_of
from core.assessment.case import Case
from core.assessment.deadlines import UNDATED, goes_on
from core.assessment.entries import PreparedEntry
from core.assessment.prepared import Prepared
from core.assessment.result import Because, Recommended
from core.terms import Specialty, Topic

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

    ``stops`` are the gates that stop. What is done already is left out; what may be done
    names the answer that would retire it.
    """
    phase, today, urgency = case.phase, case.today, prepared.ordering.urgency
    because = prepared.for_audience[audience_of(case)].because
    found: list[Recommended] = []
    aside = prepared.ordering.ir_alone if _dr_is_the_base(answers) else frozenset[str]()
    for entry in concerned:
        done, retired_by = None, None
        if entry.done is not None:
            done = answers[entry.done]
            if done is True:
                continue
            if done is None:
                retired_by = min(answers.missing(entry.done), default=None)
        best, score = entry.best.get(season, UNDATED), entry.points[phase]
        if entry.advice.id in aside:
            score += prepared.facts.ranking.ir_beside_dr.add
        if best.ends is not None:
            if today > best.ends and not goes_on(entry.due, entry.phases, phase):
                continue
            score += urgency(entry.advice.effort, best, today)
        why = partial(_reasons, answers, entry, done, because[entry.advice.id])
        advice = entry.told.on(today) if entry.told else entry.advice
        found.append(Recommended(advice, why, best.on, best.estimated, score, retired_by))
    found.sort(key=_SCORE, reverse=True)  # stable, so that equal scores stay in order of id
    five = prepared.chooser.choose([one for one in found if one.advice.form == "action"], stops)
    return Recommendations(five, tuple(found))


def _dr_is_the_base(answers: Answers) -> bool:
    """Whether DR is aimed at beside an IR that the score is low for."""
    judged = answers.judged
    ir = judged.bands.get(Specialty.IR)
    return Specialty.DR in judged.bands and ir in judged.case.facts.bands.low_bands


def _reasons(
    answers: Answers, entry: PreparedEntry, done: bool | None, audience: tuple[Because, ...]
) -> tuple[Because, ...]:
    """The person's own answers for which an entry applies; else whom it was written for."""
    told = () if entry.everybody else answers.because(entry.when)
    if done is False and entry.done is not None:
        told = tuple(dict.fromkeys(told + answers.because(entry.done)))
    return told or audience
