"""What is not a reply, as a reply: refusals, faults and forms in words."""

from dataclasses import replace

from core.dialogue.form import Asking, Form
from core.dialogue.line import LINE, write_line
from core.dialogue.question import UNKNOWN
from core.dialogue.reply import (
    Action,
    Actions,
    Block,
    Fault,
    Fields,
    Item,
    Items,
    Outcome,
    Paragraph,
    Refusal,
    Refused,
    Reply,
    Row,
    Sentence,
)
from core.dialogue.request import Asked
from core.dialogue.text import Code, Strong, Text, plain, text

_LONGEST_REPEATED = 100
_MOST_REFUSALS = 10


def shown_reply(outcome: Outcome) -> Reply:
    """Any outcome as the document that a person sees."""
    match outcome:
        case Reply():
            return outcome
        case Form():
            return form_document(outcome)
        case Refused():
            return refused_document(outcome)
        case Fault():
            return fault_document(outcome)


def refused_document(refused: Refused) -> Reply:
    """One line a field: the field, what was given, what is accepted, and under it what to do.

    Of very many fields the first are shown, with how many there are besides.
    """
    lines = [Item(_refusal(one), one.hint or None) for one in refused.refusals[:_MOST_REFUSALS]]
    if more := len(refused.refusals[_MOST_REFUSALS:]):
        lines.append(Item(text(f"and {more} more")))
    blocks: list[Block] = [Items(tuple(lines))]
    if refused.fix is not None:
        blocks.append(Actions((refused.fix,)))
    if refused.hand_back:
        blocks.extend(_handed_back(refused))
    return Reply(text("Nothing was changed: please look at this again"), tuple(blocks))


def _handed_back(refused: Refused) -> tuple[Paragraph, ...]:
    """What was typed, to copy; a line that could not be read at all as it stands."""
    line = refused.given.get(LINE)
    if line is None:
        return _to_copy(Asked(refused.command, refused.given))
    return (Paragraph(text("What you sent, to copy: ", Code(line))),)


def _refusal(refusal: Refusal) -> Text:
    if isinstance(refusal, Sentence):
        return text(f"{refusal.accepted}.")
    given = f"{_repeated(refusal.given)} was given; " if refusal.given.strip() else ""
    name = f" ({refusal.field})" if refusal.label else ""
    return text(
        Strong(refusal.label or refusal.field), f"{name}: {given}accepted is {refusal.accepted}"
    )


def _repeated(given: str) -> str:
    """Enough of what was given to know it again; whole, it is in the form to be put right."""
    return given if len(given) <= _LONGEST_REPEATED else f"{given[:_LONGEST_REPEATED]}\u2026"


def fault_document(fault: Fault) -> Reply:
    """The sentence of a fault, and what was typed, to be sent again.

    Its reference is added where the sentence does not name it.
    """
    blocks = [Paragraph(fault.text)]
    if fault.reference not in plain(fault.text):
        blocks.append(Paragraph(text("Reference: ", Code(fault.reference)), quiet=True))
    if fault.asked is not None:
        blocks.extend(_to_copy(fault.asked))
    return Reply(text("Something went wrong"), tuple(blocks))


def _to_copy(asked: Asked) -> tuple[Paragraph, ...]:
    """The line that sends the same again; nothing where no option says anything."""
    if not any(asked.given.values()):
        return ()
    return (Paragraph(text("What you sent, to copy: ", Code(write_line(asked)))),)


def form_document(form: Form) -> Reply:
    """A form where nobody can be asked: its questions, and the line that answers them."""
    rows = tuple(Row(asking.question.name, _question(asking)) for asking in form.asked)
    line = write_line(Asked(form.command, form.arguments))
    return Reply(
        form_title(form),
        (Fields(rows), Paragraph(text("Answer with ", Code(f"{line} name:value"), "."))),
    )


def form_offer(form: Form, asked: Asked) -> Reply:
    """A button that opens the form, where it cannot be shown at once."""
    opens = Action("Open the form", asked.command, asked.given)
    said = Paragraph(text("A few questions; what you do not know can stay open."))
    return Reply(form_title(form), (said, Actions((opens,))))


def somebody_elses() -> Reply:
    """What is said to somebody who presses what belongs to another person."""
    return Reply(
        text("Somebody else's button"),
        (
            Paragraph(
                text(
                    "This button belongs to somebody else's answer. Type the command yourself and "
                    "you get your own, which nobody else sees."
                )
            ),
        ),
    )


def drawn_afresh(outcome: Reply | Refused | Fault) -> Reply:
    """What stands for a button that cannot be read any more, and why it is there."""
    shown = shown_reply(outcome)
    said = "What you pressed is from an earlier version; this is what it leads to today."
    return replace(shown, blocks=(Paragraph(text(said), quiet=True), *shown.blocks))


def form_title(form: Form) -> Text:
    """The title with the place among the pages."""
    return (*form.title, *text(f" \u00b7 {form.page} of {form.pages}"))


def _question(asking: Asking) -> Text:
    question = asking.question
    current = asking.current or UNKNOWN
    return text(f"{question.label}: {question.accepted} (now: {current})")
