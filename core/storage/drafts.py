"""Drafts: what a person has begun and not finished, one of a kind, for a while."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from core.storage.engine import Transaction
from core.storage.inserting import insert_into
from core.storage.tables import drafts


@dataclass(frozen=True, slots=True)
class Draft:
    """A half-filled form or a what-if; ``content`` is plain JSON data of its ``kind``."""

    id: str
    kind: str
    content: Mapping[str, Any]
    updated_at: datetime
    expires_at: datetime


async def save_draft(
    tx: Transaction,
    person_id: int,
    kind: str,
    content: Mapping[str, Any],
    *,
    now: datetime,
    expires_at: datetime,
) -> Draft:
    """Save a person's draft of a kind over the one before.

    The id stays while the draft lives; after it expired the next one has another.
    """
    before = await read_draft(tx, person_id, kind, now=now)
    values: dict[str, Any] = {
        "id": before.id if before else _new_id(person_id, kind, now),
        "content": dict(content),
        "updated_at": now,
        "expires_at": expires_at,
    }
    await tx.execute(
        insert_into(tx, drafts)
        .values(person_id=person_id, kind=kind, **values)
        .on_conflict_do_update(index_elements=["person_id", "kind"], set_=values)
    )
    return Draft(values["id"], kind, values["content"], now, expires_at)


async def read_draft(tx: Transaction, person_id: int, kind: str, *, now: datetime) -> Draft | None:
    """A person's draft of a kind; ``None`` where there is none or it has expired."""
    return await _found(tx, drafts.c.kind == kind, person_id, now)


async def read_draft_by_id(
    tx: Transaction, person_id: int, draft_id: str, *, now: datetime
) -> Draft | None:
    """A person's draft of an id, of whatever kind; ``None`` as in :func:`read_draft`."""
    return await _found(tx, drafts.c.id == draft_id, person_id, now)


async def drop_draft(tx: Transaction, person_id: int, kind: str) -> None:
    """Forget a person's draft of a kind; nothing happens where there is none."""
    await tx.execute(drafts.delete().where(drafts.c.person_id == person_id, drafts.c.kind == kind))


async def drop_oldest(tx: Transaction, person_id: int, kinds: str, *, keep: int) -> None:
    """Forget a person's drafts whose kind begins so, but for the ``keep`` newest."""
    c = drafts.c
    mine = (c.person_id == person_id, c.kind.startswith(kinds, autoescape=True))
    newest = select(c.id).where(*mine).order_by(c.updated_at.desc(), c.id).limit(keep)
    kept = (await tx.execute(newest)).scalars().all()
    await tx.execute(drafts.delete().where(*mine, c.id.not_in(kept)))


async def _found(
    tx: Transaction, wanted: ColumnElement[bool], person_id: int, now: datetime
) -> Draft | None:
    query = select(drafts).where(wanted, drafts.c.person_id == person_id, drafts.c.expires_at > now)
    row = (await tx.execute(query)).first()
    if row is None:
        return None
    return Draft(row.id, row.kind, row.content, row.updated_at, row.expires_at)


def _new_id(person_id: int, kind: str, now: datetime) -> str:
    # Derived, not random, so that the same database, day and line give the same bytes. It is
    # no secret: a draft is read by its person.
    told = f"{person_id} {kind} {now.isoformat()}"
    return hashlib.blake2b(told.encode(), digest_size=9).hexdigest()
