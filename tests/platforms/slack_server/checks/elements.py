"""Elements that can be pressed, chosen and filled in."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.platforms.slack_server.checks import texts
from tests.platforms.slack_server.checks.problems import Problems
from tests.platforms.slack_server.checks.rich_text import check_rich_text

PLACEHOLDER = 150
ACTION_ID = 255
URL = 3000

Check = Callable[[Problems, Any], None]


@dataclass(frozen=True)
class Kind:
    """What an element may hold, beside `action_id`, and in which blocks it may stand."""

    where: frozenset[str]
    needed: tuple[str, ...]
    allowed: tuple[str, ...]
    check: Check


def check_element(problems: Problems, element: Any, where: str) -> None:
    """An element in a block of this kind."""
    kind = KINDS.get(str(element.get("type"))) if isinstance(element, dict) else None
    if kind is None:
        problems.at("type").add("unsupported type of element")
        return
    if where not in kind.where:
        problems.at("type").add(f"{element['type']} is not allowed in {where}")
    if not problems.thing(element, kind.needed, ("action_id", "focus_on_load", *kind.allowed)):
        return
    problems.strings(element, ACTION_ID, "action_id", least=1)
    problems.flags(element, "focus_on_load")
    texts.check_plain(problems, element, "placeholder", PLACEHOLDER)
    texts.check_confirm(problems, element)
    kind.check(problems, element)


def check_image(problems: Problems, image: Any) -> None:
    """A small picture in a context or beside a section."""
    if not problems.thing(image, ("alt_text",), ("image_url", "slack_file")):
        return
    problems.at("alt_text").string(image["alt_text"], 2000, 0)
    problems.strings(image, URL, "image_url", least=1)
    if ("image_url" in image) == ("slack_file" in image):
        problems.add("must have exactly one of image_url and slack_file")


def _button(problems: Problems, button: Any) -> None:
    texts.check_text(problems.at("text"), button["text"], 75, texts.PLAIN)
    problems.strings(button, 2000, "value")
    problems.strings(button, URL, "url", least=1)
    problems.strings(button, 75, "accessibility_label", least=1)
    if "style" in button:
        problems.at("style").one_of(button["style"], ("primary", "danger"))


def _boxes(problems: Problems, boxes: Any) -> None:
    texts.check_options(problems.at("options"), boxes["options"], 10, texts.ANY)
    texts.check_initial(problems, boxes, _listed(boxes["options"]))


def _static(problems: Problems, select: Any) -> None:
    offered = _listed(select.get("options"))
    if ("options" in select) == ("option_groups" in select):
        problems.add("must have exactly one of options and option_groups")
    elif "options" in select:
        texts.check_options(problems.at("options"), select["options"], 100)
    else:
        texts.check_groups(problems.at("option_groups"), select["option_groups"])
        for group in _listed(select["option_groups"]):
            offered += _listed(group.get("options") if isinstance(group, dict) else None)
    texts.check_initial(problems, select, offered)
    _bounds(problems, select)


def _external(problems: Problems, select: Any) -> None:
    if "min_query_length" in select:
        problems.at("min_query_length").number(select["min_query_length"], 0)
    if "initial_option" in select:
        texts.check_option(problems.at("initial_option"), select["initial_option"])
    if "initial_options" in select:
        texts.check_options(problems.at("initial_options"), select["initial_options"], 100)
    _bounds(problems, select)


def _bounds(problems: Problems, select: Any) -> None:
    most = select.get("max_selected_items")
    if most is None:
        return
    if problems.at("max_selected_items").number(most, 1):
        chosen = _listed(select.get("initial_options"))
        if len(chosen) > most:
            problems.at("initial_options").add("more than max_selected_items")


def _people(problems: Problems, select: Any) -> None:
    problems.flags(select, "default_to_current_conversation", "response_url_enabled")
    for key, value in select.items():
        if key.startswith("initial_"):
            chosen = value if isinstance(value, list) else [value]
            for one in chosen:
                problems.at(key).string(one, 20)
    _bounds(problems, select)


def _overflow(problems: Problems, menu: Any) -> None:
    texts.check_options(problems.at("options"), menu["options"], 5, link=True)


def _date(problems: Problems, picker: Any) -> None:
    if "initial_date" not in picker:
        return
    value = picker["initial_date"]
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        problems.at("initial_date").add("must be of the form YYYY-MM-DD")
        return
    try:
        date.fromisoformat(value)
    except ValueError:
        problems.at("initial_date").add("must be a date")


def _time(problems: Problems, picker: Any) -> None:
    value = picker.get("initial_time", "00:00")
    if not isinstance(value, str) or not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        problems.at("initial_time").add("must be of the form HH:mm")
    problems.strings(picker, 100, "timezone", least=1)


def _moment(problems: Problems, picker: Any) -> None:
    if "initial_date_time" in picker:
        problems.at("initial_date_time").number(
            picker["initial_date_time"], 1_000_000_000, 9_999_999_999
        )


def _line(problems: Problems, entry: Any) -> None:
    problems.flags(entry, "multiline")
    problems.strings(entry, 3000, "initial_value")
    least, most = entry.get("min_length", 0), entry.get("max_length", 3000)
    good = problems.at("min_length").number(least, 0, 3000)
    if problems.at("max_length").number(most, 1, 3000) and good and least > most:
        problems.at("min_length").add("more than max_length")
    value = entry.get("initial_value")
    if isinstance(value, str) and isinstance(most, int) and len(value) > most:
        problems.at("initial_value").add("longer than max_length")
    _dispatch(problems, entry)


def _number(problems: Problems, entry: Any) -> None:
    problems.flags(entry, "is_decimal_allowed")
    for key in ("initial_value", "min_value", "max_value"):
        value = entry.get(key, "0")
        decimal = r"(\.\d+)?" if entry["is_decimal_allowed"] is True else ""
        if not isinstance(value, str) or not re.fullmatch(rf"-?\d+{decimal}", value):
            problems.at(key).add("must be a number as a string")
    _dispatch(problems, entry)


def _address(problems: Problems, entry: Any) -> None:
    problems.strings(entry, 3000, "initial_value", least=1)
    _dispatch(problems, entry)


def _rich(problems: Problems, entry: Any) -> None:
    if "initial_value" in entry:
        check_rich_text(problems.at("initial_value"), entry["initial_value"])


def _files(problems: Problems, entry: Any) -> None:
    if "max_files" in entry:
        problems.at("max_files").number(entry["max_files"], 1, 10)
    if "filetypes" in entry:
        for here, kind in problems.at("filetypes").each(entry["filetypes"], 1, 100):
            here.string(kind, 30)


def _dispatch(problems: Problems, entry: Any) -> None:
    if "dispatch_action_config" not in entry:
        return
    here, config = problems.at("dispatch_action_config"), entry["dispatch_action_config"]
    if here.thing(config, ("trigger_actions_on",)):
        for place, when in here.at("trigger_actions_on").each(config["trigger_actions_on"], 1, 2):
            place.one_of(when, ("on_enter_pressed", "on_character_entered"))


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else []


SECTION, ACTIONS, INPUT = "section", "actions", "input"
EVERYWHERE = frozenset((SECTION, ACTIONS, INPUT))
PRESSED = frozenset((SECTION, ACTIONS))
CHOSEN = frozenset((ACTIONS, INPUT))
TYPED = frozenset((INPUT,))
MULTI = frozenset((SECTION, INPUT))
SELECT = ("placeholder", "confirm")
TEXT = ("placeholder", "initial_value", "dispatch_action_config")
OFFERED = ("options", "option_groups", *SELECT)
CONVERSATION = (
    "initial_conversation", "default_to_current_conversation", "response_url_enabled", "filter",
    *SELECT,
)  # fmt: skip
CONVERSATIONS = (
    "initial_conversations", "default_to_current_conversation", "filter", "max_selected_items",
    *SELECT,
)  # fmt: skip

KINDS = {
    "button": Kind(
        PRESSED, ("text",), ("value", "url", "style", "confirm", "accessibility_label"), _button
    ),
    "image": Kind(frozenset((SECTION,)), ("alt_text",), ("image_url", "slack_file"), check_image),
    "overflow": Kind(PRESSED, ("options",), ("confirm",), _overflow),
    "checkboxes": Kind(EVERYWHERE, ("options",), ("initial_options", "confirm"), _boxes),
    "radio_buttons": Kind(EVERYWHERE, ("options",), ("initial_option", "confirm"), _boxes),
    "static_select": Kind(EVERYWHERE, (), ("initial_option", *OFFERED), _static),
    "multi_static_select": Kind(
        MULTI, (), ("initial_options", "max_selected_items", *OFFERED), _static
    ),
    "external_select": Kind(
        EVERYWHERE, (), ("initial_option", "min_query_length", *SELECT), _external
    ),
    "multi_external_select": Kind(
        MULTI,
        (),
        ("initial_options", "min_query_length", "max_selected_items", *SELECT),
        _external,
    ),
    "users_select": Kind(EVERYWHERE, (), ("initial_user", *SELECT), _people),
    "multi_users_select": Kind(
        MULTI, (), ("initial_users", "max_selected_items", *SELECT), _people
    ),
    "channels_select": Kind(
        EVERYWHERE, (), ("initial_channel", "response_url_enabled", *SELECT), _people
    ),
    "multi_channels_select": Kind(
        MULTI, (), ("initial_channels", "max_selected_items", *SELECT), _people
    ),
    "conversations_select": Kind(EVERYWHERE, (), CONVERSATION, _people),
    "multi_conversations_select": Kind(MULTI, (), CONVERSATIONS, _people),
    "datepicker": Kind(EVERYWHERE, (), ("initial_date", *SELECT), _date),
    "timepicker": Kind(EVERYWHERE, (), ("initial_time", "timezone", *SELECT), _time),
    "datetimepicker": Kind(CHOSEN, (), ("initial_date_time", "confirm"), _moment),
    "plain_text_input": Kind(TYPED, (), ("multiline", "min_length", "max_length", *TEXT), _line),
    "number_input": Kind(
        TYPED, ("is_decimal_allowed",), ("min_value", "max_value", *TEXT), _number
    ),
    "email_text_input": Kind(TYPED, (), TEXT, _address),
    "url_text_input": Kind(TYPED, (), TEXT, _address),
    "rich_text_input": Kind(TYPED, (), TEXT, _rich),
    "file_input": Kind(TYPED, (), ("filetypes", "max_files"), _files),
}
