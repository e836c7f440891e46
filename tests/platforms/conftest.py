"""A local Discord or Slack for each test that asks for one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.commands.visit import Library
from tests.platforms.discord_bot import Running, running_bot
from tests.platforms.discord_server import DiscordServer, pointed_at
from tests.platforms.slack_scene import Scene, slack_scene
from tests.platforms.slack_server import SlackServer


@pytest.fixture
async def local_discord() -> AsyncIterator[DiscordServer]:
    """A local Discord without rate limits, to which discord.py is pointed."""
    async with DiscordServer() as server:
        server.limits.relax()
        with pointed_at(server):
            yield server


@pytest.fixture
async def running(
    local_discord: DiscordServer, tmp_path: Path, shelf: Library
) -> AsyncIterator[Running]:
    """The whole bot on the local Discord; it sent nothing that Discord does not take."""
    async with running_bot(local_discord, tmp_path / "people.db", shelf) as bot:
        yield bot
    assert not local_discord.unexpected
    assert not local_discord.refused_bodies


@pytest.fixture
async def local_slack() -> AsyncIterator[SlackServer]:
    """A local Slack without rate limits."""
    async with SlackServer() as server:
        server.limits.relax()
        yield server


@pytest.fixture
async def scene(local_slack: SlackServer, tmp_path: Path, shelf: Library) -> AsyncIterator[Scene]:
    """Somebody in a channel of Slack, and the whole bot."""
    async with slack_scene(local_slack, tmp_path / "people.db", shelf) as made:
        yield made
