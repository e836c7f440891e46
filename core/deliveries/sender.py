"""What a door is to the deliverer: it sends one message, and looks one up."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.deliveries.outcome import Looked, Outcome
from core.dialogue.reply import Reply


@dataclass(frozen=True, slots=True, repr=False)
class Outgoing:
    """One message on its way out.

    ``key`` is what the platform is given to know it by, the same at every try, in ASCII and 25
    characters at most; its buttons carry ``delivery_id``. ``platform_id`` is the person's own id
    and ``channel_id`` the channel, empty where the direct message has not been opened yet:
    sending opens it. ``workspace`` is Slack's team. ``first_attempt_at`` is there from the second
    try on.
    """

    delivery_id: int
    key: str
    workspace: str
    platform_id: str
    channel_id: str
    reply: Reply
    first_attempt_at: datetime | None = None


class Sender(Protocol):
    """A door's way out; it keeps the platform's pace, and raises nothing."""

    async def send(self, message: Outgoing, *, may_send: Callable[[], bool]) -> Outcome:
        """Send it, within a time of its own.

        ``may_send`` is asked after any wait for pace, directly before the first byte leaves;
        where it says no, the outcome is ``Retry`` with ``Reason.NOT_OURS``.
        """

    async def find(self, message: Outgoing) -> Looked:
        """Look a message up whose answer was lost, by its key or its delivery's id."""
