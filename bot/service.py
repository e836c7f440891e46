"""The running service: the event loop, the doors that have settings, and their end."""

import asyncio
import contextlib
import gc
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from aiohttp import web

from bot.app import open_desk, tidy
from bot.delivering import Tokens, WayOut, delivering
from bot.replanning import keep_planned
from bot.settings import (
    DiscordSettings,
    ServiceSettings,
    SettingsRefused,
    SlackSettings,
    StorageSettings,
    WebSettings,
)
from bot.slack.mode import Mode, slack_mode
from bot.web.calendars import CALENDARS, calendar_routes
from bot.web.health import Health
from bot.web.metrics import Metrics
from bot.web.serving import serving
from core.commands.desk import Desk
from core.commands.faults import fault
from core.commands.loading import load_ahead
from core.commands.shelf import keep_up
from core.commands.visit import Library
from core.deliveries.sender import Sender
from core.storage.backlog import Backlog, backlog
from core.storage.errors import StoreError

if TYPE_CHECKING:
    from bot.discord.delivering import DiscordSender

DAY = 86_400.0
"""Seconds between two removals of what is due to go."""

ALONE = frozenset({"discord"})
"""Doors at which every process that is there hears everything, so that one at a time is. Slack
tells each of several what it tells no other."""

CORRECTIONS = 30.0
"""Seconds between two looks for dates that the operator has corrected."""

_LOG = logging.getLogger("readingroom.service")


class NothingToRun(SettingsRefused):
    """No door has settings; the message says which variables open one."""


class Running(Protocol):
    """What is there until it is told to stop."""

    @property
    def name(self) -> str:
        """What it is called where its health is told."""

    @property
    def routes(self) -> Sequence[web.AbstractRouteDef]:
        """The web addresses it answers at; known before anything is listened at."""

    async def run(self, stop: asyncio.Event) -> None:
        """Be there until ``stop`` is set; what is being answered then is finished.

        A lost connection is waited for and reported to the ``Health``. Raises a
        ``SettingsRefused`` where waiting does not help. It is started when the web addresses are
        listened at; nothing new comes in there from the moment ``stop`` is set.
        """


class Door(Running, Protocol):
    """A platform that the bot is on, opened with a desk, its settings and a ``Health``.

    Slack's is made by ``bot.slack.connecting.open_slack(desk, settings, web, mode, *, now,
    health)``, where ``mode`` says which way requests come in and in how many workspaces.
    """

    @property
    def secret(self) -> str:
        """Its token, or what else it alone works with."""

    @property
    def sender(self) -> Sender:
        """What it sends with, be it open or not."""


async def serve(
    storage: StorageSettings,
    service: ServiceSettings,
    discord: DiscordSettings,
    slack: SlackSettings,
    addresses: WebSettings,
    *,
    now: Callable[[], datetime],
) -> None:
    """Be on every platform that has settings, until told to stop by SIGTERM or SIGINT.

    Raises :class:`NothingToRun`, another ``SettingsRefused`` and the store's errors, whose
    messages are sentences for the operator.
    """
    mode = slack_mode(slack, addresses)
    if discord.token is None and mode is None:
        raise NothingToRun(
            "There is no platform to be on: set READINGROOM_DISCORD_TOKEN (Discord's developer "
            "portal, page Bot), or READINGROOM_SLACK_APP_TOKEN (page Basic Information of the "
            "Slack app, App-Level Tokens) and READINGROOM_SLACK_BOT_TOKEN (page OAuth & "
            "Permissions), or talk to the bot in this terminal with readingroom console."
        )
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows has no such handlers
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
    # Without a port nobody answers there, whatever the address outside is.
    calendars = (addresses.at(CALENDARS) or "") if addresses.port is not None else ""
    async with open_desk(storage, now=now(), zone=service.zone, calendars=calendars) as desk:
        _LOG.info("facts as of %s", desk.library.facts.version)
        # In a thread, so that it can be told to stop meanwhile.
        await asyncio.to_thread(load_ahead, now())
        # The facts stay for as long as this runs; to walk them again and again, looking for what
        # can go, would make somebody wait for a tenth of a second each time.
        gc.collect()
        gc.freeze()
        outdated = asyncio.Event()
        async with (
            _beside(tidy_daily(desk, now=now)),
            _beside(_corrections(desk, outdated)),
            _beside(keep_planned(desk, outdated, now=now)),
        ):
            in_chat = replace(desk, keeps_refused=True, operator_asks=False)
            health = Health(desk.store.read_once, backlog=_backlog(desk, now), now=now)
            await _on_platforms(
                in_chat, discord, slack, addresses, mode, now=now, health=health, stop=stop
            )
    _LOG.info("stopped")


async def _on_platforms(
    desk: Desk,
    discord: DiscordSettings,
    slack: SlackSettings,
    addresses: WebSettings,
    mode: Mode | None,
    *,
    now: Callable[[], datetime],
    health: Health,
    stop: asyncio.Event,
) -> None:
    """Answer and send until ``stop``."""
    written = asyncio.Event()
    desk = replace(desk, wrote=written.set)
    doors = _doors(desk, discord, slack, addresses, mode, now=now, health=health)
    ways = [WayOut(door.name, door.secret, door.sender) for door in doors]
    async with delivering(desk, ways, now=now, stop=stop, health=health) as sending:
        metrics = Metrics(health, [sending.figures])
        runs = [_Held(one, sending.tokens) if one.name in ALONE else one for one in doors]
        async with _beside(_waking(written, sending.deliverer.wake)):
            beside = calendar_routes(desk, now=now) if desk.library.calendar_address else ()
            await run_doors(
                runs, addresses, health=health, stop=stop, metrics=metrics, beside=beside
            )


async def _waking(written: asyncio.Event, wake: Callable[[], None]) -> None:
    """Let what somebody's press has written be looked at at once."""
    while True:
        await written.wait()
        written.clear()
        wake()


def _backlog(
    desk: Desk, now: Callable[[], datetime]
) -> Callable[[], Awaitable[tuple[Backlog, ...]]]:
    """Reads where messages stand."""

    async def read() -> tuple[Backlog, ...]:
        async with desk.store.reading() as tx:
            return await backlog(tx, now())

    return read


async def run_doors(
    doors: Sequence[Running],
    addresses: WebSettings,
    *,
    health: Health,
    stop: asyncio.Event,
    metrics: Metrics | None = None,
    beside: Sequence[web.AbstractRouteDef] = (),
) -> None:
    """Keep doors and web addresses open until ``stop`` is set, or a door ends with a refusal.

    ``beside`` are web addresses that belong to no door.
    The others then finish what they are answering, and the refusal is raised as it is.
    """
    for door in doors:
        health.report(door.name, connected=False)
    async with contextlib.AsyncExitStack() as stack:
        if addresses.port is not None:
            routes = [*beside, *(route for door in doors for route in door.routes)]
            if addresses.metrics and metrics is not None:
                routes.append(metrics.route)
            await stack.enter_async_context(serving(routes, addresses, health=health, stop=stop))
        await _together([door.run(stop) for door in doors], stop)


async def _together(running: Sequence[Coroutine[Any, Any, None]], stop: asyncio.Event) -> None:
    """Wait for all of them; the first that fails stops the others in good order, and is raised."""
    tasks = [asyncio.ensure_future(one) for one in running]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        stop.set()
        await asyncio.wait(tasks)
    finally:
        for task in tasks:
            task.cancel()
        raised = await asyncio.gather(*tasks, return_exceptions=True)
    failures = [error for error in raised if error is not None]
    for further in failures[1:]:
        _report(further)
    if failures:
        raise failures[0]


def _report(failure: BaseException) -> None:
    """Log what ended a second door; only one can be what ends the program."""
    if isinstance(failure, SettingsRefused):
        _LOG.error("%s", failure)
    else:
        fault(failure, reference="door", command="run")


def _doors(
    desk: Desk,
    discord: DiscordSettings,
    slack: SlackSettings,
    addresses: WebSettings,
    mode: Mode | None,
    *,
    now: Callable[[], datetime],
    health: Health,
) -> list[Door]:
    """A door for every platform that has settings; only their libraries are loaded."""
    doors: list[Door] = []
    if discord.token is not None:
        from bot.discord.delivering import DiscordSender
        from bot.discord.pace import Pace

        doors.append(_DiscordDoor(desk, discord, now, health, DiscordSender(Pace())))
    if mode is not None:
        from bot.slack.connecting import open_slack

        doors.append(open_slack(desk, slack, addresses, mode, now=now, health=health))
    return doors


@dataclass(frozen=True, slots=True, repr=False)
class _DiscordDoor:
    """Discord's door: one connection, and no web address."""

    desk: Desk
    settings: DiscordSettings
    now: Callable[[], datetime]
    health: Health
    sender: "DiscordSender"
    name: str = "discord"
    routes: Sequence[web.AbstractRouteDef] = ()

    @property
    def secret(self) -> str:
        return self.settings.token.get_secret_value() if self.settings.token else ""

    async def run(self, stop: asyncio.Event) -> None:
        from bot.discord.connecting import run_discord

        await run_discord(
            self.desk,
            self.settings,
            now=self.now,
            stop=stop,
            health=self.health,
            sender=self.sender,
        )


@dataclass(frozen=True, slots=True, repr=False)
class _Held:
    """A door that is there while its token is this process's."""

    door: Door
    tokens: Tokens

    @property
    def name(self) -> str:
        return self.door.name

    @property
    def routes(self) -> Sequence[web.AbstractRouteDef]:
        return self.door.routes

    async def run(self, stop: asyncio.Event) -> None:
        await self.tokens.while_held(self.door.name, self.door.run, stop)


@contextlib.asynccontextmanager
async def _beside(chore: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """The chore runs for as long as the block does."""
    running = asyncio.create_task(chore)
    try:
        yield
    finally:
        running.cancel()
        await asyncio.wait({running})


async def _corrections(desk: Desk, outdated: asyncio.Event) -> None:
    """Take over the dates that the operator corrects while this runs, and plan by them."""

    async def changed(library: Library) -> None:
        # As at the start: what stays is not walked again and again.
        gc.freeze()
        outdated.set()

    await keep_up(desk.shelf, desk.store, every=CORRECTIONS, changed=changed)


async def tidy_daily(desk: Desk, *, now: Callable[[], datetime], every: float = DAY) -> None:
    """Remove once a day, for as long as this runs, what has been kept as long as was promised."""
    while True:
        await asyncio.sleep(every)
        try:
            await tidy(desk.store, desk.library, now())
        except StoreError as error:
            _LOG.warning("what is due to go could not be removed, again tomorrow: %s", error)
        except Exception as error:  # noqa: BLE001 - tomorrow is another day
            fault(error, reference="tidying", command="tidying")
