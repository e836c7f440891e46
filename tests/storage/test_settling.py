from datetime import timedelta

import pytest

from core.reminders.carried import CarriedKind
from core.storage.claiming import Claim, claim_lapsed, keep_frozen
from core.storage.deliveries import DeliveryState, read_delivery
from core.storage.destinations import (
    Destination,
    note_reached,
    note_told,
    note_unreachable,
    read_destination,
    save_destination,
    try_again,
    unreachable_untold,
)
from core.storage.engine import Store, Transaction
from core.storage.occurrences import OccurrenceState, carried_by, planned_occurrences
from core.storage.privacy import delete_person
from core.storage.settling import (
    gather,
    let_go,
    overdue_beside,
    settle_delivered,
    settle_rejected,
    settle_retry,
    settle_unknown,
    settle_unreachable,
    settle_withdrawn,
)
from core.storage.tables import accounts, reminder_settings
from tests.storage.conftest import NOW
from tests.storage.delivering import (
    LEASE,
    TWO,
    add,
    claim_one,
    claimed,
    column,
    of,
    somebody,
)
from tests.storage.examples import add_row

MINUTE = timedelta(minutes=1)
SAID = {"kind": "reminder"}


async def on_its_way(tx: Transaction, to: Destination, rung: str = "7d") -> Claim:
    await add(tx, to, of=rung)
    claim = await claim_one(tx)
    await keep_frozen(tx, claim, {"kind": "reminder"})
    return claim


async def arrive(tx: Transaction, claim: Claim, *, message: str = "m1") -> bool:
    return await settle_delivered(tx, claim, message_id=message, channel_id="c1", now=NOW)


async def wants_reminders(tx: Transaction, to: Destination) -> None:
    await add_row(
        tx,
        reminder_settings,
        person_id=to.person_id,
        account_id=to.account_id,
        state="on",
        zone="UTC",
        zone_chosen=True,
        hour="07:00",
        quiet_from="22:00",
        quiet_to="07:00",
        muted=[],
        unanswered=0,
        only_irreversible=False,
        planned_by="",
        row_version=1,
        created_at=NOW,
        updated_at=NOW,
    )


async def unanswered(tx: Transaction) -> int:
    return int((await tx.execute(reminder_settings.select())).one().unanswered)


async def state(tx: Transaction, claim: Claim) -> DeliveryState:
    row = await read_delivery(tx, claim.delivery_id)
    assert row is not None
    return row.state


async def rungs(tx: Transaction, claim: Claim) -> list[tuple[str, OccurrenceState]]:
    found = await carried_by(tx, [claim.delivery_id])
    return [(one.occurrence.rung, one.state) for one in found]


async def another_account(tx: Transaction, of: Destination) -> Destination:
    """A second account of the same person."""
    other = await somebody(tx, "z")
    theirs = accounts.c.id == other.account_id
    await tx.execute(accounts.update().where(theirs).values(person_id=of.person_id))
    return await save_destination(tx, other.account_id, workspace="", now=NOW)


async def waiting_for_nothing(tx: Transaction, to: Destination) -> list[str]:
    """Reminders that are planned without a message."""
    found = await planned_occurrences(tx, to.person_id)
    return [one.occurrence.rung for one in found if one.delivery_id is None]


async def test_what_arrived_is_sent_and_its_channel_kept(store: Store) -> None:
    async with store.writing() as tx:
        to = await somebody(tx)
        await wants_reminders(tx, to)
        claim = await on_its_way(tx, to)
        assert await arrive(tx, claim)
        assert await rungs(tx, claim) == [("7d", OccurrenceState.SENT)]
        row = await read_delivery(tx, claim.delivery_id)
        assert row is not None
        assert (row.state, row.message_id, row.settled_at) == (DeliveryState.DELIVERED, "m1", NOW)
        assert row.carried == {"kind": "reminder"}
        reached = await read_destination(tx, to.account_id)
        assert reached is not None
        assert reached.channel_id == "c1"
        assert await unanswered(tx) == 1


async def test_only_reminders_are_counted_as_unanswered(store: Store) -> None:
    async with store.writing() as tx:
        to = await somebody(tx)
        await wants_reminders(tx, to)
        for kind in CarriedKind:
            await add(tx, to, kind)
            assert await arrive(tx, await claim_one(tx))
        assert await unanswered(tx) == 2


async def test_what_is_settled_is_settled_once(store: Store) -> None:
    async with store.writing() as tx:
        claim = await on_its_way(tx, await somebody(tx))
        assert await arrive(tx, claim)
        assert not await arrive(tx, claim, message="m2")
        assert not await settle_retry(tx, claim, next_at=NOW, reason="cut")
        assert not await settle_rejected(tx, claim, SAID, reason="refused", now=NOW)
        assert not await settle_unreachable(tx, claim, reason="closed", now=NOW)
        assert await column(tx, "message_id", claim.delivery_id) == "m1"
        assert await state(tx, claim) is DeliveryState.DELIVERED


async def test_what_surely_did_not_arrive_waits_and_is_frozen_anew(store: Store) -> None:
    async with store.writing() as tx:
        claim = await on_its_way(tx, await somebody(tx))
        assert await settle_retry(tx, claim, next_at=NOW + MINUTE, reason="no_connection")
        row = await read_delivery(tx, claim.delivery_id)
        assert row is not None
        assert (row.state, row.next_at) == (DeliveryState.WAITING, NOW + MINUTE)
        assert (row.reason, row.attempts, row.carried) == ("no_connection", 1, None)
        assert await rungs(tx, claim) == [("7d", OccurrenceState.PLANNED)]


async def test_what_may_have_arrived_keeps_what_it_says(store: Store) -> None:
    async with store.writing() as tx:
        claim = await on_its_way(tx, await somebody(tx))
        await settle_unknown(tx, claim, next_at=NOW + MINUTE, since=NOW, reason="timed_out")
        row = await read_delivery(tx, claim.delivery_id)
        assert row is not None
        assert (row.unknown_since, row.first_attempt_at) == (NOW, NOW)
        assert row.carried == {"kind": "reminder"}


async def test_whoever_lost_a_claim_settles_nothing(store: Store) -> None:
    async with store.writing() as tx:
        claim = await on_its_way(tx, await somebody(tx))
        (row,) = await claim_lapsed(tx, TWO, door="discord", now=NOW + LEASE, most=1, apart=())
        assert not await settle_retry(tx, claim, next_at=NOW, reason="cut")
        assert not await settle_unknown(tx, claim, next_at=NOW, since=NOW, reason="cut")
        assert not await settle_unreachable(tx, claim, reason="closed", now=NOW)
        assert not await settle_rejected(tx, claim, SAID, reason="refused", now=NOW)
        assert not await settle_withdrawn(tx, claim, now=NOW)
        assert await state(tx, claim) is DeliveryState.SENDING
        assert await settle_retry(tx, of(row, TWO), next_at=NOW, reason="cut")


async def test_what_arrived_counts_however_late_its_first_sender_tells(store: Store) -> None:
    async with store.writing() as tx:
        claim = await on_its_way(tx, await somebody(tx))
        (row,) = await claim_lapsed(tx, TWO, door="discord", now=NOW + LEASE, most=1, apart=())
        assert await arrive(tx, claim)
        assert not await settle_retry(tx, of(row, TWO), next_at=NOW, reason="cut")
        assert await state(tx, claim) is DeliveryState.DELIVERED
        assert await claimed(tx, now=NOW + 9 * LEASE) == []


async def test_what_cannot_be_reached_is_held_back_and_nothing_is_lost(store: Store) -> None:
    async with store.writing() as tx:
        to, other = await somebody(tx), await somebody(tx, "b")
        claim = await on_its_way(tx, to)
        await add(tx, to, of="2d", due=NOW + MINUTE)
        theirs = await add(tx, other)
        assert await settle_unreachable(tx, claim, reason="closed", now=NOW)
        assert await state(tx, claim) is DeliveryState.UNREACHABLE
        assert await column(tx, "carried", claim.delivery_id) is None
        assert await waiting_for_nothing(tx, to) == ["7d", "2d"]
        assert await claimed(tx, now=NOW + MINUTE) == [theirs]
        told = await unreachable_untold(tx, to.person_id)
        assert told is not None
        assert (told.reason, told.unreachable_at) == ("closed", NOW)


async def test_somebody_who_cannot_be_reached_is_told_once_and_can_try_again(store: Store) -> None:
    async with store.writing() as tx:
        to = await somebody(tx)
        await note_unreachable(tx, to.account_id, reason="closed", now=NOW)
        await note_told(tx, to.account_id, now=NOW)
        await note_unreachable(tx, to.account_id, reason="account_gone", now=NOW + MINUTE)
        assert await unreachable_untold(tx, to.person_id) is None
        still = await read_destination(tx, to.account_id)
        assert still is not None
        assert (still.reason, still.unreachable_at) == ("closed", NOW)
        await try_again(tx, to.account_id, now=NOW)
        again = await read_destination(tx, to.account_id)
        assert again == to


async def test_a_channel_is_kept_as_long_as_the_same_workspace_writes(store: Store) -> None:
    async with store.writing() as tx:
        to = await somebody(tx, door="slack", workspace="T1")
        await note_reached(tx, to.account_id, channel_id="D1", now=NOW)
        same = await save_destination(tx, to.account_id, workspace="T1", now=NOW)
        assert same.channel_id == "D1"
        assert await read_destination(tx, to.account_id) == same
        moved = await save_destination(tx, to.account_id, workspace="T2", now=NOW)
        assert (moved.workspace, moved.channel_id) == ("T2", "")


async def test_what_a_platform_does_not_take_goes_once_more_as_plain_as_can_be(
    store: Store,
) -> None:
    async with store.writing() as tx:
        to = await somebody(tx)
        claim = await on_its_way(tx, to)
        assert await settle_rejected(tx, claim, SAID, reason="refused", now=NOW)
        assert await rungs(tx, claim) == [("7d", OccurrenceState.PLANNED)]
        assert await column(tx, "carried", claim.delivery_id) == {**SAID, "plain": True}
        assert await claimed(tx) == [claim.delivery_id]


async def test_who_gets_nothing_of_a_message_is_told_and_it_stays_planned(store: Store) -> None:
    async with store.writing() as tx:
        to = await somebody(tx)
        claim = await on_its_way(tx, to)
        plain = {**SAID, "plain": True}
        assert await settle_rejected(tx, claim, plain, reason="refused", now=NOW)
        assert await state(tx, claim) is DeliveryState.REJECTED
        assert await waiting_for_nothing(tx, to) == ["7d"]
        told = await unreachable_untold(tx, to.person_id)
        assert told is not None
        assert told.reason == "refused"


async def test_an_account_that_is_not_written_to_any_more_holds_nothing_back(store: Store) -> None:
    async with store.writing() as tx:
        first = await somebody(tx)
        second = await another_account(tx, first)
        await wants_reminders(tx, second)
        claim = await on_its_way(tx, first)
        waits = await add(tx, second, of="2d")
        assert await settle_unreachable(tx, claim, reason="closed", now=NOW)
        assert await unreachable_untold(tx, first.person_id) is None
        assert await column(tx, "state", waits) == "waiting"


async def test_what_waits_for_another_account_is_not_held_back(store: Store) -> None:
    async with store.writing() as tx:
        first = await somebody(tx)
        second = await another_account(tx, first)
        await wants_reminders(tx, first)
        claim = await on_its_way(tx, first)
        other = await add(tx, second, of="2d")
        mine = await add(tx, first, of="last")
        assert await settle_unreachable(tx, claim, reason="closed", now=NOW)
        assert await read_delivery(tx, other) is not None
        assert await read_delivery(tx, mine) is None


async def test_what_is_due_for_another_account_does_not_go_along(store: Store) -> None:
    async with store.writing() as tx:
        first = await somebody(tx)
        second = await another_account(tx, first)
        claim = await on_its_way(tx, first)
        await add(tx, second, of="2d")
        mine = await add(tx, first, of="last")
        row = await read_delivery(tx, claim.delivery_id)
        assert row is not None
        assert [one.id for one in await overdue_beside(tx, row, now=NOW)] == [mine]


async def test_what_is_not_wanted_any_more_is_withdrawn_and_stays_planned(store: Store) -> None:
    async with store.writing() as tx:
        to = await somebody(tx)
        claim = await on_its_way(tx, to)
        assert await settle_withdrawn(tx, claim, now=NOW)
        assert await state(tx, claim) is DeliveryState.WITHDRAWN
        assert await waiting_for_nothing(tx, to) == ["7d"]


async def test_what_else_is_due_can_go_along(store: Store) -> None:
    async with store.writing() as tx:
        to, other = await somebody(tx), await somebody(tx, "b")
        claim = await on_its_way(tx, to)
        due = await add(tx, to, of="2d", due=NOW - MINUTE)
        await add(tx, to, of="last", due=NOW + MINUTE)
        await add(tx, to, CarriedKind.WELCOME)
        await add(tx, other)
        row = await read_delivery(tx, claim.delivery_id)
        assert row is not None
        beside = await overdue_beside(tx, row, now=NOW)
        assert [one.id for one in beside] == [due]
        await gather(tx, claim.delivery_id, [due], now=NOW)
        assert [name for name, _ in await rungs(tx, claim)] == ["2d", "7d"]
        assert await column(tx, "state", due) == "withdrawn"
        first = await carried_by(tx, [claim.delivery_id])
        await let_go(tx, [first[0].id])
        assert [name for name, _ in await rungs(tx, claim)] == ["7d"]


async def test_what_may_have_arrived_goes_along_with_nothing(store: Store) -> None:
    async with store.writing() as tx:
        to = await somebody(tx)
        claim = await on_its_way(tx, to)
        await settle_unknown(tx, claim, next_at=NOW + MINUTE, since=NOW, reason="cut")
        second = await add(tx, to, of="2d")
        row = await read_delivery(tx, second)
        assert row is not None
        assert await overdue_beside(tx, row, now=NOW) == ()


@pytest.mark.parametrize("arrives", [True, False])
async def test_nothing_is_settled_of_somebody_who_was_deleted(store: Store, arrives: bool) -> None:
    async with store.writing() as tx:
        to = await somebody(tx)
        claim = await on_its_way(tx, to)
        await delete_person(tx, to.person_id, now=NOW)
        if arrives:
            assert not await arrive(tx, claim)
        else:
            assert not await settle_unreachable(tx, claim, reason="closed", now=NOW)
        assert await read_delivery(tx, claim.delivery_id) is None
