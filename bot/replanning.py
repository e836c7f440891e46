"""Plans made by other dates or rules than those in use are made anew while the service runs."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from datetime import datetime

from core.commands.desk import Desk
from core.commands.faults import fault
from core.planning.sweep import replan_outdated
from core.storage.errors import StoreError

EVERY = 3600.0
"""Seconds between two looks: plans are also made anew as weeks pass, and as people fall silent."""

AT_ONCE = 20
"""People planned before anything else has its turn."""

TROUBLE = 60.0
"""Seconds before the next try where the database did not let it be done."""

_LOG = logging.getLogger("readingroom.planning")


async def keep_planned(
    desk: Desk, outdated: asyncio.Event, *, now: Callable[[], datetime], every: float = EVERY
) -> None:
    """Plan anew at once, whenever ``outdated`` is set, and every so many seconds."""
    while True:
        outdated.clear()
        pause = every
        try:
            await plan_outdated(desk, now=now)
        except StoreError as error:
            _LOG.warning("plans could not be made anew, again in a minute: %s", error)
            pause = min(TROUBLE, every)
        except Exception as error:  # noqa: BLE001 - the next look is another one
            fault(error, reference="planning", command="planning")
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await outdated.wait()


async def plan_outdated(desk: Desk, *, now: Callable[[], datetime]) -> int:
    """Plan everybody anew whose plan was made by other dates or rules; gives how many.

    Raises the store's errors.
    """
    planned = 0
    while True:
        done = await replan_outdated(
            desk.store, prepared=desk.library.prepared, now=now(), limit=AT_ONCE
        )
        planned += done
        if done < AT_ONCE:
            return planned
        await asyncio.sleep(0)
