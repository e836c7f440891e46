"""A bare discord.py client, logged in to the local Discord."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import discord

from tests.platforms.discord_server import DiscordServer

INTENTS = discord.Intents.default()


class Client(discord.Client):
    """Does not wait two seconds for guilds, nor five before it identifies again."""

    def __init__(self, **options: Any) -> None:
        super().__init__(intents=INTENTS, guild_ready_timeout=0.05, **options)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        return


class ShardedClient(discord.AutoShardedClient):
    """The same with several shards."""

    def __init__(self, **options: Any) -> None:
        super().__init__(intents=INTENTS, guild_ready_timeout=0.05, **options)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        return


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
