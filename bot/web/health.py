"""Whether the service is well: its database, and the connections of its doors."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from core.storage.backlog import Backlog
from core.storage.errors import StoreError

DOWN_AFTER = 120.0
"""Seconds without a connection after which a door counts as down; most losses mend within them."""
READ_EVERY = 5.0
"""Seconds for which one look at the database counts, however often somebody asks."""
READ_WITHIN = 5.0
"""Seconds for a look at the database."""

_LOG = logging.getLogger("readingroom.health")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a door's messages stand, in numbers, and seconds up to now.

    ``holds`` says whether this process sends them (``False``: it stands by while another does),
    ``None`` where that is not known.
    """

    waiting: int
    overdue: int
    sending: int
    unknown: int
    oldest_overdue_seconds: float
    last_success_seconds: float | None
    holds: bool | None


@dataclass(frozen=True, slots=True)
class Condition:
    """How the service is: ``doors`` are connected or not, ``deliveries`` stand so, by name."""

    well: bool
    database: bool
    doors: Mapping[str, bool]
    deliveries: Mapping[str, Standing] = field(default_factory=dict)


class Health:
    """What the doors report of themselves, and what a monitor is told.

    ``read`` looks at the database and ``backlog`` reads where messages stand; both raise
    ``StoreError`` where it cannot be read. ``clock`` counts seconds, ``now`` is the instant.
    """

    def __init__(
        self,
        read: Callable[[], Awaitable[None]],
        *,
        backlog: Callable[[], Awaitable[Sequence[Backlog]]] | None = None,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._read = read
        self._backlog = backlog
        self._clock = clock
        self._now = now
        self._found: Sequence[Backlog] = ()
        self._holds: dict[str, bool] = {}
        self._lost: dict[str, float | None] = {}
        self._looking = asyncio.Lock()
        self._looked: tuple[float, bool] | None = None

    def report(self, door: str, *, connected: bool) -> None:
        """A door says whether it is connected; what counts is since when it is not."""
        if connected:
            self._lost[door] = None
        elif self._lost.get(door) is None:
            self._lost[door] = self._clock()

    def report_holding(self, door: str, *, holds: bool) -> None:
        """A door says whether it works with its token, or stands by while another process does.

        One that stands by is not connected and is well.
        """
        if holds and not self._holds.get(door, True) and self._lost.get(door) is not None:
            self._lost[door] = self._clock()
        self._holds[door] = holds

    async def condition(self) -> Condition:
        """How the service is now."""
        database = await self._can_read()
        now = self._clock()
        long_lost = any(
            since is not None and now - since > DOWN_AFTER
            for door, since in self._lost.items()
            if self._holds.get(door, True)
        )
        doors = {door: since is None for door, since in sorted(self._lost.items())}
        deliveries = {one.door: self._standing(one) for one in self._found if database}
        return Condition(database and not long_lost, database, doors, deliveries)

    def _standing(self, one: Backlog) -> Standing:
        now = self._now()
        oldest, last = one.oldest_overdue, one.last_success
        return Standing(
            one.waiting,
            one.overdue,
            one.sending,
            one.unknown,
            0.0 if oldest is None else max(0.0, (now - oldest).total_seconds()),
            None if last is None else max(0.0, (now - last).total_seconds()),
            self._holds.get(one.door),
        )

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
                if self._backlog is not None:
                    self._found = await self._backlog()
        except StoreError as error:
            _LOG.warning("the database cannot be read: %s", error)
            return False
        except TimeoutError:
            _LOG.warning("the database gave no answer within %.0f s", READ_WITHIN)
            return False
        return True
