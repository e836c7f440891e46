"""Forms on Slack whose answer takes long: said at once, answered once, wherever the modal is."""

import logging
from pathlib import Path

import pytest

from bot.slack import submitting
from core.commands.desk import Desk
from core.commands.visit import Library
from tests.contract.slack_seen import entered
from tests.platforms.slack_scene import (
    ANSWERS,
    Gate,
    Scene,
    breaking,
    from_home,
    slack_scene,
    top,
)
from tests.platforms.slack_server import Act, SlackServer
from tests.platforms.slack_server.views import View


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    """A gate in front of a command, with forms that are not waited for."""
    monkeypatch.setattr(submitting, "FORM_WITHIN", 0.01)
    return Gate()


async def waiting(scene: Scene, gate: Gate, form: View, **answers: str) -> Act:
    """Send a form in whose answer takes long; the act, once that is said."""
    gate.opened.clear()
    gate.reached.clear()
    sent = await scene.server.submit(scene.ada, form, entered(form, {**ANSWERS, **answers}))
    await gate.reached.wait()
    assert sent.ack["response_action"] == "push"
    assert "have arrived" in top(scene).words
    return sent


async def opened(scene: Scene, gate: Gate, line: str = "assess") -> View:
    gate.opened.set()
    return await scene.opens(line)


async def test_an_answer_that_takes_long_replaces_the_word_that_it_has_arrived(
    local_slack: SlackServer, tmp_path: Path, shelf: Library, gate: Gate
) -> None:
    async with slack_scene(
        local_slack, tmp_path / "a.db", shelf, at=gate.before("assess")
    ) as scene:
        form = await opened(scene, gate)
        sent = await waiting(scene, gate, form)
        assert sent.in_time
        assert not scene.told()
        gate.opened.set()
        await scene.finished()
        assert "Your 219 is a pass" in scene.told()[-1]
        assert "where you asked for it" in top(scene).words
        await scene.server.close(scene.ada, top(scene))
        assert not scene.ada.modals


async def test_a_refusal_that_takes_long_stands_over_the_form_and_nothing_typed_is_lost(
    local_slack: SlackServer, tmp_path: Path, shelf: Library, gate: Gate
) -> None:
    async with slack_scene(
        local_slack, tmp_path / "a.db", shelf, at=gate.before("profile")
    ) as scene:
        form = await opened(scene, gate, "profile page:path")
        gate.opened.clear()
        gate.reached.clear()
        typed = {"last_clinical_work": "2030-01-01"}
        await scene.server.submit(scene.ada, form, entered(form, typed))
        await gate.reached.wait()
        gate.opened.set()
        await scene.finished()
        assert "look at this again" in top(scene).title + top(scene).words
        await scene.server.close(scene.ada, top(scene))
        assert top(scene) is form


async def test_a_failure_that_takes_long_stands_there_with_its_reference(
    local_slack: SlackServer,
    tmp_path: Path,
    shelf: Library,
    gate: Gate,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def at(desk: Desk) -> Desk:
        return gate.before("assess")(breaking("assess")(desk))

    async with slack_scene(local_slack, tmp_path / "a.db", shelf, at=at) as scene:
        await waiting(scene, gate, await opened(scene, gate))
        gate.opened.set()
        await scene.finished()
        assert "Something broke on our side" in top(scene).words
        (logged,) = [one for one in caplog.records if one.levelno >= logging.ERROR]
        assert logged.getMessage().split()[1] in top(scene).words
        assert await scene.saved() == {}


async def test_who_closes_the_modal_before_a_slow_answer_gets_it_once_and_no_complaint(
    local_slack: SlackServer,
    tmp_path: Path,
    shelf: Library,
    gate: Gate,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with slack_scene(
        local_slack, tmp_path / "a.db", shelf, at=gate.before("assess")
    ) as scene:
        await waiting(scene, gate, await opened(scene, gate))
        await scene.server.close(scene.ada, top(scene), everything=True)
        gate.opened.set()
        await scene.finished()
        found = [one for one in scene.told() if "Your 219 is a pass" in one]
        assert len(found) == 1
        assert "could not be shown" not in "".join(scene.told())
        assert not [one for one in caplog.records if one.levelno >= logging.WARNING]


async def test_who_closes_the_modal_before_a_slow_failure_is_told_of_it_where_they_asked(
    local_slack: SlackServer, tmp_path: Path, shelf: Library, gate: Gate
) -> None:
    def at(desk: Desk) -> Desk:
        return gate.before("assess")(breaking("assess")(desk))

    async with slack_scene(local_slack, tmp_path / "a.db", shelf, at=at) as scene:
        await waiting(scene, gate, await opened(scene, gate))
        await scene.server.close(scene.ada, top(scene), everything=True)
        gate.opened.set()
        await scene.finished()
        (said,) = scene.told()
        assert "Something broke on our side" in said
        assert "step2_ck:219" in said


async def test_a_slow_form_from_app_home_that_was_closed_is_answered_in_the_direct_message(
    local_slack: SlackServer, tmp_path: Path, shelf: Library, gate: Gate
) -> None:
    async with slack_scene(
        local_slack, tmp_path / "a.db", shelf, at=gate.before("assess")
    ) as scene:
        gate.opened.set()
        form = await from_home(scene)
        await waiting(scene, gate, form)
        await scene.server.close(scene.ada, top(scene), everything=True)
        gate.opened.set()
        await scene.finished()
        assert "Your 219 is a pass" in scene.direct.visible()[0].words
