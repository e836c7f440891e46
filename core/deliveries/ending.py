"""What each end of a try means for the message's row; every end is a change of its own."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from core.deliveries.claims import Claims
from core.deliveries.figures import Figures
from core.deliveries.outcome import (
    CannotTell,
    Delivered,
    Found,
    Outcome,
    Reason,
    Rejected,
    Retry,
    Unknown,
    Unreachable,
)
from core.planning.arriving import has_arrived
from core.storage.deliveries import SavedDelivery
from core.storage.engine import Transaction
from core.storage.settling import (
    settle_rejected,
    settle_retry,
    settle_unknown,
    settle_unreachable,
)

_log = logging.getLogger("readingroom.deliveries")

Settle: TypeAlias = Callable[[Transaction], Awaitable[None]]
"""Stores an end; the same however often it is called."""

_NOTHING_WRONG = frozenset({Reason.NOT_OURS, Reason.STOPPING, Reason.RATE_LIMITED})
"""Reasons that say nothing of the message: it goes as soon as it may."""


@dataclass(frozen=True, slots=True)
class Ends:
    """Counts an end as it comes, and gives what stores it."""

    claims: Claims
    figures: Figures
    now: Callable[[], datetime]

    def found(self, delivery: SavedDelivery, found: Found) -> Settle:
        """A message whose answer was lost has arrived."""
        now = self.now()
        self.figures.found(delivery.door, now=now)
        return lambda tx: self._arrived(tx, delivery, found, now)

    def look_again(self, delivery: SavedDelivery, looked: CannotTell) -> Settle:
        """It could not be looked up, and stays as unknown as it is."""
        self.figures.could_not_tell(delivery.door, looked.reason)
        next_at = self.now() + max(looked.after, self.claims.pauses.look)
        since = delivery.unknown_since or self.now()
        return lambda tx: self._unknown(tx, delivery, next_at, since, looked.reason)

    def cut_off(self, delivery: SavedDelivery, *, begun: bool) -> Settle:
        """This process stops; the next takes the message up at once.

        ``begun`` is that it may have left.
        """
        now = self.now()
        since = now if begun else delivery.unknown_since
        if since is None:
            return lambda tx: self._again(tx, delivery, now, Reason.STOPPING)
        return lambda tx: self._unknown(tx, delivery, now, since, Reason.STOPPING)

    def sent(self, delivery: SavedDelivery, outcome: Outcome, *, missing: bool) -> Settle:
        """A sending ended so; ``missing`` is that no earlier one arrived."""
        now = self.now()
        self.figures.count(delivery.door, outcome, now=now)
        match outcome:
            case Delivered():
                return lambda tx: self._arrived(tx, delivery, outcome, now)
            case Retry(after, reason):
                next_at = now + self._pause(delivery.attempts, after, reason)
                if missing:
                    return lambda tx: self._again(tx, delivery, next_at, reason)
                since = delivery.unknown_since or now
                return lambda tx: self._unknown(tx, delivery, next_at, since, reason)
            case Unknown(reason):
                next_at = now + self.claims.pauses.look
                return lambda tx: self._unknown(tx, delivery, next_at, now, reason)
            case Unreachable(reason):
                return lambda tx: self._unreachable(tx, delivery, reason, now)
            case Rejected(reason):
                _log.error("delivery %d was rejected: %s", delivery.id, reason.value)
                return lambda tx: self._rejected(tx, delivery, reason, now)

    def _pause(self, attempts: int, after: timedelta, reason: Reason) -> timedelta:
        return after if reason in _NOTHING_WRONG else self.claims.pauses.after(attempts, after)

    async def _arrived(
        self, tx: Transaction, delivery: SavedDelivery, arrived: Delivered | Found, now: datetime
    ) -> None:
        await has_arrived(
            tx,
            delivery,
            self.claims.of(delivery),
            message_id=arrived.message_id,
            channel_id=arrived.channel_id,
            now=now,
        )

    async def _again(
        self, tx: Transaction, delivery: SavedDelivery, next_at: datetime, reason: Reason
    ) -> None:
        await settle_retry(tx, self.claims.of(delivery), next_at=next_at, reason=reason)

    async def _unknown(
        self,
        tx: Transaction,
        delivery: SavedDelivery,
        next_at: datetime,
        since: datetime,
        reason: Reason,
    ) -> None:
        claim = self.claims.of(delivery)
        await settle_unknown(tx, claim, next_at=next_at, since=since, reason=reason)

    async def _unreachable(
        self, tx: Transaction, delivery: SavedDelivery, reason: Reason, now: datetime
    ) -> None:
        await settle_unreachable(tx, self.claims.of(delivery), reason=reason, now=now)

    async def _rejected(
        self, tx: Transaction, delivery: SavedDelivery, reason: Reason, now: datetime
    ) -> None:
        claim, carried = self.claims.of(delivery), delivery.carried or {}
        await settle_rejected(tx, claim, carried, reason=reason, now=now)
