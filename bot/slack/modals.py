"""A form as a Slack modal, and the modals that stand where a form was."""

from bot.rendering.shortening import divided, within
from bot.slack.composition import Json, plain_text
from bot.slack.inputs import input_block
from bot.slack.limits import HEADER_TEXT, VIEW_TITLE
from bot.slack.metadata import Back, write_metadata
from bot.slack.requests import NEXT
from bot.slack.troubles import ELSEWHERE
from bot.slack.views import said_view
from core.dialogue.documents import form_title
from core.dialogue.form import Form
from core.dialogue.identifier import write_identifier
from core.dialogue.request import Asked
from core.dialogue.text import plain

FORM = "form"
"""The callback id of every form."""

_PRODUCT = "Reading Room"
_NEXT_LABEL = "Save and go to the next page"


def modal_for(form: Form, *, owner: str, back: Back) -> Json:
    """The view of one page of a form; submitting it asks the form's command.

    Raises :class:`DoesNotFitError` for arguments that no identifier can carry.
    """
    identifier = write_identifier(form.command, form.arguments, owner=owner)
    blocks: list[Json] = [{"type": "header", "text": plain_text(_heading(form))}]
    blocks += map(input_block, form.asked)
    if form.following is not None:
        blocks.append(_next(form.following, owner))
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": plain_text(_title(form)),
        "submit": plain_text("Save"),
        "close": plain_text("Cancel"),
        "private_metadata": write_metadata(identifier, back),
        "blocks": blocks,
    }


def working_view() -> Json:
    """What stands where a form was while its answer is still being worked on."""
    return said_view("Your answers have arrived. The reading takes a moment longer.")


def closing_word(back: Back) -> Json:
    """What stands where a form was once its answer is given elsewhere."""
    if back.response_url:
        return said_view("The answer is where you asked for it, and only you see it.")
    return said_view(ELSEWHERE)


def _title(form: Form) -> str:
    """The form's title in the little room that a modal has for one, cut between words."""
    title = plain(form.title).strip()
    shown, rest = divided(title, VIEW_TITLE)
    whole_words = not rest or title.startswith(f"{shown[:-1]} ")
    return shown if shown and whole_words else _PRODUCT


def _heading(form: Form) -> str:
    """The title with the place among the pages, which is never cut off."""
    title = plain(form.title)
    place = plain(form_title(form)).removeprefix(title)
    return within(title, HEADER_TEXT - len(place)) + place


def _next(following: Asked, owner: str) -> Json:
    button = {
        "type": "button",
        "action_id": NEXT,
        "text": plain_text(_NEXT_LABEL),
        "value": write_identifier(following.command, following.given, owner=owner),
    }
    return {"type": "actions", "elements": [button]}
