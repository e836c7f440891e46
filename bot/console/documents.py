"""What is not a reply, as a reply: refusals, faults and forms in words."""

from core.dialogue.form import Asking, Form
from core.dialogue.line import UnknownName, write_line
from core.dialogue.question import UNKNOWN
from core.dialogue.reply import Fault, Fields, Item, Items, Paragraph, Refusal, Refused, Reply, Row
from core.dialogue.request import Asked
from core.dialogue.text import Code, Strong, Text, plain, text


def refused_document(refused: Refused) -> Reply:
    """One line a field: the field, what was given, and what is accepted."""
    lines = tuple(Item(_refusal(refusal)) for refusal in refused.refusals)
    return Reply(text("Nothing was changed: please look at this again"), (Items(lines),))


def _refusal(refusal: Refusal) -> Text:
    if isinstance(refusal, UnknownName):
        return text(f"{refusal.accepted}.")
    given = f"{refusal.given} was given; " if refusal.given else ""
    return text(Strong(refusal.field), f": {given}accepted is {refusal.accepted}")


def fault_document(fault: Fault) -> Reply:
    """The sentence of a fault; its reference is added where the sentence does not name it."""
    blocks = [Paragraph(fault.text)]
    if fault.reference not in plain(fault.text):
        blocks.append(Paragraph(text("Reference: ", Code(fault.reference)), quiet=True))
    return Reply(text("Something went wrong"), tuple(blocks))


def form_document(form: Form) -> Reply:
    """A form where nobody can be asked: its questions, and the line that answers them."""
    rows = tuple(Row(asking.question.name, _question(asking)) for asking in form.asked)
    line = write_line(Asked(form.command, form.arguments))
    return Reply(
        form_title(form),
        (Fields(rows), Paragraph(text("Answer with ", Code(f"{line} name:value"), "."))),
    )


def form_title(form: Form) -> Text:
    """The title with the place among the pages."""
    return (*form.title, *text(f" \u00b7 {form.page} of {form.pages}"))


def _question(asking: Asking) -> Text:
    question = asking.question
    current = asking.current or UNKNOWN
    return text(f"{question.label}: {question.accepted} (now: {current})")
