"""How a message ends, or waits for its next try: each outcome in its own small change."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select

from core.reminders.carried import PLAIN, CarriedKind
from core.storage.claiming import RELEASED, THAWED, Claim, give_back, held_by
from core.storage.deliveries import (
    DeliveryState,
    SavedDelivery,
    saved_delivery,
    withdraw_waiting,
)
from core.storage.destinations import note_reached, note_unreachable
from core.storage.engine import Transaction
from core.storage.occurrences import OccurrenceState
from core.storage.reminder_settings import note_sent, read_settings
from core.storage.tables import deliveries, occurrences, reminder_settings

_COUNTED = frozenset({CarriedKind.REMINDER, CarriedKind.DIGEST})
"""What a person may leave unanswered."""

_MAY_GO_ALONG = frozenset({CarriedKind.REMINDER, CarriedKind.DIGEST, CarriedKind.MOVED})
"""What may be gathered into one message."""


async def settle_delivered(
    tx: Transaction, claim: Claim, *, message_id: str, channel_id: str, now: datetime
) -> bool:
    """A message arrived; ``False`` where it was settled before or its person was deleted.

    That holds whoever has claimed it since: what arrived has arrived, however late its sender
    tells. An empty ``message_id`` is one that is not known.
    """
    await _alone(tx, claim)
    c = deliveries.c
    unsettled = c.state.in_([DeliveryState.WAITING.value, DeliveryState.SENDING.value])
    row = await _settled(
        tx,
        (c.id == claim.delivery_id) & unsettled,
        DeliveryState.DELIVERED,
        now,
        message_id=message_id or None,
        channel_id=channel_id or c.channel_id,
        reason=None,
    )
    if row is None:
        return False
    await _set_occurrences(tx, claim, OccurrenceState.SENT, now)
    if row.account_id is not None:
        await note_reached(tx, row.account_id, channel_id=channel_id, now=now)
    if row.person_id is not None and CarriedKind(row.kind) in _COUNTED:
        await note_sent(tx, row.person_id)
    return True


async def settle_retry(tx: Transaction, claim: Claim, *, next_at: datetime, reason: str) -> bool:
    """A message surely did not arrive, and is frozen anew when it is tried again.

    Like all that follow: ``False``, and nothing is changed, where the claim is not held any more.
    """
    return await give_back(tx, claim, next_at=next_at, reason=reason, **THAWED)


async def settle_unknown(
    tx: Transaction, claim: Claim, *, next_at: datetime, since: datetime, reason: str
) -> bool:
    """A message may have arrived, unknown ``since`` then; it is looked up at its next claim."""
    return await give_back(tx, claim, next_at=next_at, unknown_since=since, reason=reason)


async def settle_unreachable(tx: Transaction, claim: Claim, *, reason: str, now: datetime) -> bool:
    """A person cannot be reached: all that waits for them there is held back, and stays planned.

    Through an account that they are not written to any more, that is of no matter to them.
    """
    return await _not_reached(tx, claim, DeliveryState.UNREACHABLE, reason=reason, now=now)


async def settle_rejected(
    tx: Transaction, claim: Claim, carried: Mapping[str, Any], *, reason: str, now: datetime
) -> bool:
    """The platform does not take a message, nor would it later.

    What it carried goes once more, as plain as can be: with its titles and dates alone. Where
    that is rejected as well, the person is told at their next contact as one who cannot be
    reached, and everything stays planned: nothing is dropped that nobody was told of.
    """
    if carried.get(PLAIN):
        return await _not_reached(tx, claim, DeliveryState.REJECTED, reason=reason, now=now)
    plainly = {**carried, PLAIN: True}
    return await give_back(
        tx, claim, next_at=now, reason=reason, carried=plainly, unknown_since=None
    )


async def settle_withdrawn(tx: Transaction, claim: Claim, *, now: datetime) -> bool:
    """There is nothing left to say; what it was for stays planned, for the next plan."""
    row = await _settled(
        tx, held_by(claim), DeliveryState.WITHDRAWN, now, reason=None, carried=None
    )
    if row is None:
        return False
    await _release_occurrences(tx, [claim.delivery_id])
    return True


async def overdue_beside(
    tx: Transaction, delivery: SavedDelivery, *, now: datetime
) -> tuple[SavedDelivery, ...]:
    """A person's other messages to the same account that are due and can go along with one.

    Not those that may have arrived. They are locked, so that nobody claims them meanwhile; those
    that somebody else is claiming at this moment are passed over.
    """
    if delivery.person_id is None or delivery.kind not in _MAY_GO_ALONG:
        return ()
    c = deliveries.c
    query = (
        select(deliveries)
        .where(
            c.person_id == delivery.person_id,
            c.account_id == delivery.account_id,
            c.id != delivery.id,
            c.carried.is_(None),
            # Of one batch several may be claimed already, and not frozen yet.
            c.state.in_([DeliveryState.WAITING.value, DeliveryState.SENDING.value]),
            c.kind.in_([kind.value for kind in _MAY_GO_ALONG]),
            c.due_at <= now,
        )
        .order_by(c.due_at, c.id)
        .with_for_update(skip_locked=True)
    )
    return tuple(map(saved_delivery, await tx.execute(query)))


async def gather(tx: Transaction, into: int, others: Sequence[int], *, now: datetime) -> None:
    """Let one message carry what others were for, which are withdrawn."""
    c = occurrences.c
    await tx.execute(occurrences.update().where(c.delivery_id.in_(others)).values(delivery_id=into))
    await tx.execute(
        deliveries.update()
        .where(deliveries.c.id.in_(others))
        .values(state=DeliveryState.WITHDRAWN.value, settled_at=now, **RELEASED)
    )


async def let_go(tx: Transaction, occurrence_ids: Sequence[int]) -> None:
    """Take reminders out of the message that was to carry them; they stay planned."""
    if occurrence_ids:
        mine = occurrences.c.id.in_(occurrence_ids)
        await tx.execute(occurrences.update().where(mine).values(delivery_id=None))


async def _alone(tx: Transaction, claim: Claim) -> None:
    """Wait for whoever plans the person anew: they too begin with the settings, and end first.

    Each would wait for what the other holds, if one began with the message or with its channel.
    """
    s = reminder_settings.c
    person = select(deliveries.c.person_id).where(deliveries.c.id == claim.delivery_id)
    mine = s.person_id == person.scalar_subquery()
    await tx.execute(select(s.person_id).where(mine).with_for_update())


async def _not_reached(
    tx: Transaction, claim: Claim, state: DeliveryState, *, reason: str, now: datetime
) -> bool:
    await _alone(tx, claim)
    row = await _settled(tx, held_by(claim), state, now, reason=reason, carried=None)
    if row is None:
        return False
    await _release_occurrences(tx, [claim.delivery_id])
    if row.person_id is None or row.account_id is None:
        return True
    saved = await read_settings(tx, row.person_id)
    if saved is not None and saved.settings.account_id != row.account_id:
        return True
    await note_unreachable(tx, row.account_id, reason=reason, now=now)
    await withdraw_waiting(tx, row.person_id, keep=(), account_id=row.account_id)
    return True


async def _settled(
    tx: Transaction, where: ColumnElement[bool], state: DeliveryState, now: datetime, **values: Any
) -> Row[Any] | None:
    c = deliveries.c
    settled = await tx.execute(
        deliveries.update()
        .where(where)
        .values(state=state.value, settled_at=now, unknown_since=None, **RELEASED, **values)
        .returning(c.person_id, c.account_id, c.kind)
    )
    return settled.first()


async def _set_occurrences(
    tx: Transaction, claim: Claim, state: OccurrenceState, now: datetime
) -> None:
    c = occurrences.c
    await tx.execute(
        occurrences.update()
        .where(c.delivery_id == claim.delivery_id, c.state == OccurrenceState.PLANNED.value)
        .values(state=state.value, updated_at=now)
    )


async def _release_occurrences(tx: Transaction, delivery_ids: Sequence[int]) -> None:
    c = occurrences.c
    await tx.execute(
        occurrences.update()
        .where(c.delivery_id.in_(delivery_ids), c.state == OccurrenceState.PLANNED.value)
        .values(delivery_id=None)
    )
