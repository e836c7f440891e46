"""Several doors in one process: they start, stop and fail together."""

import asyncio
import logging
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.doors import run_doors
from bot.service import NothingToRun, serve
from bot.settings import (
    PREFIX,
    DiscordSettings,
    ServiceSettings,
    SettingsRefused,
    SlackSettings,
    StorageSettings,
    WebSettings,
)
from bot.web.health import Health
from tests.platforms.discord_bot import NOON


class Door:
    """A door that is told what to do; it leaves in good order when it is told to stop."""

    def __init__(self, name: str, routes: Sequence[web.RouteDef] = ()) -> None:
        self.name, self.routes = name, routes
        self.open, self.fails = asyncio.Event(), asyncio.Event()
        self.failure: BaseException = SettingsRefused(f"{name} was refused.")
        self.left = False

    async def run(self, stop: asyncio.Event) -> None:
        self.open.set()
        told = [asyncio.ensure_future(event.wait()) for event in (stop, self.fails)]
        try:
            await asyncio.wait(told, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in told:
                one.cancel()
        if self.fails.is_set():
            raise self.failure
        self.left = True


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody's own settings are read."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)


async def readable() -> None:
    """The database is well."""


@pytest.fixture
def health() -> Health:
    return Health(readable)


@pytest.fixture
def stop() -> asyncio.Event:
    return asyncio.Event()


async def test_every_door_is_open_until_it_is_told_to_stop(
    health: Health, stop: asyncio.Event
) -> None:
    doors = [Door("discord"), Door("slack")]
    running = asyncio.ensure_future(run_doors(doors, WebSettings(), health=health, stop=stop))
    for door in doors:
        await door.open.wait()
    stop.set()
    await running
    assert all(door.left for door in doors)


async def test_a_refusal_ends_everything_as_itself_and_the_other_door_leaves_in_good_order(
    health: Health, stop: asyncio.Event
) -> None:
    refused, other = Door("slack"), Door("discord")
    refused.fails.set()
    with pytest.raises(SettingsRefused, match=r"^slack was refused\.$"):
        async with asyncio.timeout(10):
            await run_doors([other, refused], WebSettings(), health=health, stop=stop)
    assert other.left


async def test_of_two_refusals_one_is_raised_and_the_other_logged(
    health: Health, stop: asyncio.Event, caplog: pytest.LogCaptureFixture
) -> None:
    doors = [Door("discord"), Door("slack")]
    for door in doors:
        door.fails.set()
    with pytest.raises(SettingsRefused, match="discord was refused"):
        await run_doors(doors, WebSettings(), health=health, stop=stop)
    assert caplog.messages == ["slack was refused."]


async def test_what_breaks_a_second_door_is_logged_without_its_values(
    health: Health, stop: asyncio.Event, caplog: pytest.LogCaptureFixture
) -> None:
    doors = [Door("discord"), Door("slack")]
    doors[1].failure = ValueError("hunter2")
    for door in doors:
        door.fails.set()
    with pytest.raises(SettingsRefused):
        await run_doors(doors, WebSettings(), health=health, stop=stop)
    assert "ValueError" in caplog.text
    assert "hunter2" not in caplog.text


async def test_when_it_is_cancelled_no_door_stays_open(health: Health, stop: asyncio.Event) -> None:
    door = Door("slack")
    running = asyncio.ensure_future(run_doors([door], WebSettings(), health=health, stop=stop))
    await door.open.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert not door.left
    assert [task for task in asyncio.all_tasks() if task is not asyncio.current_task()] == []


async def test_a_doors_addresses_are_answered_before_it_runs_and_its_health_is_told(
    health: Health, stop: asyncio.Event, caplog: pytest.LogCaptureFixture
) -> None:
    async def hello(request: web.Request) -> web.Response:
        return web.Response(text="hello")

    caplog.set_level(logging.INFO, "readingroom.web")
    door = Door("slack", [web.get("/slack/hello", hello)])
    running = asyncio.ensure_future(
        run_doors([door], WebSettings(port=0), health=health, stop=stop)
    )
    await door.open.wait()
    base = f"http://127.0.0.1:{caplog.messages[0].rsplit(' ', 1)[1]}"
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{base}/slack/hello") as answer:
            assert await answer.text() == "hello"
        async with session.get(f"{base}/health") as answer:
            assert (await answer.json())["doors"] == {"slack": False}
    stop.set()
    await running


async def test_without_a_port_no_address_is_listened_at(
    health: Health, stop: asyncio.Event, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    stop.set()
    await run_doors([Door("slack")], WebSettings(), health=health, stop=stop)
    assert "listening" not in caplog.text


Serve = Callable[..., "asyncio.Future[None]"]


@pytest.fixture
def served(tmp_path: Path) -> Serve:
    def start(
        discord: DiscordSettings, slack: SlackSettings, addresses: WebSettings
    ) -> "asyncio.Future[None]":
        storage = StorageSettings(database=f"sqlite:///{tmp_path / 'people.db'}")
        service = ServiceSettings(zone="UTC")
        return asyncio.ensure_future(
            serve(storage, service, discord, slack, addresses, now=lambda: NOON)
        )

    return start


async def test_without_settings_the_variables_of_both_platforms_are_named(served: Serve) -> None:
    with pytest.raises(NothingToRun) as told:
        await served(DiscordSettings(), SlackSettings(), WebSettings(port=0))
    assert "READINGROOM_DISCORD_TOKEN" in str(told.value)
    assert "READINGROOM_SLACK_APP_TOKEN (page Basic Information" in str(told.value)
    assert "READINGROOM_SLACK_BOT_TOKEN (page OAuth & Permissions)" in str(told.value)


async def test_what_slack_lacks_is_told_before_anything_is_opened(
    served: Serve, tmp_path: Path
) -> None:
    slack = SlackSettings(app_token=SecretStr("xapp-1"))
    with pytest.raises(SettingsRefused, match="READINGROOM_SLACK_BOT_TOKEN is not set"):
        await served(DiscordSettings(token=SecretStr("t")), slack, WebSettings())
    assert not (tmp_path / "people.db").exists()


async def test_what_a_first_question_needs_is_loaded_off_the_loop_before_anybody_can_ask(
    served: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[tuple[str, bool]] = []

    def note(what: str) -> None:
        happened.append((what, threading.current_thread() is threading.main_thread()))

    async def opened(*_: object, **__: object) -> None:
        note("opened")

    monkeypatch.setattr("bot.service.load_ahead", lambda now: note("loaded"))
    monkeypatch.setattr("bot.service._on_platforms", opened)
    await served(DiscordSettings(token=SecretStr("t")), SlackSettings(), WebSettings())
    assert happened == [("loaded", False), ("opened", True)]
