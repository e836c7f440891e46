"""A form as a Discord modal, and a submitted modal as typed answers."""

from collections.abc import Iterator, Mapping
from typing import Any

import discord

from bot.discord.inputs import input_for
from bot.discord.limits import MODAL_DESCRIPTION, MODAL_LABEL, MODAL_TITLE
from bot.rendering.shortening import divided, within
from core.dialogue.documents import form_title
from core.dialogue.form import Asking, Form
from core.dialogue.identifier import write_identifier
from core.dialogue.question import UNKNOWN
from core.dialogue.text import plain

_RADIO_GROUP = discord.ComponentType.radio_group.value
_MENU = discord.ComponentType.string_select.value


def modal_for(form: Form, owner: str = "") -> discord.ui.Modal:
    """The modal of one page of a form; submitting it asks the form's command.

    To be called in the event loop: the modal is finished at once, so that the library keeps no
    state of it. Raises :class:`DoesNotFitError` for arguments that no identifier can carry.
    """
    identifier = write_identifier(form.command, form.arguments, owner=owner)
    modal = discord.ui.Modal(title=_title(form), custom_id=identifier)
    for asking in form.asked:
        modal.add_item(_labelled(asking))
    modal.stop()
    return modal


def submitted(data: Mapping[str, Any]) -> dict[str, str]:
    """The answers of a submitted modal by question, as they would be typed.

    ``data`` is the interaction's own. Several values stand with commas, nothing chosen is the
    empty text, and parts of another shape are passed over.
    """
    return {part["custom_id"]: _answer(part) for part in _inputs(data)}


def _title(form: Form) -> str:
    """The title with the place among the pages, which is never cut off."""
    title = plain(form.title)
    place = plain(form_title(form)).removeprefix(title)
    return within(title, MODAL_TITLE - len(place)) + place


def _labelled(asking: Asking) -> discord.ui.Label[Any]:
    """The input under its label; a label that is too long goes on in the description."""
    question = asking.question
    label, rest = divided(question.label or question.name, MODAL_LABEL)
    # What was refused stands there to be corrected, and what is accepted helps more than why.
    said = f"Accepted is {question.accepted}." if asking.chosen is None else question.reason
    description = within(f"{rest} {said}".strip(), MODAL_DESCRIPTION)
    return discord.ui.Label(
        text=label, description=description or None, component=input_for(asking)
    )


def _inputs(data: object) -> Iterator[Mapping[str, Any]]:
    """The parts with a name: inside labels, and inside rows as older messages had them."""
    for part in _list(data, "components"):
        inner = part.get("component") if isinstance(part, Mapping) else None
        for candidate in (inner, *_list(part, "components")):
            if isinstance(candidate, Mapping) and isinstance(candidate.get("custom_id"), str):
                yield candidate


def _list(part: object, name: str) -> list[Any]:
    held = part.get(name) if isinstance(part, Mapping) else None
    return held if isinstance(held, list) else []


def _answer(part: Mapping[str, Any]) -> str:
    values = [one for one in (*_list(part, "values"), part.get("value")) if isinstance(one, str)]
    answer = ",".join(values)
    # The choice that says so; what is typed stays as it was typed.
    unsaid = answer == UNKNOWN and part.get("type") in (_RADIO_GROUP, _MENU)
    return "" if unsaid else answer
