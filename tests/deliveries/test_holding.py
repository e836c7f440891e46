import asyncio
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from core.deliveries.holding import Holding
from core.storage.engine import Store
from core.storage.errors import StoreBusy
from core.storage.tables import token_holders
from core.storage.token_holders import database_now, hold
from tests.deliveries.conftest import Clock, Running
from tests.deliveries.stores import Breaking

LENGTH = timedelta(seconds=60)


def holding(
    store: Store, clock: Clock, name: str = "one", told: Callable[[bool], None] = lambda _: None
) -> Holding:
    return Holding(
        store,
        "discord:1",
        name,
        length=LENGTH,
        monotonic=clock.monotonic,
        changed=told,
    )


async def end(store: Store) -> None:
    async with store.writing() as tx:
        await tx.execute(token_holders.update().values(expires_at=await database_now(tx)))


async def test_one_of_two_holds_and_the_other_stands_by(running: Running) -> None:
    one, two = (holding(running.store, running.clock, name) for name in ("one", "two"))
    assert await one.renew()
    assert not await two.renew()
    assert (one.held(), two.held()) == (True, False)


async def test_a_token_is_not_held_for_longer_than_anybody_else_believes(running: Running) -> None:
    one = holding(running.store, running.clock)
    await one.renew()
    running.clock.passes(LENGTH * 0.8)
    assert one.held()
    running.clock.passes(LENGTH * 0.1)
    assert not one.held()


async def test_its_time_counts_from_before_the_database_was_asked(running: Running) -> None:
    clock, slow = running.clock, Breaking(running.store)
    one = holding(slow, clock)
    slow.before = lambda: clock.passes(LENGTH)
    assert not await one.renew()


async def test_a_clock_that_is_set_changes_nothing_of_what_is_held(running: Running) -> None:
    one = holding(running.store, running.clock)
    await one.renew()
    running.clock.now += 100 * LENGTH
    assert one.held()


async def test_whoever_lost_the_token_knows_at_the_next_renewal(running: Running) -> None:
    told: list[bool] = []
    one, two = (
        holding(running.store, running.clock, told=told.append),
        holding(running.store, running.clock, "two"),
    )
    await one.renew()
    await end(running.store)
    assert await two.renew()
    assert two.fence == one.fence + 1
    assert not await one.renew()
    assert told == [True, False]


async def test_a_database_that_fails_takes_nothing_away_before_its_time(running: Running) -> None:
    store = Breaking(running.store)
    one = holding(store, running.clock)
    await one.renew()
    store.refuse(2, StoreBusy("busy"))
    assert await one.renew()
    running.clock.passes(LENGTH)
    assert not await one.renew()
    assert await one.renew()


async def test_a_holder_that_stops_lets_go(running: Running) -> None:
    gained, stop, told = asyncio.Event(), asyncio.Event(), list[bool]()

    def tell(held: bool) -> None:
        told.append(held)
        gained.set()

    one = holding(running.store, running.clock, told=tell)
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        group.create_task(one.run(stop))
        await gained.wait()
        stop.set()
    assert told == [True, False]
    async with running.store.writing() as tx:
        assert await hold(tx, "discord:1", "two", length=LENGTH) == 2


async def test_one_who_stood_by_leaves_the_holder_alone(running: Running) -> None:
    one, two = holding(running.store, running.clock), holding(running.store, running.clock, "two")
    await one.renew()
    stop = asyncio.Event()
    stop.set()
    await two.run(stop)
    async with running.store.reading() as tx:
        assert (await tx.execute(select(token_holders.c.holder))).scalar_one() == "one"
    assert await one.renew()
    assert one.fence == 1
