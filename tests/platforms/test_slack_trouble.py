"""Slack without room, and lines to it that are cut: nobody waits in vain, nobody is told wrong."""

import logging

import pytest

from bot.slack.troubles import BROKEN_OFF
from tests.platforms.slack_scene import (
    READ,
    Scene,
    without_waiting,
)

HALF_AN_HOUR = 1801


def faults(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The references in the log, each once."""
    found = [one for one in caplog.records if one.levelno >= logging.ERROR]
    return [one.getMessage().split()[1] for one in found]


@pytest.mark.parametrize(("method", "line"), [("response_url", "about"), ("views.open", "assess")])
async def test_slack_without_room_is_waited_for_as_long_as_it_says(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, method: str, line: str
) -> None:
    waited = without_waiting(monkeypatch)
    scene.server.fail(method, status=429, retry_after=2, times=2)
    asked = await scene.types(line)
    assert [int(one) for one in waited] == [2, 2]
    assert len(asked.shown) == 1


async def test_a_direct_message_without_room_is_waited_for_and_written_once(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited = without_waiting(monkeypatch)
    scene.server.fail("chat.postMessage", status=429, retry_after=30)
    await scene.types("about", channel=scene.direct)
    assert [int(one) for one in waited] == [30]
    assert len(scene.told()) == 1


@pytest.mark.parametrize(
    ("method", "line", "directly", "says"),
    [
        ("views.open", "assess", False, "no more messages"),
        ("chat.postMessage", "about", True, "no more messages"),
        ("response_url", "about", False, "About Reading Room"),
    ],
)
async def test_nobody_waits_for_room_that_comes_too_late_and_nobody_is_left_without_a_word(
    scene: Scene,
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    line: str,
    directly: bool,
    says: str,
) -> None:
    waited = without_waiting(monkeypatch)
    scene.server.fail(method, status=429, retry_after=9 if method == "views.open" else 90)
    await scene.types(line, channel=scene.direct if directly else scene.channel)
    assert not waited
    (said,) = scene.told()
    assert says in said


@pytest.mark.parametrize("cut", ["before", "after", "status"])
async def test_an_answer_in_a_channel_whose_fate_is_unknown_comes_another_way(
    scene: Scene, cut: str
) -> None:
    breaks(scene, "response_url", cut)
    await scene.types("about", channel=scene.channel)
    found = [one for one in scene.told() if "About Reading Room" in one]
    assert len(found) == (1 if cut == "before" else 2)
    assert not scene.channel.messages


@pytest.mark.parametrize("cut", ["before", "after", "status"])
async def test_a_message_whose_fate_is_unknown_is_not_sent_twice_and_the_person_is_told(
    scene: Scene, cut: str, caplog: pytest.LogCaptureFixture
) -> None:
    breaks(scene, "chat.postMessage", cut)
    await scene.types("about", channel=scene.direct)
    found = [one for one in scene.told() if "About Reading Room" in one]
    assert len(found) == (0 if cut == "before" else 1)
    assert len(scene.server.matching("chat.postMessage")) == 1
    assert BROKEN_OFF in scene.told()
    assert len(faults(caplog)) == 1


def breaks(scene: Scene, method: str, cut: str) -> None:
    """Break the next request of a method before or after it took effect."""
    if cut == "status":
        scene.server.fail(method, status=503, acts=True)
    else:
        scene.server.reset(method, acts=cut == "after")


async def test_an_answer_that_hangs_is_given_up_and_not_sent_twice(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.showing.MESSAGE_WITHIN", 0.1)
    scene.server.hang("chat.postMessage")
    await scene.types("about", channel=scene.direct)
    assert len(scene.server.matching("chat.postMessage")) == 1
    assert BROKEN_OFF in scene.told()


async def test_what_was_saved_is_not_called_unchanged_where_its_answer_cannot_be_drawn(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.showing.lay_out", broken)
    await scene.types(f"assess {READ}")
    (said,) = scene.told()
    assert "was done" in said
    assert "nothing was changed" not in said


async def test_a_form_that_cannot_be_opened_is_told_as_nothing_changed(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.answering.modal_for", broken)
    await scene.types("assess")
    (said,) = scene.told()
    assert "nothing was changed" in said


def broken(*_: object, **__: object) -> None:
    raise RuntimeError


async def test_a_page_is_published_anew_though_the_answer_could_not_be_shown(
    scene: Scene,
) -> None:
    scene.server.fail("response_url", status=403, times=None)
    scene.server.fail("conversations.open", "cannot_dm_user", times=None)
    await scene.types(f"assess {READ}")
    await scene.server.saw("views.publish")
