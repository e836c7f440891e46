from datetime import timedelta

from core.storage.engine import Store
from core.storage.oauth_states import remove_expired_states, use_state
from tests.storage.conftest import NOW

SOON = NOW + timedelta(minutes=10)


async def test_a_state_is_good_once(store: Store) -> None:
    async with store.writing() as tx:
        assert await use_state(tx, "a", SOON)
        assert not await use_state(tx, "a", SOON)
        assert await use_state(tx, "b", SOON)
    async with store.writing() as tx:
        assert not await use_state(tx, "a", SOON)


async def test_a_used_state_is_kept_until_it_would_expire(store: Store) -> None:
    async with store.writing() as tx:
        await use_state(tx, "a", SOON)
        await remove_expired_states(tx, now=SOON - timedelta(seconds=1))
        assert not await use_state(tx, "a", SOON)
        await remove_expired_states(tx, now=SOON)
        assert await use_state(tx, "a", SOON)
