import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from core.deliveries.claims import Lane
from core.deliveries.deliverer import Deliverer
from core.deliveries.sender import Outgoing
from core.storage.claiming import Claimant, claim_waiting, keep_frozen
from core.storage.deliveries import DeliveryState
from core.storage.errors import StoreBusy
from tests.deliveries.conftest import LEASE, Running
from tests.deliveries.platform import Platform
from tests.deliveries.stores import Breaking
from tests.storage.delivering import of

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


@asynccontextmanager
async def going(process: Deliverer, *, grace: float = 5.0) -> AsyncIterator[asyncio.Event]:
    stop = asyncio.Event()
    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        group.create_task(process.run(stop, grace=grace))
        yield stop
        stop.set()


async def arrived(platform: Platform, count: int) -> None:
    async with asyncio.timeout(10):
        while len(platform.arrived) < count:
            platform.news.clear()
            await platform.news.wait()


class Gate:
    """Holds sendings before or after they arrive."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()
        self.opened = asyncio.Event()

    async def __call__(self, _: object) -> None:
        self.reached.set()
        await self.opened.wait()


async def test_what_somebody_else_writes_is_seen_by_itself(running: Running) -> None:
    async with going(running.process()):
        await running.due()
        await arrived(running.platform, 1)


async def test_a_wake_is_answered_at_once(running: Running) -> None:
    process = running.process(poll=3600.0)
    async with going(process):
        await asyncio.sleep(0)
        await running.due()
        process.wake()
        await arrived(running.platform, 1)


async def test_a_clock_set_forward_lets_nothing_go_twice(running: Running) -> None:
    gate = Gate()
    (first,) = await running.due()
    (second,) = await running.due(after=HOUR)

    async def holds_the_first(message: Outgoing) -> None:
        if message.delivery_id == first:
            await gate(message)

    running.platform.before = holds_the_first
    async with going(running.process()):
        await gate.reached.wait()
        # The lease of the first is long over by this clock, not by the one that nobody sets.
        running.clock.now += 3 * HOUR
        await arrived(running.platform, 1)
        gate.opened.set()
        await arrived(running.platform, 2)
    assert running.platform.ids == [second, first]
    assert running.platform.looks == 0
    assert (await running.row(first)).attempts == 1


async def test_a_clock_set_back_loses_nothing(running: Running) -> None:
    gate = Gate()
    running.platform.after = gate
    (first,) = await running.due()
    async with going(running.process(), grace=0.01):
        await gate.reached.wait()
        running.clock.now -= 3 * HOUR
    running.platform.after = None
    assert await running.state(first) is DeliveryState.WAITING
    await running.settles(running.process())
    assert running.platform.ids == [first]


async def test_a_stop_takes_nothing_new_and_finishes_what_is_on_its_way(running: Running) -> None:
    gate = Gate()
    running.platform.before = gate
    await running.due(3)
    async with going(running.process(lanes={"discord": Lane(in_flight=1)})) as stop:
        await gate.reached.wait()
        stop.set()
        gate.opened.set()
    assert len(running.platform.arrived) == 1
    assert len(await running.unsettled()) == 2


@pytest.mark.parametrize("landed", [True, False])
async def test_what_a_stop_cuts_off_is_taken_up_at_once_by_the_next(
    running: Running, landed: bool
) -> None:
    gate = Gate()
    if landed:
        running.platform.after = gate
    else:
        running.platform.before = gate
    (number,) = await running.due()
    async with going(running.process(), grace=0.01):
        await gate.reached.wait()
    row = await running.row(number)
    assert row.state is DeliveryState.WAITING
    assert row.next_at <= running.clock.now
    assert (row.unknown_since is not None) is landed
    running.platform.before = running.platform.after = None
    await running.process().round()
    assert running.platform.ids == [number]
    assert running.platform.looks == int(landed)


async def test_nothing_is_claimed_or_sent_by_whoever_does_not_hold_the_token(
    running: Running,
) -> None:
    held = False
    (number,) = await running.due()
    process = running.process(held=lambda door: held)
    await process.round()
    assert (await running.row(number)).attempts == 0
    held = True

    async def loses(_: object) -> None:
        nonlocal held
        held = False

    running.platform.before = loses
    await process.round()
    assert running.platform.sent == []
    row = await running.row(number)
    assert (row.state, row.reason) == (DeliveryState.WAITING, "not_ours")
    running.platform.before = None
    await running.settles(running.process())
    assert running.platform.ids == [number]


async def test_whoever_was_paused_past_the_lease_sends_nothing(running: Running) -> None:
    (number,) = await running.due()
    other = running.process()

    async def sleeps(_: object) -> None:
        running.platform.before = None
        running.clock.passes(LEASE)
        await other.round()

    running.platform.before = sleeps
    await running.settles(running.process())
    assert running.platform.ids == [number]
    assert len(running.platform.sent) == 1


async def test_an_outcome_is_stored_however_often_the_database_refuses(running: Running) -> None:
    (number,) = await running.due()
    store = Breaking(running.store)
    process = running.process(store=store, settle_pauses=(0.0,))

    async def breaks(_: object) -> None:
        store.refuse(5, StoreBusy("busy"))

    running.platform.after = breaks
    await process.round()
    assert running.platform.ids == [number]
    assert await running.state(number) is DeliveryState.DELIVERED


async def test_a_database_that_fails_is_tried_again(running: Running) -> None:
    await running.due()
    store = Breaking(running.store)
    store.refuse(3, StoreBusy("busy"))
    async with going(running.process(store=store)):
        await arrived(running.platform, 1)


async def test_a_message_of_a_process_that_died_is_looked_up_once_its_lease_is_over(
    running: Running,
) -> None:
    (number,) = await running.due()
    async with running.store.writing() as tx:
        dead = Claimant("dead", LEASE)
        (row,) = await claim_waiting(
            tx, dead, door="discord", workspace="", now=running.clock.now, most=1
        )
        await keep_frozen(tx, of(row, dead), {"says": "the same"})
    process = running.process()
    assert await process.round() == running.clock.now + LEASE
    assert running.platform.looks == 0
    running.clock.passes(LEASE)
    await running.settles(process)
    assert running.platform.looks == 1
    assert running.platform.arrived == [(number, "the same")]


async def test_no_more_are_on_their_way_than_the_lane_has_room_for(running: Running) -> None:
    async def waits(_: object) -> None:
        await asyncio.sleep(0)

    running.platform.before = waits
    await running.due(40)
    process = running.process(lanes={"discord": Lane(in_flight=5)})
    await running.settles(process)
    assert running.platform.most_in_flight <= 5
    assert len(running.platform.arrived) == 40
