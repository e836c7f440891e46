"""Questions with choices as radio buttons, boxes and menus, with the chosen ones marked."""

from bot.rendering.lengths import units
from bot.slack.composition import Json, option
from bot.slack.limits import CHECKBOX_OPTIONS, OPTION_VALUE, RADIO_OPTIONS, SELECT_OPTIONS
from core.dialogue.form import Chosen
from core.dialogue.matching import offered
from core.dialogue.question import UNKNOWN, Choice, Question


def one_of(question: Question, chosen: Chosen) -> Json | None:
    """One choice: buttons where they are few, a menu otherwise; *unknown* is one of them.

    ``None`` where Slack cannot offer all of them, or the chosen one is not among them.
    """
    choices = offered(question)
    if chosen is None or not _offerable(choices, chosen):
        return None
    if not question.required:
        choices = (*choices, Choice(UNKNOWN, UNKNOWN))[:SELECT_OPTIONS]
    kind = "radio_buttons" if len(choices) <= RADIO_OPTIONS else "static_select"
    element = {"type": kind, "action_id": question.name, "options": [*map(option, choices)]}
    marked = _marked(choices, chosen)
    return {**element, "initial_option": marked[0]} if marked else element


def several_of(question: Question, chosen: Chosen) -> Json | None:
    """Any of the choices: boxes where they are few, a menu otherwise; none stands for unknown.

    ``None`` where Slack cannot offer all of them, or a chosen one is not among them.
    """
    choices = offered(question)
    if chosen is None or not _offerable(choices, chosen):
        return None
    kind = "checkboxes" if len(choices) <= CHECKBOX_OPTIONS else "multi_static_select"
    element = {"type": kind, "action_id": question.name, "options": [*map(option, choices)]}
    marked = _marked(choices, chosen)
    # Slack takes no empty list of them.
    return {**element, "initial_options": marked} if marked else element


def _offerable(choices: tuple[Choice, ...], chosen: tuple[str, ...]) -> bool:
    """Whether Slack can offer these, with the chosen ones among them."""
    values = {choice.value for choice in choices if 0 < units(choice.value) <= OPTION_VALUE}
    fits = 0 < len(choices) <= SELECT_OPTIONS and len(values) == len(choices)
    return fits and values.issuperset(chosen)


def _marked(choices: tuple[Choice, ...], chosen: tuple[str, ...]) -> list[Json]:
    """Each exactly as it stands among the options, as Slack wants it."""
    return [option(choice) for choice in choices if choice.value in chosen]
