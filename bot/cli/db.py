"""``readingroom db``: backups made, restored and checked."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.findings import counted
from bot.settings import StorageSettings, read_settings
from core.storage.backup.checking import check_database
from core.storage.backup.making import make_backup
from core.storage.backup.restoring import Restored, restore
from core.storage.backup.sqlite_copy import check_file

_FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
_DATABASE = click.option("--database", help="The database's address (READINGROOM_DATABASE).")


@click.group()
def db() -> None:
    """Back up the database, restore it, check it."""


@db.command(short_help="Copy the database into one file while the bot runs.")
@_FILE
@_DATABASE
@click.option("--force", is_flag=True, help="Replace the file where there is one.")
def backup(file: Path, database: str | None, *, force: bool) -> None:
    """Copy the database into FILE, one SQLite file whatever the database is; the bot may run.

    The copy is read again whole before it gets its name. It holds what people said and the
    tokens of installations: keep it as safe as the database.
    """
    content = asyncio.run(make_backup(_address(database), file, replace=force))
    click.echo(f"{file} holds {_told(content.rows)}, at revision {content.revision}; it is sound.")
    click.echo("It holds tokens and what people said: keep it as safe as the database.")


@db.command("restore", short_help="Put a backup in the place of the database.")
@_FILE
@_DATABASE
@click.option(
    "--though-held",
    is_flag=True,
    help="Although a copy of the bot is noted in PostgreSQL; none may be running.",
)
@click.option(
    "--without-present",
    is_flag=True,
    help="Although the present database cannot be read: deletions since the backup are lost.",
)
def restore_backup(
    file: Path, database: str | None, *, though_held: bool, without_present: bool
) -> None:
    """Put the backup FILE in the place of the database, all of it or nothing; stop the bot before.

    Deletions made since the backup are applied to it, and what was sent since is not sent again.
    """
    done = asyncio.run(
        restore(
            _address(database),
            file,
            now=datetime.now(UTC),
            though_held=though_held,
            without_present=without_present,
        )
    )
    for line in _lines(done):
        click.echo(line)


@db.command(short_help="See that the database, or a backup, is sound.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@_DATABASE
def check(file: Path | None, database: str | None) -> None:
    """See that the database is sound and which revision it is at, or that the backup FILE is."""
    if file is not None:
        content, name = check_file(file), str(file)
    else:
        content, name = asyncio.run(check_database(_address(database)))
    click.echo(f"{name} holds {_told(content.rows)}, at revision {content.revision}; it is sound.")


def _address(database: str | None) -> str:
    return read_settings(StorageSettings, database=database).database


def _told(rows: Mapping[str, int]) -> str:
    people = rows.get("people", 0)
    said = "1 person" if people == 1 else f"{people} people"
    return f"{said} and {counted(sum(rows.values()), 'row')}"


def _lines(done: Restored) -> list[str]:
    lines = [f"Restored: {_told(done.rows)}."]
    if done.since is None:
        lines.append(
            "There was no database to read what happened since the backup from: nobody who was "
            "deleted since is left out, and reminders that went out since may come again."
        )
    else:
        lines.append(
            f"Deleted again: {done.since.erased}. Messages that went out since, and will not "
            f"again: {done.since.arrived}."
        )
    if done.aside is not None:
        lines.append(
            f"The database that was there is kept as {done.aside}; remove it when all is well, "
            "as it holds what people said."
        )
    return lines
