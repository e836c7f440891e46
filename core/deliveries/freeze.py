"""What becomes of a message as it is claimed: it goes as it stands now, later, or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from core.storage.deliveries import SavedDelivery
from core.storage.engine import Transaction


@dataclass(frozen=True, slots=True)
class Frozen:
    """It goes, and carries this, as plain JSON data."""

    carried: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class PutOff:
    """It may not go before ``until``: the person's quiet hours, for one."""

    until: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NothingToSay:
    """Nothing of it is wanted any more."""


Decision = Frozen | PutOff | NothingToSay


class Freeze(Protocol):
    """Decides in the claim's own transaction.

    A message with ``carried`` may have arrived once; it carries the same or does not go. What it
    does to the rows of other messages is its affair; of this one the claim stores what it says.
    """

    async def __call__(
        self, tx: Transaction, delivery: SavedDelivery, *, now: datetime
    ) -> Decision:
        """What becomes of a message."""
