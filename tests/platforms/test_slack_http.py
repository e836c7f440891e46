"""Slack's requests over HTTP: signed or refused, and nothing read of what is not signed."""

import asyncio
import hashlib
import hmac
import json
import logging
import time
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.app import open_desk
from bot.settings import StorageSettings, WebSettings
from bot.slack.addresses import EVENTS_PATH
from bot.slack.connecting import open_slack
from bot.slack.mode import slack_mode
from bot.slack.signatures import TOLD_EVERY, Signatures
from bot.web.health import Health
from bot.web.serving import BODY_BYTES, application
from core.commands.visit import Library
from tests.platforms.slack_bot import NOON, Running, running_slack, slack_settings
from tests.platforms.slack_server import SlackServer
from tests.platforms.slack_server.people import User
from tests.platforms.slack_server.signed_http import Forgery

MARKER = "marmalade"
TEXT, FORM, JSON = "text/plain", "application/x-www-form-urlencoded", "application/json"


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    async with SlackServer(via="http") as slack:
        slack.limits.relax()
        yield slack
        slack.assert_clean()


@pytest.fixture
def ada(server: SlackServer) -> User:
    return server.user("Ada", server.team("Radiology"))


@pytest.fixture
async def running(
    server: SlackServer, ada: User, tmp_path: Path, shelf: Library
) -> AsyncIterator[Running]:
    team = ada.home_team
    async with running_slack(server, tmp_path / "people.db", shelf, team=team) as bot:
        yield bot


def signed(body: bytes, secret: str, at: str = "") -> dict[str, str]:
    """The headers with which somebody signs who has this secret."""
    at = at or str(int(time.time()))
    digest = hmac.new(secret.encode(), b"v0:%s:%s" % (at.encode(), body), hashlib.sha256)
    return {
        "X-Slack-Request-Timestamp": at,
        "X-Slack-Signature": f"v0={digest.hexdigest()}",
    }


async def post(address: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as client,
        client.post(address, data=BytesIO(body), headers=headers) as answer,
    ):
        return answer.status, await answer.text()


@pytest.mark.parametrize("forgery", ["wrong", "missing", "old", "no_timestamp"])
async def test_what_is_not_signed_as_it_should_be_is_refused_and_does_nothing(
    running: Running,
    server: SlackServer,
    ada: User,
    caplog: pytest.LogCaptureFixture,
    forgery: Forgery,
) -> None:
    caplog.set_level(logging.DEBUG)
    server.http.forgery = forgery
    before = len(server.requests)
    act = await server.command(ada, "/assess", f"step2_ck:239 {MARKER}")
    home = await server.open_home(ada)
    said = await server.write(ada, MARKER)
    await running.door.finished()
    assert [one.status for one in (act, home, said)] == [401, 401, 401]
    assert act.ack is None
    assert len(server.requests) == before
    assert caplog.text.count("a request without a good signature was refused") == 1
    assert MARKER not in caplog.text
    server.http.forgery = None
    answered = await server.command(ada, "/readingroom", "about")
    assert "About Reading Room" in (await answered.message()).words


async def test_a_signature_of_another_request_does_not_fit(
    running: Running, server: SlackServer
) -> None:
    address = f"{running.address}{EVENTS_PATH}"
    stolen = signed(b"command=%2Fassess", server.signing_secret)
    status, _ = await post(address, b"command=%2Fprofile", stolen | {"Content-Type": FORM})
    assert status == 401


@pytest.mark.parametrize(
    ("at", "signature"),
    [
        ("yesterday", "v0=00"),
        ("9" * 400, "v0=00"),
        ("9" * 5000, "v0=00"),
        ("", ""),
        ("nan", "v0=00"),
        pytest.param(str(int(time.time())), "v0=\u00e9", id="now"),
    ],
)
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{", JSON),
        (b"[1]", JSON),
        (b"payload=3", FORM),
        (b"payload=%7B", FORM),
        (b"\xff\xfe", TEXT),
        (b"text=a", "text/plain; charset=nonsense"),
        (b"", TEXT),
    ],
)
async def test_nothing_of_what_a_stranger_sends_is_read(
    running: Running,
    caplog: pytest.LogCaptureFixture,
    at: str,
    signature: str,
    body: bytes,
    kind: str,
) -> None:
    given = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": signature}
    address = f"{running.address}{EVENTS_PATH}"
    status, said = await post(address, body, given | {"Content-Type": kind})
    assert (status, said) == (401, "")
    assert not [line for line in caplog.records if line.levelno >= logging.ERROR]


async def test_the_address_is_confirmed_with_its_challenge(
    running: Running, server: SlackServer
) -> None:
    status, said = await server.http.verify()
    assert (status, said["challenge"][:7]) == (200, "3eZbrw1")
    server.http.forgery = "wrong"
    assert (await server.http.verify())[0] == 401


async def test_a_body_beyond_what_slack_sends_is_refused_unread(
    running: Running, server: SlackServer
) -> None:
    body = b"x" * (BODY_BYTES + 1)
    address = f"{running.address}{EVENTS_PATH}"
    status, _ = await post(address, body, signed(body, server.signing_secret))
    assert status == 413


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", EVENTS_PATH, 405), ("POST", "/slack", 404), ("GET", "/slack/install", 404)],
)
async def test_other_addresses_are_not_there(
    running: Running, method: str, path: str, status: int
) -> None:
    async with (
        aiohttp.ClientSession() as client,
        client.request(method, f"{running.address}{path}") as answer,
    ):
        assert answer.status == status
        assert "Server" not in answer.headers


async def test_before_the_door_is_open_slack_is_told_to_come_again(
    server: SlackServer, ada: User, tmp_path: Path, shelf: Library
) -> None:
    storage = StorageSettings(database=f"sqlite:///{tmp_path / 'people.db'}")
    slack, addresses = slack_settings(server, ada.home_team), WebSettings(port=0, _env_file=None)
    mode = slack_mode(slack, addresses)
    assert mode is not None
    async with open_desk(storage, now=NOON, loaded=shelf) as desk:
        health = Health(desk.store.read_once)
        door = open_slack(desk, slack, addresses, mode, now=lambda: NOON, health=health)
        runner = web.AppRunner(application(door.routes, health), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        server.http.url = f"http://{host}:{port}{EVENTS_PATH}"
        assert (await server.open_home(ada)).status == 503
        await runner.cleanup()


async def test_requests_are_acknowledged_before_they_are_answered(
    running: Running, server: SlackServer, ada: User
) -> None:
    held = server.hold("users.info", times=None)
    act = await server.command(ada, "/readingroom", "about")
    assert (act.status, act.ack) == (200, None)
    assert act.in_time
    held.release()
    assert "About Reading Room" in (await act.message()).words


async def test_an_event_that_is_sent_again_is_acknowledged_and_handled_once(
    running: Running, server: SlackServer, ada: User
) -> None:
    act = await server.open_home(ada)
    await server.saw("views.publish")
    await server.deliver_again(act)
    running.pauses.end()
    await running.door.finished()
    assert [one.status for one in act.attempts] == [200, 200]
    assert len(server.matching("views.publish")) == 1


def test_refused_signatures_are_told_once_an_hour(caplog: pytest.LogCaptureFixture) -> None:
    clock = iter([0.0, 1.0, TOLD_EVERY - 1, TOLD_EVERY, TOLD_EVERY + 1])
    signatures = Signatures("0" * 32, lambda: next(clock))
    assert not any(signatures.good(b"", {}) for _ in range(5))
    assert len(caplog.records) == 2


async def test_several_people_at_once_are_acknowledged_in_time(
    running: Running, server: SlackServer, ada: User
) -> None:
    people = [ada, *(server.user(f"Person {n}", ada.home_team) for n in range(9))]
    acts = await asyncio.gather(*(server.command(one, "/readingroom", "about") for one in people))
    assert all(act.in_time for act in acts)
    for act in acts:
        assert "About Reading Room" in (await act.message()).words


async def test_what_slack_signs_and_nobody_can_read_is_refused_without_a_word_of_it(
    running: Running, server: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    address = f"{running.address}{EVENTS_PATH}"
    for body in (json.dumps([MARKER]).encode(), b"{" + MARKER.encode(), b"payload=" + b"3"):
        kind = FORM if body.startswith(b"payload") else JSON
        status, said = await post(
            address, body, signed(body, server.signing_secret) | {"Content-Type": kind}
        )
        assert status in {400, 404, 500}
        assert MARKER not in said
    assert MARKER not in caplog.text
