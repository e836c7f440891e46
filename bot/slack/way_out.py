"""The door's sender, which is there before the door is open and after it closed."""

import asyncio
import contextlib
from collections.abc import Callable

from bot.on_its_way import OnItsWay
from bot.slack.posting import RECONNECTS
from core.deliveries.outcome import CannotTell, Looked, Outcome, Reason, Retry
from core.deliveries.sender import Outgoing, Sender


class WayOut:
    """Sends while the door is open."""

    def __init__(self) -> None:
        self._sender: Sender | None = None
        self._on_its_way = OnItsWay()

    def open(self, sender: Sender) -> None:
        """Send with this one from now on."""
        self._sender = sender

    async def close(self, within: float) -> None:
        """Send nothing more, and wait so many seconds for what is on its way."""
        self._sender = None
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self._on_its_way.finished()

    async def send(self, message: Outgoing, *, may_send: Callable[[], bool]) -> Outcome:
        """Send a message, where the door is open."""
        if self._sender is None:
            return Retry(RECONNECTS, Reason.NO_CONNECTION)
        with self._on_its_way.one():
            return await self._sender.send(message, may_send=may_send)

    async def find(self, message: Outgoing) -> Looked:
        """Read a message back, where the door is open."""
        if self._sender is None:
            return CannotTell(RECONNECTS, Reason.NO_CONNECTION)
        with self._on_its_way.one():
            return await self._sender.find(message)
