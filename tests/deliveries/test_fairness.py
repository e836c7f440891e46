import asyncio
from datetime import timedelta

from core.deliveries.claims import Claims, Lane
from core.deliveries.pauses import Pauses
from core.deliveries.sender import Outgoing
from core.storage.claiming import Claimant
from core.storage.tables import deliveries
from tests.deliveries.conftest import LEASE, Running
from tests.deliveries.platform import Platform
from tests.deliveries.test_loop import arrived, going

SECOND = timedelta(seconds=1)
LANE = Lane(in_flight=64, per_workspace=4)


async def crowd(running: Running, workspace: str, count: int) -> None:
    """As many messages that are due, to one person."""
    (first,) = await running.due(door="slack", workspace=workspace)
    async with running.store.writing() as tx:
        row = (await tx.execute(deliveries.select().where(deliveries.c.id == first))).one()
        same = {name: value for name, value in row._mapping.items() if name not in ("id", "key")}
        rows = [{**same, "key": f"{workspace}-{number}"} for number in range(count - 1)]
        await tx.execute(deliveries.insert(), rows)


async def test_ten_thousand_due_in_one_workspace_that_hangs_delay_another_by_nothing(
    running: Running,
) -> None:
    hangs, free = asyncio.Event(), Platform()

    async def waits(message: Outgoing) -> None:
        if message.workspace == "T1":
            await hangs.wait()

    free.before = waits
    await crowd(running, "T1", 10_000)
    (other,) = await running.due(after=SECOND, door="slack", workspace="T2")
    process = running.process(senders={"slack": free}, lanes={"slack": LANE})
    async with going(process, grace=0.01):
        running.clock.passes(SECOND)
        await arrived(free, 1)
        assert free.ids == [other]
    assert free.most_in_flight <= 5


async def test_room_is_shared_evenly_and_first_with_those_who_have_least_on_their_way(
    running: Running,
) -> None:
    for workspace in ("T1", "T2", "T3"):
        await crowd(running, workspace, 9)
    claims = Claims(running.store, Claimant("one", LEASE), running.freezer, Pauses())
    flying = {-1: "T1", -2: "T1", -3: "T3"}
    lane = Lane(in_flight=7, per_workspace=3)
    taken = await claims.take("slack", lane, flying, now=running.clock.now)
    assert [one.workspace for one in taken.deliveries] == ["T2", "T3", "T1"]


async def test_a_workspace_with_all_its_room_taken_is_passed_over(running: Running) -> None:
    await crowd(running, "T1", 9)
    claims = Claims(running.store, Claimant("one", LEASE), running.freezer, Pauses())
    flying = {-number: "T1" for number in range(1, 5)}
    taken = await claims.take("slack", LANE, flying, now=running.clock.now)
    assert (taken.deliveries, taken.claimed, taken.next_at) == ((), 0, None)


async def test_one_door_that_hangs_holds_up_no_other(running: Running) -> None:
    hangs, slow, free = asyncio.Event(), Platform(), Platform()

    async def waits(_: Outgoing) -> None:
        await hangs.wait()

    slow.before = waits
    await running.due(5)
    (other,) = await running.due(door="slack", workspace="T1")
    process = running.process(senders={"discord": slow, "slack": free}, lanes={})
    async with going(process, grace=0.01):
        await arrived(free, 1)
    assert free.ids == [other]
    assert slow.ids == []
