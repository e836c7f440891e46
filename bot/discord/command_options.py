"""A question as an option of a Discord command."""

from typing import Any

from discord import AppCommandOptionType, ChannelType

from bot.discord.limits import (
    CHOICE_NAME,
    COMMAND_CHOICES,
    COMMAND_DESCRIPTION,
    STRING_VALUE,
)
from bot.rendering.shortening import within
from core.dialogue.question import UNKNOWN, Choice, Kind, Question

_YES_NO = (Choice("yes", "yes"), Choice("no", "no"))


def option_payload(question: Question, *, required: bool) -> dict[str, Any]:
    """The option as Discord takes it; ``required`` says that the command is nothing without it.

    What Discord cannot offer whole is completed while it is typed; every value that is text is
    read by the core, which alone knows what is accepted.
    """
    described = {
        "name": question.name,
        "description": within(_description(question), COMMAND_DESCRIPTION),
    }
    marked = {"required": True} if required else {}
    return {**described, **_typed(question), **marked}


def _typed(question: Question) -> dict[str, Any]:
    match question.kind:
        case Kind.YES_NO if question.required:
            return {"type": AppCommandOptionType.boolean.value}
        case Kind.YES_NO:
            return _chosen(question, _YES_NO)
        case Kind.CHOICE if 0 < len(question.choices) <= COMMAND_CHOICES:
            return _chosen(question, question.choices)
        case Kind.WHOLE if not question.choices:
            bounds = {"min_value": question.minimum or 0, "max_value": question.maximum}
            given = {name: bound for name, bound in bounds.items() if bound is not None}
            return {"type": AppCommandOptionType.integer.value, **given}
        case Kind.LEADERS:
            return {"type": AppCommandOptionType.role.value}
        case Kind.CHANNELS:
            text_channels = [ChannelType.text.value]
            return {"type": AppCommandOptionType.channel.value, "channel_types": text_channels}
        case Kind.DAY | Kind.WORDS:
            return _written(question)
        case _:
            return {**_written(question), "autocomplete": True}


def _written(question: Question) -> dict[str, Any]:
    longest = min(question.limit, STRING_VALUE)
    return {"type": AppCommandOptionType.string.value, "max_length": longest}


def _chosen(question: Question, choices: tuple[Choice, ...]) -> dict[str, Any]:
    if not question.required:
        choices = (*choices, Choice(UNKNOWN, UNKNOWN))[:COMMAND_CHOICES]
    offered = [
        {"name": within(choice.label or choice.value, CHOICE_NAME), "value": choice.value}
        for choice in choices
    ]
    return {"type": AppCommandOptionType.string.value, "choices": offered}


def _description(question: Question) -> str:
    """The label; where an answer has a form of its own, what is accepted too."""
    label = question.label or question.name
    offered = _typed(question)
    has_form = question.kind is Kind.DAY or "autocomplete" in offered
    return f"{label} \u00b7 {question.accepted}" if has_form else label
