"""A message as plain as can be: for a platform that did not take it as it was."""

from core.dialogue.reply import Block, Paragraph, Reply
from core.dialogue.text import text
from core.reminders.carried import Carried, CarriedItem, CarriedKind
from core.reminders.when import when_words


def plain_reply(carried: Carried, *, maybe_again: bool = False) -> Reply:
    """Titles and dates alone, or what the message is about, without any button."""
    match carried.kind:
        case CarriedKind.WELCOME:
            title, said = "Your reminders will come here", ["Change or stop them with /remind."]
        case CarriedKind.CHECK:
            title = "Are these reminders still useful?"
            said = ["Keep, change or stop them with /remind."]
        case _:
            title = "Your dates"
            said = [*(_line(item, carried.zone) for item in carried.items)]
            said.append("What to do about them is under /timeline.")
    if maybe_again:
        said.insert(0, "You may have this message already.")
    blocks: tuple[Block, ...] = tuple(Paragraph(text(one)) for one in said)
    return Reply(text(title), blocks, {"kind": carried.kind.value})


def _line(item: CarriedItem, zone: str) -> str:
    return f"{item.title}: {when_words(item.when, zone)}"
