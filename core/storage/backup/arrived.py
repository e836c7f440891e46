"""Messages that went out since a backup was made: they are not sent a second time."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, and_, or_, select, update

from core.storage.backup.rows import in_parts
from core.storage.backup.same_people import same_people
from core.storage.engine import Transaction
from core.storage.inserting import insert_into
from core.storage.tables import accounts, deliveries, occurrences

_LARGEST = 500
"""Identities in one statement."""


async def note_arrived(present: Transaction, restored: Transaction) -> int:
    """Note each message that arrived or may have, and what it was for; gives how many were new."""
    noted = 0
    async for part in in_parts(present, _went_out()):
        same = await same_people(present, restored, [row["person_id"] for row in part])
        rows = [row for row in part if row["person_id"] in same]
        ids = await _deliveries(restored, rows)
        await _occurrences(present, restored, ids)
        noted += len(ids)
    await _without_message(present, restored)
    return noted


def _went_out() -> Select[Any]:
    c = deliveries.c
    # One that waits after a try may have arrived, and is asked about before it is sent again.
    tried = and_(c.state == "waiting", c.unknown_since.is_not(None))
    return select(deliveries).where(
        c.person_id.is_not(None), or_(c.state.in_(["delivered", "sending"]), tried)
    )


async def _deliveries(restored: Transaction, rows: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """Bring these messages to the state they have at present; gives their ids there and here."""
    c = deliveries.c
    query = select(c.id, c.key, c.state).where(c.key.in_([row["key"] for row in rows]))
    known = {row.key: row for row in await restored.execute(query)}
    owned = {
        row.id: row.person_id
        for row in await restored.execute(
            select(accounts.c.id, accounts.c.person_id).where(
                accounts.c.id.in_({row["account_id"] for row in rows})
            )
        )
    }
    ids: dict[int, int] = {}
    for row in rows:
        before = known.get(row["key"])
        if before is not None and before.state == "delivered":
            continue
        if before is not None:
            same = {name: value for name, value in row.items() if name not in _KEPT}
            await restored.execute(update(deliveries).where(c.id == before.id).values(**same))
            ids[row["id"]] = before.id
        elif owned.get(row["account_id"]) == row["person_id"]:
            # Its buttons name its id, which the backup gave to nothing: it was made later.
            put = insert_into(restored, deliveries).values(**row).on_conflict_do_nothing()
            if (await restored.execute(put)).rowcount:
                ids[row["id"]] = row["id"]
    return ids


_KEPT = frozenset({"id", "key", "person_id", "account_id", "created_at"})
"""Columns of a message that say which one it is."""


async def _occurrences(present: Transaction, restored: Transaction, ids: Mapping[int, int]) -> None:
    """Bring what these messages were for to the state that it has at present."""
    wanted = list(ids)
    for start in range(0, len(wanted), _LARGEST):
        query = select(occurrences).where(
            occurrences.c.delivery_id.in_(wanted[start : start + _LARGEST])
        )
        async for part in in_parts(present, query):
            for row in part:
                await _occurrence(restored, {**row, "delivery_id": ids[row["delivery_id"]]})


async def _without_message(present: Transaction, restored: Transaction) -> None:
    """That a reminder was sent is known for longer than the message that carried it."""
    c = occurrences.c
    gone = select(occurrences).where(c.state == "sent", c.delivery_id.is_(None))
    async for part in in_parts(present, gone):
        same = await same_people(present, restored, [row["person_id"] for row in part])
        for row in part:
            if row["person_id"] in same:
                await _occurrence(restored, row)


async def _occurrence(restored: Transaction, row: dict[str, Any]) -> None:
    values = {name: value for name, value in row.items() if name != "id"}
    identity = ["person_id", "milestone_key", "rung", "target"]
    put = insert_into(restored, occurrences).values(**values)
    await restored.execute(
        put.on_conflict_do_update(
            index_elements=identity,
            set_={name: value for name, value in values.items() if name not in identity},
            where=occurrences.c.state != "sent",
        )
    )
