"""Questions with choices as groups of buttons, boxes and menus, with the chosen ones marked."""

from typing import Any

import discord

from bot.discord.limits import (
    CHECKBOX_OPTIONS,
    OPTION_DESCRIPTION,
    OPTION_LABEL,
    OPTION_VALUE,
    RADIO_OPTIONS,
    SELECT_OPTIONS,
    units,
)
from bot.rendering.shortening import within
from core.dialogue.form import Chosen
from core.dialogue.question import UNKNOWN, Choice, Kind, Question

Input = discord.ui.Item[Any]

_YES_NO = (Choice("yes", "yes"), Choice("no", "no"))


def one_of(question: Question, chosen: Chosen) -> Input | None:
    """One choice: buttons where they are few, a menu otherwise; *unknown* is one of them.

    ``None`` where Discord cannot offer all of them, or the chosen one is not among them.
    """
    choices = _YES_NO if question.kind is Kind.YES_NO else question.choices
    if not _offerable(choices, chosen):
        return None
    offered = choices
    if not question.required:
        offered = (*choices, Choice(UNKNOWN, UNKNOWN))
    if len(offered) in RADIO_OPTIONS:
        radio = discord.ui.RadioGroup[Any](custom_id=question.name, required=question.required)
        for option in _options(offered, chosen):
            radio.add_option(**option)
        return radio
    return _menu(question, offered[:SELECT_OPTIONS], chosen, most=1)


def several_of(question: Question, chosen: Chosen) -> Input | None:
    """Any of the choices: boxes where they are few, a menu otherwise; none stands for unknown.

    ``None`` where Discord cannot offer all of them, or a chosen one is not among them.
    """
    choices = question.choices
    if not _offerable(choices, chosen):
        return None
    if len(choices) not in CHECKBOX_OPTIONS:
        return _menu(question, choices, chosen, most=len(choices))
    boxes = discord.ui.CheckboxGroup[Any](
        custom_id=question.name,
        required=question.required,
        min_values=int(question.required),
        max_values=len(choices),
    )
    for option in _options(choices, chosen):
        boxes.add_option(**option)
    return boxes


def _offerable(choices: tuple[Choice, ...], chosen: Chosen) -> bool:
    """Whether Discord can offer these, with the chosen ones among them."""
    values = {choice.value for choice in choices if units(choice.value) <= OPTION_VALUE}
    fits = 0 < len(choices) <= SELECT_OPTIONS and len(values) == len(choices)
    return fits and chosen is not None and values.issuperset(chosen)


def _menu(question: Question, offered: tuple[Choice, ...], chosen: Chosen, *, most: int) -> Input:
    menu = discord.ui.Select[Any](
        custom_id=question.name,
        required=question.required,
        min_values=int(question.required),
        max_values=most,
    )
    for option in _options(offered, chosen):
        menu.add_option(**option)
    return menu


def _options(choices: tuple[Choice, ...], chosen: Chosen) -> list[dict[str, Any]]:
    return [
        {
            "label": within(choice.label or choice.value, OPTION_LABEL),
            "value": choice.value,
            "description": within(choice.description, OPTION_DESCRIPTION) or None,
            "default": choice.value in (chosen or ()),
        }
        for choice in choices
    ]
