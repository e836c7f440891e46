"""Stores that fail when they are told to."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from core.storage.engine import Store, Transaction


class Killed(BaseException):
    """The process ends here."""


class Breaking(Store):
    """A store whose next writings are refused, and of which ``before`` is told."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._refused: list[Exception] = []
        self.before: Callable[[], None] = lambda: None

    def refuse(self, times: int, error: Exception) -> None:
        self._refused = [error] * times

    def reading(self) -> AbstractAsyncContextManager[Transaction]:
        return self._store.reading()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        self.before()
        if self._refused:
            raise self._refused.pop()
        async with self._store.writing() as tx:
            yield tx


class Dying(Store):
    """A store of a process that is killed at one of its steps: before or after the n-th commit.

    From then on the process does nothing more: whatever it tries is killed too.
    """

    def __init__(self, store: Store, step: int) -> None:
        self._store = store
        self._left = step
        self.dead = False

    def reading(self) -> AbstractAsyncContextManager[Transaction]:
        self.step()
        return self._store.reading()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        self.step()
        async with self._store.writing() as tx:
            yield tx
            self.step()
        self.step()

    def step(self) -> None:
        """One step of the process; it may be its last."""
        self._left -= 1
        if self._left < 0:
            self.dead = True
            raise Killed
