import asyncio
from collections.abc import AsyncIterator

import pytest

from core.storage.engine import Store
from core.storage.handled_events import claim_event
from tests.storage.conftest import NOW


@pytest.fixture
async def another(ready_url: str) -> AsyncIterator[Store]:
    """The same database, as another process has it open."""
    opened = await Store.open(ready_url)
    yield opened
    await opened.close()


async def claimed(store: Store, event_id: str, door: str = "slack") -> bool:
    async with store.writing() as tx:
        return await claim_event(tx, door=door, event_id=event_id, now=NOW)


async def test_an_event_is_claimed_once(store: Store) -> None:
    assert await claimed(store, "Ev1")
    assert not await claimed(store, "Ev1")
    assert await claimed(store, "Ev2")
    assert await claimed(store, "Ev1", door="other")


async def test_of_two_processes_one_claims_an_event(store: Store, another: Store) -> None:
    for number in range(10):
        both = await asyncio.gather(claimed(store, f"Ev{number}"), claimed(another, f"Ev{number}"))
        assert sorted(both) == [False, True]


async def test_an_event_whose_claim_was_taken_back_can_be_claimed(store: Store) -> None:
    async def cut_off() -> None:
        async with store.writing() as tx:
            assert await claim_event(tx, door="slack", event_id="Ev1", now=NOW)
            raise LookupError

    with pytest.raises(LookupError):
        await cut_off()
    assert await claimed(store, "Ev1")
