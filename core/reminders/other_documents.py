"""Messages that are about no date: the first one, and whether reminders are useful."""

from datetime import datetime

from core.dialogue.reply import Action, Actions, Block, Heading, Item, Items, Paragraph, Reply
from core.dialogue.text import Strong, text
from core.reminders.carried import Carried, Coming
from core.reminders.pressing import check_actions
from core.reminders.when import clock_words, when_words

_NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five"}
_TO_CHANGE = "Change or stop reminders leads to another hour, zone or quiet hours."
_WEEKLY = " (in the last days before something irreversible there may be more)"


def welcome_reply(carried: Carried) -> Reply:
    """What will come, how often at most, and how to change or stop it."""
    day, week = _number(carried.most_a_day), _number(carried.most_a_week)
    blocks: list[Block] = [
        Paragraph(
            text(
                "I will write to you here in time for your dates: at most "
                f"{day} message a day and {week} a week{_WEEKLY}, and never in your quiet hours."
            )
        )
    ]
    if carried.hours:
        blocks.append(Paragraph(text(f"{carried.hours} {_TO_CHANGE}")))
    if carried.coming:
        blocks.append(Heading(text("What comes next")))
        blocks.append(Items(tuple(_coming(one, carried.zone) for one in carried.coming)))
    else:
        blocks.append(Paragraph(text("Nothing is due for now; I will write when something is.")))
    blocks.append(
        Paragraph(
            text("Each message can be answered with a press. You can pause or stop at any time.")
        )
    )
    blocks.append(
        Actions((Action("My timeline", "timeline"), Action("Change or stop reminders", "remind")))
    )
    return Reply(text("Your reminders will come here"), tuple(blocks), {"kind": "welcome"})


def check_reply(carried: Carried, delivery_id: int, *, answer: str = "") -> Reply:
    """The question, with its answers; or what was answered."""
    many = _number(carried.unanswered)
    blocks: list[Block] = [
        Paragraph(
            text(
                f"The last {many} had no answer, which is fine. If I hear nothing, I will write "
                "of what cannot be made up for, and leave the rest for when you ask."
            )
        )
    ]
    blocks.append(Paragraph(text(Strong(answer))) if answer else check_actions(delivery_id))
    return Reply(text("Are these reminders still useful?"), tuple(blocks), {"kind": "check"})


def _coming(one: Coming, zone: str) -> Item:
    comes = clock_words(datetime.fromisoformat(one.wall))
    return Item(
        text(Strong(one.title, as_typed=one.own)),
        text(f"{when_words(one.when, zone)}. I write on {comes}."),
    )


def _number(number: int) -> str:
    return _NUMBERS.get(number, str(number))
