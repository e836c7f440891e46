"""Where a person's messages go: one direct message an account, and whether it is open."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select

from core.storage.engine import Transaction
from core.storage.inserting import insert_into
from core.storage.tables import accounts, destinations


@dataclass(frozen=True, slots=True)
class Destination:
    """A person's direct message at a door.

    ``workspace`` is Slack's team whose installation writes to the person, empty on Discord.
    ``platform_id`` is the person's own there; ``channel_id`` is empty until the direct message
    has been opened. ``unreachable_at`` is since when it is closed to the bot, with the reason,
    and ``told_at`` when the person was told so.
    """

    account_id: int
    person_id: int
    door: str
    workspace: str
    platform_id: str
    channel_id: str = ""
    unreachable_at: datetime | None = None
    reason: str = ""
    told_at: datetime | None = None


async def save_destination(
    tx: Transaction, account_id: int, *, workspace: str, now: datetime
) -> Destination:
    """Write to a person through an account from now on; gives the destination.

    One that was unreachable is tried again. A channel that was opened is kept, as long as the
    same workspace writes.
    """
    account = (await tx.execute(select(accounts).where(accounts.c.id == account_id))).one()
    before = await read_destination(tx, account_id)
    values = {
        "person_id": account.person_id,
        "door": account.door,
        "workspace": workspace,
        "channel_id": before.channel_id or None
        if before and before.workspace == workspace
        else None,
        "unreachable_at": None,
        "reason": None,
        "told_at": None,
        "updated_at": now,
    }
    await tx.execute(
        insert_into(tx, destinations)
        .values(account_id=account_id, **values)
        .on_conflict_do_update(index_elements=["account_id"], set_=values)
    )
    return Destination(
        account_id,
        account.person_id,
        account.door,
        workspace,
        account.platform_id,
        values["channel_id"] or "",
    )


async def read_destination(tx: Transaction, account_id: int) -> Destination | None:
    """Where an account's messages go, ``None`` where nobody ever asked for any."""
    return await _found(tx, _select().where(destinations.c.account_id == account_id))


async def unreachable_untold(tx: Transaction, person_id: int) -> Destination | None:
    """A destination of a person that is closed, of which they were not told yet."""
    c = destinations.c
    closed = _select().where(
        c.person_id == person_id, c.unreachable_at.is_not(None), c.told_at.is_(None)
    )
    return await _found(tx, closed.order_by(c.account_id).limit(1))


async def note_told(tx: Transaction, account_id: int, *, now: datetime) -> None:
    """Note that a person was told that a destination is closed."""
    await _update(tx, account_id, told_at=now)


async def try_again(tx: Transaction, account_id: int, *, now: datetime) -> None:
    """Take a destination that was closed for open again; the person said it is."""
    await _update(tx, account_id, unreachable_at=None, reason=None, told_at=None, updated_at=now)


async def note_unreachable(tx: Transaction, account_id: int, *, reason: str, now: datetime) -> None:
    """Note that a destination is closed; the person is told when they come by."""
    # Since when stays, and so does that the person knows.
    open_until_now = (
        destinations.c.account_id == account_id,
        destinations.c.unreachable_at.is_(None),
    )
    await tx.execute(
        destinations.update()
        .where(*open_until_now)
        .values(unreachable_at=now, reason=reason, told_at=None, updated_at=now)
    )


async def note_reached(tx: Transaction, account_id: int, *, channel_id: str, now: datetime) -> None:
    """Note that a message arrived, and in which channel where that is known."""
    known = {"channel_id": channel_id} if channel_id else {}
    await _update(
        tx,
        account_id,
        **known,
        unreachable_at=None,
        reason=None,
        told_at=None,
        updated_at=now,
    )


def _select() -> Select[Any]:
    return select(destinations, accounts.c.platform_id).join(
        accounts, accounts.c.id == destinations.c.account_id
    )


async def _found(tx: Transaction, query: Select[Any]) -> Destination | None:
    row = (await tx.execute(query)).first()
    return None if row is None else _destination(row)


def _destination(row: Row[Any]) -> Destination:
    return Destination(
        row.account_id,
        row.person_id,
        row.door,
        row.workspace,
        row.platform_id,
        row.channel_id or "",
        row.unreachable_at,
        row.reason or "",
        row.told_at,
    )


async def _update(tx: Transaction, account_id: int, **values: Any) -> None:
    mine = destinations.c.account_id == account_id
    await tx.execute(destinations.update().where(mine).values(**values))
