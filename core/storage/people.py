"""People and the accounts by which the doors know them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, select

from core.storage.engine import Transaction
from core.storage.inserting import insert_into
from core.storage.tables import accounts, people, tenants


async def person_for(
    tx: Transaction, *, door: str, tenant: str, platform_id: str, now: datetime
) -> int:
    """The person behind an account, made on first sight; two at once give one person.

    ``tenant`` is the platform's own id of the team or enterprise the account belongs to.
    """
    tenant_id = await _tenant_for(tx, door, tenant)
    account: dict[str, str | int] = {
        "door": door,
        "tenant_id": tenant_id,
        "platform_id": platform_id,
    }
    known = (await tx.execute(_select(accounts, "person_id", account))).scalar()
    if known is not None:
        return int(known)
    person = (
        await tx.execute(
            people.insert().values(created_at=now, last_seen_at=now).returning(people.c.id)
        )
    ).scalar_one()
    added = await tx.execute(
        insert_into(tx, accounts).values(person_id=person, **account).on_conflict_do_nothing()
    )
    if added.rowcount:
        return int(person)
    # Somebody else was faster between the look and the insert; theirs stands.
    await tx.execute(people.delete().where(people.c.id == person))
    return int((await tx.execute(_select(accounts, "person_id", account))).scalar_one())


async def find_person(tx: Transaction, *, door: str, tenant: str, platform_id: str) -> int | None:
    """The person behind an account, ``None`` where nothing is stored about them."""
    found = await tx.execute(_of_account(accounts.c.person_id, door, tenant, platform_id))
    person = found.scalar()
    return None if person is None else int(person)


async def account_of(tx: Transaction, *, door: str, tenant: str, platform_id: str) -> int | None:
    """The number of an account, ``None`` where nothing is stored about it."""
    found = await tx.execute(_of_account(accounts.c.id, door, tenant, platform_id))
    account = found.scalar()
    return None if account is None else int(account)


async def touch(tx: Transaction, person_id: int, *, now: datetime) -> None:
    """Note that a person was here; retention counts from it."""
    await tx.execute(people.update().where(people.c.id == person_id).values(last_seen_at=now))


async def _tenant_for(tx: Transaction, door: str, platform_id: str) -> int:
    tenant = {"door": door, "platform_id": platform_id}
    query = _select(tenants, "id", tenant)
    found = (await tx.execute(query)).scalar()
    if found is None:
        await tx.execute(insert_into(tx, tenants).values(**tenant).on_conflict_do_nothing())
        found = (await tx.execute(query)).scalar_one()
    return int(found)


def _of_account(
    wanted: ColumnElement[int], door: str, tenant: str, platform_id: str
) -> Select[Any]:
    return (
        select(wanted)
        .join(tenants, tenants.c.id == accounts.c.tenant_id)
        .where(
            accounts.c.door == door,
            tenants.c.platform_id == tenant,
            accounts.c.platform_id == platform_id,
        )
    )


def _select(table: Table, wanted: str, values: Mapping[str, str | int]) -> Select[Any]:
    return select(table.c[wanted]).where(
        *(table.c[name] == value for name, value in values.items())
    )
