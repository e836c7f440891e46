from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from core.storage.engine import Store, Transaction
from core.storage.tables import token_holders
from core.storage.token_holders import database_now, hold, let_go

MINUTE = timedelta(minutes=1)


async def expires(tx: Transaction) -> datetime:
    found: datetime = (await tx.execute(select(token_holders.c.expires_at))).scalar_one()
    return found


async def over(tx: Transaction) -> None:
    """The holder's time is over."""
    await tx.execute(token_holders.update().values(expires_at=await database_now(tx)))


async def test_a_token_is_held_by_one_until_its_time_is_over(store: Store) -> None:
    async with store.writing() as tx:
        assert await hold(tx, "discord:1", "one", length=MINUTE) == 1
        assert await hold(tx, "discord:1", "two", length=MINUTE) is None
        await over(tx)
        assert await hold(tx, "discord:1", "two", length=MINUTE) == 2
        assert await hold(tx, "discord:1", "one", length=MINUTE) is None


async def test_a_holder_renews_without_a_change_of_fence(store: Store) -> None:
    async with store.writing() as tx:
        assert await hold(tx, "discord:1", "one", length=MINUTE) == 1
        first = await expires(tx)
        assert await hold(tx, "discord:1", "one", length=2 * MINUTE) == 1
        assert await expires(tx) > first
        await over(tx)
        assert await hold(tx, "discord:1", "one", length=MINUTE) == 1


async def test_tokens_are_held_apart(store: Store) -> None:
    async with store.writing() as tx:
        assert await hold(tx, "discord:1", "one", length=MINUTE) == 1
        assert await hold(tx, "discord:2", "two", length=MINUTE) == 1


async def test_a_token_that_was_let_go_is_free_at_once(store: Store) -> None:
    async with store.writing() as tx:
        await hold(tx, "discord:1", "one", length=MINUTE)
        await let_go(tx, "discord:1", "two")
        assert await hold(tx, "discord:1", "two", length=MINUTE) is None
        await let_go(tx, "discord:1", "one")
        assert await hold(tx, "discord:1", "two", length=MINUTE) == 2


async def test_the_database_tells_the_time_to_a_fraction_of_a_second(store: Store) -> None:
    async with store.writing() as tx:
        told = await database_now(tx)
        await hold(tx, "discord:1", "one", length=MINUTE)
        assert await expires(tx) - told >= MINUTE
    assert told.tzinfo is UTC
    assert abs(told - datetime.now(UTC)) < MINUTE
