"""What has to be done from time to time though nobody asks."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from bot.slack import leaving
from bot.slack.authorizing import Authorizing
from bot.slack.rotating import TokenRotation
from bot.slack.sent_files import SentFiles
from core.commands.faults import fault
from core.storage.errors import StoreError

EVERY = 3600.0
"""Seconds between two rounds."""

Pause = Callable[[float], Coroutine[Any, Any, None]]
"""Waits for so many seconds."""

_LOG = logging.getLogger("readingroom.slack")


async def do_chores(
    authorizing: Authorizing,
    files: SentFiles,
    rotation: TokenRotation | None,
    *,
    stop: asyncio.Event,
    pause: Pause = asyncio.sleep,
) -> None:
    """Refresh tokens that are about to expire, and delete files that have to go.

    At once and then hourly, until ``stop`` is set; a round that was begun is finished.
    ``rotation`` is ``None`` where no token expires. Whatever breaks is logged, and what comes
    after it is done all the same.
    """
    while not stop.is_set():
        if rotation is not None:
            await _done(rotation.refresh_ahead())
        await _done(files.remove_due(authorizing.client_for))
        await leaving.unless(stop, pause(EVERY))


async def _done(chore: Awaitable[None]) -> None:
    try:
        await chore
    except StoreError as error:
        _LOG.warning("the database did not let the chores be done, in an hour again: %s", error)
    except Exception as error:  # noqa: BLE001 - the next hour is another one
        fault(error, reference="slack", command="chores")
