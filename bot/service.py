"""The running service: the event loop, the doors that have settings, and their end."""

import asyncio
import contextlib
import gc
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.app import open_desk, tidy
from bot.delivering import WayOut, delivering
from bot.doors import open_doors, run_doors, while_held
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
from core.commands.desk import Desk
from core.commands.faults import fault
from core.commands.loading import load_ahead
from core.commands.shelf import keep_up
from core.commands.visit import Library
from core.storage.backlog import Backlog, backlog
from core.storage.errors import StoreError

DAY = 86_400.0
"""Seconds between two removals of what is due to go."""

CORRECTIONS = 30.0
"""Seconds between two looks for dates that the operator has corrected."""

_LOG = logging.getLogger("readingroom.service")


class NothingToRun(SettingsRefused):
    """No door has settings; the message says which variables open one."""


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
    doors = open_doors(desk, discord, slack, addresses, mode, now=now, health=health)
    ways = [WayOut(door.name, door.secret, door.sender) for door in doors]
    async with delivering(desk, ways, now=now, stop=stop, health=health) as sending:
        metrics = Metrics(health, [sending.figures])
        runs = [while_held(one, sending.tokens) for one in doors]
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
