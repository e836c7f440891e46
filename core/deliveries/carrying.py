"""Carries one claimed message to its end: looked up where needed, sent, and settled."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeAlias

from core.deliveries.claims import Claims
from core.deliveries.figures import Figures
from core.deliveries.outcome import (
    CannotTell,
    Delivered,
    Found,
    Looked,
    NotThere,
    Outcome,
    Reason,
    Rejected,
    Retry,
    Unknown,
    Unreachable,
)
from core.deliveries.pauses import Pauses
from core.deliveries.sender import Outgoing, Sender
from core.dialogue.reply import Reply
from core.storage.deliveries import SavedDelivery
from core.storage.destinations import read_destination
from core.storage.engine import Transaction
from core.storage.errors import StoreError
from core.storage.milestones import forget_moves
from core.storage.settling import (
    settle_delivered,
    settle_rejected,
    settle_retry,
    settle_unknown,
    settle_unreachable,
)

_log = logging.getLogger(__name__)

SETTLE_PAUSES = (0.1, 0.5, 2.0)
"""Seconds between tries to store an outcome; the last one is repeated until it is stored."""

Settle: TypeAlias = Callable[[Transaction], Awaitable[None]]
"""Stores an end."""


class Compose(Protocol):
    """Makes the message of what a delivery carries."""

    def __call__(self, carried: Mapping[str, Any], delivery_id: int, *, maybe_again: bool) -> Reply:
        """The message; with ``maybe_again`` it says that the person may have it already."""


@dataclass(slots=True)
class Lease:
    """By the monotonic clock, until when a claimed message may be sent, and whether it was."""

    until: float
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Carrier:
    """Carries messages of this process's claims.

    ``held`` is whether this process may send at a door now. ``resend_after`` is how long after
    an answer was lost a message is sent again that could not be looked up.
    """

    claims: Claims
    compose: Compose
    figures: Figures
    resend_after: timedelta
    now: Callable[[], datetime]
    monotonic: Callable[[], float]
    held: Callable[[str], bool]
    settle_pauses: Sequence[float] = SETTLE_PAUSES

    def lease(self, asked_at: float) -> Lease:
        """The lease of messages whose claim was asked for at ``asked_at``.

        It ends for sending a third before it ends for everybody, so that what is begun at the
        last moment is over by then.
        """
        return Lease(asked_at + self._length * 2 / 3)

    async def carry(self, sender: Sender, delivery: SavedDelivery, lease: Lease) -> None:
        """Carry one message to its end, and store that."""
        missing, again = True, False
        if delivery.unknown_since is not None:
            looked = await self._looked(sender, delivery)
            if isinstance(looked, Found):
                return await self._store(delivery, _found(self, delivery, looked))
            missing = isinstance(looked, NotThere)
            if isinstance(looked, CannotTell):
                if self.now() - delivery.unknown_since < self.resend_after:
                    return await self._store(delivery, _looking_again(self, delivery, looked))
                again = True
            lease.until = self.lease(self.monotonic()).until
            if not await self._permitted(delivery, missing):
                return None
        outcome = await self._sent(sender, delivery, lease, again)
        return await self._store(delivery, _ended(self, delivery, outcome, missing))

    async def leave(self, delivery: SavedDelivery, lease: Lease) -> None:
        """Give a message back that was cut off on its way, so that it is taken up at once."""
        async with self.claims.store.writing() as tx:
            await _left(self, delivery, lease)(tx)

    async def _looked(self, sender: Sender, delivery: SavedDelivery) -> Looked:
        if not self.held(delivery.door):
            return CannotTell(timedelta(), Reason.NOT_OURS)
        try:
            message = await self._outgoing(delivery, again=False)
            if message is None:
                return NotThere()
            async with asyncio.timeout(self._length):
                return await sender.find(message)
        except Exception as error:  # noqa: BLE001 - whatever a door does, the message stays
            _log_failure("looked up", delivery, error)
            return CannotTell(timedelta(), Reason.PLATFORM_TROUBLE)

    async def _sent(
        self, sender: Sender, delivery: SavedDelivery, lease: Lease, again: bool
    ) -> Outcome:
        def may_send() -> bool:
            ours = self.held(delivery.door) and self.monotonic() < lease.until
            lease.begun = lease.begun or ours
            return ours

        try:
            message = await self._outgoing(delivery, again=again)
            if message is None:
                return Unreachable(Reason.ACCOUNT_GONE)
            async with asyncio.timeout(self._length):
                return await sender.send(message, may_send=may_send)
        except Exception as error:  # noqa: BLE001 - whatever a door does, the message stays
            _log_failure("sent", delivery, error)
            if lease.begun:
                return Unknown(Reason.CUT)
            return Retry(self.claims.pauses.fault, Reason.UNSHOWABLE)

    async def _outgoing(self, delivery: SavedDelivery, *, again: bool) -> Outgoing | None:
        """The message; ``None`` where whom it was for is not known any more."""
        platform_id, channel_id = "", delivery.channel_id
        if delivery.account_id is not None:
            async with self.claims.store.reading() as tx:
                to = await read_destination(tx, delivery.account_id)
            if to is None:
                return None
            platform_id, channel_id = to.platform_id, to.channel_id
        return Outgoing(
            delivery.id,
            delivery.key,
            delivery.workspace,
            platform_id,
            channel_id,
            self.compose(delivery.carried or {}, delivery.id, maybe_again=again),
            None if delivery.unknown_since is None else delivery.first_attempt_at,
        )

    async def _permitted(self, delivery: SavedDelivery, missing: bool) -> bool:
        try:
            return await self.claims.permit(delivery, found_missing=missing, now=self.now())
        except StoreError:
            # Its lease runs out, and it is looked up again.
            return False

    async def _store(self, delivery: SavedDelivery, settle: Settle) -> None:
        """Store an outcome, however long the database cannot be written."""
        pauses = iter(self.settle_pauses)
        pause = 0.0
        while True:
            try:
                async with self.claims.store.writing() as tx:
                    await settle(tx)
            except StoreError:
                pause = next(pauses, pause)
                _log.warning("Delivery %d is not settled yet: no database.", delivery.id)
                await asyncio.sleep(pause)
            else:
                return

    @property
    def _length(self) -> float:
        return self.claims.by.lease.total_seconds()


async def _arrived(
    carrier: Carrier,
    tx: Transaction,
    delivery: SavedDelivery,
    arrived: Delivered | Found,
    now: datetime,
) -> None:
    claim = carrier.claims.of(delivery)
    if await settle_delivered(
        tx, claim, message_id=arrived.message_id, channel_id=arrived.channel_id, now=now
    ):
        items = (delivery.carried or {}).get("items", ())
        told = [item["key"] for item in items if item.get("moved_from")]
        if told and delivery.person_id is not None:
            await forget_moves(tx, delivery.person_id, told)


def _found(carrier: Carrier, delivery: SavedDelivery, found: Found) -> Settle:
    now = carrier.now()

    async def settle(tx: Transaction) -> None:
        await _arrived(carrier, tx, delivery, found, now)

    carrier.figures.found(delivery.door, now=now)
    return settle


def _looking_again(carrier: Carrier, delivery: SavedDelivery, looked: CannotTell) -> Settle:
    pauses = carrier.claims.pauses
    next_at = carrier.now() + max(looked.after, pauses.look)

    async def settle(tx: Transaction) -> None:
        await settle_unknown(
            tx,
            carrier.claims.of(delivery),
            next_at=next_at,
            since=delivery.unknown_since or next_at,
            reason=looked.reason,
        )

    carrier.figures.could_not_tell(delivery.door, looked.reason)
    return settle


def _left(carrier: Carrier, delivery: SavedDelivery, lease: Lease) -> Settle:
    now, claim = carrier.now(), carrier.claims.of(delivery)
    begun_at = now if lease.begun else delivery.unknown_since

    async def settle(tx: Transaction) -> None:
        if begun_at is None:
            await settle_retry(tx, claim, next_at=now, reason=Reason.STOPPING)
        else:
            await settle_unknown(tx, claim, next_at=now, since=begun_at, reason=Reason.STOPPING)

    return settle


def _ended(carrier: Carrier, delivery: SavedDelivery, outcome: Outcome, missing: bool) -> Settle:
    """How a sending that ended so is stored; ``missing`` is that no earlier one arrived."""
    now, claim, pauses = carrier.now(), carrier.claims.of(delivery), carrier.claims.pauses

    async def settle(tx: Transaction) -> None:
        match outcome:
            case Delivered():
                await _arrived(carrier, tx, delivery, outcome, now)
            case Retry(after, reason):
                next_at = now + _pause(pauses, delivery.attempts, after, reason)
                if missing:
                    await settle_retry(tx, claim, next_at=next_at, reason=reason)
                else:
                    since = delivery.unknown_since or now
                    await settle_unknown(tx, claim, next_at=next_at, since=since, reason=reason)
            case Unreachable(reason):
                await settle_unreachable(tx, claim, reason=reason, now=now)
            case Rejected(reason):
                await settle_rejected(tx, claim, reason=reason, now=now)
            case Unknown(reason):
                next_at = now + pauses.look
                await settle_unknown(tx, claim, next_at=next_at, since=now, reason=reason)

    carrier.figures.count(delivery.door, outcome, now=now)
    if isinstance(outcome, Rejected):
        _log.error("Delivery %d was rejected: %s.", delivery.id, outcome.reason.value)
    return settle


def _pause(pauses: Pauses, attempts: int, after: timedelta, reason: Reason) -> timedelta:
    if reason in (Reason.NOT_OURS, Reason.STOPPING, Reason.RATE_LIMITED):
        # Nothing is wrong with it: it goes as soon as it may.
        return after
    return pauses.after(attempts, after)


def _log_failure(what: str, delivery: SavedDelivery, error: Exception) -> None:
    kind = type(error).__name__
    _log.error("Delivery %d could not be %s: %s.", delivery.id, what, kind)
