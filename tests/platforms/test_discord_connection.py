"""The connection to Discord: refused for a while, refused for good, told to stop."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from discord.backoff import ExponentialBackoff
from pydantic import SecretStr

from bot.app import open_desk
from bot.discord.connecting import DiscordRefused, run_discord
from bot.settings import DiscordSettings, StorageSettings
from core.commands.visit import Library
from tests.platforms.discord_bot import NOON, Running
from tests.platforms.discord_server import DiscordServer

PATIENCE = 10
ME, COMMANDS = "GET /users/@me", "PUT /applications/*/commands"


class Service:
    """The Discord door as it runs in the service, in this process."""

    def __init__(self, server: DiscordServer, database: Path, shelf: Library) -> None:
        self.server, self.stop = server, asyncio.Event()
        self._database, self._shelf = database, shelf

    async def run(self) -> None:
        """Run to the end, which has to come soon."""
        settings = DiscordSettings(token=SecretStr(self.server.token))
        storage = StorageSettings(database=f"sqlite:///{self._database}")
        async with (
            asyncio.timeout(PATIENCE),
            open_desk(storage, now=NOON, loaded=self._shelf) as desk,
        ):
            await run_discord(desk, settings, now=lambda: NOON, stop=self.stop)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.Task[None]]:
        """Run meanwhile, and stop in good order unless it has ended by then."""
        task = asyncio.create_task(self.run())
        try:
            yield task
        finally:
            self.stop.set()
            await asyncio.wait({task})
        if not task.exception():
            assert not self.server.sockets.is_connected

    async def answers(self) -> None:
        """Connected or about to be, it answers somebody."""
        await self.server.sockets.connected()
        ada = self.server.user("Ada", installed=True)
        asked = await self.server.command(ada, "about")
        assert "About Reading Room" in (await asked.message()).text


@pytest.fixture
def service(local_discord: DiscordServer, tmp_path: Path, shelf: Library) -> Service:
    return Service(local_discord, tmp_path / "people.db", shelf)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """It tries again without waiting."""
    monkeypatch.setattr(ExponentialBackoff, "delay", lambda _: 0.0)


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize(("status", "requests"), [(429, 5), (403, 1)])
async def test_what_refuses_for_a_while_is_waited_for(
    service: Service, caplog: pytest.LogCaptureFixture, status: int, requests: int
) -> None:
    service.server.fail(ME, status=status, times=requests, retry_after=0.001)
    async with service.running():
        await service.answers()
    assert "no connection to Discord (" in caplog.text
    assert f"status {status}" in caplog.text


@pytest.mark.usefixtures("at_once")
async def test_trying_again_leaves_no_connection_open(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    service.server.fail(ME, status=503, times=3)
    async with service.running():
        await service.answers()
    assert caplog.text.count("no connection to Discord") == 3
    assert "Unclosed" not in caplog.text


@pytest.mark.parametrize(("status", "code"), [(400, 0), (403, 40001)])
async def test_a_final_refusal_at_the_start_ends_it_with_a_sentence_that_names_the_status(
    service: Service, status: int, code: int
) -> None:
    service.server.fail(ME, status=status, code=code, message="a secret")
    with pytest.raises(DiscordRefused, match=f"with status {status}") as told:
        await service.run()
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("code", [4010, 4013, 4014])
async def test_a_connection_closed_for_good_ends_it_with_a_sentence_that_names_the_code(
    service: Service, code: int
) -> None:
    async with service.running() as task:
        await service.answers()
        service.server.sockets.close(code)
        with pytest.raises(DiscordRefused, match=f"with code {code}"):
            await task


@pytest.mark.usefixtures("at_once")
async def test_where_more_shards_are_required_it_connects_again_with_as_many(
    service: Service,
) -> None:
    async with service.running():
        await service.answers()
        service.server.shards = 2
        service.server.sockets.close(4011)
        await service.server.sockets.saw("identify", 2)
        assert service.server.sockets.identifies[-1]["shard"] == [0, 2]


@pytest.mark.parametrize(("status", "code"), [(400, 50035), (403, 20012)])
async def test_commands_that_discord_does_not_take_are_offered_again_at_the_next_start(
    service: Service, caplog: pytest.LogCaptureFixture, status: int, code: int
) -> None:
    service.server.fail(COMMANDS, status=status, code=code, message="a secret")
    async with service.running():
        await service.server.sockets.connected()
    assert f"did not take the commands (status {status})" in caplog.text
    assert "secret" not in caplog.text
    service.stop.clear()
    async with service.running():
        await service.answers()
    assert len(service.server.matching(COMMANDS)) == 2


async def test_told_to_stop_while_it_waits_to_try_again_it_leaves_at_once(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = asyncio.Event()

    def long(_: object) -> float:
        waiting.set()
        return 3600.0

    monkeypatch.setattr(ExponentialBackoff, "delay", long)
    service.server.fail(ME, status=503)
    async with service.running() as task:
        await waiting.wait()
        service.stop.set()
        await task


async def test_told_to_stop_while_it_logs_in_it_leaves_at_once(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    held = service.server.hold(ME)
    async with service.running() as task:
        await held.caught()
        service.stop.set()
        await task
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_an_event_that_cannot_be_read_is_logged_and_the_connection_stays(
    running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    server = running.server
    press = {
        "id": "1",
        "application_id": str(server.world.application_id),
        "type": 3,
        "token": "a secret",
        "version": 1,
        "user": server.user("Ada").payload,
        "data": {"component_type": 2},
    }
    server.sockets.dispatch("INTERACTION_CREATE", json.dumps(press), None)
    await running.heard_all()
    assert "fault event in INTERACTION_CREATE: KeyError" in caplog.text
    assert "secret" not in caplog.text
    assert server.sockets.happened["connect"] == 1
    asked = await server.command(server.user("Ben", installed=True), "about")
    assert "About Reading Room" in (await asked.message()).text
