"""Where a deliverer is killed or paused: at the so manieth time that it comes to a step."""

import asyncio
import os
import signal
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection

from core.deliveries.outcome import Looked, Outcome
from core.deliveries.sender import Outgoing, Sender
from core.storage.engine import Store, Transaction

STEPS = (
    "committing",  # a claim or an end is about to be stored
    "committed",
    "sending",  # claimed, and not yet at its turn
    "leaving",  # its turn has come, and not a byte has left
    "left",  # some moments later, wherever that is
    "answered",  # the platform has answered, and nothing is stored of it
    "looking",
    "looked",
)


@dataclass(frozen=True)
class Blow:
    """What happens at the ``nth`` time of a step; ``after`` counts seconds from it."""

    step: str
    nth: int
    pauses: bool = False
    after: float = 0.0


class Steps:
    """Counts the steps of this process, and strikes. ``told`` hears of a pause before it is."""

    def __init__(self, blow: Blow | None, told: Connection | None) -> None:
        self._blow = blow
        self._told = told
        self._seen: Counter[str] = Counter()

    def at(self, step: str) -> None:
        """Come to a step."""
        self._seen[step] += 1
        blow = self._blow
        if blow is None or blow.step != step or self._seen[step] != blow.nth:
            return
        if blow.after:
            asyncio.get_running_loop().call_later(blow.after, self._strike, blow)
        else:
            self._strike(blow)

    def _strike(self, blow: Blow) -> None:
        if not blow.pauses:
            os.kill(os.getpid(), signal.SIGKILL)
        if self._told is not None:
            self._told.send_bytes(b"paused")
        os.kill(os.getpid(), signal.SIGSTOP)


class SteppedStore(Store):
    """The real store, which comes to a step before and after it commits."""

    steps = Steps(None, None)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        async with super().writing() as transaction:
            yield transaction
            self.steps.at("committing")
        self.steps.at("committed")


@dataclass(frozen=True)
class SteppedSender:
    """A real sender, which comes to a step around everything it does."""

    sender: Sender
    steps: Steps

    async def send(self, message: Outgoing, *, may_send: Callable[[], bool]) -> Outcome:
        def leaves() -> bool:
            ours = may_send()
            if ours:
                self.steps.at("leaving")
                self.steps.at("left")
            return ours

        self.steps.at("sending")
        outcome = await self.sender.send(message, may_send=leaves)
        self.steps.at("answered")
        return outcome

    async def find(self, message: Outgoing) -> Looked:
        self.steps.at("looking")
        looked = await self.sender.find(message)
        self.steps.at("looked")
        return looked
