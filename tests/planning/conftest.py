"""Somebody with a profile and reminders, on a SQLite file; planned by the facts as they are."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from core.assessment.prepared import Prepared, prepare
from core.commands.visit import Library
from core.facts.catalogue import Facts
from core.planning.begin import begin
from core.planning.replan import Replanned, replan
from core.profile.applicant import Profile
from core.reminders.preferences import Preferences
from core.storage.deliveries import SavedDelivery, saved_delivery
from core.storage.engine import Store, Transaction
from core.storage.occurrences import StoredOccurrence, planned_occurrences
from core.storage.people import account_of, person_for
from core.storage.profiles import read_profile, save_profile
from core.storage.reminder_settings import ReminderSettings, read_settings, save_settings
from core.storage.tables import deliveries
from core.terms import ApplicantType, MilestoneName, Specialty

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CHICAGO = Preferences("America/Chicago", time(8), time(22), time(7), 6)
SENIOR = Profile(applicant=ApplicantType.US_MD_SENIOR, specialty=(Specialty.DR,), season=2028)


@dataclass
class Planned:
    """One person in a store, and the facts they are planned by."""

    store: Store
    # Its repr is long, and the event loop makes one of whatever a fixture gives.
    prepared: Prepared = field(repr=False)
    person: int
    account: int

    async def opts_in(self, now: datetime = NOW, chosen: Preferences = CHICAGO) -> Replanned:
        settings = ReminderSettings(self.account, chosen, zone_chosen=True)
        async with self.store.writing() as tx:
            return await begin(
                tx, self.person, settings, workspace="", prepared=self.prepared, now=now
            )

    async def replans(self, now: datetime = NOW, why: str = "") -> Replanned:
        async with self.store.writing() as tx:
            return await replan(tx, self.person, prepared=self.prepared, now=now, why=why)

    async def is_now(self, profile: Profile) -> None:
        async with self.store.writing() as tx:
            saved = await read_profile(tx, self.person)
            expected = saved.row_version if saved else None
            await save_profile(tx, self.person, profile, now=NOW, expected=expected)

    async def chooses(self, now: datetime = NOW, **changed: object) -> Replanned:
        """Change the settings, and plan anew."""
        async with self.store.writing() as tx:
            saved = await read_settings(tx, self.person)
            assert saved is not None
            settings = replace(saved.settings, **changed)  # type: ignore[arg-type]
            await save_settings(tx, self.person, settings, now=now, expected=saved.row_version)
            return await replan(tx, self.person, prepared=self.prepared, now=now)

    async def planned(self) -> tuple[StoredOccurrence, ...]:
        async with self.store.reading() as tx:
            return await planned_occurrences(tx, self.person)

    async def messages(self) -> list[SavedDelivery]:
        async with self.store.reading() as tx:
            return await every_message(tx)


async def every_message(tx: Transaction) -> list[SavedDelivery]:
    query = select(deliveries).order_by(deliveries.c.due_at, deliveries.c.id)
    return [saved_delivery(row) for row in await tx.execute(query)]


def corrected_by(facts: Facts, season: int, name: MilestoneName, days: int) -> Prepared:
    """The same facts, with one date of a season so many days later."""
    seasons = tuple(
        one
        if one.season != season
        else one.model_copy(
            update={
                "milestones": tuple(
                    date.model_copy(update={"at": date.at + timedelta(days=days)})
                    if date.name is name
                    else date
                    for date in one.milestones
                )
            }
        )
        for one in facts.calendar.seasons
    )
    calendar = facts.calendar.model_copy(update={"seasons": seasons})
    return prepare(replace(facts, calendar=calendar))


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("planning") / "empty.db"


@pytest.fixture
async def store(tmp_path: Path, empty_file: Path) -> AsyncIterator[Store]:
    if not empty_file.exists():
        await (await Store.open(f"sqlite:///{empty_file}")).close()
    shutil.copyfile(empty_file, tmp_path / "people.db")
    opened = await Store.open(f"sqlite:///{tmp_path / 'people.db'}")
    yield opened
    await opened.close()


async def somebody(store: Store, prepared: Prepared, name: str = "ada") -> Planned:
    known = {"door": "discord", "tenant": "discord", "platform_id": name}
    async with store.writing() as tx:
        person = await person_for(tx, **known, now=NOW)
        account = await account_of(tx, **known)
        assert account is not None
        await save_profile(tx, person, SENIOR, now=NOW, expected=None)
    return Planned(store, prepared, person, account)


@pytest.fixture
async def ada(store: Store, shelf: Library) -> Planned:
    return await somebody(store, shelf.prepared)
