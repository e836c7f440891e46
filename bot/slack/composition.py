"""Slack's composition objects: plain text and options, as inputs and views are made of them."""

from typing import Any

from bot.rendering.lengths import units
from bot.rendering.shortening import divided, within
from bot.slack.limits import OPTION_DESCRIPTION, OPTION_TEXT
from core.dialogue.question import Choice

Json = dict[str, Any]


def plain_text(words: str) -> Json:
    """Words as they are: no colon in them makes an emoji."""
    return {"type": "plain_text", "text": words, "emoji": False}


def option(choice: Choice) -> Json:
    """A choice as an option; words that are too long for it go on in the line below."""
    shown, rest = divided(choice.label or choice.value, OPTION_TEXT)
    made = {"text": plain_text(shown), "value": choice.value}
    below = within(f"{rest} {choice.description}".strip(), OPTION_DESCRIPTION)
    return {**made, "description": plain_text(below)} if below else made


def is_cut(choice: Choice) -> bool:
    """Whether an option cannot hold all the words of its choice."""
    _, rest = divided(choice.label or choice.value, OPTION_TEXT)
    return units(f"{rest} {choice.description}".strip()) > OPTION_DESCRIPTION
