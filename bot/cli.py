"""The command line: the console, the service, and the checks of settings and facts."""

import asyncio
import json
import os
import sys
from contextlib import suppress
from datetime import UTC, date, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn, TextIO

import click

from bot.app import library, open_desk
from bot.console.run import ConsoleOptions, run_console
from bot.facts_report import as_data, as_text
from bot.findings import Level
from bot.logs import configure_logging
from bot.settings import (
    DiscordSettings,
    ServiceSettings,
    SettingsRefused,
    SlackSettings,
    StorageSettings,
    WebSettings,
    read_settings,
)
from bot.slack.manifest import as_yaml, manifest, planned_mode
from bot.slack.slash_names import slash_names
from core.commands.registry import entries
from core.dialogue.days import UnclearDay, read_day
from core.facts.broken import FactsBroken
from core.facts.check import check_facts
from core.facts.load import load_facts
from core.profile.applicant import Profile
from core.storage.errors import StoreError

_NAME_LIMIT = 64
_YEARS = range(2000, 2101)
"""The years that ``--today`` may name: outside them a day is a slip of the finger."""


def main() -> None:
    """Run the command line; what goes wrong is one sentence and exit status 1."""
    if sys.stdout is None:
        _stop("Standard output is closed, so there is nowhere to answer.")
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        # Names, rules and quotation marks are not ASCII, whatever the system's encoding is.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        readingroom(standalone_mode=True)
    except OSError as wrong:
        # click itself leaves quietly where whoever read the answers has gone.
        where = wrong.filename or "Reading or writing failed"
        _stop(f"{where}: {wrong.strerror or 'it cannot be used'}.")
    except (SettingsRefused, StoreError, FactsBroken) as wrong:
        _stop(str(wrong))


def _stop(sentence: str) -> NoReturn:
    with suppress(OSError):
        click.echo(sentence, err=True)
    for stream in (sys.stdout, sys.stderr):
        _give_up_if_broken(stream)
    sys.exit(1)


def _give_up_if_broken(stream: TextIO | None) -> None:
    """Send what cannot be written nowhere; Python would try once more at the end, and complain."""
    if stream is None:
        return
    try:
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


@click.group()
@click.version_option(package_name="readingroom", prog_name="readingroom")
def readingroom() -> None:
    """An honest, sourced reading of a radiology residency application."""


def _day(context: click.Context, parameter: click.Parameter, typed: str | None) -> date | None:
    if typed is None:
        return None
    try:
        day = read_day(typed.strip())
    except UnclearDay:
        raise click.BadParameter("a day as 2026-11-22 or 22 Nov 2026 is accepted") from None
    if day.year not in _YEARS:
        raise click.BadParameter(f"a day from {_YEARS[0]} to {_YEARS[-1]} is accepted")
    return day


def _name(context: click.Context, parameter: click.Parameter, typed: str) -> str:
    name = typed.strip()
    if not name or len(name) > _NAME_LIMIT or not name.isprintable():
        raise click.BadParameter(f"1 to {_NAME_LIMIT} printable characters are accepted")
    return name


@readingroom.command(short_help="Talk to Reading Room in the terminal.")
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
    if sys.stdin is None:
        raise click.ClickException("Standard input is closed, so there is nothing to answer.")
    options = ConsoleOptions(name, as_json, pictures, width)
    sys.exit(asyncio.run(_console(options, today, database)))


async def _console(options: ConsoleOptions, today: date | None, database: str | None) -> int:
    def now() -> datetime:
        # The real clock, whatever day is read for: nothing is dated, or removed, by a pretence.
        return datetime.now(UTC)

    def day() -> date:
        return today or datetime.now().astimezone().date()

    async with open_desk(read_settings(StorageSettings, database=database), now=now()) as desk:
        return await run_console(desk, options, now=now, day=day)


@readingroom.command(short_help="Be on every platform that has settings.")
def run() -> None:
    """Be on every platform that has settings, until told to stop."""
    from bot.service import serve  # the chat libraries are slow to load, and the console waits

    service = read_settings(ServiceSettings)
    configure_logging(service.logging_level)
    asyncio.run(
        serve(
            read_settings(StorageSettings),
            service,
            read_settings(DiscordSettings),
            read_settings(SlackSettings),
            read_settings(WebSettings),
            now=lambda: datetime.now(UTC),
        )
    )


@readingroom.command("slack-manifest")
@click.option("--http", "over_http", is_flag=True, help="For requests by HTTP, not Socket Mode.")
@click.option("--many", is_flag=True, help="For many workspaces, which install the app by OAuth.")
@click.option("--json", "as_json", is_flag=True, help="JSON, without the reasons.")
def slack_manifest(*, over_http: bool, many: bool, as_json: bool) -> None:
    """Print the manifest from which Slack makes the app."""
    settings = read_settings(SlackSettings)
    made_of = entries(library(read_settings(StorageSettings)))
    commands = {name: entry.command for name, entry in made_of.items()}
    made = manifest(
        commands,
        slash_names(settings, commands),
        planned_mode(settings, over_http=over_http, many_workspaces=many),
        read_settings(WebSettings),
    )
    click.echo(
        json.dumps(made, ensure_ascii=False, indent=2) if as_json else as_yaml(made), nl=as_json
    )


@readingroom.command(short_help="Say what is missing or wrong in the settings.")
def doctor() -> None:
    """Say what is missing or wrong in the settings; exit status 1 where something is."""
    from bot.doctor import examine

    found = asyncio.run(examine())
    for finding in found:
        click.echo(f"{finding.level.value:>5}  {finding.said}")
    sys.exit(1 if any(finding.level is Level.WRONG for finding in found) else 0)


@readingroom.group()
def facts() -> None:
    """Look at the facts the readings rest on."""


@facts.command(short_help="Check every fact, and list what is stale or weak.")
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
