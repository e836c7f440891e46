"""How long each part of leaving may take; systems end a program after ten seconds.

One part begins when the one before it has ended: the connection of Socket Mode, the chores, what
is being answered, pages of App Home. Tokens are waited for beside what is being answered.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

ACKNOWLEDGED_WITHIN = 2.5
"""Seconds for acknowledgements of what came in before; Slack waits for little more."""

CLOSED_WITHIN = 0.5
"""Seconds for the connection to say that it closes."""

ANSWERED_WITHIN = 4.5
"""Seconds for what is being answered, and for tokens that are being refreshed."""

GIVEN_UP_WITHIN = 0.25
"""Seconds for each of the four parts to end after it was given up, and for a round of chores."""

_T = TypeVar("_T")


async def unless(stop: asyncio.Event, work: Coroutine[Any, Any, _T]) -> _T | None:
    """What a piece of work gives; ``None``, and it is broken off, once ``stop`` is set."""
    working, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        return await working if working.done() else None
    finally:
        stopping.cancel()
        working.cancel()
        # A connection that was just being made is closed as any other is.
        within = ACKNOWLEDGED_WITHIN + CLOSED_WITHIN + GIVEN_UP_WITHIN
        await asyncio.wait({working, stopping}, timeout=within)
        if working.done() and not working.cancelled():
            working.exception()  # seen, so that nobody is told that it was not
