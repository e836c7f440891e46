"""Which process works with a token: one at a time, by the database's clock."""

from datetime import datetime, timedelta

from sqlalchemy import case, func, literal_column, or_, select

from core.storage.engine import Transaction
from core.storage.inserting import insert_into
from core.storage.instant import Instant
from core.storage.tables import token_holders


async def hold(tx: Transaction, scope: str, holder: str, *, length: timedelta) -> int | None:
    """Hold a token for ``length`` from now on, anew or still; ``None`` while somebody else does.

    Gives the fence: it counts the changes of holder, so that of two who each believe to hold it
    the later one has the larger.
    """
    now = await database_now(tx)
    c = token_holders.c
    insert = insert_into(tx, token_holders).values(
        scope=scope, holder=holder, fence=1, expires_at=now + length
    )
    held = await tx.execute(
        insert.on_conflict_do_update(
            index_elements=["scope"],
            set_={
                "holder": holder,
                "fence": case((c.holder == holder, c.fence), else_=c.fence + 1),
                "expires_at": now + length,
            },
            where=or_(c.holder == holder, c.expires_at <= now),
        ).returning(c.fence)
    )
    fence: int | None = held.scalar()
    return fence


async def let_go(tx: Transaction, scope: str, holder: str) -> None:
    """Hold a token no longer, so that the next need not wait."""
    now = await database_now(tx)
    c = token_holders.c
    mine = token_holders.update().where(c.scope == scope, c.holder == holder)
    await tx.execute(mine.values(expires_at=now))


async def database_now(tx: Transaction) -> datetime:
    """The time by the database's clock, which is the same for every process."""
    if tx.dialect.name == "postgresql":
        clock = func.clock_timestamp(type_=Instant)
    else:
        # To the microsecond, as instants are stored.
        clock = func.strftime("%Y-%m-%d %H:%M:%f000", literal_column("'now'"), type_=Instant)
    now: datetime = (await tx.execute(select(clock))).scalar_one()
    return now
