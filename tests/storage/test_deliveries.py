from datetime import timedelta

from core.reminders.carried import CarriedKind
from core.reminders.occurrence import Sent
from core.storage.deliveries import (
    DeliveryState,
    read_delivery,
    withdraw_waiting,
)
from core.storage.destinations import Destination
from core.storage.engine import Store, Transaction
from core.storage.occurrences import (
    OccurrenceState,
    add_occurrence,
    carried_by,
    planned_occurrences,
    replace_planned,
    sent_occurrences,
)
from core.storage.tables import deliveries, occurrences
from tests.storage.conftest import NOW
from tests.storage.delivering import add, rung, somebody

HOUR = timedelta(hours=1)


async def planned(tx: Transaction, to: Destination) -> list[tuple[str, int | None]]:
    found = await planned_occurrences(tx, to.person_id)
    return [(one.occurrence.rung, one.delivery_id) for one in found]


async def test_a_message_waits_for_its_time_under_a_key_of_its_own(store: Store) -> None:
    async with store.writing() as tx:
        to = await somebody(tx, door="slack", workspace="T1")
        first, second = await add(tx, to, due=NOW + HOUR), await add(tx, to)
        one, two = await read_delivery(tx, first), await read_delivery(tx, second)
    assert one is not None
    assert two is not None
    assert (one.state, one.kind, one.door, one.workspace) == (
        DeliveryState.WAITING,
        CarriedKind.REMINDER,
        "slack",
        "T1",
    )
    assert (one.due_at, one.next_at, one.attempts, one.carried) == (NOW + HOUR, NOW + HOUR, 0, None)
    assert one.key != two.key
    assert all(len(key) <= 25 and key.isascii() for key in (one.key, two.key))


async def test_withdrawn_messages_leave_their_reminders_planned(store: Store) -> None:
    async with store.writing() as tx:
        to, other = await somebody(tx), await somebody(tx, "b")
        mine, theirs = await add(tx, to), await add(tx, other)
        await replace_planned(tx, to.person_id, [(rung("7d"), mine)], now=NOW)
        assert await withdraw_waiting(tx, to.person_id) == 1
        assert await planned(tx, to) == [("7d", None)]
        assert await read_delivery(tx, mine) is None
        assert await read_delivery(tx, theirs) is not None


async def test_a_welcome_outlives_a_new_plan(store: Store) -> None:
    async with store.writing() as tx:
        to = await somebody(tx)
        welcome = await add(tx, to, CarriedKind.WELCOME)
        await add_occurrence(tx, to.person_id, rung("welcome", key=""), welcome, now=NOW)
        assert await withdraw_waiting(tx, to.person_id) == 0
        await replace_planned(tx, to.person_id, [(rung("7d"), None)], now=NOW)
        assert sorted(await planned(tx, to)) == [("7d", None), ("welcome", welcome)]
        assert await withdraw_waiting(tx, to.person_id, keep=()) == 1


async def test_what_may_have_arrived_stays_whatever_is_planned(store: Store) -> None:
    async with store.writing() as tx:
        to = await somebody(tx)
        way = await add(tx, to)
        await replace_planned(tx, to.person_id, [(rung("7d"), way), (rung("2d"), None)], now=NOW)
        await tx.execute(
            deliveries.update()
            .where(deliveries.c.id == way)
            .values(carried={"kind": "reminder"}, first_attempt_at=NOW + HOUR)
        )
        assert await withdraw_waiting(tx, to.person_id) == 0
        fixed = await sent_occurrences(tx, to.person_id)
        sent = Sent(("submit@2027", "7d", "2027-01-29"), NOW + HOUR, under_way=True)
        assert fixed == (sent,)
        await replace_planned(tx, to.person_id, [(rung("7d"), None), (rung("last"), None)], now=NOW)
        assert sorted(await planned(tx, to)) == [("7d", way), ("last", None)]
        assert [one.occurrence.rung for one in await carried_by(tx, [way])] == ["7d"]


async def test_what_was_sent_or_refused_is_not_planned_again(store: Store) -> None:
    async with store.writing() as tx:
        to = await somebody(tx)
        await replace_planned(
            tx, to.person_id, [(rung(name), None) for name in ("7d", "2d", "last")], now=NOW
        )
        for name, state in (("7d", OccurrenceState.SENT), ("2d", OccurrenceState.DROPPED)):
            await tx.execute(
                occurrences.update()
                .where(occurrences.c.rung == name)
                .values(state=state.value, updated_at=NOW + HOUR)
            )
        fixed = await sent_occurrences(tx, to.person_id)
        assert {(one.identity[1], one.sent_at) for one in fixed} == {
            ("7d", NOW + HOUR),
            ("2d", NOW + HOUR),
        }
        await replace_planned(tx, to.person_id, [(rung("7d"), None), (rung("2d"), None)], now=NOW)
        assert await planned(tx, to) == []
        assert not await add_occurrence(tx, to.person_id, rung("7d"), None, now=NOW)


async def test_reminders_are_read_as_they_were_planned_the_next_first(store: Store) -> None:
    late, early = rung("2d", due=NOW + 2 * HOUR), rung("7d", due=NOW + HOUR)
    async with store.writing() as tx:
        to = await somebody(tx)
        await replace_planned(tx, to.person_id, [(late, None), (early, None)], now=NOW)
        found = await planned_occurrences(tx, to.person_id, limit=1)
        assert [one.occurrence for one in found] == [early]
        both = await planned_occurrences(tx, to.person_id)
        assert [one.occurrence for one in both] == [early, late]
