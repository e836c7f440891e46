"""What is looked at whenever somebody comes by: one row, and none for who has no reminders."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.storage.engine import Transaction
from core.storage.tables import destinations, reminder_settings


@dataclass(frozen=True, slots=True)
class Contact:
    """How somebody stands with their reminders.

    ``untold_at`` is since when they cannot be reached, as long as they were not told; ``door`` is
    where they are written to. ``follows`` says that their zone is what their platform tells.
    """

    account_id: int
    door: str
    untold_at: datetime | None
    unanswered: int
    zone: str
    follows: bool


async def read_contact(tx: Transaction, person_id: int) -> Contact | None:
    """How a person stands, ``None`` for somebody who never opted in."""
    s, d = reminder_settings.c, destinations.c
    query = (
        select(
            s.account_id, s.unanswered, s.zone, s.zone_chosen, d.door, d.unreachable_at, d.told_at
        )
        .outerjoin(destinations, d.account_id == s.account_id)
        .where(s.person_id == person_id)
    )
    row = (await tx.execute(query)).first()
    if row is None:
        return None
    untold = row.unreachable_at if row.told_at is None else None
    return Contact(
        row.account_id, row.door or "", untold, row.unanswered, row.zone, not row.zone_chosen
    )
