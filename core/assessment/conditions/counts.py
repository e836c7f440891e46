"""Conditions on what can be counted: letters, rotations, research, other whole numbers."""

from collections.abc import Callable
from operator import attrgetter
from typing import NamedTuple

from core.assessment.conditions.ruling import (
    Answer,
    Judged,
    Reasons,
    Ruling,
    Waits,
    nothing,
    ruling_on,
    unanswered,
)
from core.assessment.conditions.told import count_told
from core.assessment.conditions.words import LETTERS, RESEARCH, ROTATIONS, counted
from core.assessment.result import Because
from core.facts import conditions as kinds
from core.profile.applicant import Profile
from core.terms import LetterKind, ResearchKind, RotationKind


class Tally(NamedTuple):
    """A count of which parts may be unanswered: at least ``known``, and no more if ``complete``."""

    known: int
    complete: bool


Read = Callable[[Profile], Tally]


def _at_least(read: Read, count: int, reasons: Reasons, waits: Waits) -> Ruling:
    def test(judged: Judged) -> Answer:
        tally = read(judged.profile)
        if tally.known >= count:
            return True
        return False if tally.complete else None

    return Ruling(test, reasons, waits)


def _below(read: Read, count: int, reasons: Reasons, waits: Waits) -> Ruling:
    reached = _at_least(read, count, reasons, waits).test

    def test(judged: Judged) -> Answer:
        answer = reached(judged)
        return None if answer is None else not answer

    return Ruling(test, reasons, waits)


def _said(read: Read, one: str, several: str, field: str, rest: str = "") -> Reasons:
    def reasons(judged: Judged) -> tuple[Because, ...]:
        tally = read(judged.profile)
        if tally.known == 0 and not tally.complete:
            return ()
        if tally.known == 0:
            return (Because(f"you have no {one} yet", field),)
        return (Because(f"you have {counted(tally.known, one, several)}{rest}", field),)

    return reasons


def _sum_of(have: str, coming: str) -> Read:
    """Two counts of the profile together, of which either may be unanswered."""
    both: Callable[[Profile], tuple[int | None, int | None]] = attrgetter(have, coming)

    def read(profile: Profile) -> Tally:
        first, second = both(profile)
        complete = first is not None and second is not None
        return Tally((first or 0) + (second or 0), complete)

    return read


def _letters(letter: LetterKind) -> tuple[Read, Reasons, Waits]:
    field = f"letters_{letter.value}"
    promised = f"{field}_promised"
    read = _sum_of(field, promised)
    rest = " in hand or promised"
    return read, _said(read, *LETTERS[letter], field, rest), unanswered(field, promised)


def _rotations(rotation: RotationKind) -> tuple[Read, Reasons, Waits]:
    stem = (
        "sub_internships"
        if rotation is RotationKind.SUB_INTERNSHIP
        else f"{rotation.value}_rotations"
    )
    done, planned = f"{stem}_done", f"{stem}_planned"
    read = _sum_of(done, planned)
    said = _said(read, *ROTATIONS[rotation], done, " done or planned")
    return read, said, unanswered(done, planned)


def _research(work: ResearchKind) -> tuple[Read, Reasons, Waits]:
    field = f"research_{work.value}"
    answer: Callable[[Profile], int | None] = attrgetter(field)

    def read(profile: Profile) -> Tally:
        value = answer(profile)
        return Tally(value or 0, value is not None)

    return read, _said(read, *RESEARCH[work], field), unanswered(field)


@ruling_on.register
def _(condition: kinds.LettersAtLeast) -> Ruling:
    read, reasons, waits = _letters(condition.letter)
    return _at_least(read, condition.count, reasons, waits)


@ruling_on.register
def _(condition: kinds.LettersBelow) -> Ruling:
    read, reasons, waits = _letters(condition.letter)
    return _below(read, condition.count, reasons, waits)


@ruling_on.register
def _(condition: kinds.RotationsAtLeast) -> Ruling:
    read, reasons, waits = _rotations(condition.rotation)
    return _at_least(read, condition.count, reasons, waits)


@ruling_on.register
def _(condition: kinds.RotationsBelow) -> Ruling:
    read, reasons, waits = _rotations(condition.rotation)
    return _below(read, condition.count, reasons, waits)


@ruling_on.register
def _(condition: kinds.ResearchAtLeast) -> Ruling:
    read, reasons, waits = _research(condition.work)
    return _at_least(read, condition.count, reasons, waits)


@ruling_on.register
def _(condition: kinds.ResearchBelow) -> Ruling:
    read, reasons, waits = _research(condition.work)
    return _below(read, condition.count, reasons, waits)


def _on_field(field: str, holds: Callable[[int], bool]) -> Ruling:
    read: Callable[[Profile], int | None] = attrgetter(field)

    def test(judged: Judged) -> Answer:
        value = read(judged.profile)
        return None if value is None else holds(value)

    def reasons(judged: Judged) -> tuple[Because, ...]:
        value = read(judged.profile)
        if value is None:
            return ()
        return (Because(count_told(field, value), field),)

    return Ruling(test, reasons, unanswered(field))


@ruling_on.register
def _(condition: kinds.CountBelow) -> Ruling:
    count = condition.count
    return _on_field(condition.field, lambda value: value < count)


@ruling_on.register
def _(condition: kinds.CountAtLeast) -> Ruling:
    count = condition.count
    return _on_field(condition.field, lambda value: value >= count)


@ruling_on.register
def _(condition: kinds.SaidNone) -> Ruling:
    asked = condition.fields
    read = tuple((name, attrgetter(name)) for name in (*asked, *condition.others))

    def told(profile: Profile) -> dict[str, int]:
        said = ((name, answer(profile)) for name, answer in read)
        return {name: count for name, count in said if count is not None}

    def test(judged: Judged) -> Answer:
        said = told(judged.profile)
        return not any(said.values()) and any(name in said for name in asked)

    def reasons(judged: Judged) -> tuple[Because, ...]:
        none = test(judged)
        return tuple(
            Because(count_told(name, count), name)
            for name, count in told(judged.profile).items()
            if (name in asked if none else count)
        )

    return Ruling(test, reasons, nothing)
