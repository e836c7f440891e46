"""What Discord sends when a modal is submitted as it came."""

from typing import Any

TEXT, MENU, ROLES, CHANNELS, LABEL, RADIO, BOXES = 4, 3, 6, 8, 18, 21, 22


def submitted_unchanged(modal: dict[str, Any]) -> dict[str, Any]:
    """The data of the interaction when nothing was touched."""
    sent = [{"type": LABEL, "component": _sent(part["component"])} for part in modal["components"]]
    return {"custom_id": modal["custom_id"], "components": sent}


def _sent(part: dict[str, Any]) -> dict[str, Any]:
    named = {"type": part["type"], "custom_id": part["custom_id"], "id": 1}
    chosen = [option["value"] for option in part.get("options", []) if option["default"]]
    chosen += [default["id"] for default in part.get("default_values", [])]
    match part["type"]:
        case 4:
            return {**named, "value": part.get("value") or ""}
        case 21:
            return {**named, "value": chosen[0] if chosen else None}
        case _:
            return {**named, "values": [str(one) for one in chosen]}
