"""Carries one claimed message to its end: looked up where needed, sent, and settled."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from core.deliveries.claims import Claims
from core.deliveries.ending import Ends, Settle
from core.deliveries.outcome import (
    CannotTell,
    Found,
    Looked,
    NotThere,
    Outcome,
    Reason,
    Retry,
    Unknown,
    Unreachable,
)
from core.deliveries.sender import Outgoing, Sender
from core.dialogue.reply import Reply
from core.storage.deliveries import SavedDelivery
from core.storage.destinations import read_destination
from core.storage.errors import StoreError

_log = logging.getLogger("readingroom.deliveries")

SETTLE_PAUSES = (0.1, 0.5, 2.0)
"""Seconds between tries to store an outcome; the last one is repeated until it is stored."""


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
    ends: Ends
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
                return await self._store(delivery, self.ends.found(delivery, looked))
            missing = isinstance(looked, NotThere)
            if isinstance(looked, CannotTell):
                if self.now() - delivery.unknown_since < self.resend_after:
                    return await self._store(delivery, self.ends.look_again(delivery, looked))
                again = True
            lease.until = self.lease(self.monotonic()).until
            if not await self._permitted(delivery, missing):
                return None
        outcome = await self._sent(sender, delivery, lease, again)
        return await self._store(delivery, self.ends.sent(delivery, outcome, missing=missing))

    async def leave(self, delivery: SavedDelivery, lease: Lease) -> None:
        """Give a message back that was cut off on its way, so that it is taken up at once."""
        async with self.claims.store.writing() as tx:
            await self.ends.cut_off(delivery, begun=lease.begun)(tx)

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


def _log_failure(what: str, delivery: SavedDelivery, error: Exception) -> None:
    kind = type(error).__name__
    _log.error("Delivery %d could not be %s: %s.", delivery.id, what, kind)
