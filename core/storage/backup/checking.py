"""Looks whether a database is sound, without changing or migrating it."""

import asyncio

from core.storage.address import read_address
from core.storage.backup.rows import count_rows
from core.storage.backup.sqlite_copy import Content, check_file
from core.storage.connections import Begin, build_engine, options
from core.storage.errors import StoreError
from core.storage.failures import reached
from core.storage.schema import found_revision
from core.storage.tables import REVISION


async def check_database(url: str) -> tuple[Content, str]:
    """What the database at an address holds, and how it is called; raises a ``StoreError``.

    A SQLite file is read whole. Of PostgreSQL every row is counted; its own checks of its files
    are its server's.
    """
    address = read_address(url)
    if address.file is not None:
        return await asyncio.to_thread(check_file, address.file), address.name
    engine = build_engine(address)
    try:
        with reached(address.name):
            async with engine.connect() as tx:
                await tx.execution_options(**options(Begin.READ))
                revision = await tx.run_sync(found_revision, address.name)
                if revision != REVISION:
                    raise StoreError(
                        f"{address.name[0].upper()}{address.name[1:]} is at another revision than "
                        "this version; starting the bot migrates an older one."
                    )
                return Content(REVISION, await count_rows(tx)), address.name
    finally:
        await engine.dispose()
