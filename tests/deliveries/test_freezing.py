"""What a message says once it goes: by the plan as it stands then, in the person's own hours."""

from collections import deque
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from core.commands.visit import Library
from core.deliveries.composing import compose
from core.deliveries.freezing import Freezing
from core.dialogue.reply import Reply
from core.dialogue.text import plain
from core.profile.applicant import Profile
from core.reminders.carried import Carried, CarriedKind, CarriedUnreadable, read_carried
from core.reminders.carrying import carried_check
from core.reminders.hours import is_quiet_at
from core.reminders.wall_clock import wall_of
from core.storage.deliveries import (
    DeliveryState,
    add_delivery,
    read_delivery,
    saved_delivery,
)
from core.storage.destinations import (
    note_unreachable,
    save_destination,
    try_again,
    unreachable_untold,
)
from core.storage.milestones import add_own, change_own, read_milestones, set_state
from core.storage.occurrences import planned_occurrences
from core.storage.reminder_settings import ReminderState, read_settings, save_settings
from core.storage.tables import deliveries
from core.terms import (
    ApplicantType,
    Ladder,
    MilestoneName,
    MilestoneState,
    Specialty,
    Stage,
)
from core.timeline.local_time import LocalTime
from tests.deliveries.conftest import Running
from tests.planning.conftest import CHICAGO, NOW, Planned, corrected_by, somebody

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TALK = "talk to Dr. Who"


@pytest.fixture
async def ada(running: Running, shelf: Library) -> Planned:
    """Somebody who opted in, whose welcome has arrived."""
    running.clock.now = NOW
    running.freezing = Freezing(lambda: shelf.prepared)
    running.compose = compose
    ada = await somebody(running.store, shelf.prepared)
    await ada.opts_in()
    await running.process().round()
    return ada


async def adds(ada: Planned, at: str, *, title: str = TALK, now: datetime = NOW) -> str:
    async with ada.store.writing() as tx:
        own = await add_own(tx, ada.person, title, LocalTime.read(at, "America/Chicago"), now=now)
    await ada.replans(now)
    return own.key


async def until(running: Running, moment: datetime) -> None:
    """Everything that is due until then goes at its time."""
    process = running.process()
    while (next_at := await process.round()) is not None and next_at <= moment:
        running.clock.passes(next_at - running.clock.now)
    running.clock.passes(moment - running.clock.now)


def said(running: Running, of: str = TALK) -> list[str]:
    """The titles of messages that speak of something."""
    return [plain(one.reply.title) for one in running.platform.sent if of in str(one.reply)]


async def carried(ada: Planned) -> list[Carried]:
    async with ada.store.reading() as tx:
        rows = map(saved_delivery, await tx.execute(deliveries.select()))
        return [read_carried(one.carried) for one in rows if one.carried is not None]


async def test_the_welcome_says_what_will_come(running: Running, ada: Planned) -> None:
    (welcome,) = running.platform.sent
    assert plain(welcome.reply.title) == "Your reminders will come here"
    assert (await carried(ada))[0].coming


async def test_a_date_of_ones_own_is_reminded_of_at_the_persons_hour(
    running: Running, ada: Planned
) -> None:
    await adds(ada, "2026-11-25T15:00")
    await until(running, NOW + 4 * DAY)
    assert said(running)
    times = [message for message in running.times if message > NOW]
    assert {wall_of(one, CHICAGO.zone).time() for one in times} == {time(8)}


async def test_a_date_that_is_done_as_its_message_goes_is_not_spoken_of(
    running: Running, ada: Planned
) -> None:
    key = await adds(ada, "2026-11-25T15:00")
    async with ada.store.writing() as tx:
        at = LocalTime.read("2026-11-25T15:00", "America/Chicago")
        await set_state(tx, ada.person, key, MilestoneState.DONE, at=at, now=NOW)
    await until(running, NOW + 4 * DAY)
    assert said(running) == []


async def test_a_date_that_moved_as_its_message_goes_waits_for_its_new_plan(
    running: Running, ada: Planned
) -> None:
    key = await adds(ada, "2026-11-25T15:00")
    moved = LocalTime.read("2026-12-20T15:00", "America/Chicago")
    async with ada.store.writing() as tx:
        (row,) = [one for one in await read_milestones(tx, ada.person) if one.key == key]
        await change_own(
            tx, ada.person, key, title=TALK, at=moved, now=NOW, expected=row.row_version
        )
    await until(running, NOW + 4 * DAY)
    assert said(running) == []
    await ada.replans(running.clock.now)
    await until(running, NOW + 40 * DAY)
    assert said(running)


async def test_what_is_overdue_goes_as_one_message_with_the_reason(
    running: Running, ada: Planned
) -> None:
    for day in (25, 27, 29):
        await adds(ada, f"2026-11-{day}T15:00", title=f"{TALK} {day}")
    before = len(running.platform.sent)
    # Nobody delivers for a week, until noon by the person's clock.
    running.clock.passes(7 * DAY + 6 * HOUR)
    assert is_quiet_at(running.clock.now, CHICAGO) is False
    await running.process().round()
    (late,) = running.platform.sent[before:]
    for day in (25, 27, 29):
        assert f"{TALK} {day}" in str(late.reply)
    assert "late" in str(late.reply).lower() or "was due" in str(late.reply)
    assert await unsettled_before(running) == []


async def unsettled_before(running: Running) -> list[int]:
    async with running.store.reading() as tx:
        rows = map(saved_delivery, await tx.execute(deliveries.select()))
        waiting = (DeliveryState.WAITING, DeliveryState.SENDING)
        return [one.id for one in rows if one.due_at <= running.clock.now and one.state in waiting]


async def test_what_is_overdue_waits_for_the_end_of_the_quiet_hours(
    running: Running, ada: Planned
) -> None:
    await adds(ada, "2026-11-25T15:00")
    running.clock.now = datetime.combine(date(2026, 11, 25), time(8), NOW.tzinfo)
    assert is_quiet_at(running.clock.now, CHICAGO)
    next_at = await running.process().round()
    assert next_at is not None
    assert wall_of(next_at, CHICAGO.zone).time() == CHICAGO.quiet_to
    assert said(running) == []
    running.clock.passes(next_at - running.clock.now)
    await running.process().round()
    assert said(running)


@pytest.mark.parametrize("state", [ReminderState.OFF, ReminderState.PAUSED])
async def test_nothing_goes_to_somebody_who_does_not_want_it_now(
    running: Running, ada: Planned, state: ReminderState
) -> None:
    await adds(ada, "2026-11-25T15:00")
    before = len(running.platform.sent)
    await ada.chooses(state=state)
    await until(running, NOW + 9 * DAY)
    assert len(running.platform.sent) == before


async def test_a_kind_that_was_muted_is_not_spoken_of(running: Running, ada: Planned) -> None:
    await adds(ada, "2026-11-25T15:00")
    await ada.chooses(preferences=replace(CHICAGO, muted=frozenset({Ladder.OWN})))
    await until(running, NOW + 9 * DAY)
    assert said(running) == []


async def test_somebody_who_cannot_be_reached_gets_it_late_once_they_can(
    running: Running, ada: Planned
) -> None:
    await adds(ada, "2026-11-25T15:00")
    running.platform.acts.extend(["closed"])
    await until(running, NOW + 3 * DAY + 3 * HOUR)
    sent = len(running.platform.sent)
    assert said(running) == said(running)[:1]
    async with ada.store.writing() as tx:
        await try_again(tx, ada.account, now=running.clock.now)
    await ada.replans(running.clock.now)
    await running.process().round()
    assert len(running.platform.sent) == sent + 1
    assert TALK in str(running.platform.sent[-1].reply)


async def test_nothing_goes_through_an_account_that_was_left(
    running: Running, ada: Planned
) -> None:
    await adds(ada, "2026-11-25T15:00")
    other = await somebody(running.store, ada.prepared, "ada elsewhere")
    async with ada.store.writing() as tx:
        await save_destination(tx, other.account, workspace="", now=NOW)
    before = len(running.platform.sent)
    async with ada.store.writing() as tx:
        saved = await read_settings(tx, ada.person)
        assert saved is not None
        await save_settings(
            tx,
            ada.person,
            replace(saved.settings, account_id=other.account),
            now=NOW,
            expected=saved.row_version,
        )
    await until(running, NOW + 4 * DAY)
    assert len(running.platform.sent) == before


async def test_that_a_date_moved_is_told_once(
    running: Running, ada: Planned, shelf: Library
) -> None:
    ada.prepared = corrected_by(shelf.facts, 2028, MilestoneName.SUBMIT, 9)
    running.freezing = Freezing(lambda: ada.prepared)
    await ada.replans(NOW)
    await until(running, NOW + 3 * DAY)
    told = [one for one in await carried(ada) if any(item.moved_from for item in one.items)]
    assert len(told) == 1
    async with ada.store.reading() as tx:
        assert not any(row.moved_from for row in await read_milestones(tx, ada.person))


async def test_a_message_of_a_person_who_was_marked_unreachable_is_not_sent(
    running: Running, ada: Planned
) -> None:
    await adds(ada, "2026-11-25T15:00")
    async with ada.store.writing() as tx:
        await note_unreachable(tx, ada.account, reason="closed", now=NOW)
    before = len(running.platform.sent)
    await until(running, NOW + 4 * DAY)
    assert len(running.platform.sent) == before


def test_what_nothing_of_this_program_stored_is_refused() -> None:
    with pytest.raises(CarriedUnreadable):
        compose({"kind": "x"}, 1, maybe_again=False)


def test_a_message_that_may_be_there_already_says_so(shelf: Library) -> None:
    written = carried_check(CHICAGO, shelf.facts, now=NOW).written()
    once: Reply = compose(written, 1, maybe_again=False)
    again: Reply = compose(written, 1, maybe_again=True)
    assert "may have this message already" in str(again)
    assert "may have this message already" not in str(once)


async def test_the_last_hours_of_something_irreversible_are_not_slept_through(
    running: Running, ada: Planned
) -> None:
    # 3 March 21:00 in New York is 4 March 07:00 in Karachi, where quiet hours end just then.
    img = Profile(
        applicant=ApplicantType.NON_US_IMG,
        specialty=(Specialty.DR,),
        season=2027,
        stage=Stage.INTERVIEWING,
    )
    await ada.is_now(img)
    await ada.opts_in(datetime(2027, 2, 26, 12, tzinfo=UTC), replace(CHICAGO, zone="Asia/Karachi"))
    # Nobody delivers until five past ten on the evening before.
    running.clock.now = datetime(2027, 3, 3, 17, 5, tzinfo=UTC)
    await running.process().round()
    assert any("Rank list certified" in str(one.reply) for one in running.platform.sent)


async def test_a_question_that_nothing_asks_any_more_is_not_sent(
    running: Running, ada: Planned
) -> None:
    async with running.store.writing() as tx:
        to = await save_destination(tx, ada.account, workspace="", now=NOW)
        number = await add_delivery(tx, to, CarriedKind.CHECK, due_at=NOW, now=NOW)
    before = len(running.platform.sent)
    running.clock.now = NOW + 1.5 * HOUR
    await running.process().round()
    assert len(running.platform.sent) == before
    async with running.store.reading() as tx:
        settled = await read_delivery(tx, number)
    assert settled is not None
    assert settled.state is DeliveryState.WITHDRAWN


async def test_what_a_platform_does_not_take_is_said_plainly_once_and_then_told_of(
    running: Running, ada: Planned
) -> None:
    key = await adds(ada, "2026-11-25T15:00")
    running.platform.acts = deque(["rejected"])
    await until(running, NOW + 1 * DAY)
    plainly = running.platform.sent[-1].reply
    assert plain(plainly.title) == "Your dates"
    running.platform.acts = deque(["rejected", "rejected"])
    await until(running, NOW + 4 * DAY)
    async with ada.store.reading() as tx:
        planned = await planned_occurrences(tx, ada.person)
        told = await unreachable_untold(tx, ada.person)
    assert told is not None
    assert key in {one.occurrence.milestone_key for one in planned}
