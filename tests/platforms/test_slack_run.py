"""``readingroom run`` with Slack settings, alone and beside Discord, as an operator meets it."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from yarl import URL

from bot.slack.addresses import EVENTS_PATH
from bot.slack.refused_tokens import APP_TOKEN, BOT_TOKEN, refused_token
from bot.slack.scopes import SCOPE_NAMES
from tests.platforms.discord_server import DiscordServer
from tests.platforms.slack_server import SlackServer
from tests.platforms.slack_server.people import User

PATIENCE = 30
STOPS_WITHIN = 10
"""Seconds that systems give a service which is told to stop."""
FORM = {"applicant": "us_img", "specialty": ["dr", "ir"], "step2_ck": "239"}


@dataclass
class Service:
    """A running ``readingroom run``; what it says is read as it comes."""

    process: Process
    said: list[str] = field(default_factory=list)

    async def says(self, words: str) -> str:
        """Wait for a line of the log with these words."""
        assert self.process.stderr is not None
        async with asyncio.timeout(PATIENCE):
            async for line in self.process.stderr:
                self.said.append(line.decode())
                if words in self.said[-1]:
                    return self.said[-1]
        raise AssertionError("".join(self.said))

    async def address(self) -> str:
        """The web address at which it listens."""
        line = await self.says("listening on 127.0.0.1, port ")
        return f"http://127.0.0.1:{int(line.split()[-1])}"

    async def stops(self) -> str:
        """Tell it to stop, and wait for its end in good order; all that it said."""
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(STOPS_WITHIN):
            out, err = await self.process.communicate()
        said = "".join(self.said) + err.decode() + out.decode()
        assert self.process.returncode == 0, said
        assert "Traceback" not in said
        return said


class Operator:
    """Runs ``readingroom`` in a process of its own, with settings from the environment."""

    def __init__(self, folder: Path, server: SlackServer) -> None:
        self.ada: User = server.user("Ada", server.team("Radiology"))
        self.secrets = (
            server.app_token,
            server.token(self.ada.home_team),
            server.signing_secret,
            server.world.client_secret,
        )
        self.socket = {APP_TOKEN: server.app_token}
        self.http = {"READINGROOM_SLACK_SIGNING_SECRET": server.signing_secret}
        self._folder = folder
        self._settings = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "READINGROOM_DATABASE": f"sqlite:///{folder / 'people.db'}",
            "READINGROOM_SLACK_API": server.api,
            BOT_TOKEN: server.token(self.ada.home_team),
        }

    @asynccontextmanager
    async def starts(
        self, settings: dict[str, str], command: str = "run", *options: str
    ) -> AsyncIterator[Service]:
        """A service; one that a failed test leaves running is ended."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-W", "ignore", "-m", "bot", command, *options),
            stdout=PIPE,
            stderr=PIPE,
            cwd=self._folder,
            env=self._settings | settings,
        )
        try:
            yield Service(process)
        finally:
            if process.returncode is None:
                process.kill()
                await process.communicate()

    async def runs(
        self, settings: dict[str, str], command: str = "run", *options: str
    ) -> tuple[int, str]:
        """Exit status, and what is written, of one that ends by itself; no token is in it."""
        async with self.starts(settings, command, *options) as service:
            async with asyncio.timeout(PATIENCE):
                out, err = await service.process.communicate()
        said = out.decode() + err.decode()
        assert not any(secret in said for secret in self.secrets)
        assert "Traceback" not in said
        return service.process.returncode or 0, said


@pytest.fixture
def operator(tmp_path: Path, local_slack: SlackServer) -> Operator:
    return Operator(tmp_path, local_slack)


async def healthy(address: str, **doors: bool) -> dict[str, Any]:
    """What a monitor is told, as soon as the doors are as they should be."""
    async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as monitor:
        while True:
            async with monitor.get(f"{address}/health") as answer:
                told: dict[str, Any] = await answer.json()
            if told["doors"] == doors:
                return told


async def about(server: SlackServer, user: User) -> str:
    act = await server.command(user, "/readingroom", "about")
    return (await act.message(within=PATIENCE)).words


async def test_socket_mode_answers_until_it_is_told_to_stop(
    operator: Operator, local_slack: SlackServer
) -> None:
    async with operator.starts(operator.socket) as service:
        await local_slack.sockets.connected(within=PATIENCE)
        assert "About Reading Room" in await about(local_slack, operator.ada)
        said = await service.stops()
    assert not local_slack.sockets.connections
    assert "connected in Socket Mode" in said
    assert "lacks" not in said
    assert not any(secret in said for secret in operator.secrets)
    local_slack.assert_clean()


async def test_scopes_that_were_not_granted_are_named_at_the_start(
    operator: Operator, local_slack: SlackServer
) -> None:
    team = local_slack.team("Small", scopes=frozenset(SCOPE_NAMES) - {"im:write", "files:read"})
    token = {"READINGROOM_SLACK_BOT_TOKEN": local_slack.token(team)}
    async with operator.starts(operator.socket | token) as service:
        told = await service.says("lacks the scopes")
        assert "WARNING" in told
        assert "the scopes im:write, files:read; readingroom doctor" in told
        await service.stops()
    local_slack.assert_clean()


async def test_http_answers_until_it_is_told_to_stop(
    operator: Operator, local_slack: SlackServer
) -> None:
    local_slack.via = "http"
    async with operator.starts(operator.http | {"READINGROOM_WEB_PORT": "0"}) as service:
        address = await service.address()
        told = await healthy(address, slack=True)
        doors = {"slack": True}
        assert told == {"status": "ok", "database": True, "doors": doors, "deliveries": {}}
        local_slack.http.url = f"{address}{EVENTS_PATH}"
        assert "About Reading Room" in await about(local_slack, operator.ada)
        local_slack.http.forgery = "wrong"
        act = await local_slack.command(operator.ada, "/readingroom", "about")
        assert act.status == 401
        said = await service.stops()
    assert f"waiting for Slack at {EVENTS_PATH}" in said
    assert not any(secret in said for secret in operator.secrets)


async def test_slack_and_discord_are_answered_by_one_process(
    operator: Operator, local_slack: SlackServer, local_discord: DiscordServer
) -> None:
    both = operator.socket | {
        "READINGROOM_WEB_PORT": "0",
        "READINGROOM_DISCORD_TOKEN": local_discord.token,
        "READINGROOM_DISCORD_API": local_discord.api,
        "READINGROOM_DISCORD_GATEWAY": local_discord.gateway,
    }
    async with operator.starts(both) as service:
        address = await service.address()
        told = await healthy(address, discord=True, slack=True)
        assert (told["status"], told["database"]) == ("ok", True)
        assert "About Reading Room" in await about(local_slack, operator.ada)
        asked = await local_discord.command(local_discord.user("Ben", installed=True), "about")
        assert "About Reading Room" in (await asked.message(within=PATIENCE)).text
        said = await service.stops()
    assert local_discord.token not in said
    assert not local_slack.sockets.connections
    assert not local_discord.sockets.is_connected


async def test_one_door_that_is_refused_ends_the_other_in_good_order(
    operator: Operator, local_slack: SlackServer, local_discord: DiscordServer
) -> None:
    local_slack.fail("auth.test", "invalid_auth", times=None)
    status, said = await operator.runs(
        operator.socket
        | {
            "READINGROOM_DISCORD_TOKEN": local_discord.token,
            "READINGROOM_DISCORD_API": local_discord.api,
            "READINGROOM_DISCORD_GATEWAY": local_discord.gateway,
        }
    )
    assert status == 1
    assert said.strip().splitlines()[-1] == refused_token(BOT_TOKEN, "invalid_auth")
    assert not local_discord.sockets.is_connected


async def test_an_answer_on_its_way_is_finished_before_it_stops(
    operator: Operator, local_slack: SlackServer
) -> None:
    async with operator.starts(operator.socket) as service:
        await local_slack.sockets.connected(within=PATIENCE)
        await about(local_slack, operator.ada)
        posting = local_slack.hold("chat.postMessage", acts=True)
        act = await local_slack.command(operator.ada, "/readingroom", "about")
        await posting.caught()
        service.process.send_signal(signal.SIGTERM)
        await local_slack.until(lambda: not local_slack.sockets.connections)
        posting.release()
        await service.stops()
    assert "About Reading Room" in (await act.message()).words


async def test_what_is_saved_is_there_after_a_restart_in_the_other_way(
    operator: Operator, local_slack: SlackServer
) -> None:
    ada = operator.ada
    async with operator.starts(operator.socket) as service:
        await local_slack.sockets.connected(within=PATIENCE)
        form = await (await local_slack.command(ada, "/assess")).modal(within=PATIENCE)
        await (await local_slack.submit(ada, form, FORM)).message(within=PATIENCE)
        await service.stops()
    local_slack.via = "http"
    async with operator.starts(operator.http | {"READINGROOM_WEB_PORT": "0"}) as service:
        address = await service.address()
        await healthy(address, slack=True)
        local_slack.http.url = f"{address}{EVENTS_PATH}"
        act = await local_slack.command(ada, "/readingroom", "profile")
        assert "239" in (await act.message(within=PATIENCE)).words
        await service.stops()


@pytest.mark.parametrize(
    ("variable", "wrong"), [(APP_TOKEN, "xapp-1-wrong"), (BOT_TOKEN, "xoxb-wrong")]
)
async def test_a_refused_token_ends_run_with_the_sentence_of_doctor(
    operator: Operator, variable: str, wrong: str
) -> None:
    settings = operator.socket | {variable: wrong}
    status, said = await operator.runs(settings)
    _, found = await operator.runs(settings, "doctor")
    sentence = said.strip().splitlines()[-1]
    assert status == 1
    assert sentence == refused_token(variable, "invalid_auth")
    assert sentence in found
    assert wrong not in said + found


async def test_a_port_that_is_taken_ends_run_with_a_sentence(
    operator: Operator, local_slack: SlackServer
) -> None:
    taken = str(URL(local_slack.api).port)
    status, said = await operator.runs(operator.http | {"READINGROOM_WEB_PORT": taken})
    assert status == 1
    assert said.strip().splitlines()[-1].startswith("READINGROOM_WEB_PORT cannot be listened at")


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({}, "Slack needs a way in: set READINGROOM_SLACK_APP_TOKEN"),
        ({APP_TOKEN: "xoxb-1"}, f"{APP_TOKEN} cannot be used: it starts with xoxb-"),
        ({"READINGROOM_SLACK_SIGNING_SECRET": "0" * 32}, "set READINGROOM_WEB_PORT"),
    ],
)
async def test_settings_that_do_not_open_a_door_end_run_with_a_sentence(
    operator: Operator, settings: dict[str, str], sentence: str
) -> None:
    status, said = await operator.runs(settings)
    assert status == 1
    assert sentence in said.strip().splitlines()[-1]


async def test_slack_that_cannot_be_reached_yet_is_waited_for(
    operator: Operator, local_slack: SlackServer
) -> None:
    local_slack.fail("auth.test", status=503)
    local_slack.fail("apps.connections.open", "internal_error")
    async with operator.starts(operator.socket) as service:
        await local_slack.sockets.connected(within=PATIENCE)
        said = await service.stops()
    assert "no connection to Slack (status 503)" in said
    assert "no connection to Slack (internal_error)" in said


@pytest.mark.parametrize(
    ("options", "held"),
    [
        ((), "socket_mode_enabled: true"),
        (("--http",), f"https://bot.example.org{EVENTS_PATH}"),
        (("--many", "--json"), '"redirect_urls"'),
    ],
)
async def test_the_manifest_is_printed(
    operator: Operator, options: tuple[str, ...], held: str
) -> None:
    address = {"READINGROOM_WEB_ADDRESS": "https://bot.example.org"}
    status, said = await operator.runs(address, "slack-manifest", *options)
    assert status == 0
    assert held in said
    assert "/assess" in said
