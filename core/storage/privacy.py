"""A person's own: everything that is stored, shown and removed."""

from datetime import UTC, datetime
from typing import Any

from core.storage.engine import Transaction
from core.storage.erasures import note_erasure
from core.storage.personal import PERSONAL
from core.storage.tables import metadata


async def export_person(tx: Transaction, person_id: int) -> dict[str, list[dict[str, Any]]]:
    """Everything stored about a person as plain JSON data: the rows of each personal table.

    Instants are ISO 8601 in UTC. The lists are empty for somebody who is not known.
    """
    export: dict[str, list[dict[str, Any]]] = {}
    for table, rule in PERSONAL.items():
        rows = (await tx.execute(rule.exported(person_id))).mappings()
        export[table] = [{name: _plain(value) for name, value in row.items()} for row in rows]
    return export


async def delete_person(tx: Transaction, person_id: int, *, now: datetime) -> None:
    """Delete everything stored about a person, and the person; their number is noted as erased.

    After the transaction has committed, ``Store.scrub`` takes it out of the files too.
    """
    await note_erasure(tx, person_id, now=now)
    await remove_person(tx, person_id)


async def remove_person(tx: Transaction, person_id: int) -> None:
    """Delete without noting it, where a deletion that was noted is applied to a backup."""
    # Children first: a table without a rule would keep the person's row from going.
    for table in reversed(metadata.sorted_tables):
        if table.name in PERSONAL:
            await tx.execute(PERSONAL[table.name].deleted(person_id))


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
