"""Where a reply is shown, and how much fits there."""

import json
from enum import Enum

from bot.slack.limits import (
    MESSAGE_BLOCKS,
    MESSAGE_CHARACTERS,
    VIEW_BLOCKS,
    VIEW_BYTES,
    units,
)

_AROUND_VIEW = 50_000
"""Bytes kept free in a view for its title, for what it carries along, and for brackets."""
_SAYS_NOTHING = frozenset({"type", "style", "action_id", "align"})


class Surface(Enum):
    """A message, or a view, which is a modal or App Home."""

    MESSAGE = "message"
    VIEW = "view"

    @property
    def blocks(self) -> int:
        """How many blocks there may be."""
        return MESSAGE_BLOCKS if self is Surface.MESSAGE else VIEW_BLOCKS

    @property
    def room(self) -> int:
        """How much they may hold, as :meth:`size` counts it."""
        return MESSAGE_CHARACTERS if self is Surface.MESSAGE else VIEW_BYTES - _AROUND_VIEW

    def size(self, of: object) -> int:
        """How much a block or a part of one takes: characters in a message, bytes in a view."""
        return characters(of) if self is Surface.MESSAGE else len(json.dumps(of))


def characters(of: object) -> int:
    """The characters of everything in a block or a part of one that says something."""
    if isinstance(of, str):
        return units(of)
    if isinstance(of, dict):
        return sum(characters(value) for name, value in of.items() if name not in _SAYS_NOTHING)
    if isinstance(of, list | tuple):
        return sum(map(characters, of))
    return 0
