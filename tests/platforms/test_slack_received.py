"""What people write and send to the bot alone: words and files, each read once or not at all."""

import copy
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from core.commands.visit import Library
from core.dialogue.request import LARGEST_FILE
from tests.platforms.slack_bot import running_slack
from tests.platforms.slack_scene import READ, Scene, slack_scene
from tests.platforms.slack_server import Act, SlackServer
from tests.platforms.slack_server.installs import SCOPES

LINE = f"/assess {READ}"
CRISIS = "I want to kill myself"


async def writes(scene: Scene, words: str, files: dict[str, bytes] | None = None) -> str:
    """What is answered to a message; empty where nothing is."""
    before = len(scene.told())
    await scene.server.write(scene.ada, words, files)
    await scene.finished()
    return "\n".join(scene.told()[before:])


async def forged(scene: Scene, **event: object) -> str:
    """What is answered to a message of Ada's that has been changed on its way."""
    act = await scene.server.write(scene.ada, "help")
    await scene.finished()
    before = len(scene.told())
    payload: dict[str, Any] = copy.deepcopy(act.payload)
    payload["event_id"] = "Ev0FORGED"
    payload["event"] |= event
    payload["event"] = {name: value for name, value in payload["event"].items() if value != ""}
    sent = await scene.server.forge("events_api", payload, scene.team, scene.ada)
    await scene.finished()
    assert sent.status == 200
    return "\n".join(scene.told()[before:])


async def test_a_text_file_alone_is_read_as_words(scene: Scene) -> None:
    assert "Your 219 is a pass" in await writes(scene, "", {"line.txt": LINE.encode()})
    assert await scene.saved()


async def test_a_text_file_of_another_system_is_read_too(scene: Scene) -> None:
    content = b"\xef\xbb\xbf" + LINE.encode()
    assert "Your 219 is a pass" in await writes(scene, "", {"line.txt": content})


async def test_words_beside_a_file_count_before_it(scene: Scene) -> None:
    said = await writes(scene, "/about", {"line.txt": LINE.encode()})
    assert "About Reading Room" in said
    assert await scene.saved() == {}


async def test_words_of_distress_in_a_file_bring_people_first(scene: Scene) -> None:
    assert "988" in await writes(scene, "", {"line.txt": CRISIS.encode()})
    assert "988" in await writes(scene, "", {"a.txt": CRISIS.encode(), "b.txt": b"help"})


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"scores.pdf": b"%PDF-1.7"}, "cannot do anything with this file"),
        ({"photo.png": b"\x89PNG"}, "cannot do anything with this file"),
        ({"latin.txt": "Zürich".encode("latin-1")}, "cannot do anything with this file"),
        ({"long.txt": b"x" * 100_000}, "cannot do anything with this file"),
        ({"large.txt": b"x" * (LARGEST_FILE + 1)}, "this one is larger"),
        ({f"{n}.txt": LINE.encode() for n in range(5)}, "cannot do anything with this file"),
    ],
)
async def test_any_other_file_is_refused_with_what_can_be_read_and_nothing_is_kept(
    scene: Scene, files: dict[str, bytes], says: str
) -> None:
    said = await writes(scene, "", files)
    assert says in said
    assert "broke" not in said
    assert await scene.saved() == {}


async def test_no_more_than_five_files_are_fetched_and_none_that_is_said_to_be_large(
    scene: Scene,
) -> None:
    await writes(scene, "", {f"{n}.txt": b"help" for n in range(9)})
    assert len(scene.server.matching("download")) == 5
    await writes(scene, "", {"large.txt": b"x" * (LARGEST_FILE + 1)})
    assert len(scene.server.matching("download")) == 5


async def test_a_file_that_is_larger_than_it_was_said_to_be_is_not_read_to_its_end(
    scene: Scene,
) -> None:
    file = scene.server.give(scene.ada, "line.txt", b"x" * (LARGEST_FILE * 2))
    listed = {**file.payload(), "size": 10}
    assert "this one is larger" in await forged(scene, text="", files=[listed])


@pytest.mark.parametrize("trouble", ["gone", "cut", "status"])
async def test_a_file_that_cannot_be_fetched_is_said_to_be_none_that_can_be_read(
    scene: Scene, trouble: str, caplog: pytest.LogCaptureFixture
) -> None:
    if trouble == "cut":
        scene.server.reset("download", times=None)
    else:
        scene.server.fail("download", status=404 if trouble == "gone" else 500)
    assert "cannot do anything" in await writes(scene, "", {"line.txt": LINE.encode()})
    assert "a file could not be fetched" in caplog.text
    assert "line.txt" not in caplog.text


async def test_a_page_that_asks_to_sign_in_is_no_file(
    local_slack: SlackServer, tmp_path: Path, shelf: Library
) -> None:
    async with slack_scene(local_slack, tmp_path / "a.db", shelf) as scene:
        scene.server.install(scene.team, scopes=SCOPES)
        installation = scene.server.world.installations[0]
        installation.scopes = SCOPES - {"files:read"}
        said = await writes(scene, "", {"line.txt": LINE.encode()})
        assert "cannot do anything" in said
        assert "Sign in" not in said


@pytest.fixture
async def elsewhere() -> AsyncIterator[tuple[str, list[str]]]:
    """An address that is not Slack's, and what has come to it."""
    came: list[str] = []

    async def handle(request: web.Request) -> web.Response:
        came.append(request.headers.get("Authorization", ""))
        return web.Response(text=LINE)

    app = web.Application()
    app.router.add_route("*", "/{any:.*}", handle)
    async with TestServer(app, host="localhost") as server:
        yield str(server.make_url("/line.txt")), came


async def test_no_token_goes_to_an_address_that_is_not_slacks(
    scene: Scene, elsewhere: tuple[str, list[str]]
) -> None:
    address, came = elsewhere
    listed = {"name": "line.txt", "mimetype": "text/plain", "size": 10, "url_private": address}
    assert "cannot do anything" in await forged(scene, text="", files=[listed])
    assert not came


@pytest.mark.parametrize(
    "event",
    [
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "bot_message"},
        {"bot_id": "B0OTHER"},
        {"channel_type": "channel"},
        {"channel_type": "mpim"},
        {"text": ""},
        {"text": "", "files": []},
        {"text": None},
    ],
)
async def test_what_nobody_has_just_written_to_the_bot_is_not_answered(
    scene: Scene, event: dict[str, object]
) -> None:
    assert await forged(scene, **event) == ""


@pytest.mark.parametrize("files", [None, 5, "x", [5], [{}], [{"url_private": 5}]])
async def test_files_of_a_shape_that_is_not_slacks_break_nothing(
    scene: Scene, files: object
) -> None:
    said = await forged(scene, text="/about", files=files)
    assert "About Reading Room" in said


async def test_the_bots_own_messages_are_not_answered(scene: Scene) -> None:
    said = await writes(scene, "/about")
    assert said.count("About Reading Room") == 1
    assert len(scene.direct.visible()) == 2


async def test_signs_that_slack_writes_in_another_way_are_read_as_they_were_typed(
    scene: Scene,
) -> None:
    said = await forged(scene, text="/assess step2_ck:&lt;b&gt;&amp;amp;")
    assert "<b>&amp; was given" in said


async def again(scene: Scene, act: Act, reason: str) -> None:
    await scene.server.deliver_again(act, reason)
    await scene.finished()


@pytest.mark.parametrize("reason", ["timeout", "http_error", "", "marmalade"])
async def test_what_is_delivered_twice_is_answered_once(scene: Scene, reason: str) -> None:
    act = await scene.server.write(scene.ada, LINE)
    await scene.finished()
    before = len(scene.told())
    await again(scene, act, reason)
    await again(scene, act, reason)
    assert len(scene.told()) == before


async def test_what_is_delivered_again_after_a_restart_is_still_answered_once(
    local_slack: SlackServer, tmp_path: Path, shelf: Library
) -> None:
    async with slack_scene(local_slack, tmp_path / "a.db", shelf) as scene:
        act = await scene.server.write(scene.ada, "/about")
        await scene.finished()
        before = len(scene.told())
    database = tmp_path / "a.db"
    async with running_slack(local_slack, database, shelf, team=scene.team) as running:
        later = Scene(running, scene.team, scene.ada, scene.channel)
        await again(later, act, "timeout")
        assert len(later.told()) == before


async def test_a_message_that_comes_first_in_its_second_delivery_is_answered(
    scene: Scene,
) -> None:
    act = await scene.server.write(scene.ada, "/about")
    await scene.finished()
    payload = {**copy.deepcopy(act.payload), "event_id": "Ev0FIRST"}
    before = len(scene.told())
    late = await scene.server.forge("events_api", payload, scene.team, scene.ada)
    await scene.server.deliver_again(late)
    await scene.finished()
    assert len(scene.told()) == before + 1


async def test_commands_are_named_as_they_are_typed_on_slack(scene: Scene) -> None:
    """`/topic` is Slack's own: typed in a channel it would change what all see there."""
    talk = await writes(scene, "what should I do?")
    assert "/readingroom topic wellbeing" in talk
    help_text = await scene.asks("help")
    refused = await scene.asks("setup")
    for said in (talk, help_text, refused):
        alone = re.findall(r"(?<![\w/.:])/[a-z]+", said)
        assert set(alone) <= {"/readingroom", "/assess", "/timeline"}


async def test_a_file_beside_words_is_not_passed_over_in_silence(scene: Scene) -> None:
    said = await writes(scene, "see my file", {"cv.pdf": b"%PDF"})
    assert "I did not read the file beside your words" in said
