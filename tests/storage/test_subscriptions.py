"""The private address of a calendar: a digest of its secret, one a person, gone when revoked."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from core.storage.engine import Store
from core.storage.milestones import add_own
from core.storage.people import person_for
from core.storage.subscriptions import (
    calendar_identity,
    subscribe,
    subscribed_since,
    subscriber,
    unsubscribe,
)
from core.storage.tables import subscriptions
from core.timeline.local_time import LocalTime
from tests.storage.conftest import NOW

LATER = NOW + timedelta(hours=1)


@pytest.fixture
async def person(store: Store) -> int:
    async with store.writing() as tx:
        return await person_for(tx, door="d", tenant="t", platform_id="p", now=NOW)


async def test_an_address_leads_to_its_person_and_its_secret_is_stored_nowhere(
    store: Store, person: int
) -> None:
    async with store.writing() as tx:
        await subscribe(tx, person, "secret-one", now=NOW)
    async with store.reading() as tx:
        assert await subscriber(tx, "secret-one") == person
        assert await subscriber(tx, "secret-two") is None
        assert await subscribed_since(tx, person) == NOW
        [row] = (await tx.execute(select(subscriptions))).all()
        assert "secret-one" not in repr(row)


async def test_a_new_address_takes_the_place_of_the_one_before(store: Store, person: int) -> None:
    async with store.writing() as tx:
        await subscribe(tx, person, "secret-one", now=NOW)
        await subscribe(tx, person, "secret-two", now=LATER)
        assert await subscriber(tx, "secret-one") is None
        assert await subscriber(tx, "secret-two") == person
        assert await subscribed_since(tx, person) == LATER


async def test_a_revoked_address_leads_nowhere(store: Store, person: int) -> None:
    async with store.writing() as tx:
        await subscribe(tx, person, "secret-one", now=NOW)
        assert await unsubscribe(tx, person)
        assert not await unsubscribe(tx, person)
        assert await subscriber(tx, "secret-one") is None
        assert await subscribed_since(tx, person) is None


async def test_a_calendar_is_marked_by_the_same_for_ever_and_dated_by_its_last_change(
    store: Store, person: int
) -> None:
    async with store.writing() as tx:
        other = await person_for(tx, door="d", tenant="t", platform_id="q", now=NOW)
        before = await calendar_identity(tx, person)
        assert before.changed_at == NOW
        await add_own(tx, person, "x", LocalTime(date(2027, 1, 1), None, "UTC"), now=LATER)
        after = await calendar_identity(tx, person)
        assert (after.seed, after.changed_at) == (before.seed, LATER)
        assert (await calendar_identity(tx, other)).seed != before.seed
        with pytest.raises(LookupError):
            await calendar_identity(tx, other + 1)
