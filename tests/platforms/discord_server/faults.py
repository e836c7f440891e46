"""Faults on demand: refusals, answers that never come, lines that break, answers that wait."""

import asyncio
import socket
import struct
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal

from aiohttp import web

from tests.platforms.discord_server.watching import PATIENCE, Watch
from tests.platforms.discord_server.wire import ApiError

Kind = Literal["fail", "hang", "reset", "hold", "delay"]


@dataclass(eq=False)
class Fault:
    """What happens to the next `times` requests (None: all) whose "METHOD /path" matches.

    With `acts` the request takes effect first, and only its answer suffers.
    """

    pattern: str
    kind: Kind
    times: int | None
    acts: bool
    error: ApiError | None = None
    seconds: float = 0.0
    taken: int = 0
    _released: asyncio.Event = field(default_factory=asyncio.Event)
    _watch: Watch = field(default_factory=Watch)

    def release(self) -> None:
        """Let the requests that are held or hanging go on."""
        self._released.set()

    async def caught(self, times: int = 1, within: float = PATIENCE) -> None:
        """Wait until it has met so many requests."""
        what = f"{self.kind} of {self.pattern} met {times} requests"
        await self._watch.until(lambda: self.taken >= times or None, what, within)

    def matches(self, request: str) -> bool:
        """Whether it is for this "METHOD /path"."""
        return (self.times is None or self.taken < self.times) and matches(self.pattern, request)

    def take(self) -> None:
        """Count a request that it met."""
        self.taken += 1
        self._watch.changed()

    async def strike(self, request: web.Request) -> None:
        """Do the harm. Returns for what only waits; raises for the rest."""
        if self.kind in ("hang", "hold"):
            await self._released.wait()
        if self.kind == "delay":
            await asyncio.sleep(self.seconds)
        if self.kind == "hang":
            raise ApiError(504, 0, "The answer never came")
        if self.kind == "reset":
            _reset(request)
            raise ApiError(500, 0, "The line was cut")
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

    def take(self, request: str) -> Fault | None:
        """The fault for this "METHOD /path", if one is due."""
        for fault in self._ordered:
            if fault.matches(request):
                fault.take()
                return fault
        return None


def matches(pattern: str, request: str) -> bool:
    """Whether "METHOD /path" is meant by a pattern such as "POST /channels/*/messages".

    Without a method the pattern is for every method.
    """
    if " " not in pattern:
        pattern = f"* {pattern}"
    return fnmatchcase(request, pattern)


def _reset(request: web.Request) -> None:
    """Cut the line so that the other side sees "connection reset by peer"."""
    transport = request.transport
    if transport is None:
        return
    raw = transport.get_extra_info("socket")
    if raw is not None:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
