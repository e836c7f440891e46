"""A question of a form as the input that Discord has for it, filled in with what is known."""

from typing import Any

import discord

from bot.discord.choosing import Input, one_of, several_of
from bot.discord.limits import TEXT_INPUT, TEXT_PLACEHOLDER, units
from bot.rendering.shortening import within
from core.dialogue.form import Asking, Chosen
from core.dialogue.question import MOST_PICKED, Kind, Question

_SHORT = 200
"""Characters that are still comfortable to type on one line."""


def input_for(asking: Asking) -> Input:
    """The input of a question, named as the question.

    What is answered so far and is none of the choices is carried in a text input: nobody types
    twice.
    """
    question, chosen = asking.question, asking.chosen
    found: Input | None = None
    match question.kind:
        case Kind.CHOICE | Kind.YES_NO:
            found = one_of(question, chosen)
        case Kind.CHOICES:
            found = several_of(question, chosen)
        case Kind.LEADERS | Kind.CHANNELS:
            found = _picked(question, chosen)
    return found or _text(asking)


def _picked(question: Question, chosen: Chosen) -> Input | None:
    """A menu that Discord fills with the server's own."""
    if chosen is None or not all(one.isascii() and one.isdigit() for one in chosen):
        return None
    given: dict[str, Any] = {
        "custom_id": question.name,
        "required": question.required,
        "min_values": int(question.required),
        "max_values": MOST_PICKED,
        "default_values": [discord.Object(int(one)) for one in chosen],
    }
    if question.kind is Kind.LEADERS:
        return discord.ui.RoleSelect[Any](**given)
    return discord.ui.ChannelSelect[Any](channel_types=[discord.ChannelType.text], **given)


def _text(asking: Asking) -> Input:
    question, filled = asking.question, asking.current[:TEXT_INPUT]
    free = question.kind is Kind.WORDS and question.limit > _SHORT
    long = free or len(filled) > _SHORT or "\n" in filled
    return discord.ui.TextInput[Any](
        custom_id=question.name,
        style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
        default=filled or None,
        placeholder=within(question.accepted, TEXT_PLACEHOLDER),
        required=question.required,
        max_length=min(TEXT_INPUT, max(question.limit, units(filled))),
    )
