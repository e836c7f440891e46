"""The limits of forms and of suggestions."""

from typing import Any

from tests.platforms.discord_server import text
from tests.platforms.discord_server.checks.parts import (
    check_bounds,
    check_custom_id,
    check_id,
    check_options,
    check_select,
)
from tests.platforms.discord_server.checks.problems import Problems
from tests.platforms.discord_server.wire import Json

TITLE, LABEL, DESCRIPTION = 45, 45, 100
ITEMS = 5
INPUT = 4_000
INPUT_PLACEHOLDER = 100
RADIO_OPTIONS = (2, 10)
BOXES = (1, 10)
FILES = 10
CHOICES = 25
CHOICE_TEXT = 100
ON_TOP = {text.ROW, text.TEXT, text.LABEL}


def check_modal(data: Json) -> None:
    """Raise ApiError when a form breaks a limit."""
    problems = Problems()
    at = problems.at("data")
    at.at("title").text(data.get("title"), 1, TITLE)
    at.at("custom_id").text(data.get("custom_id"), 1, 100)
    components = data.get("components")
    inside = at.at("components")
    if inside.list(components, 1, ITEMS) and isinstance(components, list):
        custom_ids: set[str] = set()
        ids: set[int] = set()
        for index, component in enumerate(components):
            _check_item(inside.at(index), component, custom_ids, ids)
    problems.settle()


def _check_item(problems: Problems, item: Json, custom_ids: set[str], ids: set[int]) -> None:
    kind = item.get("type")
    if kind not in ON_TOP:
        problems.at("type").one_of(kind, tuple(sorted(ON_TOP)))
        return
    check_id(problems, item, ids)
    if kind == text.TEXT:
        problems.at("content").text(item.get("content"), 1, INPUT)
        return
    if kind == text.ROW:
        inner = item.get("components")
        at = problems.at("components")
        if at.list(inner, 1, 1) and isinstance(inner, list):
            _check_input(at.at(0), inner[0], custom_ids, ids, labelled=False)
        return
    problems.at("label").text(item.get("label"), 1, LABEL)
    problems.at("description").text_or_nothing(item.get("description"), DESCRIPTION)
    field = item.get("component")
    at = problems.at("component")
    if not isinstance(field, dict) or field.get("type") not in text.FIELDS:
        at.at("type").one_of((field or {}).get("type"), tuple(sorted(text.FIELDS)))
        return
    _check_field(at, field, custom_ids, ids)


def _check_field(problems: Problems, field: Json, custom_ids: set[str], ids: set[int]) -> None:
    kind = field["type"]
    if kind == text.TEXT_INPUT:
        _check_input(problems, field, custom_ids, ids, labelled=True)
        return
    check_id(problems, field, ids)
    if field.get("disabled"):
        problems.at("disabled").forbidden("A form has no disabled components")
    needed = field.get("required") is not False
    if kind in text.SELECTS:
        check_select(problems, field, custom_ids, needed=needed)
        return
    check_custom_id(problems, field, custom_ids)
    if kind == text.RADIO:
        if check_options(problems, field.get("options"), *RADIO_OPTIONS) > 1:
            problems.at("options").forbidden("At most one option is chosen by default")
    elif kind == text.CHECKBOXES:
        _check_boxes(problems, field, needed=needed)
    elif kind == text.UPLOAD:
        check_bounds(problems, field, most=FILES, options=None, needed=needed)


def _check_boxes(problems: Problems, field: Json, *, needed: bool) -> None:
    chosen = check_options(problems, field.get("options"), *BOXES)
    count = len(field.get("options") or ())
    filled = dict(field)
    if filled.get("max_values") is None:
        filled["max_values"] = max(count, 1)
    _, upper = check_bounds(problems, filled, most=BOXES[1], options=count, needed=needed)
    if chosen > upper:
        problems.at("options").forbidden("More options are chosen by default than max_values")


def _check_input(
    problems: Problems, field: Json, custom_ids: set[str], ids: set[int], *, labelled: bool
) -> None:
    if field.get("type") != text.TEXT_INPUT:
        problems.at("type").one_of(field.get("type"), (text.TEXT_INPUT,))
        return
    check_id(problems, field, ids)
    check_custom_id(problems, field, custom_ids)
    problems.at("style").one_of(field.get("style"), (1, 2))
    if labelled and field.get("label") is not None:
        problems.at("label").forbidden("The label stands on the label component")
    elif not labelled:
        problems.at("label").text(field.get("label"), 1, LABEL)
    problems.at("placeholder").text_or_nothing(field.get("placeholder"), INPUT_PLACEHOLDER)
    least, most = field.get("min_length") or 0, field.get("max_length") or INPUT
    problems.at("min_length").number(least, 0, INPUT)
    problems.at("max_length").number(most, 1, INPUT)
    if least > most:
        problems.at("min_length").forbidden("Cannot be more than max_length")
    value = field.get("value")
    if value:
        problems.at("value").text(value, least, min(most, INPUT))


def check_choices(data: Json) -> None:
    """Raise ApiError when the suggestions break a limit."""
    problems = Problems()
    at = problems.at("data", "choices")
    choices: Any = data.get("choices")
    if at.list(choices, 0, CHOICES):
        for index, choice in enumerate(choices):
            here, value = at.at(index), choice.get("value")
            here.at("name").text(choice.get("name"), 1, CHOICE_TEXT)
            if not isinstance(value, int | float):
                here.at("value").text(value, 1, CHOICE_TEXT)
    problems.settle()
