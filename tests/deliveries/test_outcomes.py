from collections import deque
from datetime import timedelta

import pytest

from core.deliveries.freeze import Frozen, NothingToSay, PutOff
from core.storage.deliveries import DeliveryState
from tests.deliveries.conftest import LEASE, Running

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


async def test_what_is_due_is_delivered_once(running: Running) -> None:
    ids = await running.due(3)
    process = running.process()
    assert await process.round() is None
    assert await process.round() is None
    assert sorted(running.platform.ids) == ids
    assert await running.unsettled() == []
    assert process.figures.outcomes == {("discord", "delivered", ""): 3}
    assert process.figures.last_success == {"discord": running.clock.now}
    assert process.figures.in_flight == {"discord": 0}


async def test_what_is_not_due_is_waited_for(running: Running) -> None:
    (later,) = await running.due(after=MINUTE)
    process = running.process()
    assert await process.round() == running.clock.now + MINUTE
    assert running.platform.ids == []
    running.clock.passes(MINUTE)
    assert await process.round() is None
    assert running.platform.ids == [later]


async def test_trouble_is_tried_again_after_longer_and_longer_with_its_reason(
    running: Running,
) -> None:
    (number,) = await running.due()
    running.platform.acts = deque(["refused"] * 12)
    process, pauses = running.process(), []
    while (next_at := await process.round()) is not None:
        row = await running.row(number)
        assert (row.state, row.reason) == (DeliveryState.WAITING, "platform_trouble")
        pauses.append(next_at - running.clock.now)
        running.clock.passes(pauses[-1])
    assert running.platform.ids == [number]
    assert pauses[:3] == [5 * SECOND, 10 * SECOND, 20 * SECOND]
    assert pauses[-1] == 15 * MINUTE


@pytest.mark.parametrize("act", ["answer lost", "raises after"])
async def test_a_message_whose_answer_was_lost_is_found_and_not_sent_again(
    running: Running, act: str
) -> None:
    (number,) = await running.due()
    running.platform.acts = deque([act])
    process = running.process()
    await running.settles(process)
    assert running.platform.ids == [number]
    row = await running.row(number)
    assert (row.state, row.message_id) == (DeliveryState.DELIVERED, "m0")
    assert process.figures.outcomes["discord", "found", ""] == 1


async def test_a_message_that_did_not_arrive_is_sent_again_under_the_same_key(
    running: Running,
) -> None:
    (number,) = await running.due()
    running.platform.acts = deque(["vanishes", "vanishes"])
    await running.settles(running.process())
    assert running.platform.ids == [number]
    first, *again = running.platform.sent
    assert [one.key for one in again] == [first.key] * 2
    assert [one.reply for one in again] == [first.reply] * 2
    assert first.first_attempt_at is None
    assert again[0].first_attempt_at is not None
    assert running.freezer.frozen.count(number) >= 1


async def test_what_cannot_be_looked_up_goes_after_half_an_hour_with_a_word_on_it(
    running: Running,
) -> None:
    (number,) = await running.due()
    running.platform.acts = deque(["answer lost"])
    running.platform.blind = 10_000
    began = running.clock.now
    await running.settles(running.process(), rounds=1000)
    assert running.platform.arrived == [
        (number, f"say {number}"),
        (number, f"say {number} again?"),
    ]
    assert 30 * MINUTE <= running.clock.now - began < 31 * MINUTE


async def test_a_look_that_succeeds_in_time_spares_the_second_message(running: Running) -> None:
    (number,) = await running.due()
    running.platform.acts = deque(["answer lost"])
    running.platform.blind = 20
    await running.settles(running.process())
    assert running.platform.ids == [number]
    assert running.platform.looks == 21


async def test_somebody_who_takes_no_messages_is_left_alone(running: Running) -> None:
    (number,) = await running.due()
    running.platform.acts = deque(["closed"])
    await running.settles(running.process())
    assert running.platform.ids == []
    row = await running.row(number)
    assert (row.state, row.reason) == (DeliveryState.UNREACHABLE, "closed")


async def test_what_a_platform_does_not_take_goes_once_more_plainly(
    running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    (number,) = await running.due()
    running.platform.acts = deque(["rejected"])
    await running.settles(running.process())
    assert len(running.platform.sent) == 2
    assert await running.state(number) is DeliveryState.DELIVERED
    assert "rejected: unshowable" in caplog.text
    assert "say" not in caplog.text


async def test_what_a_platform_takes_in_no_way_is_left(running: Running) -> None:
    (number,) = await running.due()
    running.platform.acts = deque(["rejected"] * 9)
    await running.settles(running.process())
    assert len(running.platform.sent) == 2
    assert await running.state(number) is DeliveryState.REJECTED


async def test_a_door_that_fails_before_sending_is_tried_again(running: Running) -> None:
    (number,) = await running.due()

    async def fails(_: object) -> None:
        running.platform.before = None
        raise RuntimeError("a secret")

    running.platform.before = fails
    await running.settles(running.process())
    assert running.platform.ids == [number]
    assert running.platform.looks == 0


async def test_a_message_that_cannot_be_made_holds_nobody_up(
    running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = await running.due(2)
    running.freezer.decisions[broken] = ValueError("a secret")
    process = running.process()
    next_at = await process.round()
    assert running.platform.ids == [sound]
    assert "secret" not in caplog.text
    row = await running.row(broken)
    assert (row.state, row.reason) == (DeliveryState.WAITING, "fault")
    assert next_at == running.clock.now + 5 * MINUTE
    running.freezer.decisions.clear()
    await running.settles(process)
    assert running.platform.ids == [sound, broken]


async def test_what_is_put_off_waits_and_what_is_not_wanted_is_withdrawn(
    running: Running,
) -> None:
    quiet, unwanted = await running.due(2)
    until = running.clock.now + 7 * MINUTE
    running.freezer.decisions = {quiet: PutOff(until), unwanted: NothingToSay()}
    process = running.process()
    assert await process.round() == until
    assert running.platform.sent == []
    assert await running.state(unwanted) is DeliveryState.WITHDRAWN
    running.freezer.decisions.clear()
    running.clock.passes(7 * MINUTE)
    await process.round()
    assert running.platform.ids == [quiet]


async def test_what_surely_did_not_arrive_is_frozen_anew(running: Running) -> None:
    (number,) = await running.due()
    running.platform.acts = deque(["refused"])
    process = running.process()
    await process.round()
    running.freezer.decisions[number] = Frozen({"says": "news"})
    await running.settles(process)
    assert running.platform.arrived == [(number, "news")]


async def test_a_message_that_may_have_arrived_says_the_same_again(running: Running) -> None:
    (number,) = await running.due()
    running.platform.acts = deque(["vanishes"])
    process = running.process()
    await process.round()
    running.freezer.decisions[number] = PutOff(running.clock.now + LEASE)
    running.clock.passes(10 * SECOND)
    await process.round()
    assert len(running.platform.sent) == 1
    running.freezer.decisions.clear()
    await running.settles(process)
    assert running.platform.ids == [number]
