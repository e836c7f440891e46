"""Waiting for something to become true, with a time-out and without polling."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")

PATIENCE = 5.0
"""Seconds that a wait lasts unless told otherwise."""


class Watch:
    """Wakes whoever waits whenever the watched thing changed."""

    def __init__(self) -> None:
        self._waiters: set[asyncio.Future[None]] = set()

    def changed(self) -> None:
        """Tell everybody who waits to look again."""
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def until(
        self, look: Callable[[], Found | None], what: str, within: float = PATIENCE
    ) -> Found:
        """What `look` finds as soon as it finds something.

        Raises AssertionError, naming `what`, when nothing was found `within` so many seconds.
        """
        try:
            async with asyncio.timeout(within):
                while (found := look()) is None:
                    await self._next_change()
                return found
        except TimeoutError:
            raise AssertionError(f"{what}: not within {within:g} s") from None

    async def _next_change(self) -> None:
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        try:
            await waiter
        finally:
            self._waiters.discard(waiter)
