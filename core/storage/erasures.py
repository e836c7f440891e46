"""Who was deleted, by number alone, so that a backup made before is brought to the same state."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, exists, literal, select

from core.storage.engine import Transaction
from core.storage.tables import erasures, people


async def note_erasure(tx: Transaction, person_id: int, *, now: datetime) -> None:
    """Note that a person is deleted now; nothing where there is nobody of that number."""
    gone = select(people.c.id, people.c.created_at, literal(now, erasures.c.erased_at.type)).where(
        people.c.id == person_id
    )
    await tx.execute(
        erasures.insert().from_select(["number", "number_given_at", "erased_at"], gone)
    )


def erased_people() -> Select[Any]:
    """Those who are here although they were deleted: the same number, given at the same moment."""
    return select(people.c.id).where(
        exists().where(
            erasures.c.number == people.c.id, erasures.c.number_given_at == people.c.created_at
        )
    )


async def remove_old_erasures(tx: Transaction, *, now: datetime, keep_days: int) -> None:
    """Remove what was noted more than ``keep_days`` days ago, when no backup is that old."""
    await tx.execute(
        erasures.delete().where(erasures.c.erased_at < now - timedelta(days=keep_days))
    )
