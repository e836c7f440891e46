"""Rotations and clinical experience in the United States: what is there, and what guides ask."""

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
    name, have, coming = _COUNTED[kind]
    done, planned = getattr(planning.profile, have), getattr(planning.profile, coming)
    if done is None and planned is None:
        return f"{name}: not answered yet."
    there = "done not answered" if done is None else f"{done} done"
    ahead = "planned not answered" if planned is None else f"{planned} planned"
    return f"{name}: {there}, {ahead}."


_COUNTED = {
    RotationKind.RADIOLOGY: (
        "Radiology rotations",
        "radiology_rotations_done",
        "radiology_rotations_planned",
    ),
    RotationKind.IR: (
        "Interventional radiology rotations",
        "ir_rotations_done",
        "ir_rotations_planned",
    ),
    RotationKind.AWAY: ("Away rotations", "away_rotations_done", "away_rotations_planned"),
    RotationKind.SUB_INTERNSHIP: (
        "Sub-internships",
        "sub_internships_done",
        "sub_internships_planned",
    ),
}
