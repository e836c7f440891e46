"""What is being answered, so that leaving waits for it."""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any, TypeVar

from bot.slack import leaving
from core.commands.faults import fault

_T = TypeVar("_T")


class AtWork:
    """Keeps hold of what is being taken in or answered, also after it was acknowledged."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def begin(self, work: Coroutine[Any, Any, _T]) -> asyncio.Task[_T]:
        """Begin a piece of work; whatever it raises is logged."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def finished(self) -> None:
        """Wait for everything that was begun, and for what that begins."""
        while self._tasks:
            done, _ = await asyncio.wait(self._tasks)
            self._tasks -= done  # otherwise this might never let their callbacks have a turn

    async def leave(self, within: float) -> None:
        """Wait as :meth:`finished` does, for so many seconds, and give up the rest.

        What does not end when it is given up is left behind.
        """
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self.finished()
        late = set(self._tasks)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=leaving.GIVEN_UP_WITHIN)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            fault(error, reference="slack", command="a request")
