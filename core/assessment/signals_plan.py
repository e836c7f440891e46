"""Signals: how many there are this season, how sure that is, and what one survey found."""

from core.assessment.planning import Planning
from core.assessment.result import Note
from core.facts.application import Signals
from core.terms import Specialty, Strength

_SHORT = {Specialty.DR: "DR", Specialty.IR: "IR"}


def signals(planning: Planning) -> tuple[Note, ...]:
    """Counts with how firmly they are known, those used, and the survey with its limits.

    No number of interviews is worked out from the survey.
    """
    used = _used(planning)
    if not planning.open:
        return used
    aims = frozenset(planning.profile.specialty)
    held = [
        one for one in planning.case.facts.application.signals if aims.intersection(one.specialties)
    ]
    season = max((one.season for one in held if one.season <= planning.season), default=None)
    counts = tuple(
        Note(f"signals_{'_'.join(one.specialties)}", _count(one, planning), planning.cite(one))
        for one in held
        if one.season == season
    )
    surveys = planning.prepared.surveys.on(planning.case.today)
    return (*counts, *used, *surveys, *planning.notes("signals_where_you_are_known"))


def _count(one: Signals, planning: Planning) -> str:
    fields = " and ".join(_SHORT[specialty] for specialty in one.specialties)
    number = f"{one.gold} gold and {one.silver} silver" if one.silver else f"{one.gold}"
    together = " together" if one.shared and len(one.specialties) > 1 else ""
    told = f"Signals for {fields}{together} in season {one.season}: {number}."
    if one.strength is not Strength.OFFICIAL:
        told += " This is unverified; check AAMC's list before you rely on it."
    if one.season != planning.season:
        told += f" For season {planning.season} none are published that we hold."
    return told


def _used(planning: Planning) -> tuple[Note, ...]:
    profile = planning.profile
    told = [
        f"{count} for {name}"
        for count, name in (
            (profile.signals_dr, "DR"),
            (profile.signals_ir, "IR"),
            (profile.signals_prelim, "preliminary or transitional programs"),
            (profile.signals_second_field, "your second field"),
        )
        if count is not None
    ]
    if not told:
        return ()
    return (
        Note("signals_used", f"Signals you have counted: {', '.join(told)}. One sent is final."),
    )
