"""Documents and results as plain data, in an order that never changes."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from core.dialogue.reply import Reply


def document_data(reply: Reply) -> dict[str, Any]:
    """The title and the blocks, every block and span with its ``kind`` first."""
    return {"title": plain_data(reply.title), "blocks": plain_data(reply.blocks)}


def plain_data(value: Any) -> Any:
    """The value as what JSON knows; days and instants in ISO form, sets in order.

    Raises :class:`TypeError`, naming the type alone, for what has no plain form.
    """
    match value:
        case Enum():
            return plain_data(value.value)
        case None | str() | bool() | int() | float():
            return value
        case date():
            return value.isoformat()
        case Mapping():
            return {str(plain_data(key)): plain_data(held) for key, held in value.items()}
        case tuple() | list():
            return [plain_data(held) for held in value]
        case set() | frozenset():
            return sorted((plain_data(held) for held in value), key=str)
        case _ if is_dataclass(value) and not isinstance(value, type):
            shown = (field.name for field in fields(value) if not field.metadata.get("internal"))
            names = sorted(shown, key=lambda name: name != "kind")
            return {name: plain_data(getattr(value, name)) for name in names}
        case _:
            raise TypeError(f"no plain form for {type(value).__name__}")
