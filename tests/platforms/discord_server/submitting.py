"""A form as a person fills it in and sends it."""

from collections.abc import Mapping
from typing import Any

from tests.platforms.discord_server import text
from tests.platforms.discord_server.declared import NotOffered
from tests.platforms.discord_server.interactions import Modal
from tests.platforms.discord_server.people import Role, User
from tests.platforms.discord_server.places import Channel
from tests.platforms.discord_server.wire import Json

Entries = Mapping[str, Any]

OF_KIND: dict[int, tuple[type, ...]] = {
    text.USER_SELECT: (User,),
    text.ROLE_SELECT: (Role,),
    text.MENTIONABLE_SELECT: (User, Role),
    text.CHANNEL_SELECT: (Channel,),
}


def listed(value: Any) -> list[Any]:
    """One or several values as a list."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def raw(values: list[Any]) -> list[str]:
    """Values as an interaction carries them."""
    return [str(v.id) if isinstance(v, User | Role | Channel) else str(v) for v in values]


def check_chosen(component: Json, values: list[Any]) -> None:
    """Raise NotOffered when a select or a group of boxes cannot hold these values."""
    kind = component["type"]
    options = [option["value"] for option in component.get("options") or ()]
    for value in values:
        fits = isinstance(value, OF_KIND[kind]) if kind in OF_KIND else value in options
        if not fits:
            raise NotOffered(f"{component['custom_id']!r} does not offer {value!r}")
    if len(set(raw(values))) != len(values):
        raise NotOffered(f"{component['custom_id']!r} was given a value twice")
    least, most = _bounds(component, len(options))
    if not least <= len(values) <= most:
        raise NotOffered(
            f"{component['custom_id']!r} takes {least} to {most} values, not {len(values)}"
        )


def _bounds(component: Json, options: int) -> tuple[int, int]:
    if component["type"] == text.RADIO:
        return 1, 1
    least, most = component.get("min_values"), component.get("max_values")
    if most is None:
        most = options if component["type"] == text.CHECKBOXES else 1
    return 1 if least is None else least, most


def prefilled(component: Json) -> Any:
    """What a field holds before the person touches it."""
    kind = component["type"]
    if kind == text.TEXT_INPUT:
        return component.get("value") or ""
    if kind == text.CHECKBOX:
        return bool(component.get("default"))
    chosen = [o["value"] for o in component.get("options") or () if o.get("default")]
    return chosen + [str(one["id"]) for one in component.get("default_values") or ()]


def check(modal: Modal, entries: Entries) -> None:
    """Raise NotOffered when the form cannot be sent like this."""
    fields = modal.fields
    for custom_id in entries:
        if custom_id not in fields:
            raise NotOffered(f"the form has no field {custom_id!r}; it has {sorted(fields)}")
    for custom_id, component in fields.items():
        value = entries.get(custom_id, prefilled(component))
        if component["type"] == text.TEXT_INPUT:
            _check_text(component, value)
        elif component["type"] not in (text.CHECKBOX, text.UPLOAD):
            _check_values(component, listed(value))


def _check_text(component: Json, value: Any) -> None:
    name = component["custom_id"]
    if not isinstance(value, str):
        raise NotOffered(f"{name!r} takes text, not {value!r}")
    if not value:
        if component.get("required", True):
            raise NotOffered(f"{name!r} must be filled in")
        return
    least, most = component.get("min_length") or 0, component.get("max_length") or 4000
    if not least <= len(value) <= most:
        raise NotOffered(f"{name!r} takes {least} to {most} characters, not {len(value)}")


def _check_values(component: Json, values: list[Any]) -> None:
    if not values and component.get("required") is False:
        return
    if not values and component.get("required", True):
        raise NotOffered(f"{component['custom_id']!r} must be answered")
    check_chosen(component, values)


def submitted(modal: Modal, entries: Entries) -> list[Json]:
    """The components as the submitted form carries them."""
    return [_submitted(component, entries) for component in modal.components]


def _submitted(component: Json, entries: Entries) -> Json:
    about: Json = {"type": component["type"], "id": component.get("id", 0)}
    if component["type"] == text.LABEL:
        return {**about, "component": _submitted(component["component"], entries)}
    if component["type"] == text.ROW:
        inner = [_submitted(part, entries) for part in component["components"]]
        return {**about, "components": inner}
    if component["type"] not in text.FIELDS:
        return about
    custom_id = component["custom_id"]
    value = entries.get(custom_id, prefilled(component))
    about["custom_id"] = custom_id
    if component["type"] in (text.TEXT_INPUT, text.CHECKBOX):
        return {**about, "value": value}
    values = raw(listed(value))
    if component["type"] == text.RADIO:
        return {**about, "value": values[0] if values else None}
    return {**about, "values": values}
