"""Rows from one database into another, whichever kind each is, a few at a time."""

from collections.abc import AsyncIterator, Iterable
from typing import Any

from sqlalchemy import Select, Table, func, select, text

from core.storage.engine import Transaction
from core.storage.tables import metadata

_TOGETHER = 500
"""Rows in memory at once."""

NUMBERED: tuple[Table, ...] = tuple(
    table
    for table in metadata.sorted_tables
    if table.dialect_options["sqlite"].get("autoincrement")
)
"""The tables whose rows get a number that never comes again."""


async def in_parts(tx: Transaction, query: Select[Any]) -> AsyncIterator[list[dict[str, Any]]]:
    """The rows of a query, some at a time, each by the names of its columns."""
    found = await tx.stream(query, execution_options={"yield_per": _TOGETHER})
    async for part in found.mappings().partitions():
        yield [dict(row) for row in part]


async def copy_rows(source: Transaction, target: Transaction) -> dict[str, int]:
    """Copy every row into tables that are empty; gives how many of each table.

    The numbers that come next are those that would have come next in the source.
    """
    copied: dict[str, int] = {}
    for table in metadata.sorted_tables:
        copied[table.name] = 0
        async for part in in_parts(source, select(table).order_by(*table.primary_key)):
            await target.execute(table.insert(), part)
            copied[table.name] += len(part)
    await go_on_from(target, await last_numbers(source))
    return copied


async def count_rows(tx: Transaction) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: int((await tx.execute(select(func.count()).select_from(table))).scalar_one())
        for table in metadata.sorted_tables
    }


async def last_numbers(tx: Transaction) -> dict[str, int]:
    """The last number that was given to a row of each table; without those that gave none."""
    if tx.dialect.name == "sqlite":
        found = await tx.execute(text("SELECT name, seq FROM sqlite_sequence"))
        return {name: last for name, last in found if last}
    last = {}
    for table in NUMBERED:
        sequence = func.pg_get_serial_sequence(table.name, "id")
        number = (await tx.execute(select(func.pg_sequence_last_value(sequence)))).scalar()
        if number:
            last[table.name] = int(number)
    return last


async def go_on_from(tx: Transaction, last: dict[str, int]) -> None:
    """Give no number again that is in ``last`` or before, nor one that was given here."""
    given = await last_numbers(tx)
    for name, number in last.items():
        highest = max(number, given.get(name, 0))
        if tx.dialect.name == "sqlite":
            row = {"name": name, "seq": highest}
            await tx.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), row)
            await tx.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :seq)"), row)
        else:
            sequence = func.pg_get_serial_sequence(name, "id")
            await tx.execute(select(func.setval(sequence, highest)))


async def empty(tx: Transaction, tables: Iterable[Table]) -> None:
    """Remove every row of PostgreSQL's tables at once."""
    names = ", ".join(table.name for table in tables)
    await tx.execute(text(f"TRUNCATE {names}"))
