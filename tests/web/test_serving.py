"""The web addresses over real connections: health, limits, what breaks, and the end."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from io import BytesIO

import aiohttp
import pytest
from aiohttp import web

from bot.settings import SettingsRefused, WebSettings
from bot.web import serving as serving_module
from bot.web.health import Health
from bot.web.serving import BODY_BYTES, serving

Serve = Callable[..., AbstractAsyncContextManager[aiohttp.ClientSession]]


async def readable() -> None:
    """The database is well."""


@pytest.fixture
def health() -> Health:
    return Health(readable)


@pytest.fixture
def stop() -> asyncio.Event:
    return asyncio.Event()


@pytest.fixture
def serve(health: Health, stop: asyncio.Event) -> Serve:
    """Listens with some routes, and gives a session whose addresses begin there."""

    @asynccontextmanager
    async def listening(*routes: web.RouteDef) -> AsyncIterator[aiohttp.ClientSession]:
        async with serving(routes, WebSettings(port=0), health=health, stop=stop) as port:
            base = f"http://127.0.0.1:{port}/"
            async with asyncio.timeout(10), aiohttp.ClientSession(base) as session:
                yield session

    return listening


async def test_health_is_told_with_every_door(serve: Serve, health: Health) -> None:
    health.report("slack", connected=True)
    async with serve() as session, session.get("/health") as answer:
        assert answer.status == 200
        assert await answer.json() == {
            "status": "ok",
            "database": True,
            "doors": {"slack": True},
            "deliveries": {},
        }
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Server" not in answer.headers


async def test_health_can_be_asked_for_without_its_body(serve: Serve) -> None:
    async with serve() as session, session.head("/health") as answer:
        assert answer.status == 200
        assert await answer.read() == b""


async def test_a_door_that_is_down_for_long_makes_health_an_error(stop: asyncio.Event) -> None:
    seconds = iter([0.0, *[1000.0] * 20])
    health = Health(readable, clock=lambda: next(seconds))
    health.report("slack", connected=False)
    async with (
        serving([], WebSettings(port=0), health=health, stop=stop) as port,
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/health") as answer,
    ):
        assert answer.status == 503
        assert await answer.json() == {
            "status": "down",
            "database": True,
            "doors": {"slack": False},
            "deliveries": {},
        }


async def test_a_doors_own_addresses_are_answered(serve: Serve) -> None:
    async def hello(request: web.Request) -> web.Response:
        return web.Response(text=await request.text())

    async with (
        serve(web.post("/slack/events", hello)) as session,
        session.post("/slack/events", data="hello") as answer,
    ):
        assert (answer.status, await answer.text()) == (200, "hello")


async def test_an_address_that_there_is_not_is_told_in_a_word(serve: Serve) -> None:
    async with serve() as session, session.get("/slack/hunter2") as answer:
        assert (answer.status, await answer.text()) == (404, "Not Found.\n")


async def test_a_way_of_asking_that_there_is_not_names_those_that_there_are(serve: Serve) -> None:
    async with serve() as session, session.post("/health") as answer:
        assert answer.status == 405
        assert answer.headers["Allow"] == "GET,HEAD"


async def test_a_body_that_is_too_long_is_refused(serve: Serve) -> None:
    async def read(request: web.Request) -> web.Response:
        return web.Response(text=str(len(await request.read())))

    async with serve(web.post("/read", read)) as session:
        async with session.post("/read", data=BytesIO(b"x" * (BODY_BYTES - 1))) as answer:
            assert answer.status == 200
        async with session.post("/read", data=BytesIO(b"x" * (BODY_BYTES + 1))) as answer:
            assert answer.status == 413


async def test_what_breaks_shows_and_logs_nothing_of_what_it_was_about(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(request: web.Request) -> web.Response:
        raise ValueError(request.query["code"])

    caplog.set_level(logging.DEBUG)
    async with (
        serve(web.get("/slack/{what}", broken)) as session,
        session.get("/slack/hunter2?code=hunter2") as answer,
    ):
        assert (answer.status, await answer.text()) == (500, "Internal Server Error.\n")
        assert "Server" not in answer.headers
    ours = [line for line in caplog.messages if "ValueError" in line]
    assert len(ours) == 1
    assert "/slack/{what}" in ours[0]
    assert "hunter2" not in caplog.text


async def test_no_request_is_logged(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with serve() as session, session.get("/health?state=hunter2"):
        pass
    assert "/health" not in caplog.text
    assert "127.0.0.1" not in caplog.text.replace("listening on 127.0.0.1", "")


async def test_what_is_no_request_is_logged_nowhere(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with serve() as session:
        assert session._base_url is not None
        reader, writer = await asyncio.open_connection("127.0.0.1", session._base_url.port)
        writer.write(b"hunter2 hunter2 hunter2\r\n\r\n")
        assert (await reader.readline()).split()[1] == b"400"
        writer.close()
        await writer.wait_closed()
    assert "hunter2" not in caplog.text


async def test_a_page_may_lead_elsewhere(serve: Serve) -> None:
    async def elsewhere(request: web.Request) -> web.Response:
        raise web.HTTPFound("https://slack.com/oauth")

    async with (
        serve(web.get("/slack/install", elsewhere)) as session,
        session.get("/slack/install", allow_redirects=False) as answer,
    ):
        assert (answer.status, answer.headers["Location"]) == (302, "https://slack.com/oauth")


async def test_what_takes_too_long_is_cut(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving_module, "ANSWERS_WITHIN", 0.01)

    async def never(request: web.Request) -> web.Response:
        await asyncio.Event().wait()
        return web.Response()

    async with serve(web.get("/never", never)) as session, session.get("/never") as answer:
        assert answer.status == 503


async def test_a_time_limit_inside_a_handler_is_something_that_broke(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(request: web.Request) -> web.Response:
        raise TimeoutError

    async with serve(web.get("/broken", broken)) as session, session.get("/broken") as answer:
        assert answer.status == 500
    assert "TimeoutError" in caplog.text


async def test_what_is_being_answered_when_it_stops_is_finished_and_nothing_new_is_taken(
    serve: Serve, stop: asyncio.Event
) -> None:
    arrived, go_on = asyncio.Event(), asyncio.Event()

    async def slow(request: web.Request) -> web.Response:
        arrived.set()
        await go_on.wait()
        return web.Response(text="finished")

    async def closed(session: aiohttp.ClientSession) -> None:
        while True:
            try:
                async with session.get("/health"):
                    await asyncio.sleep(0)
            except aiohttp.ClientConnectionError:
                return

    async with serve(web.get("/slow", slow)) as session:
        asked = asyncio.ensure_future(session.get("/slow"))
        await arrived.wait()
        stop.set()
        await closed(session)
        go_on.set()
        async with await asked as answer:
            assert await answer.text() == "finished"


async def test_a_port_that_is_taken_is_a_sentence_that_names_its_variable(
    health: Health, stop: asyncio.Event
) -> None:
    async with serving([], WebSettings(port=0), health=health, stop=stop) as port:
        again = serving([], WebSettings(port=port), health=health, stop=stop)
        with pytest.raises(SettingsRefused, match="READINGROOM_WEB_PORT") as refused:
            await again.__aenter__()
    assert "in use" in str(refused.value)
    assert str(port) not in str(refused.value)


@pytest.mark.parametrize("raised", [socket.gaierror(-2, "hunter2"), UnicodeError("hunter2")])
async def test_a_host_that_there_is_not_is_a_sentence_that_names_its_variable(
    health: Health, stop: asyncio.Event, monkeypatch: pytest.MonkeyPatch, raised: Exception
) -> None:
    async def unknown(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", unknown)
    nowhere = serving([], WebSettings(port=0, host="hunter2"), health=health, stop=stop)
    with pytest.raises(SettingsRefused, match="READINGROOM_WEB_HOST") as refused:
        await nowhere.__aenter__()
    assert "hunter2" not in str(refused.value)
