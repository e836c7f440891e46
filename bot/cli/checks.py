"""``readingroom doctor`` and ``readingroom facts check``."""

import asyncio
import json
import sys
from datetime import date, datetime

import click

from bot.cli.days import day
from bot.facts_report import as_data, as_text
from bot.findings import Level
from core.facts.check import check_facts
from core.facts.load import load_facts
from core.profile.applicant import Profile


@click.command(short_help="Say what is missing or wrong in the settings.")
def doctor() -> None:
    """Say what is missing or wrong in the settings; exit status 1 where something is."""
    from bot.doctor import examine

    found = asyncio.run(examine())
    for finding in found:
        click.echo(f"{finding.level.value:>5}  {finding.said}")
    sys.exit(1 if any(finding.level is Level.WRONG for finding in found) else 0)


@click.group()
def facts() -> None:
    """Look at the facts the readings rest on."""


@facts.command(short_help="Check every fact, and list what is stale or weak.")
@click.option("--today", callback=day, help="The day to check for, as 2026-11-22.")
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
