from datetime import timedelta

from core.storage.backlog import Backlog, backlog, listed, outcomes_since, remove_settled
from core.storage.deliveries import DeliveryState, read_delivery
from core.storage.engine import Store
from core.storage.occurrences import sent_occurrences
from core.storage.settling import settle_delivered, settle_rejected, settle_unknown
from tests.storage.conftest import NOW
from tests.storage.delivering import add, claim_one, somebody

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PLAINLY = {"plain": True}


async def test_the_backlog_tells_what_waits_is_overdue_and_arrived(store: Store) -> None:
    async with store.writing() as tx:
        to = await somebody(tx)
        await somebody(tx, "b", door="slack", workspace="T1")
        for ago in (4, 3, 2, 1, -1):
            await add(tx, to, due=NOW - ago * HOUR)
        await settle_delivered(tx, await claim_one(tx), message_id="m", channel_id="", now=NOW)
        await settle_unknown(tx, await claim_one(tx), next_at=NOW + HOUR, since=NOW, reason="cut")
        await claim_one(tx)
    async with store.reading() as tx:
        discord, slack = await backlog(tx, NOW)
    assert discord == Backlog(
        door="discord",
        waiting=3,
        overdue=3,
        sending=1,
        unknown=1,
        oldest_overdue=NOW - 3 * HOUR,
        last_success=NOW,
    )
    assert slack == Backlog("slack", 0, 0, 0, 0, None, None)


async def test_settled_messages_are_counted_by_door_end_and_reason(store: Store) -> None:
    async with store.writing() as tx:
        for name in "abc":
            await add(tx, await somebody(tx, name))
        await settle_delivered(tx, await claim_one(tx), message_id="m", channel_id="", now=NOW)
        await settle_rejected(tx, await claim_one(tx), PLAINLY, reason="refused", now=NOW)
        await settle_rejected(tx, await claim_one(tx), PLAINLY, reason="refused", now=NOW - DAY)
        assert await outcomes_since(tx, NOW) == {
            ("discord", "delivered", ""): 1,
            ("discord", "rejected", "refused"): 1,
        }


async def test_an_operator_sees_what_is_not_settled_or_what_they_ask_for(store: Store) -> None:
    async with store.writing() as tx:
        to = await somebody(tx)
        late = await add(tx, to, due=NOW + HOUR)
        first = await add(tx, await somebody(tx, "b"))
        second = await add(tx, to, due=NOW)
        await settle_rejected(tx, await claim_one(tx), PLAINLY, reason="refused", now=NOW)
        assert [one.id for one in await listed(tx, limit=9)] == [second, late]
        assert [one.id for one in await listed(tx, limit=1)] == [second]
        (row,) = await listed(tx, states=(DeliveryState.REJECTED,), limit=9)
    assert (row.id, row.kind, row.state, row.reason) == (first, "reminder", "rejected", "refused")


async def test_settled_messages_go_after_their_days_and_are_known_to_have_been_sent(
    store: Store,
) -> None:
    async with store.writing() as tx:
        to = await somebody(tx)
        old, waits = await add(tx, to, of="7d"), await add(tx, to, of="2d", due=NOW + HOUR)
        await settle_delivered(tx, await claim_one(tx), message_id="m", channel_id="", now=NOW)
        assert await remove_settled(tx, NOW + 60 * DAY, 60) == 0
        assert await remove_settled(tx, NOW + 60 * DAY + HOUR, 60) == 1
        assert await read_delivery(tx, old) is None
        assert await read_delivery(tx, waits) is not None
        assert [one.identity[1] for one in await sent_occurrences(tx, to.person_id)] == ["7d"]
