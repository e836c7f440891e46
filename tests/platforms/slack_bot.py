"""The whole bot on the local Slack: the real desk, the real door, a database of its own."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web
from pydantic import SecretStr

from bot.app import open_desk
from bot.settings import SlackSettings, StorageSettings, WebSettings
from bot.slack.addresses import EVENTS_PATH
from bot.slack.connecting import SlackDoor, open_slack
from bot.slack.mode import slack_mode
from bot.web.health import Health
from bot.web.serving import application
from core.commands.desk import Desk
from core.commands.visit import Library
from tests.platforms.slack_server import SlackServer
from tests.platforms.slack_server.people import Team

NOON = datetime(2026, 11, 22, 17, tzinfo=UTC)
ADDRESS = "https://reading.example"


class Pauses:
    """Waits that end when a test lets them."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self._over = asyncio.Event()
        self._begun = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        self._begun.set()
        await self._over.wait()

    async def begun(self) -> None:
        """Wait until something has to wait."""
        async with asyncio.timeout(5):
            await self._begun.wait()

    def end(self) -> None:
        """End the waits there are, and those to come."""
        self._over.set()


@dataclass(frozen=True)
class Running:
    """A bot that is connected, and what it stands on."""

    door: SlackDoor
    desk: Desk
    server: SlackServer
    health: Health
    pauses: Pauses
    stop: asyncio.Event
    address: str


@asynccontextmanager
async def running_slack(
    server: SlackServer,
    database: Path | str,
    shelf: Library,
    *,
    team: Team | None = None,
    now: Callable[[], datetime] = lambda: NOON,
    at: Callable[[Desk], Desk] = lambda desk: desk,
) -> AsyncIterator[Running]:
    """The bot over a database, connected the way the server sends; ``at`` may change its desk.

    With ``team`` it is there by that workspace's token, without by what is installed.
    """
    settings = StorageSettings(database=f"sqlite:///{database}")
    async with open_desk(settings, now=now(), loaded=shelf) as opened:
        desk = at(replace(opened, keeps_refused=True, operator_asks=False))
        slack, addresses = slack_settings(server, team), _addresses()
        mode = slack_mode(slack, addresses)
        assert mode is not None
        health, pauses, stop = Health(desk.store.read_once), Pauses(), asyncio.Event()
        door = open_slack(desk, slack, addresses, mode, now=now, health=health, pause=pauses)
        async with _served(door, health) as address:
            if server.via == "http":
                server.http.url = f"{address}{EVENTS_PATH}"
            sockets = len(server.sockets.connections)
            running = asyncio.create_task(door.run(stop))
            try:
                await _until_open(door, server, sockets, running)
                yield Running(door, desk, server, health, pauses, stop, address)
            finally:
                stop.set()
                pauses.end()
                await running


def slack_settings(server: SlackServer, team: Team | None) -> SlackSettings:
    """What an operator would set for this server."""
    given: dict[str, object] = {"api": server.api, "_env_file": None}
    if server.via == "socket":
        given["app_token"] = SecretStr(server.app_token)
    else:
        given["signing_secret"] = SecretStr(server.signing_secret)
    if team is not None:
        given["bot_token"] = SecretStr(server.token(team))
    else:
        given["client_id"] = server.world.client_id
        given["client_secret"] = SecretStr(server.world.client_secret)
    return SlackSettings(**given)  # type: ignore[arg-type]


def _addresses() -> WebSettings:
    return WebSettings(port=8080, address=ADDRESS, _env_file=None)


@asynccontextmanager
async def _served(door: SlackDoor, health: Health) -> AsyncIterator[str]:
    """The door's web addresses on a port of their own."""
    runner = web.AppRunner(application(door.routes, health), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


async def _until_open(
    door: SlackDoor, server: SlackServer, sockets: int, running: asyncio.Task[None]
) -> None:
    async def ready() -> None:
        if server.via == "socket":
            await server.sockets.connected(sockets + 1)
        else:
            await door.opened()

    opening = asyncio.create_task(ready())
    await asyncio.wait({opening, running}, return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        opening.cancel()
        await running
    await opening
