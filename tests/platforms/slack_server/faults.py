"""Faults on demand: refusals, answers that never come, lines that break, answers that wait."""

import asyncio
import socket
import struct
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal

from aiohttp import web

from tests.platforms.discord_server.watching import PATIENCE, Watch
from tests.platforms.slack_server.wire import HttpFailure, SlackError

Kind = Literal["fail", "hang", "reset", "hold", "delay"]


@dataclass(eq=False)
class Fault:
    """What happens to the next `times` calls (None: all) of the methods that `pattern` names.

    With `acts` the call takes effect first, and only its answer suffers.
    """

    pattern: str
    kind: Kind
    times: int | None
    acts: bool
    error: SlackError | HttpFailure | None = None
    seconds: float = 0.0
    taken: int = 0
    _released: asyncio.Event = field(default_factory=asyncio.Event)
    _watch: Watch = field(default_factory=Watch)

    def release(self) -> None:
        """Let the calls that are held or hanging go on."""
        self._released.set()

    async def caught(self, times: int = 1, within: float = PATIENCE) -> None:
        """Wait until it has met so many calls."""
        what = f"{self.kind} of {self.pattern} met {times} calls"
        await self._watch.until(lambda: self.taken >= times or None, what, within)

    def matches(self, method: str) -> bool:
        """Whether it is for this method."""
        return (self.times is None or self.taken < self.times) and fnmatchcase(method, self.pattern)

    def take(self) -> None:
        """Count a call that it met."""
        self.taken += 1
        self._watch.changed()

    async def strike(self, request: web.Request) -> None:
        """Do the harm. Returns for what only waits; raises for the rest."""
        if self.kind in ("hang", "hold"):
            await self._released.wait()
        if self.kind == "delay":
            await asyncio.sleep(self.seconds)
        if self.kind == "hang":
            raise HttpFailure(504, "the answer never came")
        if self.kind == "reset":
            _reset(request)
            raise HttpFailure(500, "the line was cut")
        if self.error is not None:
            raise self.error


class Faults:
    """The faults that a test has ordered, first come first served."""

    def __init__(self) -> None:
        self._ordered: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        """Order a fault."""
        self._ordered.append(fault)
        return fault

    def heal(self) -> None:
        """Take back every fault and let go what waits."""
        for fault in self._ordered:
            fault.release()
        self._ordered.clear()

    def take(self, method: str) -> Fault | None:
        """The fault for this method, if one is due."""
        for fault in self._ordered:
            if fault.matches(method):
                fault.take()
                return fault
        return None


def _reset(request: web.Request) -> None:
    """Cut the line so that the other side sees "connection reset by peer"."""
    transport = request.transport
    if transport is None:
        return
    raw = transport.get_extra_info("socket")
    if raw is not None:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
