"""A local Discord for each test that asks for one."""

from collections.abc import AsyncIterator

import pytest

from tests.platforms.discord_server import DiscordServer, pointed_at


@pytest.fixture
async def local_discord() -> AsyncIterator[DiscordServer]:
    """A local Discord without rate limits, to which discord.py is pointed."""
    async with DiscordServer() as server:
        server.limits.relax()
        with pointed_at(server):
            yield server
