"""Questions with choices as groups of buttons, boxes and menus, with the chosen ones marked."""

from typing import Any

import discord

from bot.discord.form_limits import FEWEST_RADIO, MOST_BOXES, MOST_MENU, MOST_RADIO, OPTION_TEXT
from bot.discord.shortening import shortened
from core.dialogue.question import UNKNOWN, Choice, Kind, Question

Input = discord.ui.Item[Any]
Chosen = tuple[str, ...] | None
"""The values chosen so far; ``None`` where what was typed is no value at all."""

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
    if FEWEST_RADIO <= len(offered) <= MOST_RADIO:
        radio = discord.ui.RadioGroup[Any](custom_id=question.name, required=question.required)
        for option in _options(offered, chosen):
            radio.add_option(**option)
        return radio
    return _menu(question, offered[:MOST_MENU], chosen, most=1)


def several_of(question: Question, chosen: Chosen) -> Input | None:
    """Any of the choices: boxes where they are few, a menu otherwise; none stands for unknown.

    ``None`` where Discord cannot offer all of them, or a chosen one is not among them.
    """
    choices = question.choices
    if not _offerable(choices, chosen):
        return None
    if len(choices) > MOST_BOXES:
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
    values = {choice.value for choice in choices if len(choice.value) <= OPTION_TEXT}
    fits = 0 < len(choices) <= MOST_MENU and len(values) == len(choices)
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
            "label": shortened(choice.label or choice.value, OPTION_TEXT),
            "value": choice.value,
            "description": shortened(choice.description, OPTION_TEXT) or None,
            "default": choice.value in (chosen or ()),
        }
        for choice in choices
    ]
