from datetime import timedelta

from sqlalchemy import select

from core.storage.engine import Store
from core.storage.oauth_states import consume_state, issue_state
from core.storage.tables import oauth_states
from tests.storage.conftest import NOW

SOON = NOW + timedelta(minutes=10)


async def test_a_state_is_good_once(store: Store) -> None:
    async with store.writing() as tx:
        await issue_state(tx, "a", expires_at=SOON)
        await issue_state(tx, "b", expires_at=SOON)
        assert await consume_state(tx, "a", now=NOW)
        assert not await consume_state(tx, "a", now=NOW)
        assert await consume_state(tx, "b", now=NOW)


async def test_a_state_that_nobody_issued_is_refused(store: Store) -> None:
    async with store.writing() as tx:
        assert not await consume_state(tx, "made up", now=NOW)


async def test_an_expired_state_is_refused(store: Store) -> None:
    async with store.writing() as tx:
        await issue_state(tx, "a", expires_at=SOON)
        assert not await consume_state(tx, "a", now=SOON)


async def test_the_database_does_not_tell_a_state(store: Store) -> None:
    async with store.writing() as tx:
        await issue_state(tx, "a-secret-state", expires_at=SOON)
        stored = (await tx.execute(select(oauth_states.c.digest))).scalar_one()
        assert "a-secret-state" not in stored
        assert not await consume_state(tx, stored, now=NOW)
