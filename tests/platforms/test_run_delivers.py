"""``readingroom run`` writes to people: at once after a press, by one process, to its end."""

import asyncio
import signal
import time
from pathlib import Path

import pytest

from tests.platforms.discord_server import DiscordServer
from tests.platforms.discord_server.people import User
from tests.platforms.slack_server import SlackServer
from tests.platforms.test_discord_run import PATIENCE
from tests.platforms.test_discord_run import Operator as OnDiscord
from tests.platforms.test_slack_run import Operator as OnSlack

SOON = 2.0
"""Seconds in which a first message is there after the press; a second is meant."""
ON = {"do": "on", "zone": "UTC"}
POST = "/channels/*/messages"


def welcomes(server: DiscordServer, person: User) -> int:
    """How many first messages stand in a person's direct message."""
    there = server.dm(person).messages.values()
    return sum("Your reminders will come here" in message.text for message in there)


@pytest.fixture
def operator(tmp_path: Path, local_discord: DiscordServer) -> OnDiscord:
    return OnDiscord(tmp_path, local_discord)


async def test_whoever_turns_reminders_on_is_written_to_at_once(
    operator: OnDiscord, local_discord: DiscordServer
) -> None:
    ada = local_discord.user("Ada", installed=True)
    process = await operator.starts("run")
    await local_discord.sockets.connected(within=PATIENCE)
    asked = await local_discord.command(ada, "remind", ON)
    await asked.answered(within=PATIENCE)
    pressed = time.monotonic()
    (posted,) = await local_discord.saw("POST", POST, within=PATIENCE)
    assert time.monotonic() - pressed < SOON
    assert welcomes(local_discord, ada) == 1
    assert posted.status == 200
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(10):
        await process.communicate()
    assert process.returncode == 0
    local_discord.assert_clean()


async def test_of_two_processes_one_is_there_and_the_other_follows_it_when_it_stops(
    operator: OnDiscord, local_discord: DiscordServer
) -> None:
    ada = local_discord.user("Ada", installed=True)
    one = await operator.starts("run")
    await local_discord.sockets.connected(within=PATIENCE)
    two = await operator.starts("run")
    await (await local_discord.command(ada, "remind", ON)).answered(within=PATIENCE)
    await local_discord.saw("POST", POST, within=PATIENCE)
    assert len(local_discord.sockets.connections) == 1
    one.send_signal(signal.SIGTERM)
    async with asyncio.timeout(10):
        await one.communicate()
    logins = len(local_discord.matching("GET /users/@me"))
    assert logins == 1
    await local_discord.saw("GET", "/users/@me", logins + 1, within=PATIENCE)
    await local_discord.sockets.connected(within=PATIENCE)
    await (await local_discord.command(ada, "about")).answered(within=PATIENCE)
    two.send_signal(signal.SIGTERM)
    async with asyncio.timeout(10):
        await two.communicate()
    assert (one.returncode, two.returncode) == (0, 0)
    assert welcomes(local_discord, ada) == 1


async def test_told_to_stop_while_no_answer_comes_it_leaves_in_time_and_nothing_is_lost(
    operator: OnDiscord, local_discord: DiscordServer
) -> None:
    ada = local_discord.user("Ada", installed=True)
    process = await operator.starts("run")
    await local_discord.sockets.connected(within=PATIENCE)
    hung = local_discord.hang(f"POST {POST}", acts=True)
    await (await local_discord.command(ada, "remind", ON)).answered(within=PATIENCE)
    await hung.caught(within=PATIENCE)
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(10):
        await process.communicate()
    assert process.returncode == 0
    local_discord.heal()
    again = await operator.starts("run")
    await local_discord.saw("GET", POST, within=PATIENCE)
    await local_discord.sockets.connected(within=PATIENCE)
    again.send_signal(signal.SIGTERM)
    async with asyncio.timeout(10):
        await again.communicate()
    assert welcomes(local_discord, ada) == 1


async def test_on_slack_too_whoever_turns_reminders_on_is_written_to_at_once(
    local_slack: SlackServer, tmp_path: Path
) -> None:
    operator = OnSlack(tmp_path, local_slack)
    async with operator.starts(operator.socket) as service:
        await local_slack.sockets.connected(within=PATIENCE)
        team = operator.ada.home_team
        channel = local_slack.channel("residency", team, operator.ada)
        act = await local_slack.command(
            operator.ada, "/readingroom", "remind do:on zone:UTC", channel=channel
        )
        await act.message()
        pressed = time.monotonic()
        await local_slack.saw("chat.postMessage", within=PATIENCE)
        assert time.monotonic() - pressed < SOON
        await service.stops()
    (there,) = local_slack.dm(operator.ada).visible()
    assert "Your reminders will come here" in there.words
    assert there.metadata is not None
    local_slack.assert_clean()
