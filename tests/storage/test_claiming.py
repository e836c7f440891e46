from datetime import timedelta
from typing import Any

from sqlalchemy import Select, text

from core.storage.claiming import (
    Claim,
    claim_lapsed,
    claim_waiting,
    due_ids,
    due_workspaces,
    first_lapse,
    keep_frozen,
    put_off,
    renew,
    waiting_places,
)
from core.storage.deliveries import DeliveryState, SavedDelivery, read_delivery
from core.storage.engine import Store, Transaction
from tests.storage.conftest import NOW
from tests.storage.delivering import LEASE, ONE, TWO, add, claim_one, claimed, of, somebody

SECOND = timedelta(seconds=1)


async def lapsed(
    tx: Transaction, *, now_after: timedelta = LEASE, apart: tuple[int, ...] = ()
) -> tuple[SavedDelivery, ...]:
    return await claim_lapsed(tx, TWO, door="discord", now=NOW + now_after, most=9, apart=apart)


async def test_what_is_due_is_claimed_the_longest_due_first(store: Store) -> None:
    async with store.writing() as tx:
        to = await somebody(tx)
        due = [await add(tx, to, due=NOW - ago * SECOND) for ago in (0, 2, 1)]
        await add(tx, to, due=NOW + SECOND)
        assert await claimed(tx, most=2) == [due[1], due[2]]
        assert await claimed(tx) == [due[0]]
        assert await claimed(tx) == []


async def test_a_claim_says_whose_it_is_until_when_and_since_when(store: Store) -> None:
    async with store.writing() as tx:
        added = await add(tx, await somebody(tx))
        claim = await claim_one(tx)
        row = await read_delivery(tx, added)
    assert claim == Claim(added, "one", 1)
    assert row is not None
    assert (row.state, row.attempts) == (DeliveryState.SENDING, 1)
    assert (row.first_attempt_at, row.unknown_since) == (NOW, None)


async def test_a_claim_is_of_one_door_and_workspace(store: Store) -> None:
    async with store.writing() as tx:
        for name, door, workspace in (("a", "discord", ""), ("b", "slack", "T1")):
            await add(tx, await somebody(tx, name, door=door, workspace=workspace))
        assert len(await claimed(tx)) == 1
        slack = await claim_waiting(tx, ONE, door="slack", workspace="T1", now=NOW, most=9)
        assert [row.workspace for row in slack] == ["T1"]


async def test_every_workspace_where_something_waits_is_seen_with_its_first(store: Store) -> None:
    async with store.writing() as tx:
        for team, ahead in (("T2", 5), ("T1", 3), ("T1", 2), ("T3", 0)):
            to = await somebody(tx, team, door="slack", workspace=team)
            await add(tx, to, due=NOW + ahead * SECOND)
        await claim_waiting(tx, ONE, door="slack", workspace="T3", now=NOW, most=9)
        seen = await due_workspaces(tx, "slack")
        assert sorted(seen) == [("T1", NOW + 2 * SECOND), ("T2", NOW + 5 * SECOND)]
        assert await due_workspaces(tx, "discord") == ()


async def test_a_lease_that_ran_out_is_taken_over_as_not_known(store: Store) -> None:
    async with store.writing() as tx:
        await add(tx, await somebody(tx))
        claim = await claim_one(tx)
        await keep_frozen(tx, claim, {"kind": "reminder"})
        assert await lapsed(tx, now_after=LEASE - SECOND) == ()
        assert await first_lapse(tx, "discord", apart=()) == NOW + LEASE
        (row,) = await lapsed(tx)
        assert (row.unknown_since, row.first_attempt_at) == (NOW + LEASE, NOW)
        assert (row.attempts, row.carried) == (2, {"kind": "reminder"})
        assert not await renew(tx, claim, ONE, now=NOW)
        assert await renew(tx, of(row, TWO), TWO, now=NOW)


async def test_a_process_takes_nothing_over_from_itself(store: Store) -> None:
    async with store.writing() as tx:
        added = await add(tx, await somebody(tx))
        await claim_one(tx)
        assert await lapsed(tx, apart=(added,)) == ()
        assert await first_lapse(tx, "discord", apart=(added,)) is None


async def test_a_lease_from_before_the_clock_was_set_back_has_run_out(store: Store) -> None:
    async with store.writing() as tx:
        await add(tx, await somebody(tx))
        await claim_one(tx)
        assert await lapsed(tx, now_after=-LEASE) == ()
        assert len(await lapsed(tx, now_after=-2 * LEASE)) == 1


async def test_a_claim_put_off_waits_and_knows_nothing_of_the_try(store: Store) -> None:
    async with store.writing() as tx:
        added = await add(tx, await somebody(tx))
        claim = await claim_one(tx)
        await keep_frozen(tx, claim, {"kind": "reminder"})
        await put_off(tx, claim, until=NOW + LEASE, reason="quiet_hours", thaw=True)
        row = await read_delivery(tx, added)
        assert row is not None
        assert (row.state, row.next_at) == (DeliveryState.WAITING, NOW + LEASE)
        assert (row.carried, row.first_attempt_at, row.reason) == (None, None, "quiet_hours")
        assert await claimed(tx, now=NOW + LEASE - SECOND) == []
        assert await claimed(tx, now=NOW + LEASE) == [added]


async def test_what_one_transaction_claims_another_passes_over(store: Store) -> None:
    async with store.writing() as tx:
        to = await somebody(tx)
        first, second = await add(tx, to), await add(tx, to)
    if tx.dialect.name == "sqlite":
        # One writer at a time: the second claims when the first has committed.
        async with store.writing() as tx:
            assert await claimed(tx, most=1) == [first]
        async with store.writing() as tx:
            assert await claimed(tx, TWO) == [second]
        return
    async with store.writing() as tx, store.writing() as other:
        assert await claimed(tx, most=1) == [first]
        assert await claimed(other, TWO) == [second]


async def test_the_partial_index_serves_every_look_for_what_is_due(store: Store) -> None:
    async with store.writing() as tx:
        await fill(tx)
        for query in (waiting_places("slack"), due_ids("slack", "T1", NOW, 16)):
            plan = await explained(tx, query)
            assert "ix_deliveries_waiting" in plan
            assert "Seq Scan" not in plan
            assert "SCAN deliveries" not in plan
            assert "TEMP B-TREE" not in plan


async def fill(tx: Transaction) -> None:
    """Enough settled rows that reading them all would be the worse way."""
    to = await somebody(tx, door="slack", workspace="T1")
    added = await add(tx, to)
    columns = "key, door, workspace, person_id, kind, state, due_at, next_at, attempts, created_at"
    numbers = (
        "SELECT g AS n FROM generate_series(1, 3000) AS g"
        if tx.dialect.name == "postgresql"
        else "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM s WHERE n < 3000) "
        "SELECT n FROM s"
    )
    await tx.execute(
        text(
            f"INSERT INTO deliveries ({columns}) SELECT 'k' || n, door, workspace, person_id, "  # noqa: S608
            "kind, 'delivered', due_at, next_at, 1, created_at FROM deliveries, "
            f"({numbers}) AS numbered WHERE id = {added}"
        )
    )
    await tx.execute(text("ANALYZE deliveries"))


async def explained(tx: Transaction, query: Select[Any]) -> str:
    sql = query.compile(dialect=tx.dialect, compile_kwargs={"literal_binds": True})
    word = "EXPLAIN" if tx.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
    rows = await tx.execute(text(f"{word} {sql}"))
    return "\n".join(" ".join(map(str, row)) for row in rows)
