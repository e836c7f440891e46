"""Whether the service is well: its database, and the connections of its doors."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from core.storage.errors import StoreError

DOWN_AFTER = 120.0
"""Seconds without a connection after which a door counts as down; most losses mend within them."""
READ_EVERY = 5.0
"""Seconds for which one look at the database counts, however often somebody asks."""
READ_WITHIN = 5.0
"""Seconds for a look at the database."""

_LOG = logging.getLogger("readingroom.health")


@dataclass(frozen=True, slots=True)
class Condition:
    """How the service is: ``doors`` are connected or not, by name."""

    well: bool
    database: bool
    doors: Mapping[str, bool]


class Health:
    """What the doors report of themselves, and what a monitor is told.

    ``read`` looks at the database and raises ``StoreError`` where it cannot be read; ``clock``
    counts seconds.
    """

    def __init__(
        self, read: Callable[[], Awaitable[None]], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._read = read
        self._clock = clock
        self._lost: dict[str, float | None] = {}
        self._looking = asyncio.Lock()
        self._looked: tuple[float, bool] | None = None

    def report(self, door: str, *, connected: bool) -> None:
        """A door says whether it is connected; what counts is since when it is not."""
        if connected:
            self._lost[door] = None
        elif self._lost.get(door) is None:
            self._lost[door] = self._clock()

    async def condition(self) -> Condition:
        """How the service is now."""
        database = await self._can_read()
        now = self._clock()
        long_lost = any(
            since is not None and now - since > DOWN_AFTER for since in self._lost.values()
        )
        doors = {door: since is None for door, since in sorted(self._lost.items())}
        return Condition(database and not long_lost, database, doors)

    async def _can_read(self) -> bool:
        async with self._looking:
            if self._looked is not None and self._clock() - self._looked[0] < READ_EVERY:
                return self._looked[1]
            could = await self._look()
            self._looked = (self._clock(), could)
            return could

    async def _look(self) -> bool:
        try:
            async with asyncio.timeout(READ_WITHIN):
                await self._read()
        except StoreError as error:
            _LOG.warning("the database cannot be read: %s", error)
            return False
        except TimeoutError:
            _LOG.warning("the database gave no answer within %.0f s", READ_WITHIN)
            return False
        return True
