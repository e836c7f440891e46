"""The clock's loop: takes what is due, has it carried, and sleeps until the next."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from core.deliveries.carrying import SETTLE_PAUSES, Carrier, Compose, Lease
from core.deliveries.claims import Claims, Lane
from core.deliveries.composing import compose
from core.deliveries.ending import Ends
from core.deliveries.figures import Figures
from core.deliveries.freeze import Freeze
from core.deliveries.pauses import Pauses
from core.deliveries.sender import Sender
from core.storage.claiming import Claimant
from core.storage.deliveries import SavedDelivery
from core.storage.engine import Store
from core.storage.errors import StoreError

_log = logging.getLogger("readingroom.deliveries")

LEASE = timedelta(seconds=30)
"""How long a claimed message is its claimant's alone; far longer than a door takes to send."""

POLL = 5.0
"""Seconds after which the rows are looked at in any case: other processes write them too, and a
clock that was set jumps."""

BREATH = 0.1
"""Seconds between takings while messages are on their way: several ends are followed by one."""


class _Flight(NamedTuple):
    """A message on its way."""

    delivery: SavedDelivery
    lease: Lease
    task: asyncio.Task[None]


class Deliverer:
    """Sends what falls due at the doors that have a sender.

    ``holder`` names this run of this process and no other. ``held`` is asked before every
    claim and every sending. What a ``now`` that jumps does is late by ``POLL`` at most.
    """

    def __init__(
        self,
        store: Store,
        senders: Mapping[str, Sender],
        freeze: Freeze,
        *,
        now: Callable[[], datetime],
        holder: str,
        resend_after: timedelta,
        held: Callable[[str], bool] = lambda door: True,
        lanes: Mapping[str, Lane] | None = None,
        compose: Compose = compose,
        lease: timedelta = LEASE,
        pauses: Pauses | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        settle_pauses: Sequence[float] = SETTLE_PAUSES,
        poll: float = POLL,
        breath: float = BREATH,
    ) -> None:
        self.figures = Figures(in_flight=dict.fromkeys(senders, 0))
        self._senders = senders
        self._lanes = lanes or {}
        self._claims = Claims(store, Claimant(holder, lease), freeze, pauses or Pauses())
        ends = Ends(self._claims, self.figures, now)
        self._carrier = Carrier(
            self._claims, compose, ends, resend_after, now, monotonic, held, settle_pauses
        )
        self._now, self._monotonic, self._held = now, monotonic, held
        self._poll, self._breath = poll, breath
        self._flying: dict[int, _Flight] = {}
        self._landed_count = 0
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Look at the rows now: something was written that may be due."""
        self._woken.set()

    async def round(self) -> datetime | None:
        """Send all that is due now, wait for every end, and give when the next is due.

        ``None`` where nothing waits. Raises a ``StoreError`` where the database fails.
        """
        while True:
            landed = self._landed_count
            next_at = await self._take()
            if self._flying:
                await self._one_ends()
            elif landed == self._landed_count:
                return next_at

    async def run(self, stop: asyncio.Event, *, grace: float = 6.0) -> None:
        """Send until ``stop``; then finish what is on its way within ``grace`` seconds.

        What is not finished by then is given back, to be looked up by whoever comes next.
        """
        try:
            while not stop.is_set():
                await self._rest(stop, await self._take_or_log())
        finally:
            await self._finish(grace)

    async def _take_or_log(self) -> float:
        """Take what is due; gives the seconds after which there may be more."""
        self._woken.clear()
        landed = self._landed_count
        try:
            next_at = await self._take()
        except StoreError as error:
            _log.warning("No deliveries for now: %s", error)
            return self._poll
        if landed != self._landed_count:
            # What ended meanwhile may wait for its next try, and was not seen to.
            return self._breath
        if next_at is None:
            return self._poll
        return min(max((next_at - self._now()).total_seconds(), self._breath), self._poll)

    async def _take(self) -> datetime | None:
        """Take all that is due and has room; gives when more falls due."""
        coming: list[datetime] = []
        for door, sender in self._senders.items():
            lane = self._lanes.get(door, Lane())
            while self._held(door):
                asked_at = self._monotonic()
                taken = await self._claims.take(door, lane, self._on_way(door), now=self._now())
                for delivery in taken.deliveries:
                    self._launch(sender, delivery, self._carrier.lease(asked_at))
                if not taken.claimed:
                    coming += [taken.next_at] if taken.next_at else []
                    break
        return min(coming, default=None)

    def _on_way(self, door: str) -> dict[int, str]:
        return {
            number: flight.delivery.workspace
            for number, flight in self._flying.items()
            if flight.delivery.door == door
        }

    def _launch(self, sender: Sender, delivery: SavedDelivery, lease: Lease) -> None:
        task = asyncio.create_task(self._carried(sender, delivery, lease))
        self._flying[delivery.id] = _Flight(delivery, lease, task)
        self.figures.in_flight[delivery.door] += 1
        task.add_done_callback(lambda _: self._landed(delivery))

    def _landed(self, delivery: SavedDelivery) -> None:
        if self._flying.pop(delivery.id, None) is not None:
            self.figures.in_flight[delivery.door] -= 1
            self._landed_count += 1

    async def _carried(self, sender: Sender, delivery: SavedDelivery, lease: Lease) -> None:
        try:
            await self._carrier.carry(sender, delivery, lease)
        except Exception as error:  # noqa: BLE001 - its lease runs out, and it is looked up
            _log.error("Delivery %d is not settled: %s.", delivery.id, type(error).__name__)

    async def _one_ends(self) -> None:
        tasks = [flight.task for flight in self._flying.values()]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)

    async def _rest(self, stop: asyncio.Event, seconds: float) -> None:
        signals = {asyncio.create_task(event.wait()) for event in (stop, self._woken)}
        tasks = {flight.task for flight in self._flying.values()}
        try:
            await asyncio.wait(
                signals | tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            for signal in signals:
                signal.cancel()
        if tasks and not stop.is_set():
            await asyncio.sleep(self._breath)

    async def _finish(self, grace: float) -> None:
        flights = list(self._flying.values())
        if not flights:
            return
        await asyncio.wait([flight.task for flight in flights], timeout=grace)
        cut = [flight for flight in flights if not flight.task.done()]
        for flight in cut:
            flight.task.cancel()
        await asyncio.gather(*(flight.task for flight in cut), return_exceptions=True)
        for flight in cut:
            try:
                await self._carrier.leave(flight.delivery, flight.lease)
            except StoreError:
                _log.warning("Delivery %d is looked up once its lease ran out.", flight.delivery.id)
