"""A submitted modal as typed answers, and refused answers as errors beside its fields."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.rendering.shortening import within
from bot.slack.limits import FIELD_ERROR
from bot.slack.metadata import Back, identifier_in
from core.dialogue.identifier import read_form
from core.dialogue.question import UNKNOWN
from core.dialogue.reply import Refusal, Refused, Sentence
from core.dialogue.request import Asked
from core.dialogue.text import Link, Named, plain

_TYPED = ("value", "selected_date")
_PICKED = ("selected_users", "selected_conversations")
_LONGEST_REPEATED = 100


@dataclass(frozen=True, slots=True)
class Submission:
    """A form that was sent in.

    ``asked`` is its command with its arguments and the typed answers; ``owner`` is whose form
    it is, empty where anybody may send it.
    """

    asked: Asked = field(repr=False)
    owner: str
    back: Back


def submission_in(view: object) -> Submission:
    """What a view asks that was submitted, or in which a button was pressed.

    A form of an earlier version is run, so that nothing typed is lost; one that nothing can be
    read of counts as the first form there is.
    """
    metadata = _of(view, "private_metadata")
    form = read_form(identifier_in(metadata))
    asked = Asked(form.asked.command, {**form.asked.given, **submitted(view)})
    return Submission(asked, form.owner, Back.read(metadata))


def submitted(view: object) -> dict[str, str]:
    """The answers that stand in a view by question, as they would be typed.

    Several values stand with commas, nothing chosen is the empty text, and whatever has another
    shape than an input of ours is passed over.
    """
    return {name: _answer(state) for name, state in _states(view)}


def field_errors(refused: Refused, view: object) -> dict[str, str] | None:
    """What is said beside each field, by the id of its block.

    ``None`` where a refusal is about something else than a field of the view, or needs more
    than plain words: then the whole refusal has to be shown.
    """
    fields = {name for name, _ in _states(view)}
    said: dict[str, str] = {}
    for one in refused.refusals:
        if isinstance(one, Sentence) or one.field not in fields or _needs_markup(one):
            return None
        before = said.get(one.field, "")
        said[one.field] = within(f"{before} {_error(one)}".strip(), FIELD_ERROR)
    return said or None


def _error(refusal: Refusal) -> str:
    """What is accepted first, because the end may be cut off."""
    sentences = [f"Accepted is {refusal.accepted}.", plain(refusal.hint)]
    if refusal.given:
        sentences.append(f"{within(refusal.given, _LONGEST_REPEATED)} was given.")
    return " ".join(filter(None, sentences))


def _needs_markup(refusal: Refusal) -> bool:
    return any(isinstance(span, Named | Link) for span in refusal.hint)


def _states(view: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What stands in every input; one of ours is called like its block."""
    values = _of(_of(view, "state"), "values")
    for name in values if isinstance(values, Mapping) else ():
        state = _of(values[name], name)
        if isinstance(name, str) and isinstance(state, Mapping):
            yield name, state


def _of(part: object, name: object) -> Any:
    return part.get(name) if isinstance(part, Mapping) else None


def _answer(state: Mapping[str, Any]) -> str:
    chosen = _of(state.get("selected_option"), "value")
    if chosen == UNKNOWN:
        # The choice that says so; what is typed stays as it was typed.
        return ""
    values = [chosen, *(state.get(name) for name in _TYPED)]
    values += [_of(one, "value") for one in _list(state, "selected_options")]
    values += [one for name in _PICKED for one in _list(state, name)]
    return ",".join(one for one in values if isinstance(one, str))


def _list(state: Mapping[str, Any], name: str) -> list[Any]:
    held = state.get(name)
    return held if isinstance(held, list) else []
