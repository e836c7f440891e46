"""The platform of a season: messages arrive at moments of the virtual clock, with faults."""

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from core.deliveries.outcome import (
    CannotTell,
    Delivered,
    Found,
    Looked,
    NotThere,
    Outcome,
    Reason,
    Retry,
    Unknown,
)
from core.deliveries.sender import Outgoing
from core.dialogue.reply import Reply

_FAULTS = ("refused", "lost answer", "vanished", "raised")


class Arrival(NamedTuple):
    """A message as a person has it; ``tried`` is how often it was sent before it arrived."""

    at: datetime
    person: str
    delivery_id: int
    reply: Reply
    tried: int


@dataclass
class Post:
    """Takes messages. ``faults`` is how many of a hundred sendings go wrong.

    Everybody has chances of their own, so that a run is the same in whatever order messages to
    several people go out.
    """

    now: Callable[[], datetime]
    faults: int = 6
    chances: dict[str, Random] = field(default_factory=dict)
    arrived: list[Arrival] = field(default_factory=list)
    fresh: deque[Arrival] = field(default_factory=deque)
    tries: Counter[int] = field(default_factory=Counter)

    async def send(self, message: Outgoing, *, may_send: Callable[[], bool]) -> Outcome:
        if not may_send():
            return Retry(timedelta(), Reason.NOT_OURS)
        random = self._chances(message)
        fault = random.choice(_FAULTS) if random.randrange(100) < self.faults else ""
        if fault == "refused":
            self.tries[message.delivery_id] += 1
            return Retry(timedelta(seconds=3), Reason.PLATFORM_TROUBLE)
        if fault == "vanished":
            self.tries[message.delivery_id] += 1
            return Unknown(Reason.CUT)
        if fault == "raised" and random.randrange(2):
            self.tries[message.delivery_id] += 1
            raise ConnectionError("gone before it was sent")
        self._arrives(message)
        if fault == "lost answer":
            return Unknown(Reason.TIMED_OUT)
        if fault == "raised":
            raise ConnectionError("gone after it was sent")
        return Delivered(f"m{message.delivery_id}", f"c{message.platform_id}")

    async def find(self, message: Outgoing) -> Looked:
        if self._chances(message).randrange(10) == 0:
            return CannotTell(timedelta(seconds=2), Reason.RATE_LIMITED)
        for one in reversed(self.arrived):
            if one.delivery_id == message.delivery_id:
                return Found(f"m{message.delivery_id}", f"c{message.platform_id}")
        return NotThere()

    def _chances(self, message: Outgoing) -> Random:
        return self.chances.setdefault(message.platform_id, Random(message.platform_id))

    def _arrives(self, message: Outgoing) -> None:
        tried = self.tries[message.delivery_id]
        one = Arrival(self.now(), message.platform_id, message.delivery_id, message.reply, tried)
        self.arrived.append(one)
        self.fresh.append(one)
