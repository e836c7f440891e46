"""The one place that wires everything: settings, facts, store, commands."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime

from bot.settings import StorageSettings
from core.assessment.phase import day_of
from core.assessment.prepared import prepare
from core.commands.desk import Desk
from core.commands.registry import entries
from core.commands.shelf import Shelf
from core.commands.visit import Keeping, Library
from core.facts.load import load_facts
from core.profile.questions.bank import question_bank
from core.storage.engine import Store
from core.storage.retention import remove_gone_servers, remove_passed, remove_untouched
from core.terms import MilestoneName


def library(settings: StorageSettings, *, zone: str = "UTC", calendars: str = "") -> Library:
    """Load the facts and everything that is worked out from them once.

    ``zone`` is the IANA zone whose day it is where nothing nearer to a person is known;
    ``calendars`` is what private addresses of calendars begin with, empty where there are none.
    """
    facts = load_facts()
    return Library(
        facts,
        prepare(facts),
        question_bank(facts.limits, facts.calendar),
        Keeping(settings.backup_days),
        zone,
        calendars,
    )


@asynccontextmanager
async def open_desk(
    settings: StorageSettings,
    *,
    now: datetime,
    zone: str = "UTC",
    calendars: str = "",
    loaded: Library | None = None,
) -> AsyncIterator[Desk]:
    """Open the store, remove what nobody needs any more, and hand out the desk.

    ``loaded`` saves loading the facts again, and then ``zone`` and ``calendars`` are its own.
    """
    loaded = loaded or library(settings, zone=zone, calendars=calendars)
    store = await Store.open(settings.database)
    try:
        shelf = Shelf(loaded)
        await shelf.take_over(store)
        await tidy(store, shelf.library, now)
        yield Desk(entries(loaded), store, shelf)
    finally:
        await store.close()


async def tidy(store: Store, library: Library, now: datetime) -> None:
    """Remove what has been kept for as long as was promised."""
    facts, backup_days = library.facts, library.keeping.backup_days

    def ends(season: int) -> date | None:
        return day_of(facts.calendar.season(season), MilestoneName.SEASON_ENDS)

    margins = facts.calendar.margins
    async with store.writing() as transaction:
        removed = await remove_untouched(
            transaction, now=now, keep_days=margins.retention_days, season_ends=ends
        )
        servers = await remove_gone_servers(
            transaction, now=now, keep_days=margins.server_retention_days
        )
        # While a backup may be older than a deletion, it is known which number was deleted.
        kept = margins.erasure_days if backup_days is None else backup_days
        await remove_passed(
            transaction, now=now, erasure_days=kept, delivery_days=margins.delivery_days
        )
    if removed.people or servers or await store.has_leftovers():
        await store.scrub()
