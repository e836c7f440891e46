"""Servers that have the bot, or had it until lately, and their settings."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select

from core.storage.engine import Transaction
from core.storage.inserting import insert_into
from core.storage.tables import servers


class ServerChanged(Exception):
    """Another save of the settings came first; read them again before saving over them."""


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """What administrators chose; nothing, where nothing was chosen.

    ``zone`` is an IANA name and ``season`` the year in which residency starts; roles and
    channels are the platform's own ids.
    """

    zone: str | None = None
    season: int | None = None
    leader_roles: tuple[str, ...] = ()
    checklist_channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedServer:
    """A server as it is stored.

    ``row_version`` counts the saves of its settings and is what ``save_settings`` expects;
    ``gone_at`` is when the bot was removed, ``None`` while it is there.
    """

    id: int
    settings: ServerSettings
    row_version: int
    gone_at: datetime | None


async def server_joined(
    tx: Transaction,
    *,
    door: str,
    platform_id: str,
    now: datetime,
    enterprise_id: str | None = None,
) -> None:
    """Note that the bot is in a server; one that comes back has the settings it had.

    ``enterprise_id`` is the platform's own id of the organisation that it is part of; what was
    noted of that earlier stays where none is given.
    """
    organisation = {} if enterprise_id is None else {"enterprise_id": enterprise_id}
    await tx.execute(
        insert_into(tx, servers)
        .values(
            door=door,
            platform_id=platform_id,
            leader_roles=[],
            checklist_channels=[],
            row_version=0,
            joined_at=now,
            updated_at=now,
            **organisation,
        )
        .on_conflict_do_update(
            index_elements=["door", "platform_id"],
            set_={"joined_at": now, "gone_at": None},
            where=servers.c.gone_at.is_not(None),
        )
    )
    if organisation:
        await tx.execute(
            servers.update()
            .where(servers.c.door == door, servers.c.platform_id == platform_id)
            .values(organisation)
        )


async def server_gone(tx: Transaction, *, door: str, platform_id: str, now: datetime) -> None:
    """Note that the bot was removed; what counts is when that was first noted."""
    await tx.execute(
        servers.update()
        .where(
            servers.c.door == door,
            servers.c.platform_id == platform_id,
            servers.c.gone_at.is_(None),
        )
        .values(gone_at=now)
    )


async def organisation_gone(
    tx: Transaction, *, door: str, enterprise_id: str, kept: Collection[str], now: datetime
) -> None:
    """Note that the bot was removed from every server of an organisation but the ``kept``."""
    await tx.execute(
        servers.update()
        .where(
            servers.c.door == door,
            servers.c.enterprise_id == enterprise_id,
            servers.c.platform_id.not_in(kept),
            servers.c.gone_at.is_(None),
        )
        .values(gone_at=now)
    )


async def present_servers(tx: Transaction, *, door: str) -> frozenset[str]:
    """The platform's ids of the servers that the bot is in, as far as was noted."""
    query = select(servers.c.platform_id).where(servers.c.door == door, servers.c.gone_at.is_(None))
    return frozenset((await tx.execute(query)).scalars())


async def organisation_of(tx: Transaction, *, door: str, platform_id: str) -> str:
    """The platform's id of the organisation that a server is part of; empty for none known."""
    query = select(servers.c.enterprise_id).where(
        servers.c.door == door, servers.c.platform_id == platform_id
    )
    return (await tx.execute(query)).scalar() or ""


async def read_server(tx: Transaction, *, door: str, platform_id: str) -> SavedServer | None:
    """A server with its settings, ``None`` where nothing is stored about it."""
    row = (
        await tx.execute(
            select(servers).where(servers.c.door == door, servers.c.platform_id == platform_id)
        )
    ).first()
    if row is None:
        return None
    settings = ServerSettings(
        row.zone, row.season, tuple(row.leader_roles), tuple(row.checklist_channels)
    )
    return SavedServer(row.id, settings, row.row_version, row.gone_at)


async def save_settings(
    tx: Transaction, server_id: int, settings: ServerSettings, *, now: datetime, expected: int
) -> None:
    """Save a server's settings over those of row version ``expected``.

    Raises ``ServerChanged``, and then has saved nothing.
    """
    saved = await tx.execute(
        servers.update()
        .where(servers.c.id == server_id, servers.c.row_version == expected)
        .values(**asdict(settings), row_version=expected + 1, updated_at=now)
    )
    if not saved.rowcount:
        raise ServerChanged("The settings were changed in the meantime; read them again.")
