"""Telling the story of a weak score: whether to address it, where, and at what length."""

from core.assessment.planning import Planning
from core.assessment.result import Note

_WHERE = ("story_same_everywhere", "form_repeats_and_gaps", "statement_mostly_radiology")


def story(planning: Planning) -> tuple[Note, ...]:
    """Whether to address the score, where, and how long, each guide by itself."""
    if not planning.weak:
        return ()
    lengths = sorted(
        (entry.note for id_, entry in planning.concerned.items() if id_.startswith("story_length")),
        key=lambda note: note.id,
    )
    return (_whether(planning), *_where(planning), *lengths)


def _whether(planning: Planning) -> Note:
    sources = planning.guides_on("story_decide_to_explain")
    if planning.case.fails.known:
        told = (
            "Address it: a failed attempt is in your record, and a short factual line lets "
            "programs read it in your words."
        )
    else:
        told = (
            "By default you need not address it. Do so if something you can name got in the way "
            "and has since been dealt with."
        )
    return Note("story_whether", told, sources)


def _where(planning: Planning) -> tuple[Note, ...]:
    if not planning.open:
        told = (
            "Your documents are locked now; the interview is where it can come up. Have one calm "
            "answer ready, and say the same as your application says."
        )
        return (Note("story_where", told), *planning.notes("story_same_everywhere"))
    length = planning.case.facts.application.statement
    told = (
        "If you address it: briefly in the statement or where the form asks, and aloud when an "
        "interviewer asks. Letters and the dean's letter should agree with it. A statement runs to "
        f"{length.words_low} to {length.words_high} words, and radiology should have nearly all."
    )
    return (Note("story_where", told, planning.cite(length)), *planning.notes(*_WHERE))
