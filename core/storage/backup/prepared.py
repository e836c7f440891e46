"""A backup made ready in a place of its own: the newest revision, and what happened since."""

import asyncio
from pathlib import Path

from core.storage.address import file_address
from core.storage.backup.since import Since, bring_up_to_present
from core.storage.backup.sqlite_copy import Content, check_file, copy_file, flush, make_one_file
from core.storage.engine import Store, Transaction
from core.storage.errors import StoreNewer
from core.storage.tables import token_holders
from core.storage.upgrading import known_revisions


async def prepare(backup: Path, found: Content, copy: Path) -> None:
    """Copy a backup, and migrate the copy where it is of an older revision.

    Raises ``StoreNewer`` where no migration of this program makes the backup's revision.
    """
    if found.revision not in known_revisions():
        raise StoreNewer(
            f"{backup} was made by a newer version of Reading Room; install that version or a "
            "later one to restore it."
        )
    await asyncio.to_thread(copy_file, backup, copy)
    await (await Store.open_at(file_address(copy))).close()


async def bring_up(copy: Path, present: Transaction | None) -> Since | None:
    """Apply what happened since the backup was made; ``None`` where nothing can tell of it."""
    store = await Store.open_at(file_address(copy))
    try:
        async with store.writing() as tx:
            if present is None:
                # Whoever worked with a token then does not now.
                await tx.execute(token_holders.delete())
                return None
            since = await bring_up_to_present(present, tx)
        if since.erased:
            await store.scrub()
        return since
    finally:
        await store.close()


def finish(copy: Path) -> Content:
    """See that the copy is sound, and that the disk has it."""
    make_one_file(copy)
    content = check_file(copy)
    flush(copy)
    return content
