"""Rotations and clinical experience in the United States: what is there, and what guides ask."""

from core.assessment.conditions.words import ROTATIONS
from core.assessment.planning import Planning
from core.assessment.result import Note
from core.terms import RotationKind, Specialty

_ROTATION_ENTRIES = (
    "rotations_radiology_two",
    "rotations_away",
    "rotations_sub_internship",
    "clinical_ir_suite",
)
_US_ENTRIES = ("us_experience_weeks", "us_experience_kinds", "us_experience_ir")
_KINDS = {
    "hands_on": "hands-on work",
    "observership": "an observership",
    "shadowing": "shadowing",
}


def rotations(planning: Planning) -> tuple[Note, ...]:
    """Rotations done and planned, and what the guides ask for; empty once applications are in."""
    if not planning.open:
        return ()
    kinds = [RotationKind.RADIOLOGY, RotationKind.AWAY, RotationKind.SUB_INTERNSHIP]
    if Specialty.IR in planning.profile.specialty:
        kinds.insert(1, RotationKind.IR)
    return (
        *(Note(f"count_{kind.value}", _counted(planning, kind)) for kind in kinds),
        *planning.notes(*_ROTATION_ENTRIES),
    )


def us_experience(planning: Planning) -> tuple[Note, ...]:
    """Clinical experience in the United States, for international graduates."""
    if not planning.img or not planning.open:
        return ()
    weeks, kinds = planning.profile.us_clinical_weeks, planning.profile.us_clinical_kind
    if weeks is None:
        told = "How many weeks you have worked in the US is not answered yet."
    elif weeks == 0:
        told = "You have no weeks of clinical experience in the US yet."
    else:
        named = " and ".join(_KINDS[kind] for kind in kinds)
        told = f"Weeks of clinical experience in the US: {weeks}{f', as {named}' if named else ''}."
    difference = (
        "Programs read hands-on work, observerships and shadowing differently, so name each for "
        "what it was."
    )
    return (
        Note("us_weeks", told),
        Note("us_kinds", difference),
        *planning.notes(*_US_ENTRIES),
    )


def _counted(planning: Planning, kind: RotationKind) -> str:
    stem = "sub_internships" if kind is RotationKind.SUB_INTERNSHIP else f"{kind.value}_rotations"
    done = getattr(planning.profile, f"{stem}_done")
    planned = getattr(planning.profile, f"{stem}_planned")
    name = ROTATIONS[kind][1]
    if done is None and planned is None:
        return f"{name[0].upper()}{name[1:]}: not answered yet."
    there = "done not answered" if done is None else f"{done} done"
    ahead = "planned not answered" if planned is None else f"{planned} planned"
    return f"{name[0].upper()}{name[1:]}: {there}, {ahead}."
