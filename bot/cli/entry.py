"""The entry point: every command in its group, and what goes wrong as one sentence."""

import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import NoReturn, TextIO

import click

from bot.cli.checks import doctor, facts
from bot.cli.console import console
from bot.cli.db import db
from bot.cli.deliveries import deliveries
from bot.cli.health import health
from bot.cli.season import season
from bot.cli.service import run
from bot.cli.slack import slack_manifest
from bot.settings import SettingsRefused
from core.commands.faults import trail
from core.facts.broken import FactsBroken
from core.storage.errors import StoreError


@click.group()
@click.version_option(package_name="readingroom", prog_name="readingroom")
def readingroom() -> None:
    """An honest, sourced reading of a radiology residency application."""


for _command in (console, run, doctor, facts, slack_manifest, season, db, deliveries, health):
    readingroom.add_command(_command)


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
    except Exception as broken:  # noqa: BLE001 - what Python would print may quote what is stored
        _stop(f"Something broke on our side: {' <- '.join(trail(broken))}")


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
