"""The bot on a Discord that keeps to the protocol: commands, forms, presses, private answers."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.commands.visit import Library
from tests.platforms.discord_bot import Running, running_bot
from tests.platforms.discord_server import DiscordServer

ANSWERS = {
    "applicant": "us_img",
    "specialty": "dr",
    "step2_ck": "219",
    "step2_date": "2026-06-01",
}


@pytest.fixture
async def running(
    local_discord: DiscordServer, tmp_path: Path, shelf: Library
) -> AsyncIterator[Running]:
    async with running_bot(local_discord, tmp_path / "people.db", shelf) as bot:
        yield bot
    assert not local_discord.unexpected
    assert not local_discord.refused_bodies


async def test_assess_opens_a_form_whose_answers_are_read_in_private(running: Running) -> None:
    server = running.server
    ada = server.user("Ada")
    guild = server.guild("Radiology")
    guild.member(ada)
    channel = next(iter(guild.channels.values()))
    opened = await server.command(ada, "assess", channel=channel)
    modal = await opened.modal()
    assert modal.title.startswith("You and your season")
    sent = await server.submit(ada, modal, ANSWERS)
    message = await sent.message()
    assert message.ephemeral
    assert "Your 219 is a pass" in message.text
    assert "Evidence" in message.pressable
    pressed = await server.press(ada, message, message.pressable["Evidence"])
    evidence = await pressed.message()
    assert evidence.ephemeral
    assert "Step 2 CK" in evidence.text
