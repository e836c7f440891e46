"""What holds on Discord alone: who sees an answer, restarts, other people's buttons, servers."""

import pytest

from tests.contract.local_discord import LocalDoor
from tests.contract.people import ADA, answers_of, saved, tells
from tests.contract.simulated_discord import SimulatedDoor
from tests.contract.visitor import Door, NotOffered

ServerDoor = SimulatedDoor | LocalDoor


async def test_answers_are_ephemeral_in_a_server_and_plain_in_the_direct_message(
    discord_door: ServerDoor,
) -> None:
    ada = await discord_door.visitor("Ada")
    seen = [await ada.fills(await ada.types("assess"), **ADA)]
    seen += [await ada.types(name) for name in ("profile", "privacy", "help", "about")]
    seen += [await ada.presses(seen[0], "Evidence"), await ada.types("topic", name="letters")]
    seen += [await ada.types("assess", step2_ck="2190")]
    assert {one.ephemeral for one in seen} == {discord_door.in_server}
    assert all(one.private for one in seen)
    assert not (await ada.writes("hello")).ephemeral


async def test_every_button_menu_and_form_from_before_a_restart_still_works(
    discord_door: Door,
) -> None:
    ada = await discord_door.visitor("Ada")
    reading = await tells(ada, discord_door, answers_of("Model 3", discord_door))
    sources = await ada.types("topic", name="sources")
    form = await ada.types("assess")
    refused = await ada.types("assess", step2_ck="2190")
    question = await ada.presses(await ada.types("privacy"), "Delete everything")
    await discord_door.restart()
    assert "Step 2 CK" in (await ada.presses(reading, "Evidence")).text
    assert (await ada.presses(reading, "Letters")).text
    assert sources.labels[0].startswith("Continue (2 of")
    assert "2 of" in (await ada.presses(sources, sources.labels[0])).text
    again = await ada.mends(refused)
    assert again.opened.filled["step2_ck"] == "2190"
    assert "Your 240" in (await ada.fills(again, step2_ck="240")).text
    assert "Your 241" in (await ada.fills(form, step2_ck="241")).text
    assert (await saved(discord_door, ada))["step2_ck"] == 241
    assert "Nothing about you is stored" in (await ada.presses(question, "Delete everything")).text
    assert await saved(discord_door, ada) == {}


async def test_somebody_elses_buttons_are_refused_kindly_and_change_nothing(
    server_door: ServerDoor,
) -> None:
    ada, ben = await server_door.visitor("Ada"), await server_door.visitor("Ben")
    reading = await tells(ada, server_door, ADA)
    question = await ada.presses(await ada.types("privacy"), "Delete everything")
    refused = await ada.types("assess", step2_ck="2190")
    for theirs, label in (
        (reading, "Evidence"),
        (reading, "My answers"),
        (question, "Delete everything"),
        (refused, "Fix this"),
    ):
        told = await ben.forges(theirs, label)
        assert told.ephemeral
        assert "belongs to somebody else's answer" in told.text
        assert "219" not in told.text
    assert (await saved(server_door, ada))["step2_ck"] == 219
    assert await saved(server_door, ben) == {}


async def test_somebody_elses_form_is_refused_kindly_and_saved_for_nobody(
    server_door: ServerDoor,
) -> None:
    ada, ben = await server_door.visitor("Ada"), await server_door.visitor("Ben")
    await tells(ada, server_door, ADA)
    told = await ben.forges_form(await ada.types("assess"), step2_ck="251")
    assert told.ephemeral
    assert "belongs to somebody else's answer" in told.text
    assert (await saved(server_door, ada))["step2_ck"] == 219
    assert await saved(server_door, ben) == {}


SETTINGS = ["default_zone", "default_season", "leaders", "checklist_channels"]


async def test_an_administrator_chooses_settings_that_the_next_one_sees(
    server_door: ServerDoor,
) -> None:
    ada = await server_door.visitor("Ada", administrator=True)
    leaders, channel = server_door.role("Leaders"), server_door.text_channel("checklists")
    form = await ada.types("setup")
    assert form.opened.title.startswith("Settings of this server")
    assert form.opened.filled == dict.fromkeys(SETTINGS, "")
    chosen = {
        "default_zone": "America/Chicago",
        "default_season": "2028",
        "leaders": leaders,
        "checklist_channels": channel,
    }
    saved_now = await ada.fills(form, **chosen)
    assert saved_now.ephemeral
    assert "Saved." in saved_now.text
    ben = await server_door.visitor("Ben", administrator=True)
    shown = await ben.types("setup", show="yes")
    for said in ("America/Chicago", "July 2028", f"@&{leaders}", f"#{channel}", f"@{ada.user_id}"):
        assert said in shown.text
    again = await ben.presses(shown, "Change the settings")
    assert again.opened.filled == chosen
    changed = await ben.fills(again, default_zone="Asia/Kolkata")
    assert "from America/Chicago to Asia/Kolkata" in changed.text
    assert f"@&{leaders}" in changed.text
    refused = await ben.types("setup", default_zone="Mars")
    assert "default_zone" in refused.text
    mended = await ben.mends(refused)
    assert mended.opened.filled["default_zone"] == "Mars"
    assert "Saved." in (await ben.fills(mended, default_zone="UTC")).text


async def test_settings_are_refused_to_everybody_else_in_code_as_well(
    server_door: ServerDoor,
) -> None:
    ada = await server_door.visitor("Ada", administrator=True)
    shown = await ada.fills(await ada.types("setup"), default_zone="America/Chicago")
    ben = await server_door.visitor("Ben")
    for options in ({}, {"show": "yes"}, {"default_zone": "UTC"}):
        with pytest.raises(NotOffered):
            await ben.types("setup", **options)
        told = await ben.forges_command("setup", **options)
        assert told.ephemeral
        assert "people who may manage this server" in told.text
        assert "Chicago" not in told.text
    assert "somebody else's answer" in (await ben.forges(shown, "Change the settings")).text
    assert "America/Chicago" in (await ada.types("setup", show="yes")).text


async def test_a_leader_proposes_a_date_and_others_see_the_season(
    server_door: ServerDoor,
) -> None:
    lead = await server_door.visitor("Ada", administrator=True)
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
    ben = await server_door.visitor("Ben")
    assert "leaders" in (await ben.types("propose")).text
    assert "Dates of season 2028" in (await ben.types("season", season="2028")).text


async def test_what_nobody_registered_is_not_offered(discord_door: Door) -> None:
    ada = await discord_door.visitor("Ada")
    for name in ("talk", "fix", "nothing"):
        with pytest.raises(NotOffered):
            await ada.types(name)
