"""The command line: the console, and the checks of the facts."""

import asyncio
import json
import os
import sys
from datetime import UTC, date, datetime
from io import TextIOWrapper
from pathlib import Path

import click

from bot.app import open_desk
from bot.console.run import ConsoleOptions, run_console
from bot.facts_report import as_data, as_text
from bot.settings import SettingsRefused, storage_settings
from core.facts.broken import FactsBroken
from core.facts.check import check_facts
from core.facts.load import load_facts
from core.profile.applicant import Profile
from core.storage.errors import StoreError

_NAME_LIMIT = 64


def main() -> None:
    """Run the command line; what goes wrong is one sentence and exit status 1."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        # Names, rules and quotation marks are not ASCII, whatever the system's encoding is.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        readingroom(standalone_mode=True)
    except BrokenPipeError:
        # Whoever read the answers has gone; Python would complain once more when it closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as wrong:
        click.echo(f"{wrong.filename or 'A file'}: {wrong.strerror or 'cannot be used'}.", err=True)
        sys.exit(1)
    except (SettingsRefused, StoreError, FactsBroken) as wrong:
        click.echo(str(wrong), err=True)
        sys.exit(1)


@click.group()
@click.version_option(package_name="readingroom", prog_name="readingroom")
def readingroom() -> None:
    """An honest, sourced reading of a radiology residency application."""


def _day(context: click.Context, parameter: click.Parameter, typed: str | None) -> date | None:
    if typed is None:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise click.BadParameter("a day as 2026-11-22 is accepted") from None


def _name(context: click.Context, parameter: click.Parameter, typed: str) -> str:
    name = typed.strip()
    if not name or len(name) > _NAME_LIMIT or not name.isprintable():
        raise click.BadParameter(f"1 to {_NAME_LIMIT} printable characters are accepted")
    return name


@readingroom.command()
@click.option(
    "--as", "name", default="me", show_default=True, callback=_name, help="The local person."
)
@click.option("--today", callback=_day, help="The day to read for, as 2026-11-22.")
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
    options = ConsoleOptions(name, as_json, pictures, width)
    sys.exit(asyncio.run(_console(options, today, database)))


async def _console(options: ConsoleOptions, today: date | None, database: str | None) -> int:
    def now() -> datetime:
        # The real clock, whatever day is read for: nothing is dated, or removed, by a pretence.
        return datetime.now(UTC)

    def day() -> date:
        return today or datetime.now().astimezone().date()

    async with open_desk(storage_settings(database=database), now=now()) as desk:
        return await run_console(desk, options, now=now, day=day)


@readingroom.group()
def facts() -> None:
    """Look at the facts the readings rest on."""


@facts.command()
@click.option("--today", callback=_day, help="The day to check for, as 2026-11-22.")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
def check(today: date | None, as_json: bool) -> None:
    """Check every fact's form and sources; list what is stale, estimated or second-hand."""
    report = check_facts(
        load_facts(),
        today=today or datetime.now().astimezone().date(),
        profile_fields=Profile.model_fields.keys(),
    )
    click.echo(json.dumps(as_data(report), ensure_ascii=False) if as_json else as_text(report))
    sys.exit(1 if report.problems else 0)
