"""What bears on the plan beside the record: military duty, time away, visas, a couple."""

from core.assessment.planning import Planning
from core.assessment.result import Note


def circumstances(planning: Planning) -> tuple[Note, ...]:
    """Statements for the circumstances the person has named, and for no others."""
    profile = planning.profile
    notes: list[Note] = []
    if profile.military is True:
        notes.extend(_known(planning, "military"))
    if profile.education_interrupted == "yes":
        notes.append(
            Note(
                "interrupted",
                "ERAS asks whether your education was interrupted. Answer truthfully and briefly, "
                "agree the wording with the dean's office, and show what came after. You owe "
                "nobody the reason.",
                planning.guides_on("form_repeats_and_gaps"),
            )
        )
    if profile.visa_needed is True:
        notes.extend(
            Note(f"visa_{fact.id}", fact.text, planning.cite(fact))
            for fact in planning.case.facts.application.visas
        )
    if profile.couples is True:
        notes.extend(_known(planning, "couples"))
    return tuple(notes)


def _known(planning: Planning, id_: str) -> tuple[Note, ...]:
    """What the facts hold of a circumstance."""
    held = planning.case.facts.application.circumstance(id_)
    return () if held is None else (Note(held.id, held.text, planning.cite(held)),)
