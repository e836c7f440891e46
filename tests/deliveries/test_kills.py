"""A process that is killed at each of its steps, and the next that comes after it."""

import asyncio
from collections import Counter, deque
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.deliveries.sender import Outgoing
from core.storage.deliveries import DeliveryState, read_delivery
from core.storage.occurrences import carried_by
from tests.deliveries.conftest import LEASE, Running, running_in
from tests.deliveries.stores import Dying, Killed

STEPS = 24
"""More than a process has on its way with two messages: a later step is one that never comes."""


async def killed_at(running: Running, step: int) -> bool:
    """Runs a process that dies at a step; whether it did."""
    store = Dying(running.store, step)

    async def one_more(_: Outgoing) -> None:
        store.step()

    running.platform.before = running.platform.after = one_more
    process = running.process(store=store)
    try:
        await process.round()
    except Killed:
        pass
    finally:
        # Each is killed at its next step.
        flights = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*flights, return_exceptions=True)
        running.platform.before = running.platform.after = None
    return store.dead


@pytest.mark.parametrize("step", range(STEPS))
async def test_a_kill_at_any_step_loses_and_doubles_nothing(running: Running, step: int) -> None:
    ids = await running.due(2)
    await killed_at(running, step)
    await running.settles(running.process())
    running.clock.passes(LEASE)
    await running.settles(running.process())
    assert sorted(running.platform.ids) == ids
    assert [await running.state(number) for number in ids] == [DeliveryState.DELIVERED] * 2


async def test_the_steps_tried_are_all_that_there_are(running: Running) -> None:
    await running.due(2)
    assert not await killed_at(running, STEPS)
    assert await running.unsettled() == []


ACTS = ("arrives", "answer lost", "vanishes", "refused", "closed", "rejected")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    acts=st.lists(st.sampled_from([*ACTS, "raises", "raises after"]), max_size=12),
    kills=st.lists(st.integers(0, STEPS), max_size=3),
    count=st.integers(1, 3),
)
def test_every_message_ends_once_whatever_happens(
    acts: list[str],
    kills: list[int],
    count: int,
    tmp_path_factory: pytest.TempPathFactory,
    made: Path,
) -> None:
    asyncio.run(ends_once(tmp_path_factory.mktemp("ends"), made, acts, kills, count))


async def ends_once(
    folder: Path, made: Path, acts: list[str], kills: list[int], count: int
) -> None:
    async with running_in(folder, made) as running:
        ids = await running.due(count)
        running.platform.acts = deque(acts)
        for step in kills:
            await killed_at(running, step)
            running.clock.passes(LEASE)
        await running.settles(running.process())
        ends = {number: await running.state(number) for number in ids}
        assert set(ends.values()) <= {
            DeliveryState.DELIVERED,
            DeliveryState.UNREACHABLE,
            DeliveryState.REJECTED,
        }
        times = Counter(running.platform.ids)
        # A platform that can be looked at has each that is said to have arrived, once.
        assert set(times.values()) <= {1}
        assert {number for number, end in ends.items() if end is DeliveryState.DELIVERED} == set(
            times
        )
        before = list(running.platform.sent)
        running.clock.passes(100 * LEASE)
        await running.settles(running.process())
        assert running.platform.sent == before
        async with running.store.reading() as tx:
            for number in ids:
                row = await read_delivery(tx, number)
                assert row is not None
                assert row.settled_at is not None
                states = {one.state.value for one in await carried_by(tx, [number])}
                sent = ends[number] is DeliveryState.DELIVERED
                assert states == ({"sent"} if sent else states - {"sent"})
