"""``readingroom run`` and ``readingroom doctor`` as an operator meets them."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from yarl import URL

from tests.platforms.discord_server import DiscordServer

PATIENCE = 30


class Operator:
    """Runs ``readingroom`` in a process of its own, with settings from the environment."""

    def __init__(self, folder: Path, server: DiscordServer | None) -> None:
        self.settings = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "READINGROOM_DATABASE": f"sqlite:///{folder / 'people.db'}",
        }
        if server is not None:
            self.settings |= {
                "READINGROOM_DISCORD_TOKEN": server.token,
                "READINGROOM_DISCORD_API": server.api,
                "READINGROOM_DISCORD_GATEWAY": server.gateway,
            }
        self._folder = folder

    async def starts(self, command: str, **settings: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *("-W", "ignore", "-m", "bot", command),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            cwd=self._folder,
            env={**self.settings, **settings},
        )

    async def runs(self, command: str, **settings: str) -> tuple[int, str, str]:
        """Exit status, standard output and standard error of one that ends by itself."""
        process = await self.starts(command, **settings)
        async with asyncio.timeout(PATIENCE):
            out, err = await process.communicate()
        return process.returncode or 0, out.decode(), err.decode()


@pytest.fixture
def operator(tmp_path: Path, local_discord: DiscordServer) -> Operator:
    return Operator(tmp_path, local_discord)


async def test_run_answers_until_it_is_told_to_stop_and_leaves_in_good_order(
    operator: Operator, local_discord: DiscordServer
) -> None:
    ada = local_discord.user("Ada", installed=True)
    process = await operator.starts("run")
    await local_discord.sockets.connected(within=PATIENCE)
    asked = await local_discord.command(ada, "about")
    assert "About Reading Room" in (await asked.message(within=PATIENCE)).text
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(10):
        _, err = await process.communicate()
    assert process.returncode == 0
    assert "Traceback" not in err.decode()
    assert local_discord.token not in err.decode()


async def test_a_monitor_is_told_whether_discord_is_connected(
    operator: Operator, local_discord: DiscordServer
) -> None:
    process = await operator.starts("run", READINGROOM_WEB_PORT="0")
    assert process.stderr is not None
    async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as monitor:
        said = b""
        while b"listening on 127.0.0.1, port " not in said:
            said = await process.stderr.readline()
        address = f"http://127.0.0.1:{int(said.split()[-1])}/health"
        await local_discord.sockets.connected()
        told: dict[str, Any] = {}
        while not told.get("doors", {}).get("discord"):
            async with monitor.get(address) as answer:
                assert answer.status == 200
                told = await answer.json()
        doors = {"discord": True}
        assert told == {"status": "ok", "database": True, "doors": doors, "deliveries": {}}
        process.send_signal(signal.SIGTERM)
        await process.communicate()
    assert process.returncode == 0


async def test_a_port_that_is_taken_ends_run_with_a_sentence(
    operator: Operator, local_discord: DiscordServer
) -> None:
    taken = str(URL(local_discord.api).port)
    status, _, said = await operator.runs("run", READINGROOM_WEB_PORT=taken)
    assert status == 1
    assert said.strip().splitlines()[-1].startswith("READINGROOM_WEB_PORT cannot be listened at")
    assert "Traceback" not in said


async def test_a_refused_token_ends_run_with_the_sentence_of_doctor(operator: Operator) -> None:
    wrong = "not.the.token"
    status, _, said = await operator.runs("run", READINGROOM_DISCORD_TOKEN=wrong)
    _, found, _ = await operator.runs("doctor", READINGROOM_DISCORD_TOKEN=wrong)
    assert status == 1
    sentence = said.strip().splitlines()[-1]
    assert sentence.startswith("READINGROOM_DISCORD_TOKEN was refused by Discord")
    assert sentence in found
    assert wrong not in said + found


async def test_a_token_that_is_reset_while_it_runs_ends_it_with_the_same_sentence(
    operator: Operator, local_discord: DiscordServer
) -> None:
    ada = local_discord.user("Ada", installed=True)
    process = await operator.starts("run")
    await local_discord.sockets.connected(within=PATIENCE)
    await (await local_discord.command(ada, "about")).message(within=PATIENCE)
    local_discord.sockets.close(4004)
    async with asyncio.timeout(PATIENCE):
        _, err = await process.communicate()
    assert process.returncode == 1
    assert "READINGROOM_DISCORD_TOKEN was refused" in err.decode().strip().splitlines()[-1]


async def test_without_a_token_run_says_which_variable_opens_a_door(tmp_path: Path) -> None:
    status, _, said = await Operator(tmp_path, None).runs("run")
    assert status == 1
    assert "READINGROOM_DISCORD_TOKEN" in said
    assert "READINGROOM_SLACK_BOT_TOKEN" in said
    assert "Traceback" not in said


async def test_a_connection_that_is_not_there_yet_is_waited_for(
    operator: Operator, local_discord: DiscordServer
) -> None:
    local_discord.fail("GET /users/@me", status=503, times=1)
    process = await operator.starts("run")
    await local_discord.sockets.connected(within=PATIENCE)
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(10):
        _, err = await process.communicate()
    assert process.returncode == 0
    assert "no connection to Discord" in err.decode()


async def test_doctor_finds_nothing_wrong_where_all_is_well(
    operator: Operator, local_discord: DiscordServer
) -> None:
    local_discord.guild("Radiology")
    status, found, _ = await operator.runs("doctor")
    assert status == 0
    assert "wrong" not in found
    assert "The bot is in 1 server." in found
    assert "scope=bot+applications.commands" in found
    assert local_discord.token not in found


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"READINGROOM_DISCORD_TOKEN": ""}, "READINGROOM_DISCORD_TOKEN is not set"),
        ({"READINGROOM_DISCORD_DEVELOPMENT_SERVER": "123456789012345678"}, "is not in"),
        ({"READINGROOM_DISCORD_DEVELOPMENT_SERVER": "mine"}, "DEVELOPMENT_SERVER cannot be used"),
        ({"READINGROOM_DATABASE": "nonsense"}, "READINGROOM_DATABASE"),
        ({"READINGROOM_ZONE": "Chicago"}, "READINGROOM_ZONE cannot be used"),
        ({"READINGROOM_DISCORD_API": "http://127.0.0.1:9/api/v10"}, "cannot be reached"),
    ],
)
async def test_doctor_names_what_is_wrong_and_its_exit_status_tells(
    operator: Operator, settings: dict[str, str], said: str
) -> None:
    status, found, _ = await operator.runs("doctor", **settings)
    assert status == 1
    wrong = [line for line in found.splitlines() if line.startswith("wrong")]
    assert any(said in line for line in wrong), found


async def test_doctor_names_the_status_with_which_discord_keeps_the_bot_out(
    operator: Operator, local_discord: DiscordServer
) -> None:
    local_discord.fail("GET /users/@me", status=403, code=40001)
    status, found, said = await operator.runs("doctor")
    assert status == 1
    assert "refused the bot with status 403" in found
    assert "Traceback" not in said


async def test_a_connection_that_is_refused_for_good_ends_run_with_its_sentence(
    operator: Operator, local_discord: DiscordServer
) -> None:
    local_discord.fail("GET /users/@me", status=400)
    status, _, said = await operator.runs("run")
    assert status == 1
    assert "refused the bot with status 400" in said.strip().splitlines()[-1]
    assert "Traceback" not in said


async def test_doctor_looks_at_installation_intents_and_permissions(
    operator: Operator, local_discord: DiscordServer
) -> None:
    del local_discord.world.integration_types["1"]
    local_discord.world.application_flags = 1 << 19
    local_discord.world.interactions_endpoint_url = "https://example.org/interactions"
    local_discord.world.integration_types["0"]["oauth2_install_params"]["permissions"] = "0"
    silent = local_discord.guild("Silent", bot_permissions=0)
    silent.everyone.permissions = 0
    status, found, _ = await operator.runs("doctor")
    assert status == 1
    assert "User Install is switched off" in found
    assert "Guild Install is switched on, but its default settings grant less" in found
    assert "An Interactions Endpoint URL is set" in found
    assert "Message Content Intent: not needed" in found
    assert "In the server Silent the bot lacks View Channels and Send Messages" in found


async def test_a_database_that_cannot_be_opened_ends_run_with_its_sentence(
    operator: Operator, tmp_path: Path
) -> None:
    (tmp_path / "other.db").write_text("this is no database of any kind at all")
    status, _, said = await operator.runs(
        "run", READINGROOM_DATABASE=f"sqlite:///{tmp_path / 'other.db'}"
    )
    assert status == 1
    assert "is not a SQLite database" in said
    assert "Traceback" not in said


async def test_doctor_counts_more_servers_than_discord_tells_at_once(
    operator: Operator, local_discord: DiscordServer
) -> None:
    servers = [local_discord.guild(f"Server {number}") for number in range(205)]
    status, found, _ = await operator.runs(
        "doctor", READINGROOM_DISCORD_DEVELOPMENT_SERVER=str(servers[-1].id)
    )
    assert status == 0
    assert "The bot is in 205 servers." in found
