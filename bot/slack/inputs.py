"""A question of a form as the input that Slack has for it, filled in with what is known."""

import re
from datetime import date

from bot.rendering.lengths import units
from bot.rendering.shortening import within
from bot.slack.choosing import one_of, several_of
from bot.slack.composition import Json, is_cut, option, plain_text
from bot.slack.limits import INPUT_HINT, INPUT_LABEL, OPTION_VALUE, PLACEHOLDER, TEXT_INPUT
from core.dialogue.form import Asking, Chosen
from core.dialogue.matching import offered
from core.dialogue.question import MOST_PICKED, Kind, Question

_SHORT = 200
"""Characters that are still comfortable to type on one line."""
_EARLIEST_PICKED = 1900
"""The first year put into a date picker: Slack publishes no range, and an earlier one is a slip."""
_PERSON, _CHANNEL = re.compile(r"[UW][A-Z0-9]+"), re.compile(r"[CG][A-Z0-9]+")


def input_block(asking: Asking) -> Json:
    """The question with its input, both named as the question, and why it is asked below it.

    What is answered so far and cannot be shown by the input of its kind is carried in a text
    input: nobody types twice.
    """
    question = asking.question
    block = {
        "type": "input",
        "block_id": question.name,
        "label": plain_text(within(question.label or question.name, INPUT_LABEL)),
        "element": _element(asking),
        "optional": not question.required,
    }
    hint = within(_hint(asking), INPUT_HINT)
    return {**block, "hint": plain_text(hint)} if hint else block


def _hint(asking: Asking) -> str:
    """Why it is asked; beside a refused answer what is accepted, which helps more than why."""
    question = asking.question
    said = [f"Accepted is {question.accepted}." if asking.chosen is None else question.reason]
    said += [f"{one.label} {one.description}".strip() for one in question.choices if is_cut(one)]
    if units(asking.current) > TEXT_INPUT:
        said.append("Only the beginning of your answer fits here.")
    return " ".join(said).strip()


def _element(asking: Asking) -> Json:
    question, chosen = asking.question, asking.chosen
    found: Json | None = None
    match question.kind:
        case Kind.CHOICE | Kind.YES_NO:
            found = one_of(question, chosen)
        case Kind.CHOICES:
            found = several_of(question, chosen)
        case Kind.WHOLE:
            found = _number(question, chosen)
        case Kind.DAY:
            found = _day(question, chosen)
        case Kind.COUNTRY | Kind.ZONE:
            found = _looked_up(question, chosen)
        case Kind.LEADERS | Kind.CHANNELS:
            found = _picked(question, chosen)
    return found or _text(asking)


def _number(question: Question, chosen: Chosen) -> Json | None:
    """A field for digits alone; ``None`` where words are an answer too, or there is no range."""
    if chosen is None or question.choices or question.maximum is None:
        return None
    lowest, highest = str(question.minimum or 0), str(question.maximum)
    element = {
        "type": "number_input",
        "action_id": question.name,
        "is_decimal_allowed": False,
        "min_value": lowest,
        "max_value": highest,
        "placeholder": plain_text(f"{lowest} to {highest}"),
    }
    return {**element, "initial_value": chosen[0]} if chosen else element


def _day(question: Question, chosen: Chosen) -> Json | None:
    if chosen is None or any(date.fromisoformat(day).year < _EARLIEST_PICKED for day in chosen):
        return None
    element = {"type": "datepicker", "action_id": question.name}
    return {**element, "initial_date": chosen[0]} if chosen else element


def _looked_up(question: Question, chosen: Chosen) -> Json | None:
    """A menu that asks the bot while somebody types, because there are too many to offer."""
    element = {
        "type": "external_select",
        "action_id": question.name,
        "min_query_length": 1,
        "placeholder": plain_text(within(question.accepted, PLACEHOLDER)),
    }
    if chosen == ():
        return element
    for choice in offered(question):
        if chosen == (choice.value,) and units(choice.value) <= OPTION_VALUE:
            return {**element, "initial_option": option(choice)}
    return None


def _picked(question: Question, chosen: Chosen) -> Json | None:
    """A menu that Slack fills: with its people, or with its channels.

    Channels shared with another organisation are among them, because a community may live in
    one and it is an administrator who chooses; direct messages are not.
    """
    people = question.kind is Kind.LEADERS
    known = _PERSON if people else _CHANNEL
    if chosen is None or not all(map(known.fullmatch, chosen)):
        return None
    kind, initial = "multi_conversations_select", "initial_conversations"
    if people:
        kind, initial = "multi_users_select", "initial_users"
    element: Json = {
        "type": kind,
        "action_id": question.name,
        "max_selected_items": MOST_PICKED,
    }
    if not people:
        element["filter"] = {"include": ["public", "private"]}
    return {**element, initial: list(chosen)} if chosen else element


def _text(asking: Asking) -> Json:
    question, filled = asking.question, _beginning(asking.current)
    free = question.kind is Kind.WORDS and question.limit > _SHORT
    element = {
        "type": "plain_text_input",
        "action_id": question.name,
        "multiline": free or len(filled) > _SHORT or "\n" in filled,
        "max_length": min(TEXT_INPUT, max(question.limit, units(filled))),
        "placeholder": plain_text(within(question.accepted, PLACEHOLDER)),
    }
    return {**element, "initial_value": filled} if filled else element


def _beginning(words: str) -> str:
    """As much as a text input holds."""
    beginning = words[:TEXT_INPUT]
    while units(beginning) > TEXT_INPUT:
        beginning = beginning[:-1]
    return beginning
