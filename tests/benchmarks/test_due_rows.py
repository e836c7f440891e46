"""How long it takes to find, and to claim, what is due among 5 thousand and 5 million messages.

Half of them are settled and half are to come; as many are due in either case, in 50 workspaces.
"""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from sqlalchemy import Integer, Text, cast, column, insert, literal, select, text

from core.storage.claiming import Claimant, claim_waiting, due_workspaces
from core.storage.engine import Store, Transaction
from core.storage.tables import deliveries
from tests.storage.conftest import (  # noqa: F401 - fixtures
    NOW,
    Databases,
    databases,
    postgresql_databases,
    sqlite_databases,
)

DUE, WORKSPACES, BATCH = 1000, 50, 16
BY = Claimant("one", timedelta(seconds=30))
_NUMBERS = {
    "postgresql": "SELECT n FROM generate_series(1, :rows) AS s(n)",
    "sqlite": (
        "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < :rows) "
        "SELECT n FROM s"
    ),
}


class Undone(Exception):
    """Nothing of it is kept, so that every round finds the same."""


async def fill(store: Store, rows: int) -> None:
    async with store.writing() as tx:
        numbers = text(_NUMBERS[tx.dialect.name]).bindparams(rows=rows)
        n = numbers.columns(column("n", Integer)).subquery("numbers").c.n
        due = NOW + timedelta(days=1)
        values: dict[str, Any] = {
            "key": literal("k").concat(cast(n, Text)),
            "door": literal("slack"),
            "workspace": literal("T").concat(cast(n % WORKSPACES, Text)),
            "kind": literal("reminder"),
            "state": text("CASE WHEN n % 2 = 0 THEN 'delivered' ELSE 'waiting' END"),
            "due_at": literal(due, deliveries.c.due_at.type),
            "next_at": literal(due, deliveries.c.next_at.type),
            "attempts": literal(0),
            "created_at": literal(NOW, deliveries.c.created_at.type),
        }
        await tx.execute(insert(deliveries).from_select(list(values), select(*values.values())))
        waiting = (
            select(deliveries.c.id)
            .where(deliveries.c.state == "waiting")
            .order_by(deliveries.c.id)
            .limit(DUE)
        )
        await tx.execute(
            deliveries.update().where(deliveries.c.id.in_(waiting)).values(next_at=NOW)
        )
        await tx.execute(text("ANALYZE"))


async def find(store: Store) -> None:
    async with store.reading() as tx:
        due = await due_workspaces(tx, "slack")
    assert len(due) == WORKSPACES // 2


async def claim(store: Store) -> None:
    try:
        async with store.writing() as tx:
            await claimed(tx)
            raise Undone
    except Undone:
        return


async def claimed(tx: Transaction) -> None:
    rows = await claim_waiting(tx, BY, door="slack", workspace="T1", now=NOW, most=BATCH)
    assert len(rows) == BATCH


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as it:
        yield it


@pytest.fixture(params=[5_000, 5_000_000], ids=["5 thousand", "5 million"])
def filled(
    request: pytest.FixtureRequest,
    databases: Databases,  # noqa: F811
    runner: asyncio.Runner,
) -> Iterator[Store]:
    made = databases.ready()
    store = runner.run(Store.open(runner.run(made.__aenter__())))
    runner.run(fill(store, request.param))
    yield store
    runner.run(store.close())
    runner.run(made.__aexit__(None, None, None))


@pytest.mark.parametrize("step", [find, claim], ids=["find", "claim"])
def test_what_is_due(
    benchmark: BenchmarkFixture, filled: Store, runner: asyncio.Runner, step: Any
) -> None:
    benchmark.pedantic(  # type: ignore[no-untyped-call]
        lambda: runner.run(step(filled)), rounds=300, warmup_rounds=20
    )
