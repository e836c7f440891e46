"""What is being answered, so that leaving waits for it."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from core.commands.faults import fault


class AtWork:
    """Keeps hold of work that goes on after its request was acknowledged."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin a piece of work; whatever it raises is logged."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    async def finished(self) -> None:
        """Wait for everything that was begun, and for what that begins."""
        while self._tasks:
            done, _ = await asyncio.wait(self._tasks)
            self._tasks -= done  # otherwise this might never let their callbacks have a turn

    async def leave(self, within: float) -> None:
        """Wait for everything that was begun, for so many seconds, and give up the rest."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=within)
            for task in late:
                task.cancel()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            fault(error, reference="slack", command="a request")
