"""What is recommended to this person now: the few things that matter most, the rest by topic."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from core.assessment.case import Case
from core.assessment.conditions.words import APPLICANTS, SPECIALTIES
from core.assessment.deadlines import best_done
from core.assessment.prepared import Answers, Prepared, PreparedEntry
from core.assessment.result import Because, Recommended
from core.terms import Phase, Topic

_PHASES = {
    Phase.BUILDING: "there is still time to build your file",
    Phase.STEP2: "Step 2 CK is the task now",
    Phase.APPLYING: "your application is the task now",
    Phase.INTERVIEWING: "interviews are the task now",
    Phase.RANKING: "your rank list is the task now",
    Phase.MATCH_WEEK: "this is Match Week",
    Phase.AFTER: "the next step is the task now",
}


@dataclass(frozen=True, slots=True)
class Recommendations:
    """The actions that come first, and everything else that applies, by topic, best first."""

    five: tuple[Recommended, ...]
    by_topic: dict[Topic, tuple[Recommended, ...]]


def concerning(case: Case, prepared: Prepared, answers: Answers) -> tuple[PreparedEntry, ...]:
    """The entries that concern the person in this phase, done or not."""
    audience = (case.phase, case.profile.applicant, frozenset(case.profile.specialty))
    return tuple(
        entry for entry in prepared.for_audience[audience] if answers.holds(entry.when) is True
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
    days = prepared.days.get(season, {})
    found: list[Recommended] = []
    for entry in concerned:
        done = None if entry.done is None else answers.holds(entry.done)
        best = best_done(entry.due, entry.phases, case.phase, days, case.today)
        if done is True or best is None:
            continue
        asks = entry.done is not None and done is None
        found.append(
            Recommended(
                advice=entry.advice,
                because=_because(case, answers, entry, not_done=done is False),
                on=best.on,
                estimated=best.estimated,
                score=prepared.ordering.score(entry.advice, best, case.phase, case.today),
                unless_done=min(answers.missing(entry.done), default=None) if asks else None,
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


def _because(
    case: Case, answers: Answers, entry: PreparedEntry, *, not_done: bool
) -> tuple[Because, ...]:
    """The person's own answers for which the entry applies; else whom it was written for."""
    told = answers.because(entry.when)
    if not_done and entry.done is not None:
        told += answers.because(entry.done)
    return tuple(dict.fromkeys(told)) if told else (_audience(case, entry),)


def _audience(case: Case, entry: PreparedEntry) -> Because:
    applicant = case.profile.applicant
    if entry.applies.applicants and applicant is not None:
        return Because(f"you are {APPLICANTS[applicant]}", "applicant")
    for specialty in case.profile.specialty:
        if specialty in entry.applies.specialties:
            return Because(f"you aim for {SPECIALTIES[specialty]}", "specialty")
    return Because(_PHASES[case.phase])
