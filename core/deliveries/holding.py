"""Being the one process that works with a token, and standing by while another is."""

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import timedelta

from core.storage.engine import Store
from core.storage.errors import StoreError
from core.storage.token_holders import hold, let_go

_log = logging.getLogger("readingroom.deliveries")

LENGTH = timedelta(seconds=15)
"""How long a token is held without being renewed. It is renewed, and asked for by those who
stand by, every third of that: a holder that dies is followed within four thirds."""


class Holding:
    """A token that this process holds or stands by for.

    ``scope`` names the door and a digest of the token, ``holder`` this run of this process.
    ``changed`` is called whenever it was gained or lost.
    """

    def __init__(
        self,
        store: Store,
        scope: str,
        holder: str,
        *,
        length: timedelta = LENGTH,
        monotonic: Callable[[], float] = time.monotonic,
        changed: Callable[[bool], None] = lambda held: None,
    ) -> None:
        self._store, self._scope, self._holder = store, scope, holder
        self._length, self._monotonic, self._changed = length, monotonic, changed
        self._until = 0.0
        self._told = False
        self.fence = 0

    def held(self) -> bool:
        """Whether the token is surely this process's now.

        It counts from before the database was asked, by a clock that nobody sets, and ends a
        little before anybody else could hold it.
        """
        return self._monotonic() < self._until

    async def renew(self) -> bool:
        """Ask for the token, or for more time with it; whether it is held.

        A database that fails is no refusal: what was held is, until its time is over.
        """
        asked_at = self._monotonic()
        try:
            async with self._store.writing() as tx:
                fence = await hold(tx, self._scope, self._holder, length=self._length)
        except StoreError as error:
            _log.warning("Whether the token may be worked with is not known: %s", error)
        except Exception as error:  # noqa: BLE001 - a bot that gives up here is silent for ever
            _log.error("Whether the token may be worked with is not known (%s)", _kind(error))
        else:
            if fence is None:
                self._until = 0.0
            else:
                self.fence = fence
                self._until = asked_at + self._length.total_seconds() * 0.9
        self._tell()
        return self.held()

    async def run(self, stop: asyncio.Event) -> None:
        """Hold the token or stand by for it until ``stop``, and let go of it then.

        Whoever works with it stops first.
        """
        try:
            while not stop.is_set():
                await self.renew()
                await self._wait(stop)
        finally:
            await self._let_go()

    async def _wait(self, stop: asyncio.Event) -> None:
        seconds = self._length.total_seconds() / 3
        try:
            async with asyncio.timeout(seconds):
                await stop.wait()
        except TimeoutError:
            self._tell()

    async def _let_go(self) -> None:
        held, self._until = self.held(), 0.0
        self._tell()
        if not held:
            return
        try:
            async with self._store.writing() as tx:
                await let_go(tx, self._scope, self._holder)
        except StoreError as error:
            _log.warning("The token is free when its time is over: %s", error)

    def _tell(self) -> None:
        held = self.held()
        if held != self._told:
            self._told = held
            self._changed(held)


def _kind(error: Exception) -> str:
    """The kind of an error, which holds no value."""
    return type(error).__name__
