"""Bad days on Slack: late, refused, cut off or full, each with words that a person understands."""

import asyncio
import logging
from pathlib import Path

import pytest

from bot.slack import answering
from core.commands.visit import Library
from tests.platforms.slack_bot import running_slack
from tests.platforms.slack_scene import (
    ANSWERS,
    Gate,
    Scene,
    breaking,
    slack_scene,
)
from tests.platforms.slack_server import SlackServer
from tests.platforms.slack_server.messages import Message

HALF_AN_HOUR = 1801


def faults(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The references in the log, each once."""
    found = [one for one in caplog.records if one.levelno >= logging.ERROR]
    return [one.getMessage().split()[1] for one in found]


@pytest.fixture
def gate() -> Gate:
    return Gate()


async def test_a_form_that_is_ready_after_three_seconds_is_one_press_away(
    local_slack: SlackServer, tmp_path: Path, shelf: Library, gate: Gate
) -> None:
    at = gate.before("assess")
    async with slack_scene(local_slack, tmp_path / "a.db", shelf, at=at) as scene:
        asked = await local_slack.command(
            scene.ada, "/readingroom", "assess", channel=scene.channel
        )
        await gate.reached.wait()
        local_slack.clock.advance(4)
        gate.opened.set()
        offered = await asked.message()
        assert offered.ephemeral
        assert scene.ada.modal is None
        opened = await scene.presses(offered, "Open the form")
        form = await opened.modal()
        assert "You and your season" in form.words
        await scene.sends(form)
        assert "Your 219 is a pass" in scene.told()[-1]


@pytest.mark.parametrize(
    "trouble", ["expired_trigger_id", "exchanged_trigger_id", "trigger_expired"]
)
async def test_a_form_that_slack_does_not_open_any_more_is_offered(
    scene: Scene, trouble: str, caplog: pytest.LogCaptureFixture
) -> None:
    scene.server.fail("views.open", trouble)
    offered = await (await scene.types("assess")).message()
    assert "Open the form" in offered.pressable
    assert not [one for one in caplog.records if one.levelno >= logging.WARNING]


async def test_a_form_that_may_not_have_opened_because_the_line_was_cut_is_offered(
    scene: Scene,
) -> None:
    scene.server.reset("views.open")
    offered = await (await scene.types("assess")).message()
    assert "Open the form" in offered.pressable
    scene.server.fail("views.open", status=503)
    offered = await (await scene.types("assess")).message()
    assert "Open the form" in offered.pressable


async def test_an_answer_after_half_an_hour_is_still_for_the_askers_eyes_alone(
    local_slack: SlackServer, tmp_path: Path, shelf: Library, gate: Gate
) -> None:
    async with slack_scene(local_slack, tmp_path / "a.db", shelf, at=gate.before("about")) as scene:
        scene.channel.members.append(scene.team.bot)
        await local_slack.command(scene.ada, "/readingroom", "about", channel=scene.channel)
        await gate.reached.wait()
        local_slack.clock.advance(HALF_AN_HOUR)
        gate.opened.set()
        await scene.finished()
        assert scene.ada.ephemerals[-1].channel is scene.channel
        assert "About Reading Room" in scene.ada.ephemerals[-1].words
        assert not scene.channel.messages
        assert not scene.direct.messages


@pytest.mark.parametrize(
    "refusal", ["", "channel_not_found", "not_in_channel", "user_not_in_channel"]
)
async def test_an_answer_that_cannot_be_in_the_channel_either_is_in_the_direct_message(
    scene: Scene, refusal: str
) -> None:
    """Without a fault it is the channel itself, which the bot is not in."""
    scene.server.fail("response_url", "used_url")
    if refusal:
        scene.server.fail("chat.postEphemeral", refusal)
    await scene.types("about")
    assert not scene.ada.ephemerals
    assert "About Reading Room" in scene.direct.visible()[-1].words
    assert not scene.channel.messages


async def test_an_address_that_is_refused_is_gone_round_and_the_answer_is_there_once(
    scene: Scene,
) -> None:
    scene.channel.members.append(scene.team.bot)
    scene.server.fail("response_url", status=403)
    await scene.types("about")
    (said,) = scene.told()
    assert "About Reading Room" in said


@pytest.mark.parametrize(
    ("error", "says"),
    [
        ("messages_tab_disabled", "Messages tab is switched off"),
        ("cannot_dm_user", "does not let me write to you directly"),
        ("user_disabled", "does not let me write to you directly"),
        ("user_not_visible", "not in your own workspace"),
        ("account_inactive", "no longer connected"),
        ("token_revoked", "no longer connected"),
        ("invalid_auth", "the people who run it can see why"),
    ],
)
async def test_why_the_direct_message_is_closed_is_said_where_it_was_asked(
    scene: Scene, error: str, says: str
) -> None:
    picture = await evidence(scene)
    scene.server.fail("conversations.open", error)
    said = await (await scene.presses(picture, "Open in direct message")).message()
    assert said.ephemeral
    assert says in said.words
    assert error not in said.words


async def evidence(scene: Scene) -> Message:
    """An answer with a picture, in the channel."""
    return await (await scene.presses(await scene.reads(), "Evidence")).message()


async def test_a_refusal_that_nobody_foresaw_says_that_it_was_done_and_carries_its_reference(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    opened = await scene.opens(channel=scene.direct)
    scene.server.fail("chat.postMessage", "marmalade_spilt")
    await scene.sends(opened)
    (said,) = scene.told()
    assert "was done, but its answer could not be shown" in said
    (reference,) = faults(caplog)
    assert reference in said
    assert (await scene.saved())["step2_ck"] == 219


async def test_a_failure_of_ours_shows_its_reference_keeps_nothing_and_the_log_has_the_same(
    local_slack: SlackServer,
    tmp_path: Path,
    shelf: Library,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with slack_scene(local_slack, tmp_path / "a.db", shelf, at=breaking("assess")) as scene:
        said = await scene.asks("assess step2_ck:219")
        assert await scene.saved() == {}
    assert "Something broke on our side" in said
    assert "/assess step2_ck:219" in said
    (reference,) = faults(caplog)
    assert reference in said
    assert "marmalade" not in caplog.text + said
    assert "219" not in caplog.text


@pytest.mark.parametrize(
    "typed", ["assess step2_ck:219 step2_ck:230", 'assess applicant:us_img nme:"abc', "asses 1"]
)
async def test_a_line_that_cannot_be_read_is_handed_back_as_it_was_typed(
    scene: Scene, typed: str
) -> None:
    await scene.types(typed)
    (said,) = scene.told()
    assert f"What you sent, to copy: /readingroom {typed}" in said


async def test_no_direct_message_is_opened_to_find_out_where_somebody_is(scene: Scene) -> None:
    elsewhere = scene.server.channel("a talk with Ben", scene.team, scene.ada, bot=False)
    elsewhere.id = "D0BEN"
    await scene.types("about", channel=elsewhere)
    for asked in scene.server.matching("conversations.open"):
        assert asked.args["prevent_creation"] in (True, "true", "1")


async def test_a_slow_answer_is_announced_first(
    local_slack: SlackServer,
    tmp_path: Path,
    shelf: Library,
    gate: Gate,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(answering, "MOMENT_AFTER", 0.01)
    async with slack_scene(local_slack, tmp_path / "a.db", shelf, at=gate.before("about")) as scene:
        asked = await local_slack.command(scene.ada, "/readingroom", "about", channel=scene.channel)
        assert asked.in_time
        assert "One moment" in (await asked.message()).words
        gate.opened.set()
        moment, answer = await asked.messages(2)
        assert moment.ephemeral
        assert "About Reading Room" in answer.words


async def test_a_slow_answer_whose_announcement_breaks_arrives_all_the_same(
    local_slack: SlackServer,
    tmp_path: Path,
    shelf: Library,
    gate: Gate,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(answering, "MOMENT_AFTER", 0.01)
    async with slack_scene(local_slack, tmp_path / "a.db", shelf, at=gate.before("about")) as scene:
        cut = local_slack.reset("response_url")
        await local_slack.command(scene.ada, "/readingroom", "about", channel=scene.channel)
        await cut.caught()
        gate.opened.set()
        await scene.finished()
        assert "About Reading Room" in scene.told()[-1]


async def test_two_buttons_pressed_at_once_are_both_answered(scene: Scene) -> None:
    message = await scene.reads()
    pressed = [
        await scene.server.press(scene.ada, message, message.pressable[label], wait=False)
        for label in ("Evidence", "Application plan", "Sources")
    ]
    shown = await asyncio.gather(*(one.message() for one in pressed))
    assert len({one.words for one in shown}) == 3


async def test_somebody_elses_button_is_refused_kindly_and_does_nothing(scene: Scene) -> None:
    message = await scene.reads()
    ben = scene.server.user("Ben", scene.team)
    scene.channel.join(ben)
    helped = await (await scene.types("help", user=ben)).message()
    theirs = f"1:privacy:what=delete&confirm=yes&@={scene.ada.id}"
    assert theirs.rpartition("@=")[2] in str(message.blocks)
    name = next(iter(helped.pressable.values()))
    pressed = await scene.server.press(ben, helped, name, value=theirs)
    said = await pressed.message()
    assert said.ephemeral
    assert "somebody else" in said.words.lower()
    assert (await scene.saved())["step2_ck"] == 219


@pytest.mark.parametrize(
    ("identifier", "says"),
    [
        ("2:topic:name=plan", "earlier version"),
        ("1:topic:name", "earlier version"),
        ("0:gone:", "earlier version"),
        ("no identifier of ours", "earlier version"),
        ("1:topic:name=nothing", "accepted is one of"),
        ("1:nothing:", "/assess"),
        ("1:whatif:step2_ck=9999", "9999 was given"),
        ("1:setup:", "manage this workspace"),
    ],
)
async def test_a_stale_unknown_or_forged_identifier_gets_a_private_answer(
    scene: Scene, identifier: str, says: str
) -> None:
    message = await scene.reads()
    name = message.pressable["Evidence"]
    act = await scene.server.press(scene.ada, message, name, value=identifier)
    said = await act.message()
    assert said.ephemeral
    assert says in said.words
    assert "broke" not in said.words


async def test_buttons_and_forms_from_before_a_restart_work_after_it(
    local_slack: SlackServer, tmp_path: Path, shelf: Library
) -> None:
    async with slack_scene(local_slack, tmp_path / "a.db", shelf) as scene:
        message = await scene.reads()
        form = await scene.opens()
    async with running_slack(local_slack, tmp_path / "a.db", shelf, team=scene.team) as running:
        later = Scene(running, scene.team, scene.ada, scene.channel)
        await later.sends(form, {**ANSWERS, "step2_ck": "231"})
        assert "Your 231 is a pass" in later.told()[-1]
        pressed = await later.presses(message, "Evidence")
        assert "231" in (await pressed.message()).words
