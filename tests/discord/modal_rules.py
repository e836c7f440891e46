"""What Discord refuses in a modal, and what it sends when one is submitted as it came."""

from typing import Any

from bot.discord import limits

TEXT, MENU, ROLES, CHANNELS, LABEL, RADIO, BOXES = 4, 3, 6, 8, 18, 21, 22


def check_modal(modal: dict[str, Any]) -> None:
    assert 1 <= len(modal["title"]) <= limits.MODAL_TITLE
    assert 1 <= len(modal["custom_id"]) <= 100
    parts = modal["components"]
    assert 1 <= len(parts) <= limits.MODAL_ITEMS
    assert len({part["component"]["custom_id"] for part in parts}) == len(parts)
    for part in parts:
        assert part["type"] == LABEL
        assert 1 <= len(part["label"]) <= limits.MODAL_LABEL
        assert 1 <= len(part.get("description", "any")) <= limits.MODAL_DESCRIPTION
        check_input(part["component"])


def check_input(part: dict[str, Any]) -> None:
    assert 1 <= len(part["custom_id"]) <= 100
    match part["type"]:
        case 4:
            assert 1 <= part["max_length"] <= limits.TEXT_INPUT
            assert 1 <= len(part.get("value") or "any") <= part["max_length"]
            assert 1 <= len(part["placeholder"]) <= limits.TEXT_PLACEHOLDER
        case 21:
            check_options(part, limits.RADIO_OPTIONS, most=1)
        case 22:
            check_options(part, limits.CHECKBOX_OPTIONS, most=part["max_values"])
        case 3:
            check_options(part, range(1, limits.SELECT_OPTIONS + 1), most=part["max_values"])
        case 6 | 8:
            assert (
                len(part.get("default_values", [])) <= part["max_values"] <= limits.SELECT_OPTIONS
            )
        case other:
            raise AssertionError(f"no input of type {other} belongs here")
    if part["type"] in {3, 6, 8, 22}:
        assert bool(part["min_values"]) is part["required"]


def check_options(part: dict[str, Any], offered: range, *, most: int) -> None:
    options = part["options"]
    assert len(options) in offered
    assert len({option["value"] for option in options}) == len(options)
    assert 1 <= most <= len(options)
    assert sum(option["default"] for option in options) <= most
    for option in options:
        for name in ("label", "value", "description"):
            assert 1 <= len(option.get(name, "any")) <= limits.OPTION_LABEL


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
