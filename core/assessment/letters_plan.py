"""Letters of recommendation by kind, within the most that one program can be sent."""

from collections.abc import Iterable

from core.assessment.plan_tree import LetterPart, Letters, LetterSet
from core.assessment.planning import Planning
from core.assessment.result import Cited, Note
from core.terms import LetterKind, Specialty

# Which entry of the guides counts which letters, and how its figures are called.
_SETS: dict[Specialty, tuple[tuple[str, tuple[LetterKind, ...], str, str], ...]] = {
    Specialty.DR: (
        ("letters_radiology", (LetterKind.RADIOLOGY,), "letters_low", "letters_high"),
        ("letters_clinical", (LetterKind.CLINICAL,), "clinical_letters", "clinical_letters"),
    ),
    Specialty.IR: (
        ("letters_ir", (LetterKind.IR,), "ir_low", "ir_high"),
        (
            "letters_ir",
            (LetterKind.RADIOLOGY, LetterKind.CLINICAL),
            "other_letters",
            "other_letters",
        ),
    ),
}
_TITLES = {
    Specialty.DR: "For diagnostic radiology programs",
    Specialty.IR: "For interventional radiology programs",
}
_FIELDS = {kind: f"letters_{kind.value}" for kind in LetterKind}
_PROMISED = {kind: f"letters_{kind.value}_promised" for kind in LetterKind}
_NAMES = {
    (LetterKind.RADIOLOGY,): "Radiology letters",
    (LetterKind.CLINICAL,): "Clinical letters",
    (LetterKind.IR,): "Interventional radiology letters",
    (LetterKind.RADIOLOGY, LetterKind.CLINICAL): "Radiology letters or clinical letters",
    (LetterKind.SECOND_FIELD,): "Letters for your second field",
}
_NO_FIELD = frozenset({"none", "undecided"})


def letters_plan(planning: Planning) -> Letters:
    """A set for each kind of program; empty once the application is locked."""
    if not planning.open:
        return Letters()
    rule = planning.case.facts.application.letters
    cap = rule.per_program
    sets = [
        LetterSet(
            specialty.value,
            _TITLES[specialty],
            cap,
            tuple(
                part
                for entry, kinds, low, high in _SETS[specialty]
                if (part := _part(planning, entry, kinds, low, high)) is not None
            ),
        )
        for specialty in planning.profile.specialty
    ]
    chosen = planning.profile.second_field
    if chosen and _NO_FIELD.isdisjoint(chosen):
        sets.append(
            LetterSet("second_field", "For your second field", cap, (_second_field(planning),))
        )
    told = (
        f"At most {cap} letters can be assigned to one program, and they are assigned program by "
        "program. That is a limit and not a demand: a set may be smaller."
    )
    return Letters(
        tuple(sets),
        (Note("letter_cap", told, planning.cite(rule)), *planning.notes("letters_ir_order_us_img")),
    )


def _part(
    planning: Planning, entry: str, kinds: tuple[LetterKind, ...], low: str, high: str
) -> LetterPart | None:
    held = planning.prepared.entries.get(entry)
    lowest = held.figure(low) if held else None
    if held is None or lowest is None:
        return None
    highest = held.figure(high) or lowest
    asked = f"{lowest}" if lowest == highest else f"{lowest} to {highest}"
    return _counted(planning, kinds, lowest, highest, f"{asked} by the guides", held.advice.sources)


def _second_field(planning: Planning) -> LetterPart:
    sources = planning.guides_on("second_field_letters")
    return _counted(
        planning, (LetterKind.SECOND_FIELD,), None, None, "the guides name no count", sources
    )


def _counted(
    planning: Planning,
    kinds: tuple[LetterKind, ...],
    low: int | None,
    high: int | None,
    asked: str,
    sources: tuple[Cited, ...],
) -> LetterPart:
    profile = planning.profile
    in_hand = [getattr(profile, _FIELDS[kind]) for kind in kinds]
    to_come = [getattr(profile, _PROMISED[kind]) for kind in kinds]
    there, promised = _sum(in_hand), _sum(to_come)
    missing = None
    if low is not None:
        short = max(low - (there or 0) - (promised or 0), 0)
        missing = short if short == 0 or None not in (*in_hand, *to_come) else None
    return LetterPart(
        kinds,
        low,
        high,
        there,
        promised,
        missing,
        f"{_NAMES[kinds]}: {asked}; {_standing(there, promised, missing, low)}.",
        sources,
    )


def _sum(parts: Iterable[int | None]) -> int | None:
    answered = [part for part in parts if part is not None]
    return sum(answered) if answered else None


def _standing(there: int | None, promised: int | None, missing: int | None, low: int | None) -> str:
    if there is None and promised is None:
        return "how many you have is not answered yet"
    has = f"{there or 0} in hand" if there is not None else "those in hand not answered"
    will = f"{promised} promised" if promised is not None else "those promised not answered"
    if low is None or missing is None:
        return f"{has}, {will}"
    return f"{has}, {will}, " + (f"{missing} still to ask for" if missing else "nothing missing")
