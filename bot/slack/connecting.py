"""The Slack door opened, kept open through lost connections, and closed in good time."""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_sdk.http_retry.builtin_interval_calculators import BackoffRetryIntervalCalculator

from bot.settings import SettingsRefused, SlackSettings, WebSettings
from bot.slack.addresses import EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH
from bot.slack.afterwards import Afterwards
from bot.slack.answering import Answering
from bot.slack.asking import Asking
from bot.slack.at_work import AtWork
from bot.slack.authorizing import Authorizing, ManyWorkspaces, OneWorkspace
from bot.slack.calling import Clients, Cut, SlackRefused, open_session
from bot.slack.destinations import DirectMessages
from bot.slack.events import Events
from bot.slack.home import Homes
from bot.slack.installing import Installing
from bot.slack.listening import Listening
from bot.slack.members import Members
from bot.slack.mode import Mode, Transport, Workspaces
from bot.slack.refused_tokens import APP_TOKEN, BOT_TOKEN, WAITING_HELPS, refused_token
from bot.slack.requests import DOOR
from bot.slack.rotating import TokenRotation
from bot.slack.scopes import SCOPE_NAMES
from bot.slack.sent_files import SentFiles
from bot.slack.showing import Showing
from bot.slack.signatures import Signatures
from bot.slack.slash_names import slash_names
from bot.slack.socket import connected
from bot.web.health import Health
from core.commands.desk import Desk
from core.commands.faults import fault
from core.commands.servers import note_joined
from core.storage.errors import StoreError

LEAVES_WITHIN = 6.0
"""Seconds for what is being answered when the bot is told to stop, after those for
acknowledgements; systems wait for ten in all."""

CHORES_EVERY = 3600.0
"""Seconds between two looks at tokens that expire and at files that have to go."""

Pause = Callable[[float], Awaitable[None]]
"""Waits for so many seconds."""

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


@dataclass(frozen=True, slots=True, repr=False)
class _Open:
    """What is there while the door is open."""

    app: AsyncApp
    at_work: AtWork
    pages: AtWork
    files: SentFiles
    authorizing: Authorizing
    clients: Clients
    rotation: TokenRotation | None = None
    installing: Installing | None = None
    signatures: Signatures | None = None


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
        self._open: _Open | None = None
        self._ready = asyncio.Event()

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
            door = self._opened(clients)
            if not await self._until_known(door, stop):
                return
            chores = asyncio.create_task(self._chores(door))
            self._open = door
            self._ready.set()
            try:
                if self._mode.transport is Transport.SOCKET:
                    await self._on_socket(door, stop)
                else:
                    self._health.report(self.name, connected=True)
                    await stop.wait()
            finally:
                chores.cancel()
                await asyncio.wait({chores})
                await door.at_work.leave(LEAVES_WITHIN)
                await door.pages.leave(0)
                await door.authorizing.close()
                self._open = None
                self._ready.clear()

    def _opened(self, clients: Clients) -> _Open:
        authorizing, rotation, installing = self._workspaces(clients)
        channels, at_work, pages = DirectMessages(), AtWork(), AtWork()
        members = Members(time.monotonic)
        asking = Asking(self._desk, self._now, members)
        files = SentFiles(self._desk.store, clients, self._now, members)
        homes = Homes(asking, at_work=pages, seconds=time.monotonic, pause=self._pause)
        showing = Showing(clients, channels, files)
        afterwards = Afterwards(self._desk, homes, files, authorizing)
        answering = Answering(asking, showing, channels, afterwards)
        events = Events(asking, answering, homes, clients)
        signed = self._settings.signing_secret
        secret = signed.get_secret_value() if signed else ""
        app = Listening(asking, answering, events, at_work).app(clients, authorizing, secret)
        signatures = Signatures(secret, time.monotonic) if secret else None
        return _Open(
            app, at_work, pages, files, authorizing, clients, rotation, installing, signatures
        )

    def _workspaces(
        self, clients: Clients
    ) -> tuple[Authorizing, TokenRotation | None, Installing | None]:
        """One workspace by its token, or those that installed the app."""
        settings = self._settings
        if settings.bot_token is not None:
            return OneWorkspace(clients, settings.bot_token.get_secret_value()), None, None
        client_id = settings.client_id or ""
        secret = settings.client_secret
        client_secret = secret.get_secret_value() if secret else ""
        store, now = self._desk.store, self._now
        rotation = TokenRotation(
            store, clients, client_id=client_id, client_secret=client_secret, now=now
        )
        authorizing = ManyWorkspaces(store, clients, rotation, now=now)
        installing = Installing(
            store,
            clients,
            authorizing,
            client_id=client_id,
            client_secret=client_secret,
            scopes=SCOPE_NAMES,
            address=str(self._addresses.address or "").rstrip("/"),
            now=now,
        )
        return authorizing, rotation, installing

    async def opened(self) -> None:
        """Wait until requests can be answered."""
        await self._ready.wait()

    async def finished(self) -> None:
        """Wait until everything that was begun has been answered."""
        if self._open is not None:
            await self._open.at_work.finished()

    async def _until_known(self, door: _Open, stop: asyncio.Event) -> bool:
        """Ask, with one workspace, which it is; whether that was told before ``stop`` was set."""
        if not isinstance(door.authorizing, OneWorkspace):
            return True
        async for _ in _tries(stop):
            try:
                identity = await door.authorizing.identity()
            except Cut as cut:
                _LOG.warning("no connection to Slack (%s)", cut)
            except SlackRefused as refused:
                _raise_unless_temporary(refused, BOT_TOKEN)
            else:
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

    async def _on_socket(self, door: _Open, stop: asyncio.Event) -> None:
        """Keep a connection, and make a new one where the library cannot mend it."""
        while not stop.is_set():
            async for _ in _tries(stop):
                if await self._connected(door, stop):
                    break

    async def _connected(self, door: _Open, stop: asyncio.Event) -> bool:
        """Be connected until ``stop`` is set or it is lost; whether it ever was."""
        token = self._settings.app_token
        secret = token.get_secret_value() if token else ""
        try:
            async with connected(door.app, door.clients, secret) as link:
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

    async def _chores(self, door: _Open) -> None:
        """Once an hour: tokens that are about to expire, and files that have to go."""
        while True:
            try:
                if door.rotation is not None:
                    await door.rotation.refresh_ahead()
                await door.files.remove_due(door.authorizing.client_for)
            except StoreError as error:
                _LOG.warning("tokens could not be looked at, in an hour again: %s", error)
            except Exception as error:  # noqa: BLE001 - the next hour is another one
                fault(error, reference="slack", command="chores")
            await asyncio.sleep(CHORES_EVERY)

    async def _take(self, request: web.Request) -> web.Response:
        door = self._open
        if door is None or door.signatures is None:
            return web.Response(status=503)
        if not door.signatures.good(await request.read(), request.headers):
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
