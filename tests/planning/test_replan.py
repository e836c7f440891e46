"""A person's rows after each change: what is to come moves, what was sent stays, none doubles."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.commands.visit import Library
from core.planning.current import current_plan
from core.planning.putting_off import put_off_until
from core.planning.replan import CORRECTED, HORIZON, Replanned, replan
from core.reminders.carried import CarriedKind
from core.reminders.hours import is_quiet_at
from core.reminders.occurrence import OtherRung
from core.storage.deliveries import DeliveryState
from core.storage.destinations import note_unreachable
from core.storage.milestones import add_own, read_milestones, set_state
from core.storage.reminder_settings import ReminderState, note_answered, note_sent, read_settings
from core.storage.tables import deliveries, occurrences
from core.terms import ApplicantType, Ladder, MilestoneName, MilestoneState
from core.timeline.local_time import LocalTime
from tests.planning.conftest import CHICAGO, NOW, SENIOR, Planned, corrected_by

SUMMER = NOW.replace(year=2027, month=8)


async def sent(ada: Planned, *, before: datetime) -> None:
    """Everything that is due before is sent."""
    async with ada.store.writing() as tx:
        gone = deliveries.c.due_at < before
        await tx.execute(
            occurrences.update()
            .where(occurrences.c.due_at < before)
            .values(state="sent", updated_at=occurrences.c.due_at)
        )
        await tx.execute(deliveries.update().where(gone).values(state="delivered"))


async def test_nothing_is_planned_for_somebody_who_never_opted_in(ada: Planned) -> None:
    assert await ada.replans() == Replanned()
    assert await ada.planned() == ()
    async with ada.store.reading() as tx:
        assert await read_milestones(tx, ada.person) == ()


async def test_opting_in_plans_the_season_and_begins_with_a_welcome_at_once(ada: Planned) -> None:
    planned = await ada.opts_in()
    messages = await ada.messages()
    assert [one.kind for one in messages if one.due_at == NOW] == [CarriedKind.WELCOME]
    assert planned.reminders == len(await ada.planned()) > 20
    assert planned.messages == len(messages) - 1 > 0
    assert max(one.due_at for one in messages) <= NOW + HORIZON
    assert not any(is_quiet_at(one.due_at, CHICAGO) for one in messages[1:])


async def test_opting_in_twice_is_one_welcome(ada: Planned) -> None:
    await ada.opts_in()
    before = await ada.planned()
    await ada.opts_in()
    kinds = Counter(one.kind for one in await ada.messages())
    assert kinds[CarriedKind.WELCOME] == 1
    assert [one.occurrence for one in await ada.planned()] == [one.occurrence for one in before]


async def test_planning_again_changes_nothing(ada: Planned) -> None:
    first = await ada.opts_in()
    times = sorted(one.due_at for one in await ada.messages())
    assert await ada.replans() == first
    assert sorted(one.due_at for one in await ada.messages()) == times


async def test_each_reminder_within_the_horizon_is_carried_by_one_message(ada: Planned) -> None:
    await ada.opts_in(SUMMER)
    messages = {one.id for one in await ada.messages() if one.kind is not CarriedKind.WELCOME}
    carrying = [one.delivery_id for one in await ada.planned() if one.delivery_id]
    assert set(carrying) == messages
    assert len(carrying) > len(messages)


async def test_what_was_sent_is_not_planned_again(ada: Planned) -> None:
    await ada.opts_in(SUMMER)
    later = SUMMER + timedelta(days=14)
    before = {one.occurrence.identity for one in await ada.planned()}
    gone = {one.occurrence.identity for one in await ada.planned() if one.occurrence.due < later}
    assert gone
    await sent(ada, before=later)
    await ada.replans(later)
    after = {one.occurrence.identity for one in await ada.planned()}
    assert not gone & after
    assert after <= before


async def test_what_is_done_or_dropped_has_no_reminders_any_more(ada: Planned) -> None:
    await ada.opts_in()
    async with ada.store.reading() as tx:
        plan = await current_plan(tx, ada.person, prepared=ada.prepared, today=NOW.date())
    reminded = {one.occurrence.milestone_key for one in await ada.planned()}
    done, dropped = [one for one in plan.milestones if one.key in reminded][:2]
    async with ada.store.writing() as tx:
        for one, state in ((done, MilestoneState.DONE), (dropped, MilestoneState.DROPPED)):
            await set_state(tx, ada.person, one.key, state, at=one.at, now=NOW)
    await ada.replans()
    left = {one.occurrence.milestone_key for one in await ada.planned()}
    assert left == reminded - {done.key, dropped.key}


async def test_an_own_date_is_reminded_of(ada: Planned) -> None:
    await ada.opts_in()
    at = LocalTime((NOW + timedelta(days=20)).date(), None, "America/Chicago")
    async with ada.store.writing() as tx:
        own = await add_own(tx, ada.person, "call", at, now=NOW)
    await ada.replans()
    rungs = [
        one.occurrence.rung
        for one in await ada.planned()
        if one.occurrence.milestone_key == own.key
    ]
    assert rungs == ["7d", "1d", "day"]


@pytest.mark.parametrize("state", [ReminderState.OFF, ReminderState.PAUSED])
async def test_nothing_waits_for_somebody_who_is_off_or_paused(
    ada: Planned, state: ReminderState
) -> None:
    await ada.opts_in()
    await ada.chooses(state=state)
    assert await ada.planned() == ()
    waiting = [one.kind for one in await ada.messages()]
    assert waiting == ([] if state is ReminderState.OFF else [CarriedKind.WELCOME])
    planned = await ada.chooses(state=ReminderState.ON)
    assert planned.messages > 0


async def test_a_pause_with_an_end_is_planned_from_its_end(ada: Planned) -> None:
    await ada.opts_in(SUMMER)
    before = [one.occurrence for one in await ada.planned()]
    ends = SUMMER + timedelta(days=21)
    await ada.chooses(SUMMER, state=ReminderState.PAUSED, paused_until=ends)
    during = [one.occurrence for one in await ada.planned()]
    assert min(one.due for one in during) >= ends
    assert any(one.due < ends for one in before)
    await ada.replans(ends + timedelta(hours=1))
    async with ada.store.reading() as tx:
        saved = await read_settings(tx, ada.person)
    assert saved is not None
    assert (saved.settings.state, saved.settings.paused_until) == (ReminderState.ON, None)


async def test_of_somebody_unreachable_reminders_stay_planned_and_no_message_waits(
    ada: Planned,
) -> None:
    await ada.opts_in()
    async with ada.store.writing() as tx:
        await note_unreachable(tx, ada.account, reason="closed", now=NOW)
        await tx.execute(deliveries.delete().where(deliveries.c.kind == "welcome"))
    planned = await ada.replans()
    assert planned.messages == 0
    assert planned.reminders == len(await ada.planned()) > 0
    assert await ada.messages() == []


async def test_what_fell_due_while_somebody_was_unreachable_goes_out_when_they_are_back(
    ada: Planned,
) -> None:
    await ada.opts_in(SUMMER)
    later = SUMMER + timedelta(days=10)
    overdue = {one.occurrence.identity for one in await ada.planned() if one.occurrence.due < later}
    assert overdue
    async with ada.store.writing() as tx:
        await note_unreachable(tx, ada.account, reason="closed", now=SUMMER)
    await ada.replans(later)
    await ada.opts_in(later)
    due = {
        one.occurrence.identity
        for one in await ada.planned()
        if one.delivery_id and one.occurrence.due < later
    }
    assert due == overdue


async def test_another_zone_moves_what_is_to_come_to_the_hours_there(ada: Planned) -> None:
    await ada.opts_in()
    there = replace(CHICAGO, zone="Asia/Karachi")
    await ada.chooses(preferences=there)
    assert {one.occurrence.zone for one in await ada.planned()} == {"Asia/Karachi"}
    assert not any(is_quiet_at(one.occurrence.due, there) for one in await ada.planned())


async def test_kinds_that_are_not_wanted_are_not_planned(ada: Planned) -> None:
    await ada.opts_in()
    await ada.chooses(preferences=replace(CHICAGO, muted=frozenset(Ladder) - {Ladder.IRREVERSIBLE}))
    async with ada.store.reading() as tx:
        plan = await current_plan(tx, ada.person, prepared=ada.prepared, today=NOW.date())
    ladders = {plan.milestone(one.occurrence.milestone_key) for one in await ada.planned()}
    assert {one.ladder for one in ladders if one} == {Ladder.IRREVERSIBLE}


async def test_a_corrected_calendar_tells_in_one_message_what_moved_and_why(
    ada: Planned, shelf: Library
) -> None:
    await ada.opts_in(chosen=replace(CHICAGO, digest_day=None))
    ada.prepared = corrected_by(shelf.facts, 2028, MilestoneName.SUBMIT, 7)
    planned = await ada.replans()
    told = [one for one in await ada.messages() if one.kind is CarriedKind.MOVED]
    assert len(told) == 1
    assert told[0].due_at == planned.next_due
    assert len(planned.moved) >= 1
    async with ada.store.reading() as tx:
        rows = {row.key: row for row in await read_milestones(tx, ada.person)}
    for key in planned.moved:
        row = rows[key]
        assert row.moved_from is not None
        assert row.moved_from != row.at
        assert row.moved_why == CORRECTED


async def test_a_move_that_was_told_is_told_once(ada: Planned, shelf: Library) -> None:
    await ada.opts_in()
    ada.prepared = corrected_by(shelf.facts, 2028, MilestoneName.SUBMIT, 7)
    planned = await ada.replans()
    await sent(ada, before=planned.next_due + timedelta(seconds=1) if planned.next_due else NOW)
    again = await ada.replans(NOW + timedelta(days=2))
    assert again.moved == ()
    async with ada.store.reading() as tx:
        assert not any(row.moved_from for row in await read_milestones(tx, ada.person))


async def test_a_move_that_was_not_told_yet_and_is_taken_back_is_not_told(
    ada: Planned, shelf: Library
) -> None:
    await ada.opts_in()
    first = ada.prepared
    ada.prepared = corrected_by(shelf.facts, 2028, MilestoneName.SUBMIT, 7)
    assert (await ada.replans()).moved
    ada.prepared = first
    assert (await ada.replans()).moved == ()
    assert not any(one.kind is CarriedKind.MOVED for one in await ada.messages())


async def test_what_the_person_changes_themselves_is_not_told_to_them(ada: Planned) -> None:
    await ada.opts_in()
    await ada.is_now(SENIOR.model_copy(update={"applicant": ApplicantType.NON_US_IMG}))
    assert (await ada.replans()).moved == ()
    assert not any(one.kind is CarriedKind.MOVED for one in await ada.messages())


async def silent(ada: Planned, reminders: int) -> None:
    async with ada.store.writing() as tx:
        for _ in range(reminders):
            await note_sent(tx, ada.person)


async def test_whoever_never_answers_is_asked_once_and_then_told_of_what_is_irreversible(
    ada: Planned,
) -> None:
    await ada.opts_in()
    await silent(ada, ada.prepared.facts.reminders.silence.ask_after)
    await ada.replans()
    await ada.replans()
    checks = [one for one in await ada.messages() if one.kind is CarriedKind.CHECK]
    assert len(checks) == 1
    await sent(ada, before=checks[0].due_at + timedelta(seconds=1))
    await ada.replans(NOW + timedelta(days=3))
    waiting = [one for one in await ada.messages() if one.state is DeliveryState.WAITING]
    assert not any(one.kind is CarriedKind.CHECK for one in waiting)
    async with ada.store.reading() as tx:
        plan = await current_plan(tx, ada.person, prepared=ada.prepared, today=NOW.date())
    ladders = {plan.milestone(one.occurrence.milestone_key) for one in await ada.planned()}
    assert {one.ladder for one in ladders if one} == {Ladder.IRREVERSIBLE}


async def test_a_question_that_did_not_go_out_is_taken_back_by_an_answer(ada: Planned) -> None:
    before = await ada.opts_in()
    ask_after = ada.prepared.facts.reminders.silence.ask_after
    await silent(ada, ask_after)
    assert (await ada.replans()).reminders < before.reminders
    async with ada.store.writing() as tx:
        await note_answered(tx, ada.person)
    assert (await ada.replans()).reminders == before.reminders
    assert not any(one.occurrence.rung == OtherRung.CHECK for one in await ada.planned())
    await silent(ada, ask_after)
    await ada.replans()
    assert any(one.kind is CarriedKind.CHECK for one in await ada.messages())


@pytest.mark.parametrize("state", [ReminderState.OFF, ReminderState.PAUSED])
async def test_what_was_put_off_is_there_once_reminders_are_on_again(
    ada: Planned, state: ReminderState
) -> None:
    await ada.opts_in(SUMMER)
    async with ada.store.writing() as tx:
        plan = await current_plan(tx, ada.person, prepared=ada.prepared, today=SUMMER.date())
        certify = plan.milestone("certify@2028")
        assert certify is not None
        day = SUMMER.date() + timedelta(days=20)
        later = put_off_until(certify, day, None, CHICAGO, ())
        await replan(tx, ada.person, prepared=ada.prepared, now=SUMMER, put_off=later)
    await ada.chooses(SUMMER, state=state)
    await ada.replans(SUMMER + timedelta(days=7))
    assert await ada.messages() == [] or state is ReminderState.PAUSED
    await ada.chooses(SUMMER + timedelta(days=8), state=ReminderState.ON)
    assert later.identity in {one.occurrence.identity for one in await ada.planned()}
