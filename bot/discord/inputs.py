"""A question of a form as the input that Discord has for it, filled in with what is known."""

from typing import Any

import discord

from bot.discord.choosing import Chosen, Input, one_of, several_of
from bot.discord.form_limits import INPUT_TEXT, PLACEHOLDER
from bot.discord.shortening import shortened
from core.dialogue.form import Asking
from core.dialogue.question import MOST_PICKED, UNKNOWN, Kind, Question, Unreadable

_SHORT = 200
"""Characters that are still comfortable to type on one line."""


def input_for(asking: Asking) -> Input:
    """The input of a question, named as the question.

    What is answered so far and is none of the choices is carried in a text input: nobody types
    twice.
    """
    question, chosen = asking.question, _chosen(asking)
    found: Input | None = None
    match question.kind:
        case Kind.CHOICE | Kind.YES_NO:
            found = one_of(question, chosen)
        case Kind.CHOICES:
            found = several_of(question, chosen)
        case Kind.ROLES | Kind.CHANNELS:
            found = _picked(question, chosen)
    return found or _text(asking)


def is_refused(asking: Asking) -> bool:
    """Whether what is filled in would not be accepted."""
    return _chosen(asking) is None


def _chosen(asking: Asking) -> Chosen:
    """The values answered so far; ``None`` for an answer that cannot be read."""
    if asking.current.strip().lower() in {"", UNKNOWN}:
        return ()
    try:
        value = asking.question.read(asking.current)
    except Unreadable:
        return None
    match value:
        case tuple():
            return value
        case bool():
            return ("yes" if value else "no",)
        case _:
            return (str(value),)


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
    if question.kind is Kind.ROLES:
        return discord.ui.RoleSelect[Any](**given)
    return discord.ui.ChannelSelect[Any](channel_types=[discord.ChannelType.text], **given)


def _text(asking: Asking) -> Input:
    question, filled = asking.question, asking.current[:INPUT_TEXT]
    free = question.kind is Kind.WORDS and question.limit > _SHORT
    long = free or len(filled) > _SHORT or "\n" in filled
    # Discord's programs count characters outside the basic plane as two.
    needed = len(filled.encode("utf-16-le", "surrogatepass")) // 2
    return discord.ui.TextInput[Any](
        custom_id=question.name,
        style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
        default=filled or None,
        placeholder=shortened(question.accepted, PLACEHOLDER),
        required=question.required,
        max_length=min(INPUT_TEXT, max(question.limit, needed)),
    )
