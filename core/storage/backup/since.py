"""What has happened outside since a backup was made, which restoring it does not undo.

The present database is read, and the restored one is brought to the same state in these alone:
who was deleted, what arrived, who wants no reminders any more, which addresses of calendars hold,
and the platforms' own (installations, files sent, events handled). Everything else is as it was
when the backup was made.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import Table, select, update

from core.storage.backup.arrived import note_arrived
from core.storage.backup.rows import go_on_from, in_parts, last_numbers
from core.storage.backup.same_people import same_people
from core.storage.engine import Transaction
from core.storage.erasures import erased_people
from core.storage.inserting import insert_into
from core.storage.privacy import remove_person
from core.storage.tables import (
    erasures,
    handled_events,
    installations,
    oauth_states,
    people,
    registrations,
    reminder_settings,
    subscriptions,
    token_holders,
    uploads,
)

_NEWEST: Mapping[Table, str] = MappingProxyType(
    {
        installations: "updated_at",
        registrations: "registered_at",
        handled_events: "at",
        oauth_states: "expires_at",
        token_holders: "expires_at",
    }
)
"""Tables of which nothing is lost, and by which column one row is newer than another."""


@dataclass(frozen=True, slots=True)
class Since:
    """How many people a restored database was brought to forget, and messages to know of."""

    erased: int = 0
    arrived: int = 0


async def bring_up_to_present(present: Transaction, restored: Transaction) -> Since:
    """Apply to a restored SQLite database what happened since, as the present one tells it."""
    await restored.execute(token_holders.delete())
    for table, column in _NEWEST.items():
        await _keep_newest(present, restored, table, column)
    await go_on_from(restored, await last_numbers(present))
    erased = await _erase(present, restored)
    await _note_visits(present, restored)
    await _note_refusals(present, restored)
    await _note_addresses(present, restored)
    await _note_files(present, restored)
    return Since(erased, await note_arrived(present, restored))


async def _keep_newest(
    present: Transaction, restored: Transaction, table: Table, column: str
) -> None:
    put = insert_into(restored, table)
    put = put.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_={name: put.excluded[name] for name in table.columns.keys()},  # noqa: SIM118
        where=table.c[column] < put.excluded[column],
    )
    async for part in in_parts(present, select(table)):
        await restored.execute(put, part)


async def _erase(present: Transaction, restored: Transaction) -> int:
    noted = [column for column in erasures.columns if column.name != "id"]
    known = {tuple(row) for row in await restored.execute(select(*noted))}
    async for part in in_parts(present, select(*noted)):
        new = [row for row in part if tuple(row.values()) not in known]
        if new:
            await restored.execute(erasures.insert(), new)
    erased = (await restored.execute(erased_people())).scalars().all()
    for person in erased:
        await remove_person(restored, person)
    return len(erased)


async def _note_visits(present: Transaction, restored: Transaction) -> None:
    """Somebody who was here since is not taken for one who has long been away."""
    c = people.c
    async for part in in_parts(present, select(people)):
        ids = [row["id"] for row in part]
        same = await same_people(present, restored, ids)
        known = select(c.id, c.last_seen_at).where(c.id.in_(same))
        before = {row.id: row.last_seen_at for row in await restored.execute(known)}
        for row in part:
            if row["id"] in before and before[row["id"]] < row["last_seen_at"]:
                mine = update(people).where(c.id == row["id"])
                await restored.execute(mine.values(last_seen_at=row["last_seen_at"]))


async def _note_refusals(present: Transaction, restored: Transaction) -> None:
    """Whoever turned reminders off or paused them since is not written to."""
    c = reminder_settings.c
    async for part in in_parts(present, select(reminder_settings).where(c.state != "on")):
        same = await same_people(present, restored, [row["person_id"] for row in part])
        for row in part:
            if row["person_id"] not in same:
                continue
            older = c.person_id == row["person_id"], c.updated_at < row["updated_at"]
            await restored.execute(
                update(reminder_settings)
                .where(*older)
                .values(
                    state=row["state"],
                    paused_until=row["paused_until"],
                    updated_at=row["updated_at"],
                    row_version=c.row_version + 1,
                )
            )


async def _note_addresses(present: Transaction, restored: Transaction) -> None:
    """An address of a calendar that was taken back stays so, and a new one holds."""
    async for part in in_parts(present, select(people.c.id)):
        same = await same_people(present, restored, [row["id"] for row in part])
        await restored.execute(subscriptions.delete().where(subscriptions.c.person_id.in_(same)))
    async for part in in_parts(present, select(subscriptions)):
        same = await same_people(present, restored, [row["person_id"] for row in part])
        rows = [row for row in part if row["person_id"] in same]
        if rows:
            await restored.execute(subscriptions.insert(), rows)


async def _note_files(present: Transaction, restored: Transaction) -> None:
    """Files that were sent since have to go from their platform when they are due."""
    put = insert_into(restored, uploads).on_conflict_do_nothing()
    async for part in in_parts(present, select(uploads)):
        owners = [row["person_id"] for row in part if row["person_id"] is not None]
        same = await same_people(present, restored, owners)
        await restored.execute(put, [_file(row, same) for row in part])


def _file(row: dict[str, Any], same: frozenset[int]) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name != "id"}
    if row["person_id"] is None or row["person_id"] in same:
        return kept
    # Nobody can look it up any more, so it goes at once.
    return kept | {"person_id": None, "due_at": row["uploaded_at"]}
