"""``readingroom season``: the dates of a season, and what the operator corrects of them."""

import asyncio
import json
import os
from pathlib import Path
from typing import Any

import click
from pydantic import TypeAdapter, model_validator

from bot.cli.days import day
from bot.cli.season_desk import SeasonDesk, at_desk
from bot.cli.season_text import in_words, proposals_text, season_data, season_text
from core.commands.season_dates import ACCEPTED, Written, read_written
from core.dialogue.days import UnclearDay
from core.facts.corrected import Correction, with_dates
from core.facts.provenance import Checked
from core.facts.reading import read_yaml
from core.facts.season_order import disorder
from core.facts.season_refusals import STRENGTHS
from core.facts.seasons import Season
from core.facts.zones import zone as known_as
from core.storage.season_corrections import (
    remove_corrections,
)
from core.storage.season_proposals import open_proposals, settle_proposal
from core.terms import MilestoneName, Strength

_FILE_LIMIT = 1_000_000
"""Bytes of a file of dates; the package's own has a fiftieth."""


class _Dates(Checked):
    """What a file of dates holds, in the form of the package's own, whose margins are not read."""

    seasons: tuple[Season, ...]
    margins: object = None

    @model_validator(mode="before")
    @classmethod
    def _holds_seasons(cls, read: object) -> object:
        if not isinstance(read, dict) or "seasons" not in read:
            raise ValueError(
                "it has no list 'seasons', with 'season' and 'milestones' in each entry, and a "
                "'name', 'at', 'sources' and 'strength' in each milestone"
            )
        return read


_DATES = TypeAdapter(_Dates)


def _written(context: click.Context, parameter: click.Parameter, typed: str) -> Written:
    try:
        return read_written(typed)
    except UnclearDay:
        raise click.BadParameter(f"{ACCEPTED} is accepted") from None


def _zone(context: click.Context, parameter: click.Parameter, typed: str | None) -> str | None:
    found = None if typed is None else known_as(typed)
    if typed is not None and found is None:
        raise click.BadParameter("a zone as America/New_York is accepted")
    return found


def _sources(
    context: click.Context, parameter: click.Parameter, typed: tuple[str, ...]
) -> tuple[str, ...]:
    return tuple(" ".join(one.split()) for one in typed)


_SEASON = click.argument("season", type=int)
_NAME = click.argument(
    "milestone",
    metavar="MILESTONE",
    type=click.Choice([name.value for name in MilestoneName]),
)
_SOURCE = click.option(
    "--source",
    "sources",
    multiple=True,
    required=True,
    callback=_sources,
    help="Who says so, with the web address last; may be given several times.",
)
_STRENGTH = click.Choice([one.value for one in STRENGTHS])
_AGAIN = click.option("--check-again", callback=day, help="The day to look again, as 2026-11-22.")
_NOTE = click.option("--note", default="", help="A line beside the date.")


@click.group()
def season() -> None:
    """See the dates of the seasons, and correct or confirm them."""


@season.command(short_help="The dates of a season, with what they rest on.")
@click.argument("number", metavar="[SEASON]", type=int, required=False)
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@at_desk
async def show(desk: SeasonDesk, number: int | None, *, as_json: bool) -> None:
    """Every date of a season, or of all that are not over: its zone, source and strength."""
    shown = (
        [one for one in desk.facts.calendar.seasons if not one.is_over(desk.today)]
        if number is None
        else [desk.season(number)]
    )
    named = {(one.season, one.name) for one in desk.held}
    if as_json:
        said = [season_data(one, desk.facts, named, desk.today) for one in shown]
        click.echo(json.dumps({"seasons": said}, ensure_ascii=False))
        return
    click.echo("\n\n".join(season_text(one, desk.facts, named, desk.today) for one in shown))


@season.command("set", short_help="Set a date of a season.")
@_SEASON
@_NAME
@click.argument("when", callback=_written)
@_SOURCE
@click.option("--zone", callback=_zone, help="The zone of its clock; it stays, where not given.")
@click.option(
    "--strength", type=_STRENGTH, default="second_hand", show_default=True, help="How firm it is."
)
@_NOTE
@_AGAIN
@at_desk
async def set_date(
    desk: SeasonDesk, /, season: int, milestone: str, when: Written, **said: Any
) -> None:
    """Set a date to WHEN: 2027-03-03 21:00, 2027-03-03, or 2027-06-21/2027-06-30."""
    name = MilestoneName(milestone)
    made = desk.correction(season, name, when, **said)
    await desk.save([made])
    click.echo(f"Season {season}, {name}: {in_words(made.milestone)}, {made.milestone.strength}.")
    _say_twin(desk, made)


@season.command(short_help="Confirm a date as it stands.")
@_SEASON
@_NAME
@_SOURCE
@click.option(
    "--strength", type=_STRENGTH, default="official", show_default=True, help="How firm it is now."
)
@_NOTE
@_AGAIN
@at_desk
async def confirm(desk: SeasonDesk, /, season: int, milestone: str, **said: Any) -> None:
    """Keep a date and say that it is known more firmly."""
    name = MilestoneName(milestone)
    held = desk.date_of(season, name)
    if STRENGTHS.index(Strength(said["strength"])) > STRENGTHS.index(held.strength):
        raise click.ClickException(
            f"Nothing was changed: {name} is known as {held.strength} already; to weaken it, "
            "set it anew."
        )
    as_it_is = Written(held.at, held.timed, held.until)
    made = desk.correction(season, name, as_it_is, zone=held.zone, **said)
    await desk.save([made])
    click.echo(f"Season {season}, {name}: {in_words(made.milestone)}, {made.milestone.strength}.")


@season.command(short_help="Set the dates of a file.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@at_desk
async def apply(desk: SeasonDesk, file: Path) -> None:
    """Set the dates of a YAML file with a list `seasons`, all or none.

    Its form is that of core/facts/seasons.yaml, whose margins are not read here.
    A source is the id of one that the package holds, or words. Dates that stand already as the
    file has them are left as they are.
    """
    if await asyncio.to_thread(os.path.getsize, file) > _FILE_LIMIT:
        raise click.ClickException(f"{file}: {_FILE_LIMIT} bytes at most are read.")
    try:
        read = read_yaml(file, _DATES, named=str(file))
    except UnicodeDecodeError:
        raise click.ClickException(f"{file}: it is not text in UTF-8.") from None
    given = [
        Correction(season=one.season, milestone=date)
        for one in read.seasons
        for date in one.milestones
    ]
    news = [one for one in given if not desk.stands(one)]
    await desk.save(news)
    click.echo(f"Dates set: {len(news)}. As they were already: {len(given) - len(news)}.")


@season.command(short_help="Take corrections back.")
@_SEASON
@click.argument(
    "milestone",
    metavar="[MILESTONE]",
    type=click.Choice([name.value for name in MilestoneName]),
    required=False,
)
@click.option("--all", "every", is_flag=True, help="Every correction of the season.")
@at_desk
async def reset(desk: SeasonDesk, season: int, milestone: str | None, *, every: bool) -> None:
    """Take back the correction of one date, or with --all every one of the season."""
    if every == (milestone is not None):
        raise click.UsageError("Name one date, or give --all.")
    name = None if milestone is None else MilestoneName(milestone)
    left = [one for one in desk.held if one.season != season or name not in (None, one.name)]
    before = desk.packaged.calendar.season(desk.season(season).season)
    kept = [one.milestone for one in left if one.season == season]
    wrong = tuple(disorder(with_dates(before, kept))) if before is not None else ()
    if wrong:
        raise click.ClickException("Nothing was changed: " + "; ".join(wrong) + ".")
    removed = await remove_corrections(desk.tx, season, name)
    click.echo(f"Corrections taken back: {removed}.")


@season.command(short_help="What leaders have proposed.")
@at_desk
async def proposals(desk: SeasonDesk) -> None:
    """The proposals that wait, with the date that stands now."""
    click.echo(proposals_text(await open_proposals(desk.tx), desk.facts))


@season.command(short_help="Set a date as it was proposed.")
@click.argument("number", metavar="PROPOSAL", type=int)
@click.option(
    "--strength", type=_STRENGTH, default="second_hand", show_default=True, help="How firm it is."
)
@_NOTE
@_AGAIN
@at_desk
async def accept(desk: SeasonDesk, /, number: int, **said: Any) -> None:
    """Set a date as a leader proposed it, with the source they named."""
    found = await open_proposals(desk.tx, only=number)
    if not found:
        raise click.ClickException(f"There is no open proposal {number}.")
    one = found[0]
    try:
        name, when = MilestoneName(one.milestone), read_written(one.at)
    except ValueError:
        raise click.ClickException(f"Proposal {number} names no date that is known.") from None
    made = desk.correction(one.season, name, when, sources=(one.source,), zone=None, **said)
    await desk.save([made])
    await settle_proposal(desk.tx, number, now=desk.now)
    click.echo(f"Season {one.season}, {name}: {in_words(made.milestone)}.")
    _say_twin(desk, made)


@season.command(short_help="Put a proposal away.")
@click.argument("number", metavar="PROPOSAL", type=int)
@at_desk
async def decline(desk: SeasonDesk, number: int) -> None:
    """Put a proposal away; no date changes."""
    if not await settle_proposal(desk.tx, number, now=desk.now):
        raise click.ClickException(f"There is no open proposal {number}.")
    click.echo(f"Proposal {number} was put away.")


_TWINS = {
    MilestoneName.RANK_LIST_DEADLINE: MilestoneName.NRMP_LATE_DEADLINE,
    MilestoneName.NRMP_LATE_DEADLINE: MilestoneName.RANK_LIST_DEADLINE,
}
"""Dates that have been one moment in every season seen."""


def _say_twin(desk: SeasonDesk, made: Correction) -> None:
    twin = _TWINS.get(made.name)
    held = desk.season(made.season).milestone(twin) if twin else None
    if held is not None and held.instant != made.milestone.instant:
        click.echo(f"{twin} still stands at {in_words(held)}; it has always been the same moment.")
