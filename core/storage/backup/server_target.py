"""Puts a prepared backup in the place of what is in a PostgreSQL database, in one transaction."""

from pathlib import Path

from sqlalchemy import func, select, text

from core.storage.address import Address, file_address
from core.storage.backup.prepared import bring_up
from core.storage.backup.rows import copy_rows, count_rows, empty
from core.storage.backup.since import Since
from core.storage.connections import Begin, build_engine, options
from core.storage.engine import Store, Transaction
from core.storage.errors import StoreBusy, StoreError
from core.storage.failures import reached
from core.storage.schema import found_revision
from core.storage.tables import REVISION, metadata, token_holders

_WAIT = 10
"""Seconds to wait for those who are at the tables."""


async def into_server(
    address: Address, copy: Path, *, though_held: bool
) -> tuple[dict[str, int], Since]:
    """Gives the rows of each table now, and what happened since.

    A database of an older version is migrated first, and stays so whatever comes after.
    """
    found = await _looked_at(address, though_held=though_held)
    store = await Store.open_at(address)
    try:
        return await _into(store, address, copy, though_held=though_held)
    except StoreError as error:
        if found in {None, REVISION}:
            raise
        raise type(error)(
            f"{error} {address.name[0].upper()}{address.name[1:]} was brought up to this version "
            "before, and stays so; all of its rows are as they were."
        ) from error
    finally:
        await store.close()


async def _into(
    store: Store, address: Address, copy: Path, *, though_held: bool
) -> tuple[dict[str, int], Since]:
    async with store.writing() as tx:
        await tx.execute(text(f"SET LOCAL lock_timeout = '{_WAIT}s'"))
        names = ", ".join(table.name for table in metadata.sorted_tables)
        await tx.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))
        if not though_held:
            await _refuse_holders(tx, address)
        # Nobody else writes from here on, so that what another transaction reads is the same;
        # in this one its cursors would keep the tables from being emptied.
        async with store.reading() as present:
            since = await bring_up(copy, present) or Since()
        return await _replace_rows(tx, copy), since


async def _replace_rows(tx: Transaction, copy: Path) -> dict[str, int]:
    restored = await Store.open_at(file_address(copy))
    try:
        await empty(tx, metadata.sorted_tables)
        async with restored.reading() as source:
            rows = await copy_rows(source, tx)
    finally:
        await restored.close()
    if await count_rows(tx) != rows:
        raise StoreError("Other rows arrived than were restored; everything was left as it was.")
    return rows


async def _looked_at(address: Address, *, though_held: bool) -> str | None:
    """The revision that is there; a copy of an older version would not survive a migration."""
    engine = build_engine(address)
    try:
        with reached(address.name):
            async with engine.connect() as tx:
                await tx.execution_options(**options(Begin.READ))
                found = await tx.run_sync(found_revision, address.name)
                if found == REVISION and not though_held:
                    await _refuse_holders(tx, address)
                return found
    finally:
        await engine.dispose()


async def _refuse_holders(tx: Transaction, address: Address) -> None:
    until = select(func.max(token_holders.c.expires_at)).where(
        token_holders.c.expires_at > func.now()
    )
    if (await tx.execute(until)).scalar() is not None:
        raise StoreBusy(
            f"A copy of the bot works with {address.name}; stop it, wait a minute, and restore. "
            "If there is none any more, --though-held restores at once."
        )
