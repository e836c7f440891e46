"""Dates that leaders propose to whoever runs the bot; nothing follows from one by itself."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from core.storage.engine import Transaction
from core.storage.tables import season_proposals, servers


@dataclass(frozen=True, slots=True)
class Proposal:
    """One open proposal; ``at`` is the date as text and ``server`` the platform's own id."""

    id: int
    door: str
    server: str
    season: int
    milestone: str
    at: str
    source: str
    proposed_at: datetime


async def add_proposal(
    tx: Transaction,
    *,
    server_id: int,
    person_id: int,
    season: int,
    milestone: str,
    at: str,
    source: str,
    now: datetime,
) -> None:
    """Add a proposal of a person in a server."""
    await tx.execute(
        season_proposals.insert().values(
            server_id=server_id,
            person_id=person_id,
            season=season,
            milestone=milestone,
            at=at,
            source=source,
            proposed_at=now,
        )
    )


async def count_open_proposals(tx: Transaction, *, server_id: int) -> int:
    """How many proposals of a server nobody has settled yet."""
    query = select(func.count()).where(
        season_proposals.c.server_id == server_id, season_proposals.c.settled_at.is_(None)
    )
    return (await tx.execute(query)).scalar_one()


async def open_proposals(tx: Transaction, *, only: int | None = None) -> tuple[Proposal, ...]:
    """The proposals that nobody has settled, the oldest first; or the one of that id."""
    one = season_proposals.c
    query = (
        select(
            one.id,
            servers.c.door,
            servers.c.platform_id,
            one.season,
            one.milestone,
            one.at,
            one.source,
            one.proposed_at,
        )
        .join(servers, servers.c.id == one.server_id)
        .where(one.settled_at.is_(None))
        .order_by(one.id)
    )
    if only is not None:
        query = query.where(one.id == only)
    return tuple(Proposal(*row) for row in await tx.execute(query))


async def settle_proposal(tx: Transaction, proposal_id: int, *, now: datetime) -> bool:
    """Note that a proposal was taken or declined; ``False`` where it was settled before."""
    settled = await tx.execute(
        season_proposals.update()
        .where(season_proposals.c.id == proposal_id, season_proposals.c.settled_at.is_(None))
        .values(settled_at=now)
    )
    return bool(settled.rowcount)
