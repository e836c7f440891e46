"""What this process has sent, in numbers; nothing in them is about anybody."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.deliveries.outcome import (
    Delivered,
    Outcome,
    Reason,
    Rejected,
    Retry,
    Unknown,
    Unreachable,
)

_NAMES: Mapping[type[Outcome], str] = {
    Delivered: "delivered",
    Retry: "retry",
    Unreachable: "unreachable",
    Rejected: "rejected",
    Unknown: "unknown",
}


@dataclass(slots=True)
class Figures:
    """Counts since the process started.

    ``outcomes`` counts by door, outcome and reason, the latter empty where there is none;
    ``in_flight`` is how many messages of a door are on their way now. ``last_success`` is when
    the newest one arrived, by door.
    """

    outcomes: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    in_flight: dict[str, int] = field(default_factory=dict)
    last_success: dict[str, datetime] = field(default_factory=dict)

    def count(self, door: str, outcome: Outcome, *, now: datetime) -> None:
        """Count how a sending ended."""
        reason = "" if isinstance(outcome, Delivered) else outcome.reason.value
        self.outcomes[door, _NAMES[type(outcome)], reason] += 1
        if isinstance(outcome, Delivered):
            self.last_success[door] = now

    def found(self, door: str, *, now: datetime) -> None:
        """Count a message whose answer was lost and that was found to have arrived."""
        self.outcomes[door, "found", ""] += 1
        self.last_success[door] = now

    def could_not_tell(self, door: str, reason: Reason) -> None:
        """Count a message that could not be looked up."""
        self.outcomes[door, "could_not_tell", reason.value] += 1
