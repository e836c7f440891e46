"""The Slack door opened, kept open through lost connections, and closed in good time."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_sdk.http_retry.builtin_interval_calculators import BackoffRetryIntervalCalculator

from bot.settings import SettingsRefused, SlackSettings, WebSettings
from bot.slack import leaving
from bot.slack.addresses import EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH
from bot.slack.at_work import AtWork
from bot.slack.authorizing import OneWorkspace
from bot.slack.calling import Clients, Cut, SlackRefused, open_session
from bot.slack.chores import Pause, do_chores
from bot.slack.mode import Mode, Transport, Workspaces
from bot.slack.opening import Opened, put_together
from bot.slack.refused_tokens import APP_TOKEN, BOT_TOKEN, WAITING_HELPS, refused_token
from bot.slack.requests import DOOR
from bot.slack.slash_names import slash_names
from bot.slack.socket import connected
from bot.slack.way_out import WayOut
from bot.web.health import Health
from core.commands.desk import Desk
from core.commands.servers import note_joined
from core.storage.errors import StoreError

_LONGEST_WAIT = 60.0
_LOG = logging.getLogger("readingroom.slack")


class SlackRefuses(SettingsRefused):
    """Slack does not take the settings; the message is the sentence for the operator."""


def open_slack(
    desk: Desk,
    settings: SlackSettings,
    addresses: WebSettings,
    mode: Mode,
    *,
    now: Callable[[], datetime],
    health: Health,
    pause: Pause = asyncio.sleep,
) -> "SlackDoor":
    """The door, which is there once it runs; ``pause`` waits for so many seconds.

    Raises :class:`SettingsRefused`.
    """
    slash_names(settings, desk.commands)
    return SlackDoor(desk, settings, addresses, mode, now, health, pause)


class SlackDoor:
    """Slack, over Socket Mode or HTTP, in one workspace or many."""

    name = DOOR

    def __init__(
        self,
        desk: Desk,
        settings: SlackSettings,
        addresses: WebSettings,
        mode: Mode,
        now: Callable[[], datetime],
        health: Health,
        pause: Pause,
    ) -> None:
        self._desk = desk
        self._settings = settings
        self._addresses = addresses
        self._mode = mode
        self._now = now
        self._health = health
        self._pause = pause
        self.sender = WayOut()
        self._open: Opened | None = None
        self._ready = asyncio.Event()

    @property
    def secret(self) -> str:
        """The one workspace's token, or which app it is that many have installed."""
        token = self._settings.bot_token
        return token.get_secret_value() if token else self._settings.client_id or ""

    @property
    def routes(self) -> Sequence[web.AbstractRouteDef]:
        """The web addresses: of requests over HTTP, and of the pages that install the app."""
        routes: list[web.AbstractRouteDef] = []
        if self._mode.transport is Transport.HTTP:
            routes.append(web.post(EVENTS_PATH, self._take))
        if self._mode.workspaces is Workspaces.MANY:
            routes.append(web.get(INSTALL_PATH, self._install))
            routes.append(web.get(REDIRECT_PATH, self._redirect))
        return routes

    async def run(self, stop: asyncio.Event) -> None:
        """Be on Slack until ``stop`` is set; what is being answered then is finished.

        Raises :class:`SlackRefuses`; a lost connection is waited for.
        """
        async with open_session() as session:
            clients = Clients(session, self._settings.base_url)
            door = put_together(
                self._desk,
                self._settings,
                self._addresses,
                clients,
                now=self._now,
                pause=self._pause,
            )
            if not await self._until_known(door, stop):
                return
            chores = AtWork()
            chores.begin(do_chores(door.authorizing, door.files, door.rotation, stop=stop))
            self._open = door
            self.sender.open(door.sender)
            self._ready.set()
            try:
                if self._mode.transport is Transport.SOCKET:
                    await self._on_socket(door, stop)
                else:
                    self._health.report(self.name, connected=True)
                    _LOG.info("waiting for Slack at %s", EVENTS_PATH)
                    await stop.wait()
            finally:
                stop.set()
                await chores.leave(leaving.GIVEN_UP_WITHIN)
                await asyncio.gather(
                    door.at_work.leave(leaving.ANSWERED_WITHIN),
                    self.sender.close(leaving.ANSWERED_WITHIN),
                    door.authorizing.close(),
                )
                self._open = None
                self._ready.clear()
                await door.pages.leave(0)

    async def opened(self) -> None:
        """Wait until requests can be answered."""
        await self._ready.wait()

    async def finished(self) -> None:
        """Wait until everything that was begun has been answered."""
        if self._open is not None:
            await self._open.at_work.finished()

    async def _until_known(self, door: Opened, stop: asyncio.Event) -> bool:
        """Ask, with one workspace, which it is; whether that was told before ``stop`` was set."""
        if not isinstance(door.authorizing, OneWorkspace):
            return True
        async for _ in _tries(stop):
            try:
                identity = await leaving.unless(stop, door.authorizing.identity())
            except Cut as cut:
                _LOG.warning("no connection to Slack (%s)", cut)
            except SlackRefused as refused:
                _raise_unless_temporary(refused, BOT_TOKEN)
            else:
                if identity is None:
                    return False
                await self._note_joined(identity.team_id or "")
                return True
        return False

    async def _note_joined(self, team: str) -> None:
        if not team:
            return
        try:
            await note_joined(self._desk.store, DOOR, team, self._now())
        except StoreError as error:
            _LOG.warning("the workspace could not be noted: %s", error)

    async def _on_socket(self, door: Opened, stop: asyncio.Event) -> None:
        """Keep a connection, and make a new one where the library cannot mend it."""
        while not stop.is_set():
            async for _ in _tries(stop):
                if await self._connected(door, stop):
                    break

    async def _connected(self, door: Opened, stop: asyncio.Event) -> bool:
        """Be connected until ``stop`` is set or it is lost; whether it ever was."""
        token = self._settings.app_token
        secret = token.get_secret_value() if token else ""
        try:
            async with contextlib.AsyncExitStack() as stack:
                connection = connected(door.app, door.clients, secret)
                link = await leaving.unless(stop, stack.enter_async_context(connection))
                if link is not None:
                    await link.watch(stop, self._health)
        except Cut as cut:
            _LOG.warning("no connection to Slack (%s)", cut)
        except SlackRefused as refused:
            _raise_unless_temporary(refused, APP_TOKEN)
        else:
            return True
        finally:
            self._health.report(self.name, connected=False)
        return False

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        door = self._open  # looked at last: reading takes as long as the sender wants
        if door is None or door.signatures is None:
            return web.Response(status=503)
        if not door.signatures.good(body, request.headers):
            return web.Response(status=401)
        dispatched = door.app.async_dispatch(await to_bolt_request(request))
        return await to_aiohttp_response(await door.at_work.begin(dispatched))

    async def _install(self, request: web.Request) -> web.Response:
        if self._open is None or self._open.installing is None:
            return web.Response(status=503)
        page = await self._open.installing.handle_installation(await to_bolt_request(request))
        return await to_aiohttp_response(page)

    async def _redirect(self, request: web.Request) -> web.Response:
        if self._open is None or self._open.installing is None:
            return web.Response(status=503)
        page = await self._open.installing.handle_callback(await to_bolt_request(request))
        return await to_aiohttp_response(page)


async def _tries(stop: asyncio.Event) -> AsyncIterator[int]:
    """Numbers of tries until ``stop`` is set, with longer and longer waits between them."""
    wait = BackoffRetryIntervalCalculator(backoff_factor=0.5)
    tried = 0
    while not stop.is_set():
        yield tried
        pause = min(wait.calculate_sleep_duration(tried), _LONGEST_WAIT)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await stop.wait()
        tried = min(tried + 1, 10)


def _raise_unless_temporary(refused: SlackRefused, variable: str) -> None:
    """Raise the sentence for the operator; where Slack is merely in trouble, say so and wait."""
    if refused.error not in WAITING_HELPS:
        raise SlackRefuses(refused_token(variable, refused.error)) from None
    _LOG.warning("no connection to Slack (%s)", refused.error)
