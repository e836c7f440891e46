import asyncio

from sqlalchemy import func, select

from core.storage.engine import Store
from core.storage.people import person_for, touch
from core.storage.tables import accounts, people, tenants
from tests.storage.conftest import NOW


async def seen(store: Store, door: str, tenant: str, platform_id: str) -> int:
    async with store.writing() as tx:
        return await person_for(tx, door=door, tenant=tenant, platform_id=platform_id, now=NOW)


async def test_the_same_account_is_the_same_person(store: Store) -> None:
    assert await seen(store, "slack", "T1", "U1") == await seen(store, "slack", "T1", "U1")


async def test_an_id_is_somebody_elses_at_another_door_or_tenant(store: Store) -> None:
    found = {
        await seen(store, door, tenant, "U1")
        for door, tenant in [("slack", "T1"), ("slack", "T2"), ("discord", "T1")]
    }
    assert len(found) == 3


async def test_two_at_once_give_one_person(store: Store) -> None:
    found = await asyncio.gather(*(seen(store, "slack", "T1", "U1") for _ in range(5)))
    assert len(set(found)) == 1
    async with store.reading() as tx:
        for table in (people, tenants, accounts):
            assert (await tx.execute(select(func.count()).select_from(table))).scalar() == 1


async def test_a_touch_moves_the_last_visit_and_nothing_else(store: Store) -> None:
    first, second = await seen(store, "d", "t", "1"), await seen(store, "d", "t", "2")
    later = NOW.replace(year=2027)
    async with store.writing() as tx:
        await touch(tx, first, now=later)
        rows = {row.id: row for row in await tx.execute(select(people))}
    assert rows[first].last_seen_at == later
    assert rows[first].created_at == rows[second].last_seen_at == NOW
