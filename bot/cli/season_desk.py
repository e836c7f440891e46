"""The dates in use inside one transaction, and the commands of the operator that run there."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, date, datetime
from functools import wraps
from typing import Concatenate, ParamSpec

import click
from pydantic import ValidationError

from bot.settings import StorageSettings, read_settings
from core.commands.season_dates import Written
from core.facts.catalogue import Facts
from core.facts.corrected import Correction, corrected
from core.facts.load import load_facts
from core.facts.season_refusals import wrong_with
from core.facts.seasons import Milestone, Season
from core.storage.engine import Store, Transaction
from core.storage.season_corrections import read_corrections, save_corrections
from core.terms import MilestoneName

P = ParamSpec("P")


class SeasonDesk:
    """The dates in use inside one transaction: the package's, and the corrections of them."""

    def __init__(self, tx: Transaction, held: tuple[Correction, ...], now: datetime) -> None:
        self.tx = tx
        self.held = held
        self.now = now
        self.today = now.astimezone().date()
        self.packaged = load_facts()
        self.facts: Facts = corrected(self.packaged, held)

    def season(self, number: int) -> Season:
        """A season that is held; anything else is a sentence for the operator."""
        found = self.facts.calendar.season(number)
        if found is None:
            known = [one.season for one in self.facts.calendar.seasons]
            raise click.ClickException(
                f"There is no season {number}, only {min(known)} to {max(known)}."
            )
        return found

    def date_of(self, number: int, name: MilestoneName) -> Milestone:
        """A date that is held."""
        found = self.season(number).milestone(name)
        if found is None:
            raise click.ClickException(
                f"Season {number} has no {name} yet; readingroom season set adds it."
            )
        return found

    def check_again(self, number: int, name: MilestoneName) -> date:
        """When to look again: after as long as the package leaves between two looks."""
        season = self.season(number)
        held = season.milestone(name)
        spans = [one.check_again - one.checked for one in season.milestones if held in (None, one)]
        return self.today + min(spans)

    async def save(self, corrections: Iterable[Correction]) -> None:
        """Save all of them, or refuse all of them with everything that is wrong."""
        made = tuple(corrections)
        wrong = wrong_with(self.facts, made, self.today)
        if wrong:
            raise click.ClickException("Nothing was changed: " + "; ".join(wrong) + ".")
        await save_corrections(self.tx, made, now=self.now)

    def correction(
        self,
        number: int,
        name: MilestoneName,
        when: Written,
        *,
        sources: tuple[str, ...],
        strength: str,
        note: str = "",
        zone: str | None = None,
        check_again: date | None = None,
    ) -> Correction:
        """A date as it was written; its zone stays where none is given."""
        held = self.season(number).milestone(name)
        said = {
            "name": name,
            "at": when.at,
            "timed": when.timed,
            "until": when.until,
            "sources": sources,
            "strength": strength,
            "checked": self.today,
            "check_again": check_again or self.check_again(number, name),
            "note": " ".join(note.split()),
        }
        if zone or held:
            said["zone"] = zone or (held.zone if held else "")
        try:
            return Correction(season=number, milestone=Milestone.model_validate(said))
        except ValidationError as error:
            wrong = error.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
            raise click.ClickException(f"Nothing was changed: {wrong}.") from None

    def stands(self, given: Correction) -> bool:
        """Whether the date is in use with these very words, from the package or corrected."""
        if given in self.held:
            return True
        overruled = any((one.season, one.name) == (given.season, given.name) for one in self.held)
        packaged = self.packaged.calendar.season(given.season)
        held = packaged.milestone(given.name) if packaged else None
        return not overruled and held == given.milestone


def at_desk(
    work: Callable[Concatenate[SeasonDesk, P], Awaitable[None]],
) -> Callable[..., None]:
    """Run a command's work in one transaction, which an error takes back whole."""

    @click.option("--database", help="The database's address (READINGROOM_DATABASE).")
    @wraps(work)
    def run(database: str | None, *args: P.args, **kwargs: P.kwargs) -> None:
        settings = read_settings(StorageSettings, database=database)

        async def inside() -> None:
            store = await Store.open(settings.database)
            try:
                async with store.writing() as tx:
                    found = await read_corrections(tx)
                    for number, name in found.unreadable:
                        click.echo(
                            f"The correction of {name} in season {number} is not understood and "
                            "left as it is.",
                            err=True,
                        )
                    await work(SeasonDesk(tx, found.held, datetime.now(UTC)), *args, **kwargs)
            finally:
                await store.close()

        asyncio.run(inside())

    return run
