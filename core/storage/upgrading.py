"""Runs the migrations; loaded when a database is not at the newest revision."""

from importlib.resources import as_file, files

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from core.storage.connections import Begin, on_connect, options
from core.storage.errors import StoreError, StoreNewer
from core.storage.schema import found_revision
from core.storage.tables import REVISION

WAIT = 30
"""Seconds to wait for another process that is migrating the same database."""

_LOCK = 7_323_264_001
"""The number under which processes meet on PostgreSQL; its value means nothing."""


def configuration(scripts: str) -> Config:
    """Alembic's settings for the migrations in a folder; no file is read for them."""
    config = Config()
    # Alembic reads “%” as the start of a placeholder.
    config.set_main_option("script_location", scripts.replace("%", "%%"))
    return config


async def upgrade(engine: AsyncEngine, found: str | None, name: str) -> None:
    """Apply every migration after ``found``, each in a transaction of its own.

    Raises ``StoreNewer`` for a revision that no migration of this program has. What a
    failing migration did is rolled back, and so the database stays at the one before.
    """
    with as_file(files("migrations")) as scripts:
        config = configuration(str(scripts))
        if found is not None and found not in _revisions(config):
            raise StoreNewer(
                f"{name[0].upper()}{name[1:]} was written by a newer version of Reading Room; "
                "it was left as it is, install that version or a later one."
            )
        async with engine.connect() as connection:
            await connection.execution_options(**options(Begin.NOTHING))
            if connection.dialect.name == "sqlite":
                # On, a change of a parent table would delete the rows of its children.
                await _say(connection, "PRAGMA foreign_keys=OFF")
                await _say(connection, f"PRAGMA busy_timeout={WAIT * 1000}")
            try:
                await connection.execution_options(**options(Begin.WRITE))
                while await connection.run_sync(_one_step, config, name):
                    pass
            finally:
                await _as_others(connection)


def known_revisions() -> frozenset[str]:
    """Every revision that the migrations of this program make."""
    with as_file(files("migrations")) as scripts:
        return _revisions(configuration(str(scripts)))


def _revisions(config: Config) -> frozenset[str]:
    return frozenset(step.revision for step in ScriptDirectory.from_config(config).walk_revisions())


async def _say(connection: AsyncConnection, statement: str) -> None:
    """Say one statement outside any transaction; needs ``Begin.NOTHING``."""
    await connection.exec_driver_sql(statement)
    await connection.commit()


async def _as_others(connection: AsyncConnection) -> None:
    # It goes back among the connections that serve requests.
    if connection.dialect.name == "sqlite":
        await connection.execution_options(**options(Begin.NOTHING))
        for statement in on_connect():
            await _say(connection, statement)


def _one_step(connection: Connection, config: Config, name: str) -> bool:
    """Apply the next migration under the lock; ``False`` when there is none."""
    with connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SET LOCAL lock_timeout = '{WAIT}s'"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        # Read again: whoever held the lock before may have done the work.
        if found_revision(connection, name) == REVISION:
            return False
        config.attributes["connection"] = connection
        command.upgrade(config, "+1")
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            if broken is not None:
                raise StoreError(
                    f"{name[0].upper()}{name[1:]} could not be brought up to date, because rows "
                    "would point nowhere; it was left as it was, restore it from a backup."
                )
        return True
