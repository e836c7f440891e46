"""``readingroom console``."""

import asyncio
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import click

from bot.app import open_desk
from bot.cli.days import day
from bot.console.run import ConsoleOptions, run_console
from bot.settings import StorageSettings, read_settings

_NAME_LIMIT = 64


def _name(context: click.Context, parameter: click.Parameter, typed: str) -> str:
    name = typed.strip()
    if not name or len(name) > _NAME_LIMIT or not name.isprintable():
        raise click.BadParameter(f"1 to {_NAME_LIMIT} printable characters are accepted")
    return name


@click.command(short_help="Talk to Reading Room in the terminal.")
@click.option(
    "--as", "name", default="me", show_default=True, callback=_name, help="The local person."
)
@click.option("--today", callback=day, help="The day to read for, as 2026-11-22.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--database", help="The database's address (READINGROOM_DATABASE).")
@click.option(
    "--pictures",
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder into which pictures and files are written.",
)
@click.option("--width", type=click.IntRange(20, 400), help="Characters a line.")
def console(
    name: str,
    today: date | None,
    as_json: bool,
    database: str | None,
    pictures: Path | None,
    width: int | None,
) -> None:
    """Talk to Reading Room in the terminal, or answer lines from standard input."""
    if sys.stdin is None:
        raise click.ClickException("Standard input is closed, so there is nothing to answer.")
    options = ConsoleOptions(name, as_json, pictures, width)
    sys.exit(asyncio.run(_console(options, today, database)))


async def _console(options: ConsoleOptions, today: date | None, database: str | None) -> int:
    def now() -> datetime:
        # The real clock, whatever day is read for: nothing is dated, or removed, by a pretence.
        return datetime.now(UTC)

    def that_day() -> date:
        return today or datetime.now().astimezone().date()

    async with open_desk(read_settings(StorageSettings, database=database), now=now()) as desk:
        return await run_console(desk, options, now=now, day=that_day)
