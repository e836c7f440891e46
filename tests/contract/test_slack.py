"""What holds on Slack alone: who sees an answer, restarts, other people's buttons, settings."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.commands.visit import Library
from tests.contract.conftest import SLACK, opened
from tests.contract.local_slack import SlackDoor
from tests.contract.people import ADA, answers_of, saved, tells


@pytest.fixture(params=SLACK)
async def slack_door(
    request: pytest.FixtureRequest, shelf: Library, database: Path, tmp_path: Path
) -> AsyncIterator[SlackDoor]:
    """Each way of being on Slack."""
    async with opened(request.param, shelf, database, tmp_path) as there:
        assert isinstance(there, SlackDoor)
        yield there


async def test_answers_are_for_the_asker_alone_in_a_channel_and_stay_in_the_direct_message(
    slack_door: SlackDoor,
) -> None:
    ada = await slack_door.visitor("Ada")
    seen = [await ada.fills(await ada.types("assess"), **ADA)]
    seen += [await ada.types(name) for name in ("profile", "privacy", "help", "about")]
    seen += [await ada.presses(seen[0], "Evidence"), await ada.types("topic", name="letters")]
    seen += [await ada.types("assess", step2_ck="2190")]
    assert {one.ephemeral for one in seen} == {slack_door.in_channel}
    assert all(one.private for one in seen)
    assert not (await ada.writes("hello")).ephemeral


async def test_every_button_menu_and_form_from_before_a_restart_still_works(
    slack_door: SlackDoor,
) -> None:
    ada = await slack_door.visitor("Ada")
    reading = await tells(ada, slack_door, answers_of("Model 3", slack_door))
    refused = await ada.types("assess", step2_ck="2190")
    question = await ada.presses(await ada.types("privacy"), "Delete everything")
    form = await ada.types("assess")
    await slack_door.restart()
    assert "Your 241" in (await ada.fills(form, step2_ck="241")).text
    assert "Step 2 CK" in (await ada.presses(reading, "Evidence")).text
    assert (await ada.presses(reading, "Letters")).text
    again = await ada.mends(refused)
    assert again.opened.filled["step2_ck"] == "2190"
    assert "Your 240" in (await ada.fills(again, step2_ck="240")).text
    assert (await saved(slack_door, ada))["step2_ck"] == 240
    assert "Nothing about you is stored" in (await ada.presses(question, "Delete everything")).text
    assert await saved(slack_door, ada) == {}


async def test_somebody_elses_buttons_are_refused_kindly_and_change_nothing(
    slack_door: SlackDoor,
) -> None:
    ada, ben = await slack_door.visitor("Ada"), await slack_door.visitor("Ben")
    reading = await tells(ada, slack_door, ADA)
    question = await ada.presses(await ada.types("privacy"), "Delete everything")
    refused = await ada.types("assess", step2_ck="2190")
    for theirs, label in (
        (reading, "Evidence"),
        (reading, "My answers"),
        (question, "Delete everything"),
        (refused, "Fix this"),
    ):
        told = await ben.forges(theirs, label)
        assert told.private
        assert "belongs to somebody else's answer" in told.text
        assert "219" not in told.text
    assert (await saved(slack_door, ada))["step2_ck"] == 219
    assert await saved(slack_door, ben) == {}


async def test_an_administrator_names_leaders_and_channels_that_the_next_one_sees(
    slack_door: SlackDoor,
) -> None:
    ada = await slack_door.visitor("Ada", administrator=True)
    leader = await slack_door.visitor("Lea")
    channel = slack_door.server.channel("checklists", slack_door.team, ada.user)
    form = await ada.types("setup")
    assert form.opened.title.startswith("Settings of this workspace")
    assert set(form.opened.filled.values()) == {""}
    chosen = {
        "default_zone": "America/Chicago",
        "default_season": "2028",
        "leaders": leader.user.id,
        "checklist_channels": channel.id,
    }
    assert "Saved." in (await ada.fills(form, **chosen)).text
    ben = await slack_door.visitor("Ben", administrator=True)
    shown = await ben.types("setup", show="yes")
    for said in ("America/Chicago", "July 2028", leader.user.id, channel.id, ada.user.id):
        assert said in shown.text
    again = await ben.presses(shown, "Change the settings")
    assert again.opened.filled == chosen


async def test_a_channel_that_the_bot_is_not_in_is_refused_with_what_to_do(
    slack_door: SlackDoor,
) -> None:
    ada = await slack_door.visitor("Ada", administrator=True)
    silent = slack_door.server.channel("silent", slack_door.team, ada.user, bot=False)
    refused = await ada.fills(await ada.types("setup"), checklist_channels=silent.id)
    assert "invite the bot there" in refused.text
    assert silent.id in refused.text
    shown = await ada.types("setup", show="yes")
    assert silent.id not in shown.text


async def test_a_leader_proposes_a_date_and_others_see_the_season(
    slack_door: SlackDoor,
) -> None:
    lead = await slack_door.visitor("Ada", administrator=True)
    form = await lead.types("propose")
    filled = {
        "for_season": "2027",
        "milestone": "rank_list_deadline",
        "proposed_date": "2027-03-14 02:30",
        "proposed_source": "NRMP https://nrmp.org",
    }
    refused = await lead.fills(form, **filled)
    assert "proposed_date" in refused.text or "When is it?" in refused.text
    mended = await lead.mends(refused)
    assert mended.opened.filled == filled
    told = await lead.fills(mended, proposed_date="2027-03-03 20:00")
    assert told.private
    assert "Until they take it, every date stays as it is" in told.text
    ben = await slack_door.visitor("Ben")
    assert "leaders" in (await ben.types("propose")).text
    assert "Dates of season 2028" in (await ben.types("season", season="2028")).text


async def test_settings_are_refused_to_everybody_else_each_time(slack_door: SlackDoor) -> None:
    ben = await slack_door.visitor("Ben")
    for options in ({}, {"show": "yes"}, {"default_zone": "UTC"}):
        told = await ben.types("setup", **options)
        assert told.private
        assert "people who may manage this workspace" in told.text


async def test_pages_of_a_form_lead_on_to_one_another_and_each_is_saved(
    slack_door: SlackDoor,
) -> None:
    ada = await slack_door.visitor("Ada")
    form = await ada.types("assess")
    first = form.handle
    second = await ada.leads_on(form, **ADA)
    assert second.opened.title.startswith("Your examinations")
    assert (await saved(slack_door, ada))["step2_ck"] == 219
    assert ada.user.modal is not None
    assert ada.user.modal.id == first.id
    third = await ada.leads_on(second, failed_attempts="0")
    assert not third.opened.title.startswith("Your examinations")
    reading = await ada.fills(third)
    assert reading.text.startswith("Reading for season")
    assert (await saved(slack_door, ada))["failed_attempts"] == 0
    assert ada.user.modal is None


async def test_a_refused_page_stays_open_with_the_refusal_over_it(slack_door: SlackDoor) -> None:
    ada = await slack_door.visitor("Ada")
    form = await ada.types("assess")
    over = await ada.leads_on(form, **{**ADA, "step2_ck": "2190"})
    assert "2190 was given" in over.text
    assert await saved(slack_door, ada) == {}
    assert ada.user.modal is not None
    await slack_door.server.close(ada.user, ada.user.modal)
    assert ada.user.modal is form.handle
    assert "Your 219" in (await ada.fills(form, step2_ck="219")).text
