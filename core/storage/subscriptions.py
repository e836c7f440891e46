"""The private address of a person's calendar; of its secret only a digest is stored."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from core.storage.engine import Transaction
from core.storage.inserting import insert_into
from core.storage.tables import milestones, people, profiles, season_corrections, subscriptions


@dataclass(frozen=True, slots=True)
class CalendarIdentity:
    """What a person's calendar is known by, without a word of who it is, and its last change."""

    seed: str
    changed_at: datetime


async def subscribe(tx: Transaction, person_id: int, secret: str, *, now: datetime) -> None:
    """Give a person's calendar the address with this secret; the one before leads nowhere."""
    values = {"digest": _digest(secret), "created_at": now}
    await tx.execute(
        insert_into(tx, subscriptions)
        .values(person_id=person_id, **values)
        .on_conflict_do_update(index_elements=["person_id"], set_=values)
    )


async def unsubscribe(tx: Transaction, person_id: int) -> bool:
    """Take a person's address away; ``False`` where there was none."""
    c = subscriptions.c
    return bool((await tx.execute(subscriptions.delete().where(c.person_id == person_id))).rowcount)


async def subscribed_since(tx: Transaction, person_id: int) -> datetime | None:
    """When a person got the address they have, ``None`` where they have none."""
    c = subscriptions.c
    found: datetime | None = (
        await tx.execute(select(c.created_at).where(c.person_id == person_id))
    ).scalar()
    return found


async def subscriber(tx: Transaction, secret: str) -> int | None:
    """The person whose calendar has this secret, ``None`` where none has (any more)."""
    c = subscriptions.c
    found = await tx.execute(select(c.person_id).where(c.digest == _digest(secret)))
    person = found.scalar()
    return None if person is None else int(person)


async def calendar_identity(tx: Transaction, person_id: int) -> CalendarIdentity:
    """What marks a person's calendar, and when what it is made from last changed.

    Raises ``LookupError`` where nothing is stored about the person.
    """
    created = (
        await tx.execute(select(people.c.created_at).where(people.c.id == person_id))
    ).scalar()
    if created is None:
        raise LookupError("nothing is stored about the person")
    changes = [created]
    for query in (
        select(func.max(profiles.c.updated_at)).where(profiles.c.person_id == person_id),
        select(func.max(milestones.c.updated_at)).where(milestones.c.person_id == person_id),
        select(func.max(season_corrections.c.set_at)),
    ):
        changed = (await tx.execute(query)).scalar()
        if changed is not None:
            changes.append(changed)
    # Numbers of people are small; with the moment they were given out nobody guesses them.
    told = f"{person_id} {created.isoformat()}"
    return CalendarIdentity(hashlib.sha256(told.encode()).hexdigest(), max(changes))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
