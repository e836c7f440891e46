"""A Discord command as it was sent, read as the texts that the core reads."""

from collections.abc import Iterator, Mapping
from typing import Any

from core.dialogue.request import Asked

_LARGEST = 2**53
"""Discord sends no whole number beyond it."""


def read_options(data: Mapping[str, Any]) -> Asked:
    """The command with its options as they would be typed; ``data`` is the interaction's own.

    Roles and channels are their ids. Whatever has another shape than an option with a value is
    passed over, and a command without a name is asked for by the empty one.
    """
    name = data.get("name") if isinstance(data, Mapping) else None
    given = {option["name"]: value for option in options_in(data) if (value := _text(option))}
    return Asked(name if isinstance(name, str) else "", given)


def options_in(data: object) -> Iterator[Mapping[str, Any]]:
    """The options of a command that have a name."""
    options = data.get("options") if isinstance(data, Mapping) else None
    for option in options if isinstance(options, list) else ():
        if isinstance(option, Mapping) and isinstance(option.get("name"), str):
            yield option


def _text(option: Mapping[str, Any]) -> str:
    match option.get("value"):
        case bool() as said:
            return "yes" if said else "no"
        case str() as text:
            return text
        case int() as number if abs(number) <= _LARGEST:
            return str(number)
        case _:
            return ""
