"""Builds the engine: what every connection is told, and how a transaction begins."""

import logging
from enum import Enum
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, ConnectionPoolEntry

from core.storage.address import Address
from core.storage.failures import without_values

WAIT = 1.2
"""Seconds that a statement waits for somebody else's lock.

Under the 1.5 s after which a door must have acknowledged a request: whoever finds the
database held is told so in time, not cut off by the platform.
"""

CONNECT_WAIT = 5.0
"""Seconds that PostgreSQL may take to answer a new connection."""


CONNECTIONS = 15
"""Connections to a file at most, each opened when it is first needed."""


class Begin(Enum):
    """How a connection starts its transaction on SQLite; the value is said before, then after."""

    READ = ("PRAGMA query_only=ON", "BEGIN")
    # The lock is taken at once: a transaction that reads first and then writes would
    # otherwise fail behind another writer, without waiting.
    WRITE = ("PRAGMA query_only=OFF", "BEGIN IMMEDIATE")
    # Some settings can be changed between transactions and at no other time.
    NOTHING = ("PRAGMA query_only=OFF",)


BEGIN = "readingroom_begin"
"""The execution option that carries a ``Begin``; without it a transaction reads."""


def options(begin: Begin) -> dict[str, Any]:
    """The execution options of a connection that is to begin so, on either database."""
    return {BEGIN: begin, "postgresql_readonly": begin is Begin.READ}


def snapshot_options() -> dict[str, Any]:
    """The execution options of a connection that reads PostgreSQL as it is at one moment."""
    return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def build_engine(address: Address) -> AsyncEngine:
    """An engine for an address; connects to nothing yet."""
    if address.url.get_backend_name() == "postgresql":
        engine = create_async_engine(
            address.url,
            hide_parameters=True,
            pool_timeout=WAIT,
            # A connection that a firewall or a restart cut is replaced unseen.
            pool_pre_ping=True,
            connect_args={
                "timeout": CONNECT_WAIT,
                "server_settings": {
                    "application_name": "readingroom",
                    "lock_timeout": str(int(WAIT * 1000)),
                    "timezone": "UTC",
                },
            },
        )
    else:
        # A database in memory lives in its one connection; whoever comes second waits.
        # Others keep theirs: in a burst, opening and closing them takes longer than the statements.
        pool = {"pool_size": CONNECTIONS if address.file else 1, "max_overflow": 0}
        engine = create_async_engine(
            address.url,
            hide_parameters=True,
            poolclass=AsyncAdaptedQueuePool,
            pool_timeout=WAIT,
            **pool,
        )
        event.listen(engine.sync_engine, "connect", _tell_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
    event.listen(engine.sync_engine, "handle_error", without_values)
    for name in ("aiosqlite", "sqlalchemy.engine.Engine"):
        logging.getLogger(name).addFilter(_not_debugging)
    return engine


def _not_debugging(record: logging.LogRecord) -> bool:
    """Debug lines of the driver and of SQLAlchemy hold parameters and rows: answers of people."""
    return record.levelno > logging.DEBUG


def on_connect() -> tuple[str, ...]:
    """What a connection to SQLite is told; it holds for as long as the connection does."""
    return (
        f"PRAGMA busy_timeout={int(WAIT * 1000)}",
        "PRAGMA foreign_keys=ON",
        # A commit that was acknowledged survives a power cut.
        "PRAGMA synchronous=FULL",
        # What is deleted is overwritten, not merely unlinked.
        "PRAGMA secure_delete=ON",
        # A copy that SQLite needs for a while stays out of the system's temporary folder.
        "PRAGMA temp_store=MEMORY",
    )


def _tell_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # The driver's own, implicit BEGIN comes too late for reads and for changes of tables.
    connection.isolation_level = None
    cursor = connection.cursor()
    try:
        for statement in on_connect():
            cursor.execute(statement)
    finally:
        cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    begin: Begin = connection.get_execution_options().get(BEGIN, Begin.READ)
    for statement in begin.value:
        connection.exec_driver_sql(statement)
