"""Forms on Slack: refused, paged, old, forged, from App Home; nothing typed is lost."""

import asyncio
import json
import logging
from pathlib import Path

import pytest

from core.commands.visit import Library
from core.dialogue.identifier import write_identifier
from tests.contract.slack_seen import entered
from tests.platforms.slack_scene import ANSWERS, Scene, breaking, from_home, slack_scene, top
from tests.platforms.slack_server import SlackServer
from tests.platforms.slack_server.views import View

CRISIS = "I want to kill myself"
NEXT = "Save and go to the next page"
HALF_AN_HOUR = 1801


async def test_refused_fields_are_said_beside_them_and_the_rest_stays(scene: Scene) -> None:
    form = await scene.opens()
    sent = await scene.sends(form, {**ANSWERS, "step2_ck": "9999"})
    assert sent.ack["response_action"] == "errors"
    assert set(form.errors) == {"step2_ck"}
    assert "9999 was given" in form.errors["step2_ck"]
    assert top(scene) is form
    assert not scene.told()
    assert await scene.saved() == {}
    await scene.sends(form, {"step2_ck": "219"})
    assert not scene.ada.modals
    assert "Your 219 is a pass" in scene.told()[-1]


async def test_a_refusal_that_is_about_no_field_is_said_over_the_form_which_stays(
    scene: Scene,
) -> None:
    scene.server.user("Ben", scene.team)
    form = await scene.opens()
    metadata = json.loads(form.body["private_metadata"])
    metadata["i"] = write_identifier("assess", {"nothing": "x"}, owner=scene.ada.id)
    form.body["private_metadata"] = json.dumps(metadata)
    await scene.sends(form)
    assert "look at this again" in top(scene).title + top(scene).words
    await scene.server.close(scene.ada, top(scene))
    assert top(scene) is form
    assert form.entered["step2_ck", "step2_ck"]["value"] == "219"


async def test_a_failure_of_ours_stands_over_the_form_with_its_reference(
    local_slack: SlackServer, tmp_path: Path, shelf: Library, caplog: pytest.LogCaptureFixture
) -> None:
    async with slack_scene(local_slack, tmp_path / "a.db", shelf, at=breaking("assess")) as scene:
        form = await scene.opens()
        await scene.sends(form)
        assert "Something broke on our side" in top(scene).words
        (logged,) = [one for one in caplog.records if one.levelno >= logging.ERROR]
        assert logged.getMessage().split()[1] in top(scene).words
        await scene.server.close(scene.ada, top(scene))
        assert top(scene) is form
        assert await scene.saved() == {}


async def test_each_page_is_saved_and_leads_to_the_next(scene: Scene) -> None:
    await scene.reads()
    form = await scene.opens("profile page:letters")
    scene.server.clock.advance(20)
    await pressed_next(scene, form, letters_radiology="2")
    assert top(scene) is form
    assert "Rotations" in form.title
    await pressed_next(scene, form, radiology_rotations_done="3")
    assert "Research" in form.title
    saved = await scene.saved()
    assert (saved["letters_radiology"], saved["radiology_rotations_done"]) == (2, 3)
    await scene.sends(form, {"research_papers": "1"})
    assert not scene.ada.modals
    assert (await scene.saved())["research_papers"] == 1
    assert "Your profile" in scene.told()[-1]


async def pressed_next(scene: Scene, form: View, **answers: str) -> None:
    await scene.server.press_in_view(
        scene.ada, form, form.pressable[NEXT], values=entered(form, answers)
    )
    await scene.finished()


async def test_a_page_that_is_refused_stays_beneath_the_refusal(scene: Scene) -> None:
    form = await scene.opens()
    await pressed_next(scene, form, step2_ck="9999")
    assert top(scene) is not form
    assert "9999 was given" in top(scene).words
    await scene.server.close(scene.ada, top(scene))
    assert top(scene) is form
    assert form.entered["step2_ck", "step2_ck"]["value"] == "9999"


async def test_a_page_whose_refusal_comes_too_late_for_a_modal_is_refused_where_it_was_asked(
    scene: Scene,
) -> None:
    form = await scene.opens()
    before = len(scene.told())
    scene.server.fail("views.push", "expired_trigger_id")
    await pressed_next(scene, form, step2_ck="9999")
    (said,) = scene.told()[before:]
    assert "9999 was given" in said
    assert top(scene) is form


@pytest.mark.parametrize("by", ["sending", "next"])
async def test_words_of_distress_in_a_form_bring_people_first_and_are_not_kept(
    scene: Scene, by: str, caplog: pytest.LogCaptureFixture
) -> None:
    form = await scene.opens()
    if by == "sending":
        await scene.sends(form, {**ANSWERS, "step2_ck": CRISIS})
        said = scene.told()[-1]
    else:
        await pressed_next(scene, form, step2_ck=CRISIS)
        said = top(scene).words
    assert "People who listen, right now" in said
    assert "988" in said
    assert "kill" not in said + caplog.text
    assert await scene.saved() == {}


async def test_a_form_from_app_home_is_answered_in_its_modal_and_the_page_is_published(
    scene: Scene,
) -> None:
    form = await from_home(scene)
    scene.running.pauses.end()
    await scene.sends(form)
    assert top(scene) is form
    assert "Your 219 is a pass" in form.words
    assert not scene.told()
    await scene.server.saw("views.publish", 2)
    assert scene.ada.home is not None
    assert "219" in scene.ada.home.words


async def test_a_refusal_in_a_form_from_app_home_is_beside_its_field(scene: Scene) -> None:
    form = await from_home(scene)
    await scene.sends(form, {**ANSWERS, "step2_ck": "9999"})
    assert "9999" in form.errors["step2_ck"]


async def test_a_form_whose_address_has_died_is_answered_in_the_direct_message(
    scene: Scene,
) -> None:
    form = await scene.opens()
    scene.server.clock.advance(HALF_AN_HOUR)
    await scene.sends(form)
    assert not scene.ada.ephemerals
    assert "Your 219 is a pass" in scene.direct.visible()[0].words
    assert not scene.channel.messages


async def test_an_answer_in_a_view_that_was_closed_is_in_the_direct_message(scene: Scene) -> None:
    await scene.reads()
    await scene.server.open_home(scene.ada)
    await scene.server.until(lambda: scene.ada.home)
    assert scene.ada.home is not None
    scene.server.fail("views.open", "expired_trigger_id")
    await scene.presses(scene.ada.home, "My answers")
    assert "219" in scene.direct.visible()[-1].words
    await scene.presses(scene.ada.home, "Privacy")
    shown = top(scene)
    scene.server.fail("views.update", "not_found")
    await scene.presses(shown, next(iter(shown.pressable)))
    assert len(scene.direct.visible()) > 1


async def test_two_forms_sent_at_once_lose_neither(scene: Scene) -> None:
    await scene.reads()
    forms = []
    for page, answers in (
        ("letters", {"letters_radiology": "2"}),
        ("rotations", {"radiology_rotations_done": "3"}),
    ):
        form = await scene.opens(f"profile page:{page}")
        scene.ada.modals.clear()
        forms.append((form, entered(form, answers)))
    sent = []
    for form, values in forms:
        scene.ada.modals[:] = [form]
        form.closed = False
        sent.append(await scene.server.submit(scene.ada, form, values, wait=False))
    await asyncio.gather(*(one.answered() for one in sent))
    await scene.finished()
    saved = await scene.saved()
    assert (saved["letters_radiology"], saved["radiology_rotations_done"]) == (2, 3)


@pytest.mark.parametrize("identifier", ["0:assess:page=start", "0:fix:draft=x&of=assess", "?"])
async def test_a_form_from_an_earlier_version_loses_nothing_of_what_was_typed(
    scene: Scene, identifier: str
) -> None:
    form = await scene.opens()
    held = json.loads(form.body["private_metadata"])
    form.body["private_metadata"] = json.dumps({**held, "i": identifier})
    await scene.sends(form)
    assert "Your 219 is a pass" in scene.told()[-1]


@pytest.mark.parametrize("metadata", ["", "{", "[]", '{"i": 5, "r": [], "c": {}}', "x" * 3000])
async def test_a_form_whose_unseen_part_is_unreadable_is_answered_directly(
    scene: Scene, metadata: str
) -> None:
    form = await scene.opens()
    form.body["private_metadata"] = metadata
    await scene.sends(form)
    assert "Your 219 is a pass" in scene.direct.visible()[0].words


async def test_somebody_elses_form_is_refused_kindly_and_saves_nothing(scene: Scene) -> None:
    form = await scene.opens()
    held = json.loads(form.body["private_metadata"])
    theirs = write_identifier("assess", {}, owner="U0SOMEBODY")
    form.body["private_metadata"] = json.dumps({**held, "i": theirs})
    await scene.sends(form)
    assert "somebody else" in " ".join(scene.told()).lower()
    assert await scene.saved() == {}


@pytest.mark.parametrize(
    ("line", "name", "typed", "offered", "kept"),
    [
        ("profile page:practical", "country", "irel", "Ireland", "IE"),
        ("setup", "default_zone", "chica", "America/Chicago", "America/Chicago"),
    ],
)
async def test_countries_and_zones_are_suggested_while_somebody_types(
    scene: Scene, line: str, name: str, typed: str, offered: str, kept: str
) -> None:
    scene.ada.admin = True
    await scene.reads()
    form = await scene.opens(line)
    act = await scene.server.suggest(scene.ada, form, name, typed)
    assert offered in [one["text"]["text"] for one in act.options]
    value = act.options[0]["value"]
    await scene.sends(form, {name: value})
    assert not form.errors
    assert kept in f"{await scene.saved()} {scene.told()[-1]}"
    nothing = await scene.server.suggest(scene.ada, await scene.opens(line), name, "zzzzzz")
    assert nothing.options == []


async def test_a_form_whose_answer_cannot_be_drawn_is_told_in_its_modal(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = await from_home(scene)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("bot.slack.showing.lay_out", broken)
    await scene.sends(form)
    over = scene.ada.modal
    assert over is not None
    assert "was done" in over.words
    assert (await scene.saved())["step2_ck"] == 219


async def test_the_modal_says_where_the_answer_is_that_has_no_room_in_it(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.showing.Showing.view_of", lambda *_, **__: None)
    form = await from_home(scene)
    await scene.sends(form)
    assert "It is in our direct message" in form.words
    assert "Your 219 is a pass" in scene.direct.visible()[0].words


async def test_a_form_opened_in_the_direct_message_is_answered_there(scene: Scene) -> None:
    form = await scene.opens(channel=scene.direct)
    await scene.sends(form)
    assert "Your 219 is a pass" in scene.direct.visible()[0].words
    assert not scene.ada.ephemerals
