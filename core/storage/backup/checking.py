"""Looks whether a database is sound, without changing or migrating it."""

import asyncio

from core.storage.address import read_address
from core.storage.backup.rows import count_rows
from core.storage.backup.sqlite_copy import Content, check_file
from core.storage.engine import Store
from core.storage.tables import REVISION


async def check_database(url: str) -> tuple[Content, str]:
    """What the database at an address holds, and how it is called; raises a ``StoreError``.

    A SQLite file is read whole. Of PostgreSQL every row is counted; its own checks of its files
    are its server's.
    """
    address = read_address(url)
    if address.file is not None:
        return await asyncio.to_thread(check_file, address.file), address.name
    store = await Store.open_present(url)
    try:
        async with store.reading() as tx:
            return Content(REVISION, await count_rows(tx)), address.name
    finally:
        await store.close()
