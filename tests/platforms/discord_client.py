"""A bare discord.py client, logged in to the local Discord."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import discord

from tests.platforms.discord_server import DiscordServer

INTENTS = discord.Intents.default()


def client(**options: Any) -> discord.Client:
    """A client that does not wait two seconds for guilds."""
    return discord.Client(intents=INTENTS, guild_ready_timeout=0.05, **options)


@asynccontextmanager
async def running(server: DiscordServer, bot: discord.Client) -> AsyncIterator[discord.Client]:
    """The client, connected and ready; closed in the end."""
    ready = asyncio.Event()
    bot.event(_setter(ready))
    task = asyncio.create_task(bot.start(server.token))
    waiting = asyncio.create_task(ready.wait())
    try:
        async with asyncio.timeout(10):
            await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            await task
        yield bot
    finally:
        waiting.cancel()
        await bot.close()
        await asyncio.gather(task, return_exceptions=True)


def _setter(ready: asyncio.Event) -> Any:
    async def on_ready() -> None:
        ready.set()

    return on_ready
