"""The open store: one database, handed out one transaction at a time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from typing import Self, TypeAlias

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from core.storage.address import Address, read_address
from core.storage.connections import Begin, build_engine, options
from core.storage.errors import StoreBusy, StoreUnreadable
from core.storage.failures import busy, explained, reached
from core.storage.schema import bring_up_to_date, require_newest
from core.storage.sqlite_file import prepare_file

_TRIES, _PAUSE = 60, 0.02  # with seconds between: as long as any other wait

QUEUE = 5.0
"""Seconds that a writer waits for the writers of this process before it.

SQLite lets whoever happens to look first have the file, so that in a burst somebody is passed
over until ``WAIT`` is over; here everybody has a place in a queue. It may take longer than
``WAIT``: a door acknowledges by itself meanwhile, and the people behind a burst get their turn.
"""

Transaction: TypeAlias = AsyncConnection
"""A connection inside its transaction; ended by who opened it, never by who was handed it."""


class Store:
    """One database, SQLite or PostgreSQL, at the newest revision."""

    def __init__(self, address: Address, engine: AsyncEngine) -> None:
        self._address = address
        self._engine = engine
        self._queue: tuple[asyncio.AbstractEventLoop, asyncio.Lock] | None = None

    @classmethod
    async def open(cls, url: str) -> Self:
        """Open the database at an address, making or migrating it where needed.

        Raises a ``StoreError`` that says what is wrong and what to do. What is there and
        cannot be used is left as it is.
        """
        return await cls.open_at(read_address(url))

    @classmethod
    async def open_at(cls, address: Address) -> Self:
        """Like :meth:`open`, at an address that has been read."""
        if address.file is not None:
            await asyncio.to_thread(prepare_file, address.file)
        store = cls(address, build_engine(address))
        try:
            with reached(address.name):
                await bring_up_to_date(store._engine, address.name)
                await store._settle_file()
        except BaseException:
            await store.close()
            raise
        return store

    @classmethod
    async def open_present(cls, url: str) -> Self:
        """Open a database that is there, at the newest revision; none is made or migrated.

        Raises a ``StoreError`` where there is none or it is at another revision.
        """
        address = read_address(url)
        if address.file is not None and not address.file.is_file():
            raise StoreUnreadable(f"There is no file {address.file}.")
        store = cls(address, build_engine(address))
        try:
            with reached(address.name):
                await require_newest(store._engine, address.name)
        except BaseException:
            await store.close()
            raise
        return store

    async def close(self) -> None:
        """Close every connection; the store is of no use afterwards."""
        await self._engine.dispose()

    def reading(self) -> AbstractAsyncContextManager[Transaction]:
        """A transaction that sees one state of the database and cannot write."""
        return self._transaction(Begin.READ)

    def writing(self) -> AbstractAsyncContextManager[Transaction]:
        """A transaction that may write: committed at the end, rolled back by an exception.

        On SQLite one writer at a time, in the order in which they asked; raises ``StoreBusy``
        when the turn does not come.
        """
        return self._transaction(Begin.WRITE)

    async def read_once(self) -> None:
        """Read something, to see that it can be done; raises a ``StoreError`` where it cannot."""
        async with self.reading() as connection:
            await connection.exec_driver_sql("SELECT version_num FROM alembic_version")

    async def scrub(self) -> bool:
        """Take what was deleted out of the files; call it after the deletion committed.

        SQLite overwrites deleted rows, but rows that it moved earlier leave copies in the gaps
        between others, and its log keeps older pages: the file is written anew and the log
        emptied. That takes the time of copying the file. ``False`` means that somebody was
        using it: call again later. PostgreSQL reclaims deleted rows with its own vacuum, which
        is not started here.
        """
        if self._address.file is None:
            return True
        try:
            async with self._transaction(Begin.NOTHING) as connection:
                await connection.exec_driver_sql("VACUUM")
                checkpoint = await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                return not checkpoint.scalar()
        except StoreBusy:
            return False

    async def has_leftovers(self) -> bool:
        """Whether the file has spare pages, which a deletion may have left behind."""
        if self._address.file is None:
            return False
        async with self._transaction(Begin.NOTHING) as connection:
            spare = (await connection.exec_driver_sql("PRAGMA freelist_count")).scalar()
        return bool(spare)

    async def _settle_file(self) -> None:
        """Switch a file to the write-ahead log, and see that it can be written at all."""
        if self._address.file is None:
            return
        for _ in range(_TRIES):
            # Refused at once while another process has the new file open: SQLite does not wait.
            with suppress(StoreBusy):
                await self._use_log()
                break
            await asyncio.sleep(_PAUSE)
        else:
            await self._use_log()
        async with self.writing():
            pass

    async def _use_log(self) -> None:
        async with self._transaction(Begin.NOTHING) as connection:
            # Readers go on while somebody writes. Kept in the file, so a repetition is free.
            await connection.exec_driver_sql("PRAGMA journal_mode=WAL")

    @asynccontextmanager
    async def _transaction(self, begin: Begin) -> AsyncIterator[Transaction]:
        queued = begin is Begin.WRITE and self._address.file is not None
        with explained(self._address.name):
            async with (
                self._turn() if queued else nullcontext(),
                self._connected() as connection,
            ):
                await connection.execution_options(**options(begin))
                async with connection.begin():
                    yield connection

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[Transaction]:
        # A server that does not answer is no statement that fails: the driver raises it bare.
        with reached(self._address.name):
            connection = await self._engine.connect()
        try:
            yield connection
        finally:
            # Given back also where whoever waits for it is given up.
            await asyncio.shield(asyncio.create_task(connection.close()))

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        queue = self._queue_here()
        try:
            async with asyncio.timeout(QUEUE):
                await queue.acquire()
        except TimeoutError:
            raise busy(self._address.name) from None
        try:
            yield
        finally:
            queue.release()

    def _queue_here(self) -> asyncio.Lock:
        """The queue of the running event loop: a lock that was waited for belongs to one."""
        loop = asyncio.get_running_loop()
        if self._queue is None or self._queue[0] is not loop:
            self._queue = (loop, asyncio.Lock())
        return self._queue[1]
