"""What nobody needs any more goes by itself."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import or_, select

from core.storage.backlog import remove_settled
from core.storage.engine import Transaction
from core.storage.erasures import remove_old_erasures
from core.storage.handled_events import remove_handled_events
from core.storage.oauth_states import remove_expired_states
from core.storage.privacy import delete_person
from core.storage.tables import audit, drafts, people, profiles, season_proposals, servers


class Removed(NamedTuple):
    """How many people went with all that was theirs, and how many expired drafts besides."""

    people: int
    drafts: int


async def remove_untouched(
    tx: Transaction,
    *,
    now: datetime,
    keep_days: int,
    season_ends: Callable[[int], date | None],
) -> Removed:
    """Remove everybody whose season is over and who was not here for ``keep_days`` days.

    The days count from the end of the profile's season or from the last visit or save,
    whichever is later; from the latter alone where the person named no season (or has no
    profile) or ``season_ends`` does not know it.
    """
    since = now - timedelta(days=keep_days)
    named = (await tx.execute(select(profiles.c.season).distinct())).scalars()
    kept = [
        season for season in named if season is not None and _recent(season_ends(season), since)
    ]
    untouched = (
        select(people.c.id)
        .outerjoin(profiles, profiles.c.person_id == people.c.id)
        .where(
            people.c.last_seen_at < since,
            or_(profiles.c.updated_at.is_(None), profiles.c.updated_at < since),
            or_(profiles.c.season.is_(None), profiles.c.season.not_in(kept)),
        )
        # Whoever comes back while this runs stays: their row is looked at again.
        .with_for_update(of=people)
    )
    leaving = (await tx.execute(untouched)).scalars().all()
    for person in leaving:
        await delete_person(tx, person, now=now)
    expired = await tx.execute(drafts.delete().where(drafts.c.expires_at <= now))
    return Removed(len(leaving), expired.rowcount)


async def remove_passed(
    tx: Transaction, *, now: datetime, erasure_days: int, delivery_days: int
) -> None:
    """Remove what nobody asks for any more.

    Handled events, states of OAuth, deletions that no backup is behind, and messages that were
    settled more than ``delivery_days`` days ago.
    """
    await remove_settled(tx, now, delivery_days)
    await remove_handled_events(tx, now=now)
    await remove_expired_states(tx, now=now)
    await remove_old_erasures(tx, now=now, keep_days=erasure_days)


async def remove_gone_servers(tx: Transaction, *, now: datetime, keep_days: int) -> int:
    """Remove every server that the bot left more than ``keep_days`` days ago; gives how many.

    Its settings, its audit and what was proposed there go with it; what is a person's own stays
    theirs.
    """
    gone = (
        select(servers.c.id)
        .where(servers.c.gone_at < now - timedelta(days=keep_days))
        # One that comes back while this runs stays.
        .with_for_update()
    )
    leaving = (await tx.execute(gone)).scalars().all()
    for table in (audit, season_proposals):
        await tx.execute(table.delete().where(table.c.server_id.in_(leaving)))
    await tx.execute(servers.delete().where(servers.c.id.in_(leaving)))
    return len(leaving)


def _recent(ended: date | None, since: datetime) -> bool:
    return ended is not None and ended >= since.date()
