"""Puts a backup in the place of a database: all of it, or nothing."""

import asyncio
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.storage.address import Address, read_address
from core.storage.backup.file_target import into_file
from core.storage.backup.prepared import prepare
from core.storage.backup.server_target import into_server
from core.storage.backup.since import Since
from core.storage.backup.sqlite_copy import Content, check_file
from core.storage.errors import StoreAddress, StoreError


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did.

    ``found`` is the backup as it was, ``rows`` how many there are of each table now. ``since``
    is ``None`` where there was no database whose deletions could be applied. ``aside`` is where
    the former one is kept, where it was a file.
    """

    found: Content
    rows: dict[str, int]
    since: Since | None
    aside: Path | None


async def restore(
    url: str,
    backup: Path,
    *,
    now: datetime,
    though_held: bool = False,
    without_present: bool = False,
) -> Restored:
    """Restore a backup to the database at an address.

    What :mod:`core.storage.backup.since` names is applied to it from the database that is there.
    Raises a ``StoreError``, and then everything is as it was (a PostgreSQL database of an older
    version may have been brought up to this one, which the message says): where the backup is
    unsound or of a newer version; where somebody is using the database (``though_held`` passes
    over a copy of the bot that is noted in PostgreSQL and not there any more); where the database
    that is there cannot be read (``without_present`` does without what happened since, deletions
    too).
    """
    address = read_address(url)
    if address.file is None and address.url.get_backend_name() == "sqlite":
        raise StoreAddress("A database in memory ends with its program; name a file.")
    if address.file is not None and _same(backup, address.file):
        raise StoreError(f"{backup} is the database itself; name a backup of it.")
    found = await asyncio.to_thread(check_file, backup)
    with tempfile.TemporaryDirectory(prefix=".readingroom-restore-", dir=_place(address)) as folder:
        copy = Path(folder) / "restored.db"
        await prepare(backup, found, copy)
        if address.file is None:
            rows, since = await into_server(address, copy, though_held=though_held)
            return Restored(found, rows, since, None)
        rows, happened, aside = await into_file(
            address.file, copy, now=now, without_present=without_present
        )
        return Restored(found, rows, happened, aside)


def _same(backup: Path, database: Path) -> bool:
    return backup.exists() and database.exists() and backup.samefile(database)


def _place(address: Address) -> Path | None:
    """Where the copy is made: on the file's own disk, so that it can take its name in one step."""
    if address.file is None:
        return None
    address.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return address.file.parent
