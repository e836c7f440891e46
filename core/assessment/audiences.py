"""Who may be concerned by what: entries by phase, applicant type and specialties aimed at."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from core.assessment.case import Case
from core.assessment.conditions.words import APPLICANTS, SPECIALTIES
from core.assessment.entries import PreparedEntry
from core.assessment.result import Because
from core.facts.guidance import Applies
from core.terms import ApplicantType, Phase, Specialty

Audience = tuple[Phase, ApplicantType | None, frozenset[Specialty]]


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of an audience that share a condition: what an answer to it would change.

    ``undone`` says the same of the conditions by which entries of the group are done.
    """

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
    """The entries that may concern a person in a phase, by id, and the same in groups.

    ``because`` says, by the id of an entry, whom it was written for.
    """

    entries: tuple[PreparedEntry, ...]
    groups: tuple[Group, ...]
    because: dict[str, tuple[Because, ...]]


def audience_of(case: Case) -> Audience:
    """The audience a person belongs to.

    A Canadian graduate from before Canadian schools counted as international is of no kind
    that entries name: they name Canadian graduates beside the international ones.
    """
    applicant = case.profile.applicant
    if applicant is ApplicantType.CANADIAN and case.is_img is False:
        applicant = None
    return case.phase, applicant, frozenset(case.profile.specialty)


def audiences() -> Iterable[Audience]:
    """Every audience there can be; who has named no type or specialty is one too."""
    aims = (
        frozenset[Specialty](),
        frozenset({Specialty.DR}),
        frozenset({Specialty.IR}),
        frozenset(Specialty),
    )
    applicants: tuple[ApplicantType | None, ...] = (None, *ApplicantType)
    return product(Phase, applicants, aims)


def for_audience(audience: Audience, entries: Iterable[PreparedEntry]) -> ForAudience:
    """The entries that may concern an audience."""
    fitting = [
        entry
        for entry in sorted(entries, key=lambda entry: entry.advice.id)
        if audience[0] in entry.phases and concerns(entry.applies, audience)
    ]
    grouped: dict[int, list[PreparedEntry]] = {}
    for entry in fitting:
        grouped.setdefault(entry.when, []).append(entry)
    return ForAudience(
        tuple(fitting),
        tuple(_group(when, held) for when, held in grouped.items()),
        {entry.advice.id: _written_for(entry.applies, audience) for entry in fitting},
    )


def concerns(applies: Applies, audience: Audience) -> bool:
    """Whether something was written for this audience; unnamed means for everybody."""
    _, applicant, aims = audience
    return (not applies.applicants or applicant in applies.applicants) and (
        not applies.specialties or not aims.isdisjoint(applies.specialties)
    )


def _group(when: int, entries: list[PreparedEntry]) -> Group:
    by_done: dict[int, list[PreparedEntry]] = {}
    for entry in entries:
        if entry.done is not None:
            by_done.setdefault(entry.done, []).append(entry)
    return Group(
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
    if phase in _PHASES or not aims:
        return (_PHASES.get(phase, _PHASES[Phase.AFTER]),)
    named = " and ".join(SPECIALTIES[specialty] for specialty in Specialty if specialty in aims)
    return (Because(f"you aim for {named}", "specialty"),)


# From here on where the person stands in the season is what brings the advice.
_PHASES = {
    Phase.INTERVIEWING: Because("interviews are the task now"),
    Phase.RANKING: Because("your rank list is the task now"),
    Phase.MATCH_WEEK: Because("this is Match Week"),
    Phase.AFTER: Because("the next step is the task now"),
}
