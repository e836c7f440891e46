"""The whole bot on the local Discord: the real desk, the real client, a database of its own."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from bot.app import open_desk
from bot.discord.client import DiscordClient
from bot.settings import StorageSettings
from core.commands.desk import Desk
from core.commands.visit import Library
from tests.platforms.discord_server import DiscordServer

NOON = datetime(2026, 11, 22, 17, tzinfo=UTC)


class Bot(DiscordClient):
    """The client as it is, without the library's waits for guilds and between identifies."""

    def __init__(self, desk: Desk, *, now: Callable[[], datetime]) -> None:
        super().__init__(desk, now=now)
        self._connection.guild_ready_timeout = 0.05
        self.connected = asyncio.Event()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        return

    async def idle(self) -> None:
        """Wait until everything that is being answered has been."""
        while self._at_work:
            await asyncio.wait(self._at_work)

    async def on_ready(self) -> None:
        await super().on_ready()
        self.connected.set()


@dataclass(frozen=True)
class Running:
    """A bot that is connected, and what it stands on."""

    bot: Bot
    desk: Desk
    server: DiscordServer

    async def heard_all(self) -> None:
        """Wait until the bot has dealt with everything that the gateway has told it so far."""
        sockets = self.server.sockets
        before = sockets.happened["heartbeat"]
        sockets.ask_for_heartbeat()
        await sockets.saw("heartbeat", before + len(sockets.connections))
        events = [task for task in asyncio.all_tasks() if task.get_name().startswith("discord.py:")]
        if events:
            await asyncio.wait(events)


@asynccontextmanager
async def running_bot(
    server: DiscordServer,
    database: Path | str,
    shelf: Library,
    *,
    now: Callable[[], datetime] = lambda: NOON,
    at: Callable[[Desk], Desk] = lambda desk: desk,
) -> AsyncIterator[Running]:
    """The bot over a database, connected; ``at`` may change the desk it answers from."""
    settings = StorageSettings(database=f"sqlite:///{database}")
    async with open_desk(settings, now=now(), loaded=shelf) as opened:
        desk = at(replace(opened, keeps_refused=True, operator_asks=False))
        bot = Bot(desk, now=now)
        running = asyncio.create_task(bot.start(server.token))
        connected = asyncio.create_task(bot.connected.wait())
        try:
            async with asyncio.timeout(10):
                await asyncio.wait({running, connected}, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                await running
            yield Running(bot, desk, server)
        finally:
            connected.cancel()
            await bot.close()
            await asyncio.gather(running, return_exceptions=True)
