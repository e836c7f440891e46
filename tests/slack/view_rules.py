"""What Slack takes as a modal with inputs: its published rules, written down once more."""

import json
from datetime import date
from typing import Any

from slack_sdk.models.views import View

Json = dict[str, Any]

INPUTS = {
    "plain_text_input",
    "number_input",
    "datepicker",
    "radio_buttons",
    "checkboxes",
    "static_select",
    "multi_static_select",
    "external_select",
    "multi_users_select",
    "multi_conversations_select",
}
FEW, MANY = 10, 100


def length(words: str) -> int:
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


def check_text(text: Json, most: int) -> None:
    """A plain text of one character at least."""
    assert text["type"] == "plain_text"
    assert isinstance(text["text"], str)
    assert 1 <= length(text["text"]) <= most, text["text"][:40]


def check_view(view: Json) -> None:
    """Fail for a modal that Slack refuses."""
    assert view["type"] == "modal"
    for name in {"title", "submit", "close"} & view.keys():
        check_text(view[name], 24)
    assert len(view.get("callback_id", "")) <= 255
    assert len(view.get("private_metadata", "")) <= 3000
    assert 1 <= len(view["blocks"]) <= 100
    assert len(json.dumps(view)) <= 250_000
    names = [block["block_id"] for block in view["blocks"] if "block_id" in block]
    assert len(names) == len(set(names))
    if any(block["type"] == "input" for block in view["blocks"]):
        assert view["submit"]["text"]
    for block in view["blocks"]:
        check_block(block)
    # Slack's own library knows every part of it, and finds nothing wrong either.
    assert View(**view).to_dict() == view


def check_block(block: Json) -> None:
    match block["type"]:
        case "header":
            check_text(block["text"], 150)
        case "section":
            check_text(block["text"], 3000)
        case "input":
            check_input(block)
        case "actions":
            assert 1 <= len(block["elements"]) <= 25
            for button in block["elements"]:
                assert button["type"] == "button"
                check_text(button["text"], 75)
                assert 1 <= len(button["action_id"]) <= 255
                assert 1 <= length(button["value"]) <= 2000
        case "rich_text":
            assert block["elements"]
        case other:
            raise AssertionError(other)


def check_input(block: Json) -> None:
    assert 1 <= len(block["block_id"]) <= 255
    check_text(block["label"], 2000)
    if "hint" in block:
        check_text(block["hint"], 2000)
    element = block["element"]
    assert element["type"] in INPUTS
    assert 1 <= len(element["action_id"]) <= 255
    if "placeholder" in element:
        check_text(element["placeholder"], 150)
    match element["type"]:
        case "plain_text_input":
            assert 1 <= element["max_length"] <= 3000
            check_initial(element, length(element.get("initial_value", "x")), element["max_length"])
        case "number_input":
            check_number(element)
        case "datepicker":
            assert date.fromisoformat(element.get("initial_date", "2027-01-01"))
        case "radio_buttons" | "checkboxes":
            check_options(element, FEW)
        case "static_select" | "multi_static_select":
            check_options(element, MANY)
        case "external_select":
            assert element["min_query_length"] >= 0
            if "initial_option" in element:
                check_option(element["initial_option"])
        case _:
            check_picked(element)


def check_initial(element: Json, count: int, most: int) -> None:
    assert 1 <= count <= most, element["type"]


def check_number(element: Json) -> None:
    lowest, highest = int(element["min_value"]), int(element["max_value"])
    assert lowest <= highest
    assert lowest <= int(element.get("initial_value", lowest)) <= highest


def check_picked(element: Json) -> None:
    assert element["max_selected_items"] >= 1
    initial = element.get("initial_users") or element.get("initial_conversations") or ["x"]
    check_initial(element, len(initial), element["max_selected_items"])


def check_options(element: Json, most: int) -> None:
    options = element["options"]
    assert 1 <= len(options) <= most
    for option in options:
        check_option(option)
    assert len({option["value"] for option in options}) == len(options)
    if "initial_option" in element:
        assert element["initial_option"] in options
    if "initial_options" in element:
        assert element["initial_options"]
        assert all(one in options for one in element["initial_options"])


def check_option(option: Json) -> None:
    check_text(option["text"], 75)
    assert 1 <= length(option["value"]) <= 150
    if "description" in option:
        check_text(option["description"], 75)
