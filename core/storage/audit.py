"""Who changed what of a server, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core.storage.engine import Transaction
from core.storage.tables import accounts, audit, servers


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the values that changed, by name, as they were and as they are since.

    ``who`` is the person's own id on the server's platform, and ``None`` where that is not
    known any more.
    """

    at: datetime
    who: str | None
    kind: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


async def add_change(
    tx: Transaction,
    server_id: int,
    person_id: int,
    kind: str,
    *,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    now: datetime,
) -> None:
    """Add a change to a server's audit; the values are plain JSON data, never of a profile."""
    await tx.execute(
        audit.insert().values(
            server_id=server_id,
            at=now,
            person_id=person_id,
            kind=kind,
            change={"before": dict(before), "after": dict(after)},
        )
    )


async def newest_changes(tx: Transaction, server_id: int, *, limit: int) -> tuple[Change, ...]:
    """The last changes of a server, the newest first."""
    # Accounts may be joined, so that one person has several on a platform: the first is theirs.
    who = (
        select(accounts.c.platform_id)
        .where(accounts.c.person_id == audit.c.person_id, accounts.c.door == servers.c.door)
        .order_by(accounts.c.id)
        .limit(1)
        .scalar_subquery()
    )
    rows = await tx.execute(
        select(audit.c.at, who.label("who"), audit.c.kind, audit.c.change)
        .join(servers, servers.c.id == audit.c.server_id)
        .where(audit.c.server_id == server_id)
        .order_by(audit.c.id.desc())
        .limit(limit)
    )
    return tuple(
        Change(row.at, row.who, row.kind, row.change["before"], row.change["after"]) for row in rows
    )
