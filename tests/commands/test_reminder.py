"""The buttons under a reminder: on new and old messages, pressed once or often, by their person."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.console.plain import plain_text
from core.commands.desk import Desk
from core.dialogue.buttons import buttons, pressed
from core.dialogue.form import Form
from core.dialogue.identifier import write_identifier
from core.dialogue.reply import Outcome, Refused, Reply
from core.dialogue.request import Asked
from core.planning.sweep import replan_outdated
from core.reminders.carried import CarriedKind, read_carried
from core.reminders.document import reminder_reply
from core.storage.milestones import read_milestone
from core.storage.occurrences import StoredOccurrence
from core.storage.reminder_settings import ReminderState, note_sent
from core.storage.tables import deliveries, occurrences, reminder_settings
from core.terms import MilestoneState
from tests.commands.reminding import Reminded, replied


@pytest.fixture
async def ada(desk: Desk) -> Reminded:
    one = Reminded(desk)
    await one.opts_in()
    return one


def said(reply: Reply) -> str:
    return " ".join(plain_text(reply, 100).split())


async def own_reminder(ada: Reminded, days: int = 40) -> tuple[str, Reply]:
    """A message of one date of the person's own, and the date's key."""
    when = (ada.now + timedelta(days=days)).date().isoformat()
    echo = await ada.reply(f"/timeline add what:call when:{when}")
    await ada.presses(echo, "Keep")
    await ada.reply("/remind kinds:own")
    message = await ada.next_reminder()
    return "own-1", message


async def state(ada: Reminded, key: str) -> MilestoneState | None:
    async with ada.desk.store.reading() as tx:
        row = await read_milestone(tx, await ada.person() or 0, key)
    return row.state if row else None


async def to_come(ada: Reminded, key: str) -> list[StoredOccurrence]:
    return [one for one in await ada.planned() if one.occurrence.milestone_key == key]


async def test_done_removes_the_rest_of_that_ladder(ada: Reminded) -> None:
    key, message = await own_reminder(ada)
    assert await to_come(ada, key)
    reply = replied(await ada.presses(message, "Done"))
    assert "Nothing more comes about it" in said(reply)
    assert await state(ada, key) is MilestoneState.DONE
    assert await to_come(ada, key) == []


async def test_not_for_me_drops_it_and_it_can_be_put_back(ada: Reminded) -> None:
    key, message = await own_reminder(ada)
    reply = replied(await ada.presses(message, "Not for me"))
    assert await state(ada, key) is MilestoneState.DROPPED
    await ada.presses(reply, "Put it back")
    assert await state(ada, key) is MilestoneState.OPEN
    assert await to_come(ada, key)


@pytest.mark.parametrize("label", ["Done", "Not for me", "Snooze until tomorrow", "Snooze for 3"])
async def test_pressed_twice_it_is_the_same(ada: Reminded, label: str) -> None:
    key, message = await own_reminder(ada)
    first = replied(await ada.presses(message, label))
    before = [one.occurrence for one in await to_come(ada, key)]
    again = replied(await ada.presses(message, label))
    assert said(again) == said(first)
    assert [one.occurrence for one in await to_come(ada, key)] == before


@pytest.mark.parametrize(
    ("label", "days"), [("Snooze until tomorrow", 1), ("Snooze for 3 days", 3)]
)
async def test_a_snooze_comes_at_the_hour_of_that_day(ada: Reminded, label: str, days: int) -> None:
    key, message = await own_reminder(ada)
    reply = replied(await ada.presses(message, label))
    first = (await to_come(ada, key))[0].occurrence
    assert first.rung == "snooze"
    assert (first.due - ada.now) == timedelta(days=days)
    assert "I come back to it on" in said(reply)


async def test_until_then_nothing_else_comes_about_it(ada: Reminded) -> None:
    key, message = await own_reminder(ada)
    form = await ada.presses(message, "Snooze until a day")
    assert isinstance(form, Form)
    day = ada.now.date() + timedelta(days=6)
    await ada.fills(form, until=f"{day.isoformat()} 15:00")
    rungs = [one.occurrence.rung for one in await to_come(ada, key)]
    assert rungs == ["snooze", "day"]


async def test_a_day_that_cannot_be_read_is_refused_with_what_can(ada: Reminded) -> None:
    _, message = await own_reminder(ada)
    form = await ada.presses(message, "Snooze until a day")
    assert isinstance(form, Form)
    refused = await ada.fills(form, until="whenever")
    assert isinstance(refused, Refused)
    assert "15 January" in refused.refusals[0].accepted


async def test_a_second_snooze_takes_the_place_of_the_first(ada: Reminded) -> None:
    key, message = await own_reminder(ada)
    await ada.presses(message, "Snooze for 3")
    await ada.presses(message, "Snooze until tomorrow")
    snoozed = [one for one in await to_come(ada, key) if "snooze" in one.occurrence.rung]
    assert [one.occurrence.due - ada.now for one in snoozed] == [timedelta(days=1)]


async def test_what_was_put_off_and_came_can_be_put_off_again(ada: Reminded) -> None:
    key, message = await own_reminder(ada)
    await ada.presses(message, "Snooze until tomorrow")
    again = await ada.next_reminder()
    await ada.presses(again, "Snooze until tomorrow")
    first = (await to_come(ada, key))[0].occurrence
    assert first.rung == "snooze2"
    assert first.due - ada.now == timedelta(days=1)


async def test_a_time_after_the_date_itself_changes_nothing(ada: Reminded) -> None:
    key, _ = await own_reminder(ada)
    message = await ada.next_reminder()
    before = [one.occurrence for one in await to_come(ada, key)]
    reply = replied(await ada.presses(message, "Snooze for a week"))
    assert "after the date itself" in said(reply)
    assert [one.occurrence for one in await to_come(ada, key)] == before


async def test_of_a_date_that_is_past_it_says_so(ada: Reminded) -> None:
    key, message = await own_reminder(ada)
    ada.now += timedelta(days=60)
    assert "nothing more comes" in said(replied(await ada.presses(message, "Snooze until tom")))
    await ada.presses(message, "Done")
    assert await state(ada, key) is MilestoneState.DONE


async def test_somebody_elses_button_does_nothing(ada: Reminded) -> None:
    key, message = await own_reminder(ada)
    ben = replace(ada, name="ben")
    for known in (False, True):
        if known:
            await ben.opts_in()
        for button in buttons(message):
            outcome = await ben.asks(pressed(button))
            assert not isinstance(outcome, Reply) or "not stored here" in said(outcome)
            assert "call" not in shown(outcome)
    assert await state(ada, key) is MilestoneState.OPEN


def shown(outcome: Outcome) -> str:
    if isinstance(outcome, Reply):
        return said(outcome)
    assert isinstance(outcome, Refused)
    return str(outcome.refusals)


async def test_after_everything_was_deleted_it_says_so_kindly(ada: Reminded) -> None:
    _, message = await own_reminder(ada)
    await ada.reply("/privacy delete confirm:yes")
    for button in buttons(message):
        reply = replied(await ada.asks(pressed(button)))
        assert "not stored here any more" in said(reply)
    await ada.opts_in()
    reply = replied(await ada.presses(message, "Done"))
    assert "not stored here any more" in said(reply)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"delivery": "999"},
        {"delivery": "x", "item": "1", "do": "done"},
        {"delivery": "\u0661", "item": "1"},
    ],
)
async def test_a_button_of_nothing_finds_nothing(ada: Reminded, given: dict[str, str]) -> None:
    reply = replied(await ada.asks(Asked("reminder", given)))
    assert "not stored here any more" in said(reply)


async def several(ada: Reminded) -> tuple[Reply, list[str]]:
    """A message of several dates, with their keys."""
    day = (ada.now + timedelta(days=40)).date().isoformat()
    for what in ("one", "two", "three"):
        echo = await ada.reply(f"/timeline add what:{what} when:{day}")
        await ada.presses(echo, "Keep")
        ada.now += timedelta(seconds=1)
    await ada.reply("/remind kinds:own")
    return await ada.next_reminder(), ["own-1", "own-2", "own-3"]


async def test_each_date_of_a_message_of_several_is_answered_by_itself(ada: Reminded) -> None:
    message, keys = await several(ada)
    done = [button for button in buttons(message) if button.label == "Done"]
    assert len(done) == 3
    reply = replied(await ada.asks(pressed(done[1])))
    assert [await state(ada, key) for key in keys].count(MilestoneState.DONE) == 1
    following = replied(await ada.presses(reply, "The next of this message"))
    await ada.presses(following, "Done")
    assert [await state(ada, key) for key in keys].count(MilestoneState.DONE) == 2


async def test_one_of_several_can_be_shown_and_put_off(ada: Reminded) -> None:
    message, _ = await several(ada)
    before = await ada.planned()
    card = replied(await ada.presses(message, "Snooze or more: two"))
    assert "two" in said(card)
    assert [one.occurrence for one in await ada.planned()] == [one.occurrence for one in before]
    await ada.presses(card, "Snooze until tomorrow")
    assert [one.occurrence.rung for one in await ada.planned()].count("snooze") == 1


@pytest.mark.parametrize("maybe_again", [False, True])
async def test_the_pages_of_a_message_are_turned_to_as_it_was_sent(
    ada: Reminded, *, maybe_again: bool
) -> None:
    message, _ = await several(ada)
    sent = [one for one in await ada.messages() if one.carried]
    (delivery,) = [one for one in sent if one.kind is not CarriedKind.WELCOME]
    message = reminder_reply(read_carried(delivery.carried), delivery.id, maybe_again=maybe_again)
    await ada.presses(message, "Done")
    assert message.again is not None
    drawn = await ada.desk.answer(
        message.again, ada.account, now=ada.now, where=ada.where, drawing=True
    )
    assert drawn == message


async def test_an_item_that_is_not_there_changes_nothing(ada: Reminded) -> None:
    _, message = await own_reminder(ada)
    done = next(button for button in buttons(message) if button.label == "Done")
    given = {**done.arguments, "item": "7"}
    assert "not stored here" in said(replied(await ada.asks(Asked("reminder", given))))


async def test_while_reminders_are_off_nothing_is_put_off(ada: Reminded) -> None:
    _, message = await own_reminder(ada)
    await ada.reply("/remind off")
    assert "not on" in said(replied(await ada.presses(message, "Snooze until tomorrow")))


async def silent(ada: Reminded) -> Reply:
    """Nobody answers, until it is asked whether reminders are useful."""
    person = await ada.person() or 0
    async with ada.desk.store.writing() as tx:
        for _ in range(ada.desk.library.facts.reminders.silence.ask_after):
            await note_sent(tx, person)
    prepared = ada.desk.library.prepared
    assert await replan_outdated(ada.desk.store, prepared=prepared, now=ada.now, limit=9) == 1
    while True:
        message = await ada.next_reminder()
        if message.data.get("kind") == CarriedKind.CHECK:
            return message


@pytest.mark.parametrize(
    ("label", "kept", "on"),
    [("Keep them all", False, True), ("What cannot", True, True), ("Stop", False, False)],
)
async def test_the_question_whether_reminders_are_useful_can_be_answered(
    ada: Reminded, label: str, *, kept: bool, on: bool
) -> None:
    message = await silent(ada)
    for _ in range(2):
        await ada.presses(message, label)
        saved = await ada.settings()
        assert saved is not None
        assert saved.unanswered == 0
        assert saved.settings.preferences.only_irreversible is kept
        assert (saved.settings.state is ReminderState.ON) is on


async def test_any_answer_counts_and_brings_everything_back(ada: Reminded) -> None:
    before = len(await ada.planned())
    await silent(ada)
    assert len(await ada.planned()) < before
    await ada.reply("/timeline")
    saved = await ada.settings()
    assert saved is not None
    assert saved.unanswered == 0
    assert len(await ada.planned()) > before // 2


async def test_opening_a_page_by_itself_is_no_answer(ada: Reminded) -> None:
    await own_reminder(ada)
    await ada.asks(Asked("home"))
    saved = await ada.settings()
    assert saved is not None
    assert saved.unanswered == 1


async def test_every_button_of_every_reminder_can_be_carried_by_a_platform(ada: Reminded) -> None:
    _, message = await own_reminder(ada)
    replies = [message, replied(await ada.presses(message, "Done"))]
    replies.append(await silent(ada))
    for reply in replies:
        for button in buttons(reply):
            assert write_identifier(button.command, button.arguments, owner="1" * 20)


async def test_what_a_date_was_called_is_in_no_button(ada: Reminded) -> None:
    _, message = await own_reminder(ada)
    for button in buttons(message):
        assert "call" not in str(button.arguments)


async def its_answer_is_lost(ada: Reminded) -> None:
    """The last message that arrived: it may have, by what its platform told."""
    number = max(one.id for one in await ada.messages() if one.state == "delivered")
    async with ada.desk.store.writing() as tx:
        mine = deliveries.c.id == number
        lost = {"state": "waiting", "unknown_since": ada.now, "settled_at": None}
        await tx.execute(deliveries.update().where(mine).values(**lost, next_at=ada.now))
        carried = occurrences.c.delivery_id == number
        await tx.execute(occurrences.update().where(carried).values(state="planned"))
        person = await ada.person() or 0
        await tx.execute(
            reminder_settings.update()
            .where(reminder_settings.c.person_id == person)
            .values(unanswered=0)
        )


@pytest.mark.parametrize("label", ["Done", "Not for me", "Snooze for 3"])
async def test_what_is_answered_has_arrived_and_does_not_come_again(
    ada: Reminded, label: str
) -> None:
    _, message = await own_reminder(ada)
    await its_answer_is_lost(ada)
    before = {one.id for one in await ada.messages() if one.state == "waiting" and one.carried}
    assert len(before) == 1
    await ada.presses(message, label)
    after = {one.id: one for one in await ada.messages()}
    assert {after[number].state for number in before} == {"delivered"}
    assert all(one.delivery_id not in before for one in await ada.planned())
    saved = await ada.settings()
    assert saved is not None
    assert saved.unanswered == 0
