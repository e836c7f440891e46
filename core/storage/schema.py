"""Which revision a database is at, and whether that needs anything done."""

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from core.storage.connections import Begin, options
from core.storage.errors import StoreError, StoreUnreadable
from core.storage.tables import REVISION

_HISTORY = "alembic_version"


async def bring_up_to_date(engine: AsyncEngine, name: str) -> None:
    """Make the database's tables those of ``tables``, whatever came before.

    An up-to-date database costs one look. Raises ``StoreNewer`` for a revision that this
    program does not know and ``StoreUnreadable`` for a database that is something else's;
    both are left as they are.
    """
    async with engine.connect() as connection:
        await connection.execution_options(**options(Begin.READ))
        found = await connection.run_sync(found_revision, name)
    if found == REVISION:
        return
    # Alembic is slow to load and needed once a version.
    from core.storage.upgrading import upgrade

    await upgrade(engine, found, name)


async def require_newest(engine: AsyncEngine, name: str) -> None:
    """See that the tables are those of ``tables``, and change nothing.

    Raises a ``StoreError`` where they are not.
    """
    async with engine.connect() as connection:
        await connection.execution_options(**options(Begin.READ))
        if await connection.run_sync(found_revision, name) != REVISION:
            raise StoreError(
                f"{name[0].upper()}{name[1:]} is at another revision than this version; "
                "starting the bot migrates an older one."
            )


def found_revision(connection: Connection, name: str) -> str | None:
    """The revision written in the database, ``None`` for an empty one."""
    # One look: between two, another process may have made all the tables.
    tables = inspect(connection).get_table_names()
    if _HISTORY in tables:
        return connection.execute(text(f"SELECT version_num FROM {_HISTORY}")).scalar()  # noqa: S608
    if tables:
        raise StoreUnreadable(
            f"{name[0].upper()}{name[1:]} holds tables of another program and was left as it is; "
            "give Reading Room a database of its own."
        )
    return None
