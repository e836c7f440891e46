"""The running service: the event loop, the doors that have settings, and their end."""

import asyncio
import contextlib
import gc
import logging
import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.app import open_desk, tidy
from bot.discord.connecting import run_discord
from bot.settings import DiscordSettings, ServiceSettings, SettingsRefused, StorageSettings
from core.commands.desk import Desk
from core.commands.faults import fault
from core.storage.errors import StoreError

DAY = 86_400.0
"""Seconds between two removals of what is due to go."""

_LOG = logging.getLogger("readingroom.service")


class NothingToRun(SettingsRefused):
    """No door has settings; the message says which variables open one."""


async def serve(
    storage: StorageSettings,
    service: ServiceSettings,
    discord: DiscordSettings,
    *,
    now: Callable[[], datetime],
) -> None:
    """Run until told to stop by SIGTERM or SIGINT.

    Raises :class:`NothingToRun`, ``DiscordRefused`` and the store's errors, whose messages are
    sentences for the operator.
    """
    if discord.token is None:
        raise NothingToRun(
            "No door is open: set READINGROOM_DISCORD_TOKEN, or talk to the bot in this terminal "
            "with readingroom console."
        )
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows has no such handlers
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with open_desk(storage, now=now(), zone=service.zone) as desk:
        _LOG.info("facts as of %s", desk.library.facts.version)
        # The facts stay for as long as this runs; to walk them again and again, looking for what
        # can go, would make somebody wait for a tenth of a second each time.
        gc.collect()
        gc.freeze()
        tidying = asyncio.create_task(tidy_daily(desk, now=now))
        try:
            in_chat = replace(desk, keeps_refused=True, operator_asks=False)
            await run_discord(in_chat, discord, now=now, stop=stop)
        finally:
            tidying.cancel()
            await asyncio.wait({tidying})
    _LOG.info("stopped")


async def tidy_daily(desk: Desk, *, now: Callable[[], datetime], every: float = DAY) -> None:
    """Remove once a day, for as long as this runs, what has been kept as long as was promised."""
    while True:
        await asyncio.sleep(every)
        try:
            await tidy(desk.store, desk.library.facts, now())
        except StoreError as error:
            _LOG.warning("what is due to go could not be removed, again tomorrow: %s", error)
        except Exception as error:  # noqa: BLE001 - tomorrow is another day
            fault(error, reference="tidying", command="tidying")
