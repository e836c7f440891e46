"""Takes what is due: claimed, frozen and committed before a byte leaves."""

import logging
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from core.deliveries.freeze import Decision, Freeze, Frozen, PutOff
from core.deliveries.pauses import Pauses
from core.storage.claiming import (
    Claim,
    Claimant,
    Due,
    claim_lapsed,
    claim_waiting,
    due_workspaces,
    first_lapse,
    keep_frozen,
    put_off,
    renew,
)
from core.storage.deliveries import DeliveryState, SavedDelivery, read_delivery
from core.storage.engine import Store, Transaction
from core.storage.settling import settle_withdrawn

_log = logging.getLogger("readingroom.deliveries")

BATCH = 16
"""Messages claimed in one transaction: short enough that whoever asks meanwhile is not kept."""

FAULT = "fault"
"""The reason of a message at which the program itself failed."""


@dataclass(frozen=True, slots=True)
class Lane:
    """How many messages of a door, and of one workspace of it, are on their way at once."""

    in_flight: int = 64
    per_workspace: int = 64


@dataclass(frozen=True, slots=True)
class Taken:
    """Messages that are this process's to send.

    ``claimed`` counts those put off and withdrawn too: where it is 0, nothing more can be taken
    before ``next_at`` or before a message on its way is settled.
    """

    deliveries: tuple[SavedDelivery, ...]
    claimed: int
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Claims:
    """Claims for one process."""

    store: Store
    by: Claimant
    freeze: Freeze
    pauses: Pauses

    def of(self, delivery: SavedDelivery) -> Claim:
        """The claim of a message that this process took."""
        return Claim(delivery.id, self.by.holder, delivery.attempts)

    async def take(
        self, door: str, lane: Lane, flying: Mapping[int, str], *, now: datetime
    ) -> Taken:
        """Take what is due at a door and has room beside ``flying``, messages by workspace.

        Messages that may have arrived are given as they were frozen, to be looked up first; the
        others are frozen now.
        """
        async with self.store.reading() as tx:
            due = await due_workspaces(tx, door)
            lapse = await first_lapse(tx, door, apart=flying)
        room = min(lane.in_flight - len(flying), BATCH)
        shares = _shares((place for place in due if place.next_at <= now), lane, flying, room)
        lapsed = lapse is not None and not now < lapse <= now + 2 * self.by.lease
        taken: list[SavedDelivery] = []
        claimed = 0
        if room > 0 and (shares or lapsed):
            async with self.store.writing() as tx:
                rows = list(
                    await claim_lapsed(tx, self.by, door=door, now=now, most=room, apart=flying)
                )
                for workspace, share in shares:
                    most = min(share, room - len(rows))
                    rows += await claim_waiting(
                        tx, self.by, door=door, workspace=workspace, now=now, most=most
                    )
                taken = await self._frozen(tx, rows, now)
                claimed = len(rows)
        coming = [place.next_at for place in due if place.next_at > now]
        if lapse is not None and not lapsed:
            coming.append(lapse)
        return Taken(tuple(taken), claimed, min(coming, default=None))

    async def permit(self, delivery: SavedDelivery, *, found_missing: bool, now: datetime) -> bool:
        """Whether a message that may have arrived may be sent again; begins its lease anew.

        Where it may not for now it is put off, and where it is not wanted any more withdrawn.
        ``found_missing`` says that it surely is not there.
        """
        async with self.store.writing() as tx:
            if not await renew(tx, self.of(delivery), self.by, now=now):
                return False
            return await self._decided(tx, delivery, now, thaw=found_missing) is not None

    async def _frozen(
        self, tx: Transaction, rows: Iterable[SavedDelivery], now: datetime
    ) -> list[SavedDelivery]:
        taken: list[SavedDelivery] = []
        seen: set[int | None] = set()
        for row in rows:
            if row.unknown_since is not None:
                taken.append(row)
                continue
            if row.person_id in seen and await _gathered(tx, row):
                continue
            seen.add(row.person_id)
            frozen = await self._decided(tx, row, now, thaw=True)
            if frozen is not None:
                taken.append(frozen)
        return taken

    async def _decided(
        self, tx: Transaction, row: SavedDelivery, now: datetime, *, thaw: bool
    ) -> SavedDelivery | None:
        claim = self.of(row)
        decision = await self._decision(tx, row, now)
        if isinstance(decision, Frozen):
            await keep_frozen(tx, claim, decision.carried)
            return replace(row, carried=decision.carried)
        if isinstance(decision, PutOff):
            await put_off(tx, claim, until=decision.until, reason=decision.reason, thaw=thaw)
        else:
            await settle_withdrawn(tx, claim, now=now)
        return None

    async def _decision(self, tx: Transaction, row: SavedDelivery, now: datetime) -> Decision:
        try:
            async with tx.begin_nested():
                return await self.freeze(tx, row, now=now)
        except Exception as error:  # noqa: BLE001 - one message must not hold up all the others
            _log.error("Delivery %d could not be made: %s.", row.id, type(error).__name__)
            return PutOff(now + self.pauses.fault, FAULT)


async def _gathered(tx: Transaction, row: SavedDelivery) -> bool:
    """Whether a message has gone into another of the same batch."""
    now = await read_delivery(tx, row.id)
    return now is None or now.state is not DeliveryState.SENDING


def _shares(
    due: Iterable[Due], lane: Lane, flying: Mapping[int, str], room: int
) -> list[tuple[str, int]]:
    """How many may be taken from each workspace: first from those with the fewest on their way."""
    busy = Counter(flying.values())
    open_to = sorted(
        (busy[place.workspace], place.next_at, place.workspace)
        for place in due
        if busy[place.workspace] < lane.per_workspace
    )[: max(room, 0)]
    if not open_to:
        return []
    even = max(1, room // len(open_to))
    return [(workspace, min(even, lane.per_workspace - count)) for count, _, workspace in open_to]
