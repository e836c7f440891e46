"""The ways beside the first one: diagnostic radiology beside IR, and a third way beside both."""

from core.assessment.plan_tree import OtherWays
from core.assessment.planning import Planning
from core.assessment.result import Note
from core.terms import Specialty

_FIELDS = {
    "internal_medicine": "internal medicine",
    "family_medicine": "family medicine",
    "neurology": "neurology",
    "physical_medicine": "physical medicine and rehabilitation",
    "psychiatry": "psychiatry",
    "pediatrics": "pediatrics",
    "pathology": "pathology",
    "anesthesiology": "anesthesiology",
    "surgery": "surgery",
    "transitional": "a transitional year",
    "other": "the field you named",
}


def other_ways(planning: Planning) -> OtherWays:
    """Which ways the plan names, and whether it should.

    A plan for integrated IR always names DR and a third way. A plan for DR names another way
    for every IMG, for whoever applies again, after a failed attempt, and with a weak score.
    """
    aims = planning.profile.specialty
    ways: list[Note] = []
    if Specialty.IR in aims:
        ways.append(_dr_beside(planning))
        ways.extend(planning.notes("ir_path_after_dr"))
    needed = Specialty.IR in aims or needs_another_way(planning)
    if needed:
        ways.append(_third_way(planning))
        ways.append(_bridge(planning))
        ways.append(_medicine_first(planning))
    return OtherWays(needed, tuple(ways))


def needs_another_way(planning: Planning) -> bool:
    """Whether a plan for diagnostic radiology should name another way."""
    return planning.img or planning.profile.reapplicant is True or planning.weak


def chosen_fields(planning: Planning) -> tuple[str, ...]:
    """The second fields the person has named, in words."""
    return tuple(_FIELDS[one] for one in planning.profile.second_field if one in _FIELDS)


def _dr_beside(planning: Planning) -> Note:
    sources = planning.guides_on("ir_path_both")
    if Specialty.DR in planning.profile.specialty:
        told = "Diagnostic radiology stands beside integrated IR in your plan; keep it there."
    elif planning.open:
        told = (
            "Put diagnostic radiology beside integrated IR, in the same season. It has far more "
            "positions, and IR stays open from there."
        )
    else:
        told = (
            "If you hold diagnostic radiology interviews, rank those programs too; IR stays open "
            "from there."
        )
    return Note("dr_beside_ir", told, sources)


def _third_way(planning: Planning) -> Note:
    chosen = chosen_fields(planning)
    sources = planning.guides_on("second_field_options")
    if chosen:
        named = " and ".join(chosen)
        told = f"Beside radiology you have named {named}. Give it its own statement and letters."
        if not planning.open:
            told = f"Beside radiology you have named {named}. Rank what you would be glad to do."
    elif planning.open:
        told = (
            "Name a second field you would be glad to work in. The guides name internal and family "
            "medicine, neurology, physical medicine, psychiatry and pediatrics."
        )
    else:
        told = (
            "Think now about the field you would take in SOAP or in another season, so that the "
            "choice is yours."
        )
    return Note("second_field", told, sources)


def _bridge(planning: Planning) -> Note:
    sources = planning.guides_on("positions_bridge_year")
    if planning.profile.prior_training in {"pgy1_done", "pgy1_in_progress"}:
        told = (
            "Your first residency year counts here: reserved positions are for physicians with "
            "training, and advanced ones ask for such a year."
        )
    elif planning.open:
        told = (
            "A preliminary or transitional year is a bridge: from it you can apply again, also for "
            "reserved positions. It has no second year of its own."
        )
    else:
        told = "Keep your preliminary and transitional interviews: such a year is a bridge."
    return Note("bridge_year", told, sources)


def _medicine_first(planning: Planning) -> Note:
    sources = planning.guides_on("second_field_medicine_first")
    return Note(
        "medicine_first",
        "Internal medicine first and radiology later is uncertain: it means competing again, and "
        "we hold no figure for it. Choose it if you would be content to stay.",
        sources,
    )
