"""People to write to and messages for them, as the storage of deliveries is tried with."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from core.reminders.carried import CarriedKind
from core.reminders.occurrence import Occurrence
from core.storage.claiming import Claim, Claimant, claim_waiting
from core.storage.deliveries import SavedDelivery, add_delivery
from core.storage.destinations import Destination, save_destination
from core.storage.engine import Transaction
from core.storage.occurrences import add_occurrence
from core.storage.people import person_for
from core.storage.tables import accounts, deliveries
from tests.storage.conftest import NOW

LEASE = timedelta(seconds=30)
ONE = Claimant("one", LEASE)
TWO = Claimant("two", LEASE)


async def somebody(
    tx: Transaction, name: str = "a", *, door: str = "discord", workspace: str = ""
) -> Destination:
    person = await person_for(tx, door=door, tenant=workspace, platform_id=name, now=NOW)
    account = await tx.execute(select(accounts.c.id).where(accounts.c.person_id == person))
    return await save_destination(tx, account.scalar_one(), workspace=workspace, now=NOW)


def rung(name: str, *, due: datetime = NOW, key: str = "submit@2027") -> Occurrence:
    wall = due.replace(tzinfo=None, second=0, microsecond=0)
    return Occurrence(key, name, "2027-01-29", wall, "UTC", due)


async def add(
    tx: Transaction,
    to: Destination,
    kind: CarriedKind = CarriedKind.REMINDER,
    *,
    due: datetime = NOW,
    of: str = "",
) -> int:
    """A message, with a reminder of that name where one is given."""
    added = await add_delivery(tx, to, kind, due_at=due, now=NOW)
    if of:
        await add_occurrence(tx, to.person_id, rung(of, due=due), added, now=NOW)
    return added


async def claimed(
    tx: Transaction, by: Claimant = ONE, *, now: datetime = NOW, workspace: str = "", most: int = 99
) -> list[int]:
    """Claims what is due on Discord; gives the ids."""
    rows = await claim_waiting(tx, by, door="discord", workspace=workspace, now=now, most=most)
    return [row.id for row in rows]


async def claim_one(tx: Transaction, by: Claimant = ONE, *, now: datetime = NOW) -> Claim:
    (row,) = await claim_waiting(tx, by, door="discord", workspace="", now=now, most=1)
    return of(row, by)


def of(row: SavedDelivery, by: Claimant = ONE) -> Claim:
    return Claim(row.id, by.holder, row.attempts)


async def column(tx: Transaction, name: str, delivery_id: int) -> Any:
    query = select(deliveries.c[name]).where(deliveries.c.id == delivery_id)
    return (await tx.execute(query)).scalar_one()
