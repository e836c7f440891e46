"""What Slack sends when a modal is submitted as it came."""

from typing import Any

Json = dict[str, Any]


def submitted_unchanged(view: Json) -> Json:
    """The view of the payload when nothing was touched."""
    values = {
        block["block_id"]: {block["element"]["action_id"]: _state(block["element"])}
        for block in view["blocks"]
        if block["type"] == "input"
    }
    return {**view, "id": "V1", "hash": "1.a", "state": {"values": values}}


def _state(element: Json) -> Json:
    kind = element["type"]
    match kind:
        case "plain_text_input" | "number_input":
            return {"type": kind, "value": element.get("initial_value")}
        case "datepicker":
            return {"type": kind, "selected_date": element.get("initial_date")}
        case "radio_buttons" | "static_select" | "external_select":
            return {"type": kind, "selected_option": element.get("initial_option")}
        case "checkboxes" | "multi_static_select":
            return {"type": kind, "selected_options": element.get("initial_options", [])}
        case "multi_users_select":
            return {"type": kind, "selected_users": element.get("initial_users", [])}
        case "multi_conversations_select":
            given = element.get("initial_conversations", [])
            return {"type": kind, "selected_conversations": given}
        case other:
            raise AssertionError(other)
