"""Pictures and files that the bot sends: where, with which words, and gone again in time."""

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from core.commands.visit import Library
from core.dialogue.reply import ScaleChart
from core.storage.uploads import due_uploads
from tests.platforms.slack_bot import NOON, running_slack
from tests.platforms.slack_scene import Scene, slack_scene
from tests.platforms.slack_server import SlackServer
from tests.platforms.slack_server.messages import File, Message

DIRECTLY = "Open in direct message"


async def picture(scene: Scene) -> Message:
    """The answer that a picture belongs to, in the channel."""
    return await (await scene.presses(await scene.reads(), "Evidence")).message()


async def in_direct_message(scene: Scene) -> File:
    """The picture, sent into the direct message."""
    await scene.presses(await picture(scene), DIRECTLY)
    (file,) = files(scene)
    return file


def files(scene: Scene) -> list[File]:
    return [file for message in scene.direct.visible() for file in message.files]


def uploaded(scene: Scene) -> Iterator[File]:
    """Every file of the bot's that Slack holds, seen or not."""
    for file in scene.server.world.files.values():
        if file.owner is scene.team.bot and not file.deleted:
            yield file


async def due(scene: Scene, days: int = 0) -> int:
    """How many files have to go so many days from now."""
    async with scene.running.desk.store.reading() as tx:
        return len(await due_uploads(tx, door="slack", now=NOON + timedelta(days=days)))


async def test_in_a_channel_a_picture_is_words_and_a_way_to_the_direct_message(
    scene: Scene,
) -> None:
    shown = await picture(scene)
    assert shown.ephemeral
    assert "Your score is 219" in shown.words
    assert DIRECTLY in shown.pressable
    assert not shown.files
    assert not list(uploaded(scene))


async def test_in_the_direct_message_it_is_a_picture_with_words_for_who_cannot_see_it(
    scene: Scene,
) -> None:
    shown = await picture(scene)
    pressed = await scene.presses(shown, DIRECTLY)
    assert "in our direct message" in (await pressed.message()).words
    (file,) = files(scene)
    assert (file.data or b"").startswith(b"\x89PNG")
    assert "Your score is 219" in file.alt_text
    assert file.title
    told = scene.direct.visible()[0].words
    assert "people who may export this workspace's messages can see it too" in told
    assert "It goes when you delete everything here" in told
    assert not scene.channel.messages


async def test_an_export_is_a_file_in_the_direct_message_alone(scene: Scene) -> None:
    await scene.reads()
    shown = await (await scene.types("privacy what:export")).message()
    assert "reading-room.json" in shown.words
    assert not list(uploaded(scene))
    await scene.presses(shown, DIRECTLY)
    (file,) = files(scene)
    assert json.loads(file.data or b"")["profiles"][0]["document"]["step2_ck"] == 219


@pytest.mark.parametrize(
    "broken",
    ["files.getUploadURLExternal", "upload", "files.completeUploadExternal"],
)
async def test_an_upload_that_breaks_midway_is_said_with_a_reference_and_is_seen_by_nobody(
    scene: Scene, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    shown = await picture(scene)
    scene.server.fail(broken, "marmalade_spilt", status=500 if broken == "upload" else 200)
    await scene.presses(shown, DIRECTLY)
    assert not files(scene)
    assert "Evidence" in scene.direct.visible()[0].words
    (logged,) = [one for one in caplog.records if one.levelno >= logging.ERROR]
    assert logged.getMessage().split()[1] in scene.told()[-1]
    assert "219" not in caplog.text


async def test_a_file_that_nobody_saw_goes_with_the_rest(scene: Scene) -> None:
    shown = await picture(scene)
    scene.server.fail("files.completeUploadExternal", "marmalade_spilt")
    await scene.presses(shown, DIRECTLY)
    assert list(uploaded(scene))
    await scene.types("privacy what:delete confirm:yes")
    assert not list(uploaded(scene))


async def test_a_picture_that_cannot_be_drawn_is_said_in_words(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(chart: ScaleChart) -> bytes:
        raise ValueError("marmalade")

    monkeypatch.setattr("bot.slack.sent_files.draw_png", broken)
    await scene.presses(await picture(scene), DIRECTLY)
    assert not list(uploaded(scene))
    assert "Your score is 219" in scene.direct.visible()[-1].words
    assert "marmalade" not in caplog.text


async def test_what_was_sent_goes_with_the_profile(scene: Scene) -> None:
    file = await in_direct_message(scene)
    assert await due(scene, days=300) == 0
    await scene.types("privacy what:delete confirm:yes")
    assert file.deleted
    assert not files(scene)
    assert await due(scene) == 0


async def test_a_file_that_somebody_else_has_deleted_is_not_looked_for_again(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    file = await in_direct_message(scene)
    file.deleted = True
    await scene.types("privacy what:delete confirm:yes")
    assert await due(scene) == 0
    assert not [one for one in caplog.records if one.levelno >= logging.WARNING]


@pytest.mark.parametrize("trouble", ["refused", "cut"])
async def test_a_file_that_could_not_be_deleted_stays_due_and_goes_after_the_next_start(
    local_slack: SlackServer, tmp_path: Path, shelf: Library, trouble: str
) -> None:
    async with slack_scene(local_slack, tmp_path / "a.db", shelf) as scene:
        file = await in_direct_message(scene)
        if trouble == "refused":
            local_slack.fail("files.delete", "internal_error")
        else:
            local_slack.reset("files.delete")
        said = await scene.asks("privacy what:delete confirm:yes")
        assert "Nothing about you is stored here any more" in said
        assert not file.deleted
        assert await due(scene) == 1
    async with running_slack(local_slack, tmp_path / "a.db", shelf, team=scene.team):
        await local_slack.until(lambda: file.deleted)


async def test_a_file_of_somebody_of_whom_nothing_is_stored_goes_a_day_later(
    local_slack: SlackServer, tmp_path: Path, shelf: Library
) -> None:
    today = [NOON]
    async with slack_scene(local_slack, tmp_path / "a.db", shelf, now=lambda: today[0]) as scene:
        export = await (await scene.types("privacy what:export")).message()
        await scene.presses(export, DIRECTLY)
        (file,) = files(scene)
        await scene.reads()
        assert not file.deleted
        assert (await due(scene), await due(scene, days=1)) == (0, 1)
        today[0] += timedelta(days=1)
        await scene.reads(step2_ck="225")
        assert file.deleted
