"""Makes a backup: one SQLite file, of SQLite or of PostgreSQL, while the bot goes on."""

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.storage.address import Address, file_address, read_address
from core.storage.backup.rows import copy_rows
from core.storage.backup.sqlite_copy import Content, check_file, copy_file, flush, make_one_file
from core.storage.connections import build_engine, snapshot_options
from core.storage.engine import Store
from core.storage.errors import StoreError, StoreUnreadable
from core.storage.failures import reached
from core.storage.schema import found_revision
from core.storage.tables import REVISION


async def make_backup(url: str, file: Path, *, replace: bool = False) -> Content:
    """Copy the database at an address into a file, as it is at one moment; gives what is in it.

    The copy is written beside, read again whole, and only then gets its name. It is its owner's
    alone: it holds what people said and the tokens of installations. Raises a ``StoreError``; a
    file of that name is left as it is unless ``replace`` says otherwise.
    """
    address = read_address(url)
    _refuse_target(address, file, replace=replace)
    with _beside(file) as unfinished:
        if address.url.get_backend_name() == "postgresql":
            rows = await _from_server(address, unfinished)
        elif address.file is not None and address.file.is_file():
            rows = dict((await asyncio.to_thread(copy_file, address.file, unfinished)).rows)
        else:
            raise StoreUnreadable(f"There is nothing to back up: {address.name} is not there.")
        content = await asyncio.to_thread(check_file, unfinished)
        if content.rows != rows:
            raise StoreError("The copy holds other rows than the database; nothing was kept of it.")
        await asyncio.to_thread(flush, unfinished)
        unfinished.replace(file)
        await asyncio.to_thread(flush, file)
    return content


def _refuse_target(address: Address, file: Path, *, replace: bool) -> None:
    if address.file is not None and file.exists() and file.samefile(address.file):
        raise StoreError(f"{file} is the database itself; name another file for the backup.")
    if not file.absolute().parent.is_dir():
        raise StoreError(f"There is no folder {file.absolute().parent}; make it first.")
    if file.is_dir():
        raise StoreError(f"{file} is a folder; name a file for the backup.")
    if file.exists() and not replace:
        raise StoreError(f"{file} is there already and was left as it is; name another file.")


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """A name in a folder of its own beside the file, which goes with all that is left in it."""
    with tempfile.TemporaryDirectory(prefix=f".{file.name}-", dir=file.absolute().parent) as folder:
        yield Path(folder) / file.name


async def _from_server(address: Address, target: Path) -> dict[str, int]:
    engine = build_engine(address)
    copy = await Store.open_at(file_address(target))
    try:
        with reached(address.name):
            async with engine.connect() as connection:
                await connection.execution_options(**snapshot_options())
                async with connection.begin():
                    if await connection.run_sync(found_revision, address.name) != REVISION:
                        raise StoreError(
                            f"{address.name[0].upper()}{address.name[1:]} is of another version; "
                            "make the backup with the version that it belongs to."
                        )
                    async with copy.writing() as tx:
                        rows = await copy_rows(connection, tx)
    finally:
        await copy.close()
        await engine.dispose()
    await asyncio.to_thread(make_one_file, target)
    return rows
