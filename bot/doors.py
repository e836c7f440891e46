"""The platforms that the bot is on: opened, kept open together, and their end."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from aiohttp import web

from bot.delivering import Tokens
from bot.settings import DiscordSettings, SettingsRefused, SlackSettings, WebSettings
from bot.slack.mode import Mode
from bot.web.health import Health
from bot.web.metrics import Metrics
from bot.web.serving import serving
from core.commands.desk import Desk
from core.commands.faults import fault
from core.deliveries.sender import Sender

if TYPE_CHECKING:
    from bot.discord.delivering import DiscordSender

ALONE = frozenset({"discord"})
"""Doors at which every process that is there hears everything, so that one at a time is. Slack
tells each of several what it tells no other."""

_LOG = logging.getLogger("readingroom.service")


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


def open_doors(
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


def while_held(door: Door, tokens: Tokens) -> Running:
    """The door; one of :data:`ALONE` is there while its token is this process's."""
    return _Held(door, tokens) if door.name in ALONE else door


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
