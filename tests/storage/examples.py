"""One row of every table of the plan, its reminders and what is sent, for one person."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Table, select

from core.storage.engine import Transaction
from core.storage.tables import (
    accounts,
    deliveries,
    destinations,
    milestones,
    occurrences,
    reminder_settings,
    season_corrections,
    season_proposals,
    subscriptions,
    token_holders,
)
from tests.storage.conftest import NOW

LATER = NOW + timedelta(days=7)


async def add_row(tx: Transaction, table: Table, **values: Any) -> Any:
    """A row; gives its first key."""
    added = await tx.execute(table.insert().values(**values))
    key = added.inserted_primary_key
    assert key is not None
    return key[0]


async def add_reminders(tx: Transaction, person: int, marker: str) -> int:
    """Everything of a person who wants reminders; the marker is what they typed. The delivery."""
    query = select(accounts.c.id).where(accounts.c.person_id == person).order_by(accounts.c.id)
    account = (await tx.execute(query)).scalars().first()
    await add_row(
        tx,
        reminder_settings,
        person_id=person,
        account_id=account,
        state="on",
        zone="Europe/Vienna",
        zone_chosen=True,
        hour="07:00",
        quiet_from="21:00",
        quiet_to="07:00",
        muted=[],
        unanswered=0,
        only_irreversible=False,
        planned_by="digest",
        row_version=1,
        created_at=NOW,
        updated_at=NOW,
    )
    await add_row(
        tx,
        destinations,
        account_id=account,
        person_id=person,
        door="slack",
        workspace="T1",
        channel_id=f"D{person}",
        updated_at=NOW,
    )
    await add_row(
        tx,
        milestones,
        person_id=person,
        key="own:1",
        own=True,
        title=marker,
        at="2026-09-08T09:00",
        zone="Europe/Vienna",
        state="open",
        row_version=1,
        created_at=NOW,
        updated_at=NOW,
    )
    delivery = await add_delivery(tx, person, key=f"key-{person}", carried={"title": marker})
    await add_row(
        tx,
        occurrences,
        person_id=person,
        milestone_key="own:1",
        rung="7d",
        target="2026-09-08T09:00",
        wall="2026-09-01T07:00",
        zone="Europe/Vienna",
        due_at=NOW,
        state="planned",
        delivery_id=delivery,
        updated_at=NOW,
    )
    await add_row(tx, subscriptions, person_id=person, digest=f"digest-{person}", created_at=NOW)
    return delivery


async def add_delivery(tx: Transaction, person: int, **values: Any) -> int:
    """A message that waits, or whatever its ``values`` say."""
    query = select(accounts.c.id).where(accounts.c.person_id == person).order_by(accounts.c.id)
    waiting: dict[str, Any] = {
        "door": "slack",
        "workspace": "T1",
        "person_id": person,
        "account_id": (await tx.execute(query)).scalars().first(),
        "kind": "reminder",
        "state": "waiting",
        "due_at": NOW,
        "next_at": NOW,
        "attempts": 0,
        "created_at": NOW,
    }
    return int(await add_row(tx, deliveries, **(waiting | values)))


async def add_proposal(tx: Transaction, person: int, server: int) -> None:
    """What a leader proposed for the season."""
    await add_row(
        tx,
        season_proposals,
        server_id=server,
        person_id=person,
        season=2028,
        milestone="match_day",
        at="2028-03-17T12:00",
        source="a page",
        proposed_at=NOW,
    )


async def add_nobodys(tx: Transaction) -> None:
    """A row in each of the new tables that has nothing to do with a person."""
    await add_row(tx, token_holders, scope="slack:1", holder="one", fence=1, expires_at=LATER)
    await add_row(
        tx,
        season_corrections,
        season=2028,
        milestone="match_day",
        at="2028-03-17T12:00",
        zone="America/New_York",
        strength="official",
        source="a page",
        note="",
        checked="2026-09-01",
        check_again="2027-03-01",
        set_at=NOW,
    )
