"""What is recommended to this person now: the few things that matter most, the rest by topic."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial

from core.assessment.case import Case
from core.assessment.deadlines import UNDATED, goes_on
from core.assessment.prepared import Answers, Prepared, PreparedEntry, audience_of
from core.assessment.result import Because, Recommended
from core.terms import Topic


@dataclass(frozen=True, slots=True)
class Recommendations:
    """The actions that come first, and everything else that applies, by topic, best first."""

    five: tuple[Recommended, ...]
    by_topic: dict[Topic, tuple[Recommended, ...]]


def concerning(case: Case, prepared: Prepared, answers: Answers) -> tuple[PreparedEntry, ...]:
    """The entries that concern the person in this phase, done or not."""
    return tuple(
        entry
        for group in prepared.for_audience[audience_of(case)]
        if answers.holds(group.when) is True
        for entry in group.entries
    )


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
    because_of = prepared.because_of[audience_of(case)]
    found: list[Recommended] = []
    for entry in concerned:
        done = None if entry.done is None else answers.holds(entry.done)
        best = entry.best.get(season, UNDATED)
        past = best.ends is not None and today > best.ends
        if done is True or (past and not goes_on(entry.due, entry.phases, phase)):
            continue
        found.append(
            Recommended(
                advice=entry.advice,
                why=partial(_reasons, answers, entry, done, because_of[entry.written_for]),
                on=best.on,
                estimated=best.estimated,
                score=entry.points[phase] + urgency(entry.advice.effort, best, today),
                unless_done=_retired_by(answers, entry) if done is None else None,
            )
        )
    found.sort(key=lambda one: (-one.score, one.advice.id))
    five = prepared.chooser.choose([one for one in found if one.advice.form == "action"], stops)
    first = {one.advice.id for one in five}
    by_topic: dict[Topic, list[Recommended]] = {}
    for one in found:
        if one.advice.id not in first:
            by_topic.setdefault(one.advice.topic, []).append(one)
    return Recommendations(
        five, {topic: tuple(by_topic[topic]) for topic in Topic if topic in by_topic}
    )


def _retired_by(answers: Answers, entry: PreparedEntry) -> str | None:
    """The unanswered field that would say whether an entry is done already."""
    return None if entry.done is None else min(answers.missing(entry.done), default=None)


def _reasons(
    answers: Answers, entry: PreparedEntry, done: bool | None, audience: tuple[Because, ...]
) -> tuple[Because, ...]:
    """The person's own answers for which an entry applies; else whom it was written for."""
    told = () if entry.everybody else answers.because(entry.when)
    if done is False and entry.done is not None:
        told = tuple(dict.fromkeys(told + answers.because(entry.done)))
    return told or audience
