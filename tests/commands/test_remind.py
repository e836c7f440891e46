"""Reminders are asked for, chosen, paused and stopped by the person, and by nobody else."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.console.plain import plain_text
from core.commands.desk import Desk
from core.commands.visit import Server
from core.dialogue.buttons import buttons
from core.dialogue.form import Form
from core.dialogue.identifier import write_identifier
from core.dialogue.reply import Reply
from core.dialogue.text import plain
from core.reminders.carried import CarriedKind
from core.storage.deliveries import DeliveryState
from core.storage.destinations import note_unreachable, read_destination
from core.storage.reminder_settings import ReminderState
from core.storage.tables import deliveries
from core.terms import Ladder
from tests.commands.conftest import Person
from tests.commands.reminding import LINE, START, Reminded, replied


@pytest.fixture
def ada(desk: Desk) -> Reminded:
    return Reminded(desk)


def said(reply: Reply) -> str:
    return " ".join(plain_text(reply, 100).split())


async def test_nothing_is_sent_to_somebody_who_did_not_ask(ada: Reminded) -> None:
    await ada.reply(LINE)
    reply = await ada.reply("/remind")
    assert "Nothing comes unless you ask for it" in said(reply)
    assert await ada.settings() is None
    assert await ada.messages() == []


async def test_the_first_reading_leads_to_the_timeline_and_that_to_reminders(
    ada: Reminded,
) -> None:
    timeline = replied(await ada.presses(await ada.reply(LINE), "My timeline"))
    offer = replied(await ada.presses(timeline, "Remind me"))
    form = await ada.presses(offer, "Remind me")
    assert await ada.settings() is None
    assert isinstance(form, Form)
    on = await ada.fills(form, zone="EST")
    assert "on its way" in said(replied(on))


async def test_on_discord_the_zone_is_asked_for_once(ada: Reminded) -> None:
    await ada.reply(LINE)
    form = await ada.form("/remind on")
    assert [asking.question.name for asking in form.asked] == ["zone"]
    await ada.fills(form, zone="Eastern")
    saved = await ada.settings()
    assert saved is not None
    assert saved.settings.preferences.zone == "America/New_York"
    assert saved.settings.zone_chosen
    await ada.reply("/remind off")
    assert "on its way" in said(await ada.reply("/remind on"))


async def test_the_zone_of_the_server_is_suggested(ada: Reminded) -> None:
    admin = replace(ada, name="admin", server=Server("s1", administrator=True))
    await admin.reply("/setup default_zone:chicago")
    ada.server = Server("s1")
    await ada.reply(LINE)
    form = await ada.form("/remind on")
    assert [asking.current for asking in form.asked] == ["America/Chicago"]


async def test_without_a_zone_nothing_is_turned_on(ada: Reminded) -> None:
    await ada.reply(LINE)
    form = await ada.form("/remind on")
    for typed in ("", "unknown", "IST"):
        outcome = await ada.fills(form, zone=typed)
        assert not isinstance(outcome, Reply), typed
    assert await ada.settings() is None


async def test_on_slack_the_zone_is_read_and_the_workspace_writes(desk: Desk) -> None:
    ada = Reminded(desk, door="slack", zone="Asia/Karachi", server=Server("T7"))
    await ada.reply(LINE)
    assert "on its way" in said(await ada.reply("/remind on"))
    saved = await ada.settings()
    assert saved is not None
    assert saved.settings.preferences.zone == "Asia/Karachi"
    assert not saved.settings.zone_chosen
    async with desk.store.reading() as tx:
        to = await read_destination(tx, saved.settings.account_id)
    assert to is not None
    assert (to.door, to.workspace, to.platform_id) == ("slack", "T7", "ada")


async def test_who_moves_on_slack_is_reminded_at_the_hours_there(desk: Desk) -> None:
    ada = Reminded(desk, door="slack", zone="Asia/Karachi", server=Server("T7"))
    await ada.reply(LINE)
    await ada.reply("/remind on")
    ada.zone = "America/Chicago"
    await ada.reply("/timeline")
    assert {one.occurrence.zone for one in await ada.planned()} == {"America/Chicago"}
    await ada.reply("/remind zone:Europe/London")
    await ada.reply("/timeline")
    assert {one.occurrence.zone for one in await ada.planned()} == {"Europe/London"}


async def test_a_terminal_says_that_it_sends_nothing(person: Person) -> None:
    for line in ("/remind", "/remind on", "/remind on zone:UTC"):
        assert "no direct messages" in said(await person.reply(line))


async def test_opting_in_sends_a_welcome_with_what_will_come(ada: Reminded) -> None:
    reply = await ada.opts_in()
    assert "press Try again" in said(reply)
    (welcome,) = await ada.receives(START + timedelta(minutes=1))
    assert "What comes next" in said(welcome)
    assert await ada.settings() is not None


async def test_opting_in_says_at_which_hour_in_which_zone_and_how_to_change_it(
    ada: Reminded,
) -> None:
    hours = (
        "I write at 08:00, US Eastern time, and never between 22:00 and 07:00, your quiet hours."
    )
    reply = await ada.opts_in("EST")
    assert f"{hours} If that is not your clock, press Change hour, zone or kinds." in said(reply)
    (welcome,) = await ada.receives(START + timedelta(minutes=1))
    assert f"{hours} Change or stop reminders leads to" in said(welcome)


async def test_an_own_date_that_is_near_is_reminded_of_at_once_or_it_is_said_that_none_can_come(
    ada: Reminded,
) -> None:
    await ada.opts_in()
    await ada.receives(START + timedelta(minutes=1))
    echo = await ada.reply("/timeline add what:Call when:tomorrow 8am")
    assert "No reminder can come" not in said(replied(await ada.presses(echo, "Keep")))
    got = await ada.receives(ada.now + timedelta(minutes=2))
    assert [plain(one.title) for one in got] == ["Tomorrow: Call"]
    ada.now += timedelta(hours=18)
    echo = await ada.reply("/timeline add what:Early when:today 6:30am")
    assert "No reminder can come before it" in said(replied(await ada.presses(echo, "Keep")))
    await ada.reply("/remind off")
    echo = await ada.reply("/timeline add what:Quiet when:today 6:40am")
    assert "No reminder can come" not in said(replied(await ada.presses(echo, "Keep")))


async def test_pressed_twice_it_is_one_welcome(ada: Reminded) -> None:
    await ada.opts_in()
    await ada.reply("/remind on")
    await ada.reply("/remind again")
    kinds = [one.kind for one in await ada.messages()]
    assert kinds.count(CarriedKind.WELCOME) == 1
    await ada.receives(START + timedelta(minutes=1))
    assert "on already" in said(await ada.reply("/remind on"))
    assert [one.kind for one in await ada.messages()].count(CarriedKind.WELCOME) == 1


async def test_it_shows_what_comes_next_and_changes_nothing(ada: Reminded) -> None:
    await ada.opts_in()
    before = await ada.settings()
    reply = await ada.reply("/remind")
    assert "I write on" in said(reply)
    assert reply.data["state"] == "on"
    assert await ada.settings() == before


async def test_hour_quiet_hours_digest_and_kinds_can_be_chosen(ada: Reminded) -> None:
    await ada.opts_in()
    await ada.reply(
        '/remind hour:"7:30 pm" quiet:21:00-06:30 digest:wednesday kinds:irreversible,own'
    )
    saved = await ada.settings()
    assert saved is not None
    chosen = saved.settings.preferences
    assert (chosen.hour, chosen.quiet_from, chosen.quiet_to) == (
        time(19, 30),
        time(21),
        time(6, 30),
    )
    assert chosen.digest_day == 2
    assert chosen.muted == {Ladder.PERSON, Ladder.PREPARATION}
    assert {one.occurrence.wall.time() for one in await ada.planned()} == {time(19, 30)}


async def test_the_form_comes_filled_in_and_sent_back_changes_nothing(ada: Reminded) -> None:
    await ada.opts_in()
    before = await ada.settings()
    form = await ada.form("/remind show:settings")
    assert len(form.asked) == 5
    reply = replied(await ada.fills(form))
    assert "so already" in said(reply)
    assert await ada.settings() == before


@pytest.mark.parametrize(
    "line",
    [
        "/remind hour:25:00",
        "/remind hour:noonish",
        "/remind quiet:21:00",
        "/remind quiet:07:00-06:00",
        "/remind digest:someday",
        '/remind pause until:"last week"',
    ],
)
async def test_what_cannot_be_taken_is_refused_and_changes_nothing(
    ada: Reminded, line: str
) -> None:
    await ada.opts_in()
    before = await ada.settings()
    refused = await ada.refused(line)
    assert refused.refusals[0].accepted
    assert await ada.settings() == before


async def test_a_pause_ends_by_itself(ada: Reminded) -> None:
    await ada.opts_in()
    reply = await ada.reply('/remind pause until:"1 February 2027"')
    assert "Monday 1 February 2027, 00:00" in said(reply)
    assert all(one.occurrence.wall.isoformat() >= "2027-02-01" for one in await ada.planned())
    saved = await ada.settings()
    assert saved is not None
    assert saved.settings.state is ReminderState.PAUSED


async def test_a_pause_without_an_end_lasts_until_the_person_goes_on(ada: Reminded) -> None:
    await ada.opts_in()
    planned = len(await ada.planned())
    await ada.reply("/remind pause")
    assert await ada.planned() == ()
    reply = await ada.reply("/remind")
    await ada.presses(reply, "Go on")
    assert len(await ada.planned()) == planned


async def test_off_means_that_nothing_waits_and_what_was_chosen_is_kept(ada: Reminded) -> None:
    await ada.opts_in()
    await ada.reply("/remind hour:06:45 quiet:23:00-06:00")
    await ada.reply("/remind off")
    waiting = [one for one in await ada.messages() if one.state is DeliveryState.WAITING]
    assert waiting == []
    await ada.reply("/remind on")
    saved = await ada.settings()
    assert saved is not None
    assert saved.settings.preferences.hour == time(6, 45)


async def test_a_changed_profile_moves_what_is_to_come(ada: Reminded) -> None:
    await ada.opts_in()
    before = {one.occurrence.milestone_key for one in await ada.planned()}
    await ada.reply("/profile season_stage:2027_applied")
    after = {one.occurrence.milestone_key for one in await ada.planned()}
    assert before
    assert after
    assert not before & after


async def test_deleting_everything_leaves_no_reminder(ada: Reminded) -> None:
    await ada.opts_in()
    await ada.reply("/privacy delete confirm:yes")
    async with ada.desk.store.reading() as tx:
        assert (await tx.execute(deliveries.select())).all() == []
    assert "Nothing comes unless you ask" in said(await ada.reply("/remind"))


async def unreachable(ada: Reminded) -> None:
    saved = await ada.settings()
    assert saved is not None
    async with ada.desk.store.writing() as tx:
        account = saved.settings.account_id
        await note_unreachable(tx, account, reason="closed", now=ada.now)
        await tx.execute(deliveries.update().values(state="unreachable"))


async def test_who_could_not_be_reached_is_told_once_by_the_next_answer(ada: Reminded) -> None:
    await ada.opts_in()
    await unreachable(ada)
    told = await ada.reply("/timeline")
    assert said(told).count("could not reach you by direct message") == 1
    assert "could not reach" not in said(await ada.reply("/timeline"))
    assert "could not reach" in said(await ada.reply("/remind"))


async def test_nobody_else_is_told_and_no_form_uses_it_up(ada: Reminded) -> None:
    await ada.opts_in()
    other = replace(ada, name="ben")
    await other.opts_in()
    await unreachable(ada)
    assert "could not reach" not in said(await other.reply("/timeline"))
    await ada.form("/assess")
    assert "could not reach" in said(await ada.reply("/help"))


async def test_words_of_distress_are_answered_with_people_alone(ada: Reminded) -> None:
    await ada.opts_in()
    await unreachable(ada)
    offer = await ada.reply("I want to kill myself")
    assert offer.urgent
    assert "could not reach" not in said(offer)
    assert "could not reach" in said(await ada.reply("/timeline"))


async def test_try_again_writes_once_more_and_sends_what_was_missed(ada: Reminded) -> None:
    await ada.opts_in()
    await ada.receives(START + timedelta(minutes=1))
    await unreachable(ada)
    missed = (await ada.planned())[0].occurrence
    ada.now = missed.due + timedelta(hours=3)
    told = await ada.reply("/help")
    on = replied(await ada.presses(told, "Try again"))
    assert "on its way" in said(on)
    due = [one for one in await ada.messages() if one.state is DeliveryState.WAITING]
    assert due[0].due_at <= ada.now
    assert CarriedKind.WELCOME in [one.kind for one in due]
    assert "could not reach" not in said(await ada.reply("/remind"))


async def test_every_button_can_be_carried_by_a_platform(ada: Reminded) -> None:
    for reply in (await ada.opts_in(), await ada.reply("/remind")):
        for button in buttons(reply):
            assert write_identifier(button.command, button.arguments, owner="1" * 20)
