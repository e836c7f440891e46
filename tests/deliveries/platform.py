"""A platform as a sender meets it: messages arrive, answers are lost, looks fail."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from core.deliveries.outcome import (
    CannotTell,
    Delivered,
    Found,
    Looked,
    NotThere,
    Outcome,
    Reason,
    Rejected,
    Retry,
    Unknown,
    Unreachable,
)
from core.deliveries.sender import Outgoing
from core.dialogue.text import plain

SECOND = timedelta(seconds=1)
NO_WORD = timedelta()

Act = str
"""``arrives``, ``answer lost`` (it arrived), ``vanishes`` (it did not, and nobody knows),
``refused`` (for a while), ``closed``, ``rejected``, ``raises`` or ``raises after``."""


@dataclass
class Platform:
    """Has what arrived. ``acts`` is what the next sendings come to, then they arrive; ``blind``
    is how many looks fail. ``before`` is awaited before a byte leaves, ``after`` once it arrived.
    """

    acts: deque[Act] = field(default_factory=deque)
    blind: int = 0
    arrived: list[tuple[int, str]] = field(default_factory=list)
    sent: list[Outgoing] = field(default_factory=list)
    looks: int = 0
    before: Callable[[Outgoing], Awaitable[None]] | None = None
    after: Callable[[Outgoing], Awaitable[None]] | None = None
    in_flight: int = 0
    most_in_flight: int = 0
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, message: Outgoing, *, may_send: Callable[[], bool]) -> Outcome:
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            if self.before:
                await self.before(message)
            if not may_send():
                return Retry(NO_WORD, Reason.NOT_OURS)
            outcome = self._ends(message, self.acts.popleft() if self.acts else "arrives")
            if self.after:
                await self.after(message)
            return outcome
        finally:
            self.in_flight -= 1

    async def find(self, message: Outgoing) -> Looked:
        self.looks += 1
        if self.blind:
            self.blind -= 1
            return CannotTell(NO_WORD, Reason.RATE_LIMITED)
        for number, (delivery_id, _) in enumerate(self.arrived):
            if delivery_id == message.delivery_id:
                return Found(f"m{number}", "c1")
        return NotThere()

    def _ends(self, message: Outgoing, act: Act) -> Outcome:
        self.sent.append(message)
        match act:
            case "arrives":
                return self._arrives(message)
            case "answer lost":
                self._arrives(message)
                return Unknown(Reason.TIMED_OUT)
            case "vanishes":
                return Unknown(Reason.CUT)
            case "refused":
                return Retry(SECOND, Reason.PLATFORM_TROUBLE)
            case "closed":
                return Unreachable(Reason.CLOSED)
            case "rejected":
                return Rejected(Reason.UNSHOWABLE)
            case "raises after":
                self._arrives(message)
        raise RuntimeError("a door that fails")

    def _arrives(self, message: Outgoing) -> Delivered:
        self.news.set()
        self.arrived.append((message.delivery_id, plain(message.reply.title)))
        return Delivered(f"m{len(self.arrived) - 1}", "c1")

    @property
    def ids(self) -> list[int]:
        """What arrived, in the order it did."""
        return [number for number, _ in self.arrived]
