"""Who of one database is in another too: a number alone may mean somebody else there."""

from collections.abc import Collection

from sqlalchemy import select

from core.storage.engine import Transaction
from core.storage.tables import people


async def same_people(
    one: Transaction, other: Transaction, numbers: Collection[int]
) -> frozenset[int]:
    """Those of some people whose number was given at the same moment in both."""
    query = select(people.c.id, people.c.created_at).where(people.c.id.in_(set(numbers)))
    here = {(row.id, row.created_at) for row in await one.execute(query)}
    there = {(row.id, row.created_at) for row in await other.execute(query)}
    return frozenset(number for number, _ in here & there)
