"""Copies SQLite databases as files that others may be using, and looks whether one is sound."""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.storage.errors import StoreUnreadable
from core.storage.failures import explained_sqlite

_WAIT = 5.0
"""Seconds to wait for somebody who has the file for a moment."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a database file holds: its revision, and how many rows of each table."""

    revision: str
    rows: Mapping[str, int]


def copy_file(source: Path, target: Path) -> Content:
    """Copy a database as it is at one moment into a new file for its owner alone.

    Whoever is using it goes on. Raises a ``StoreError``.
    """
    with explained_sqlite(str(source)), closing(_opened(source)) as connection:
        connection.execute("BEGIN")
        return copy_from(connection, source, target)


def copy_from(connection: sqlite3.Connection, source: Path, target: Path) -> Content:
    """Like :func:`copy_file`, through a connection that is inside its transaction."""
    content = _content(connection, source)
    # The mode of the file is there before anything private is.
    target.touch(mode=0o600, exist_ok=False)
    with explained_sqlite(str(target)), closing(_opened(target)) as copy:
        connection.backup(copy)
        _into_one_file(copy)
    return content


def make_one_file(file: Path) -> None:
    """Take the log into the file, so that it alone is the database; nobody may be using it."""
    with explained_sqlite(str(file)), closing(_opened(file)) as connection:
        _into_one_file(connection)


def check_file(file: Path) -> Content:
    """Read a whole database and see that it is sound and one of ours.

    Raises ``StoreUnreadable`` where it is not, and where there is none.
    """
    if not file.is_file():
        raise StoreUnreadable(f"There is no file {file}.")
    with explained_sqlite(str(file)), closing(_opened(file, "ro")) as connection:
        if connection.execute("PRAGMA integrity_check(1)").fetchall() != [("ok",)]:
            raise StoreUnreadable(f"{file} is damaged.")
        if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise StoreUnreadable(f"{file} holds rows that point nowhere.")
        return _content(connection, file)


def flush(file: Path) -> None:
    """Have the disk keep a file and its name, whatever happens to the power."""
    for path in (file, file.parent):
        try:
            handle = os.open(path, os.O_RDONLY)
        except PermissionError:  # Windows opens no folders
            continue
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def alone(file: Path) -> Iterator[sqlite3.Connection]:
    """Keep everybody else from a database until the end of the block.

    Raises ``StoreBusy`` while anybody has it open, in whatever process.
    """
    with explained_sqlite(str(file)), closing(_opened(file)) as connection:
        # Taking the log into the file needs every other connection to be gone.
        _into_one_file(connection)
        # The lock is kept when a transaction ends: inside a writing one nothing can be copied.
        connection.execute("PRAGMA locking_mode=EXCLUSIVE").fetchone()
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
        connection.execute("BEGIN")
        yield connection


def _into_one_file(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode=DELETE").fetchone()


def _content(connection: sqlite3.Connection, file: Path) -> Content:
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    names = {name for (name,) in connection.execute(query)}
    if "alembic_version" not in names:
        raise StoreUnreadable(f"{file} is no database of Reading Room.")
    (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    rows = {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
        for name in sorted(names - {"alembic_version"})
    }
    return Content(revision, rows)


def _opened(file: Path, mode: str = "rw") -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{file.absolute().as_uri()}?mode={mode}", uri=True, timeout=_WAIT, isolation_level=None
    )
    connection.execute("PRAGMA temp_store=MEMORY")
    return connection
