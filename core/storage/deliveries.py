"""Messages that are to go out, one row each: added, withdrawn, read."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, select, true

from core.reminders.carried import CarriedKind
from core.storage.destinations import Destination
from core.storage.engine import Transaction
from core.storage.tables import deliveries, occurrences

_KEY_BYTES = 16  # 22 characters; platforms take 25


class DeliveryState(StrEnum):
    """Where a message stands; the last four are final.

    ``SENDING`` belongs to whoever has claimed it, until its lease runs out.
    """

    WAITING = "waiting"
    SENDING = "sending"
    DELIVERED = "delivered"
    UNREACHABLE = "unreachable"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class SavedDelivery:
    """A message as it is stored.

    ``carried`` is plain JSON data, there from its claim on for as long as it may have arrived.
    ``due_at`` is when it was to arrive, ``next_at`` from when on it may be claimed.
    ``unknown_since`` is there where it may have arrived without anybody knowing.
    """

    id: int
    key: str
    door: str
    workspace: str
    person_id: int | None
    account_id: int | None
    channel_id: str
    kind: CarriedKind
    state: DeliveryState
    carried: Mapping[str, Any] | None = field(repr=False)
    due_at: datetime
    next_at: datetime
    attempts: int
    first_attempt_at: datetime | None
    unknown_since: datetime | None
    message_id: str
    reason: str
    settled_at: datetime | None


async def add_delivery(
    tx: Transaction, destination: Destination, kind: CarriedKind, *, due_at: datetime, now: datetime
) -> int:
    """Add a message to a person, to be frozen and sent when it is due; gives its id.

    What it will say is told by the occurrences that point to it.
    """
    added = await tx.execute(
        deliveries.insert()
        .values(
            key=secrets.token_urlsafe(_KEY_BYTES),
            door=destination.door,
            workspace=destination.workspace,
            person_id=destination.person_id,
            account_id=destination.account_id,
            kind=kind.value,
            state=DeliveryState.WAITING.value,
            due_at=due_at,
            next_at=due_at,
            attempts=0,
            created_at=now,
        )
        .returning(deliveries.c.id)
    )
    return int(added.scalar_one())


async def withdraw_waiting(
    tx: Transaction,
    person_id: int,
    *,
    keep: Collection[CarriedKind] = (CarriedKind.WELCOME,),
    account_id: int | None = None,
) -> int:
    """Remove a person's messages that surely went to nobody yet; gives how many.

    Their occurrences stay planned and point to none. Messages that are on their way, or may have
    arrived, stay as they are; so do those to other accounts than ``account_id``, if one is given.
    Whoever plans anew calls this first: from here on until the end of the transaction, nothing of
    what is left is claimed in between.
    """
    c = deliveries.c
    mine = (
        select(c.id)
        .where(
            c.person_id == person_id,
            c.state == DeliveryState.WAITING.value,
            c.carried.is_(None),
            c.kind.not_in([kind.value for kind in keep]),
            true() if account_id is None else c.account_id == account_id,
        )
        .order_by(c.id)
        # One that is being claimed at this moment is looked at again once that is decided.
        .with_for_update()
    )
    ids = (await tx.execute(mine)).scalars().all()
    if ids:
        pointing = occurrences.update().where(occurrences.c.delivery_id.in_(ids))
        await tx.execute(pointing.values(delivery_id=None))
        await tx.execute(deliveries.delete().where(c.id.in_(ids)))
    return len(ids)


async def is_under_way(tx: Transaction, person_id: int, kind: CarriedKind) -> bool:
    """Whether a message of a kind to a person is waiting, or being sent."""
    c = deliveries.c
    open_states = (DeliveryState.WAITING.value, DeliveryState.SENDING.value)
    mine = (c.person_id == person_id, c.kind == kind.value, c.state.in_(open_states))
    return (await tx.execute(select(c.id).where(*mine).limit(1))).first() is not None


async def read_delivery(tx: Transaction, delivery_id: int) -> SavedDelivery | None:
    """A message by its id, ``None`` where there is none (any more)."""
    query = select(deliveries).where(deliveries.c.id == delivery_id)
    row = (await tx.execute(query)).first()
    return None if row is None else saved_delivery(row)


def saved_delivery(row: Row[Any]) -> SavedDelivery:
    """A message from its whole row."""
    return SavedDelivery(
        row.id,
        row.key,
        row.door,
        row.workspace,
        row.person_id,
        row.account_id,
        row.channel_id or "",
        CarriedKind(row.kind),
        DeliveryState(row.state),
        row.carried,
        row.due_at,
        row.next_at,
        row.attempts,
        row.first_attempt_at,
        row.unknown_since,
        row.message_id or "",
        row.reason or "",
        row.settled_at,
    )
