"""Puts a prepared backup in the place of a SQLite file, and keeps the former one beside it."""

import os
import shutil
import sqlite3
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path

from core.storage.address import file_address
from core.storage.backup.prepared import bring_up, finish
from core.storage.backup.since import Since
from core.storage.backup.sqlite_copy import alone, copy_from, flush
from core.storage.engine import Store
from core.storage.errors import StoreBusy, StoreError, StoreUnreadable

_BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file; of another database it would be taken for this one's."""


async def into_file(
    file: Path, copy: Path, *, now: datetime, without_present: bool
) -> tuple[dict[str, int], Since | None, Path | None]:
    """Gives the rows of each table now, what happened since, and where the former file is."""
    if not _holds_anything(file):
        since = await bring_up(copy, None)
        content = finish(copy)
        _put(copy, file)
        return dict(content.rows), since, None
    with ExitStack() as held:
        connection: sqlite3.Connection | None = None
        try:
            connection = _alone(held, file)
            copy_from(connection, file, copy.with_name("present.db"))
            present = await Store.open_at(file_address(copy.with_name("present.db")))
        except StoreUnreadable as unreadable:
            if not without_present:
                raise StoreUnreadable(
                    f"{unreadable} What happened since the backup cannot be read from it, "
                    "deletions neither; --without-present restores without them."
                ) from unreadable
            since = await bring_up(copy, None)
        else:
            try:
                async with present.reading() as tx:
                    since = await bring_up(copy, tx)
            finally:
                await present.close()
        content = finish(copy)
        aside = _kept(connection, file, now)
        _put(copy, file)
    return dict(content.rows), since, aside


def _holds_anything(file: Path) -> bool:
    return file.exists() and file.stat().st_size > 0


def _alone(held: ExitStack, file: Path) -> sqlite3.Connection:
    """The connection through which nobody else gets at the present database from here."""
    try:
        return held.enter_context(alone(file))
    except StoreBusy:
        raise StoreBusy(
            f"{file} is in use; stop the bot and end every console, then restore."
        ) from None


def _kept(connection: sqlite3.Connection | None, file: Path, now: datetime) -> Path:
    """A second name for the present file, and for what SQLite kept beside it."""
    named = f"{file.name}.{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    aside = file.with_name(named)
    if aside.exists():
        raise StoreError(f"{aside} is there already; try again in a second.")
    try:
        aside.hardlink_to(file)
    except OSError:  # not every file system gives a file two names
        _copied(connection, file, aside)
    for end in _BESIDE:
        # There is none unless the database is damaged.
        with suppress(FileNotFoundError):
            file.with_name(file.name + end).replace(aside.with_name(aside.name + end))
    flush(aside)
    return aside


def _copied(connection: sqlite3.Connection | None, file: Path, aside: Path) -> None:
    if connection is not None:
        with suppress(StoreUnreadable):
            copy_from(connection, file, aside)
            return
    # What is damaged is kept as it is, byte by byte.
    aside.touch(mode=0o600)
    shutil.copyfile(file, aside)


def _put(copy: Path, file: Path) -> None:
    """Give the copy the file's name, in one step, and its owner."""
    if hasattr(os, "chown") and os.geteuid() == 0:
        # Root restores for the user as whom the bot runs.
        owner = (file if file.exists() else file.parent).stat()
        os.chown(copy, owner.st_uid, owner.st_gid)
    copy.replace(file)
    flush(file)
