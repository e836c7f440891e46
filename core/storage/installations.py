"""Workspaces and organisations that installed the bot, with the tokens it was given there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, or_, select

from core.storage.engine import Transaction
from core.storage.inserting import insert_into
from core.storage.tables import installations


@dataclass(frozen=True, slots=True)
class SavedInstallation:
    """An installation as it is stored; ``document`` is plain JSON data and holds the tokens.

    ``enterprise_id`` is empty for a workspace in no organisation, ``team_id`` for an
    installation in a whole organisation. ``row_version`` counts saves.
    """

    enterprise_id: str
    team_id: str
    document: Mapping[str, Any] = field(repr=False)
    row_version: int
    installed_at: datetime


async def save_installation(
    tx: Transaction,
    *,
    door: str,
    enterprise_id: str,
    team_id: str,
    document: Mapping[str, Any],
    now: datetime,
) -> None:
    """Save an installation that was just made over the one before."""
    if team_id:
        # A workspace that joined an organisation since has one installation all the same.
        await tx.execute(
            installations.delete().where(
                installations.c.door == door,
                installations.c.team_id == team_id,
                installations.c.enterprise_id != enterprise_id,
            )
        )
    values = {"document": dict(document), "installed_at": now, "updated_at": now}
    await tx.execute(
        insert_into(tx, installations)
        .values(door=door, enterprise_id=enterprise_id, team_id=team_id, row_version=1, **values)
        .on_conflict_do_update(
            index_elements=["door", "enterprise_id", "team_id"],
            set_={**values, "row_version": installations.c.row_version + 1},
        )
    )


async def refresh_installation(
    tx: Transaction,
    before: SavedInstallation,
    *,
    door: str,
    document: Mapping[str, Any],
    now: datetime,
) -> bool:
    """Save refreshed tokens over those they came from.

    ``False``, and nothing is saved, where the installation was forgotten or saved meanwhile.
    """
    saved = await tx.execute(
        installations.update()
        .where(
            installations.c.door == door,
            installations.c.enterprise_id == before.enterprise_id,
            installations.c.team_id == before.team_id,
            installations.c.row_version == before.row_version,
            # Forgotten and made anew, it counts from the start.
            installations.c.installed_at == before.installed_at,
        )
        .values(document=dict(document), row_version=before.row_version + 1, updated_at=now)
    )
    return bool(saved.rowcount)


async def find_installation(
    tx: Transaction, *, door: str, enterprise_id: str, team_id: str
) -> SavedInstallation | None:
    """The installation that serves a workspace: its own, or else its organisation's.

    Without a ``team_id``, the organisation's alone.
    """
    own = installations.c.team_id == team_id
    whole = and_(installations.c.team_id == "", installations.c.enterprise_id == enterprise_id)
    serving = [whole] * bool(enterprise_id) + [own] * bool(team_id)
    if not serving:
        return None
    row = (
        await tx.execute(
            select(installations)
            .where(installations.c.door == door, or_(*serving))
            .order_by(installations.c.team_id.desc())
            .limit(1)
        )
    ).first()
    return None if row is None else _saved(row)


async def all_installations(tx: Transaction, *, door: str) -> tuple[SavedInstallation, ...]:
    """Every installation at a door."""
    query = (
        select(installations)
        .where(installations.c.door == door)
        .order_by(installations.c.enterprise_id, installations.c.team_id)
    )
    return tuple(_saved(row) for row in await tx.execute(query))


async def forget_installation(
    tx: Transaction, *, door: str, enterprise_id: str, team_id: str
) -> None:
    """Forget an installation and its tokens: a workspace's own, or an organisation's alone."""
    whole = installations.c.enterprise_id == enterprise_id
    await tx.execute(
        installations.delete().where(
            installations.c.door == door,
            installations.c.team_id == team_id,
            # A workspace is known by its own id, whatever organisation it has joined since.
            *(() if team_id else (whole,)),
        )
    )


def _saved(row: Row[Any]) -> SavedInstallation:
    return SavedInstallation(
        row.enterprise_id, row.team_id, row.document, row.row_version, row.installed_at
    )
