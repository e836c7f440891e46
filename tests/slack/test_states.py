"""States of installations: nothing is written for one, nobody makes one up, each is good once."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.states import LIVES, SignedStates
from core.storage.engine import Store
from tests.slack.small_slack import CLIENT_SECRET

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Closed(Store):
    """A database that must not be asked."""

    def __init__(self) -> None:
        """Without anything."""


def states(store: Store, secret: str = CLIENT_SECRET, at: datetime = NOON) -> SignedStates:
    return SignedStates(store, client_secret=secret, now=lambda: at)


@pytest.fixture
async def stores(tmp_path: Path) -> AsyncIterator[tuple[Store, Store]]:
    """One database, opened by two processes."""
    address = f"sqlite:///{tmp_path / 'shared.db'}"
    here, there = await Store.open(address), await Store.open(address)
    yield here, there
    await here.close()
    await there.close()


async def test_beginning_an_installation_asks_nothing_of_the_database() -> None:
    made = states(Closed())
    assert len({await made.async_issue() for _ in range(100)}) == 100


async def test_a_state_of_one_process_is_good_in_another_and_once_in_all(
    stores: tuple[Store, Store],
) -> None:
    here, there = stores
    state = await states(here).async_issue()
    assert await states(there).async_consume(state)
    assert not await states(there).async_consume(state)
    assert not await states(here).async_consume(state)


async def test_a_state_is_good_until_it_expires(stores: tuple[Store, Store]) -> None:
    made = [await states(stores[0]).async_issue() for _ in range(2)]
    assert not await states(stores[0], at=NOON + LIVES).async_consume(made[0])
    just = NOON + LIVES - LIVES / 100
    assert await states(stores[0], at=just).async_consume(made[1])


async def test_a_state_that_was_changed_or_signed_with_another_secret_is_refused() -> None:
    ours = states(Closed())
    state = await ours.async_issue()
    claim, _, signature = state.rpartition(".")
    later = f"{claim[:-10]}{int(claim[-10:]) + 3600}"
    for forged in (f"{later}.{signature}", claim, f"{claim}.", state[:-1], f"x{state}"):
        assert not await ours.async_consume(forged)
    assert not await ours.async_consume(await states(Closed(), "another").async_issue())


@given(st.text())
async def test_nothing_that_somebody_types_is_a_state(typed: str) -> None:
    assert not await states(Closed()).async_consume(typed)
