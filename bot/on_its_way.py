"""What is on its way at a door, so that leaving waits for it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class OnItsWay:
    """Counts what is on its way."""

    def __init__(self) -> None:
        self._count = 0
        self._none = asyncio.Event()
        self._none.set()

    @contextmanager
    def one(self) -> Iterator[None]:
        """One more until the end of the block."""
        self._count += 1
        self._none.clear()
        try:
            yield
        finally:
            self._count -= 1
            if not self._count:
                self._none.set()

    async def finished(self) -> None:
        """Wait until nothing is on its way."""
        await self._none.wait()
