"""What people have typed and chosen, as interactions carry it."""

import re
from typing import Any

from tests.platforms.slack_server import reading
from tests.platforms.slack_server.wire import Json, NotOffered

ONE = {
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
}
SEVERAL = {
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
}
PLAIN = {
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "rich_text_input": "rich_text_value",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "users_select": "selected_user",
    "channels_select": "selected_channel",
    "conversations_select": "selected_conversation",
    "multi_users_select": "selected_users",
    "multi_channels_select": "selected_channels",
    "multi_conversations_select": "selected_conversations",
    "file_input": "files",
}
KEYS = ONE | SEVERAL | PLAIN
INITIAL = {"value": "initial_value", "rich_text_value": "initial_value", "files": "initial_files"}
FORMS = {
    "datepicker": r"\d{4}-\d\d-\d\d",
    "timepicker": r"\d\d:\d\d",
    "number_input": r"-?\d+(\.\d+)?",
    "email_text_input": r"[^@\s]+@[^@\s]+",
    "url_text_input": r"https?://\S+",
}


def initial(element: Json) -> Json:
    """What an element holds before anybody touched it."""
    kind = element["type"]
    key = KEYS[kind]
    value = element.get(INITIAL.get(key, key.replace("selected", "initial")))
    if value is None and (kind in SEVERAL or kind.startswith("multi_") or key == "files"):
        value = []
    return {"type": kind, key: value}


def filled(element: Json, value: Any, suggested: list[Json]) -> Json:
    """What an element holds after somebody chose or typed `value`; None clears it.

    Raises NotOffered for what their Slack would not let them choose or type.
    """
    kind = element["type"]
    if kind not in KEYS:
        raise NotOffered(f"nothing can be entered in a {kind}")
    if value is None:
        empty: Any = [] if kind in SEVERAL or kind.startswith("multi_") else None
        return {"type": kind, KEYS[kind]: empty}
    if kind in ONE:
        return {"type": kind, KEYS[kind]: _option(element, value, suggested)}
    if kind in SEVERAL:
        options = [_option(element, one, suggested) for one in value]
        if len(options) > element.get("max_selected_items", len(options)):
            raise NotOffered("more than may be chosen")
        return {"type": kind, KEYS[kind]: options}
    _check_typed(element, value)
    return {"type": kind, KEYS[kind]: value}


def is_empty(value: Json) -> bool:
    """Whether nothing was entered."""
    return value.get(KEYS[value["type"]]) in (None, "", [])


def values(blocks: list[Json], entered: dict[tuple[str, str], Json]) -> Json:
    """The state of all elements, by block id and action id."""
    state: Json = {}
    for block, element in reading.elements(blocks):
        if element["type"] in KEYS:
            key = (block["block_id"], element["action_id"])
            held = entered.get(key) or initial(element)
            state.setdefault(key[0], {})[key[1]] = held
    return state


def _option(element: Json, value: Any, suggested: list[Json]) -> Json:
    offered = list(suggested) + list(element.get("options") or [])
    for group in element.get("option_groups") or []:
        offered += group["options"]
    offered += element.get("initial_options") or []
    if element.get("initial_option"):
        offered.append(element["initial_option"])
    for option in offered:
        if value in (option, option["value"]):
            found: Json = option
            return found
    raise NotOffered(f"no option {value!r} is offered")


def _check_typed(element: Json, value: Any) -> None:
    kind = element["type"]
    form = FORMS.get(kind)
    if form is not None and not re.fullmatch(form, str(value)):
        raise NotOffered(f"{value!r} cannot be entered in a {kind}")
    if kind == "plain_text_input":
        least, most = element.get("min_length", 0), element.get("max_length", 3000)
        if not isinstance(value, str) or not least <= len(value) <= most:
            raise NotOffered(f"{least} to {most} characters can be typed")
        if "\n" in value and not element.get("multiline"):
            raise NotOffered("one line can be typed")
    if kind == "number_input":
        _check_number(element, float(value))


def _check_number(element: Json, value: float) -> None:
    least = float(element.get("min_value", "-inf"))
    most = float(element.get("max_value", "inf"))
    if not least <= value <= most:
        raise NotOffered(f"a number from {least} to {most} can be typed")
    if not element["is_decimal_allowed"] and value != int(value):
        raise NotOffered("a whole number can be typed")
