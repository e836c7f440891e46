"""How fast messages go out to one workspace, and to one channel of it."""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

from aiolimiter import AsyncLimiter
from cachetools import TTLCache

PER_WORKSPACE = 4.0
"""Messages a second to one workspace. Slack publishes no figure, only "several hundred a minute"
over all channels: 240 a minute stay below it, and leave room for answers."""

AT_ONCE = 2
"""Messages that may leave together after a pause, so that a turn that comes late costs none."""

PER_CHANNEL = 1.0
"""Messages a second to one channel, as Slack asks; it lets short bursts pass."""

WAITS_WITHIN = 8.0
"""Seconds for the turn of one message; then it is tried another time."""

_Key = TypeVar("_Key")

_WORKSPACES, _CHANNELS, _FORGOTTEN_AFTER = 10_000, 50_000, 600.0


class Pace:
    """Turns of messages, and the rest that Slack asks for, of a method in a workspace."""

    def __init__(
        self, per_workspace: float = PER_WORKSPACE, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_workspace = per_workspace
        self._clock = clock
        self._rests: dict[tuple[str, str], float] = {}
        self._workspaces: TTLCache[str, AsyncLimiter] = TTLCache(
            _WORKSPACES, _FORGOTTEN_AFTER, timer=clock
        )
        self._channels: TTLCache[tuple[str, str], AsyncLimiter] = TTLCache(
            _CHANNELS, _FORGOTTEN_AFTER, timer=clock
        )

    async def turn(self, workspace: str, channel: str) -> None:
        """Wait for the turn of a message; raises ``TimeoutError`` after :data:`WAITS_WITHIN`."""
        async with asyncio.timeout(WAITS_WITHIN):
            await self._limiter(self._channels, (workspace, channel), PER_CHANNEL, 1).acquire()
            of_all = self._limiter(self._workspaces, workspace, self._per_workspace, AT_ONCE)
            await of_all.acquire()

    def rest(self, workspace: str, method: str, seconds: float) -> None:
        """Ask a workspace nothing by a method for so many seconds."""
        self._rests[workspace, method] = self._clock() + seconds

    def rests(self, workspace: str, method: str) -> float:
        """Seconds for which nothing should be asked of a workspace by a method."""
        until = self._rests.get((workspace, method), 0.0)
        if until <= self._clock():
            self._rests.pop((workspace, method), None)
            return 0.0
        return until - self._clock()

    def _limiter(
        self, known: TTLCache[_Key, AsyncLimiter], key: _Key, per_second: float, at_once: int
    ) -> AsyncLimiter:
        limiter = known.get(key)
        if limiter is None:
            limiter = AsyncLimiter(at_once, at_once / per_second)
        known[key] = limiter  # counts from its last use
        return limiter
