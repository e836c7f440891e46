"""Saved profiles: one a person, read whole and saved whole."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.profile.applicant import Profile
from core.storage.documents import DOCUMENT_VERSION, upgrade, write
from core.storage.engine import Transaction
from core.storage.inserting import insert_into
from core.storage.tables import profiles


class ProfileChanged(Exception):
    """Another save came first; read the profile again before saving over it."""


@dataclass(frozen=True, slots=True)
class SavedProfile:
    """A profile as it is stored.

    ``row_version`` counts its saves and is what ``save_profile`` expects; ``dropped`` names
    the answers of an older version that could not be read and are now unknown.
    """

    profile: Profile
    row_version: int
    updated_at: datetime
    dropped: tuple[str, ...] = ()


async def read_profile(tx: Transaction, person_id: int) -> SavedProfile | None:
    """A person's profile, ``None`` where none was saved.

    Raises ``DocumentNewer`` and ``DocumentUnreadable``.
    """
    row = (await tx.execute(select(profiles).where(profiles.c.person_id == person_id))).first()
    if row is None:
        return None
    read = upgrade(row.document, row.document_version)
    return SavedProfile(read.profile, row.row_version, row.updated_at, read.dropped)


async def save_profile(
    tx: Transaction, person_id: int, profile: Profile, *, now: datetime, expected: int | None
) -> int:
    """Save a profile over the one of row version ``expected``, ``None`` for a first one.

    Gives the new row version. Raises ``ProfileChanged``, and then has saved nothing.
    """
    values = {
        "document": write(profile),
        "document_version": DOCUMENT_VERSION,
        "row_version": 1 if expected is None else expected + 1,
        "season": profile.season,
        "updated_at": now,
    }
    if expected is None:
        saved = await tx.execute(
            insert_into(tx, profiles)
            .values(person_id=person_id, created_at=now, **values)
            .on_conflict_do_nothing()
        )
    else:
        saved = await tx.execute(
            profiles.update()
            .where(profiles.c.person_id == person_id, profiles.c.row_version == expected)
            .values(**values)
        )
    if not saved.rowcount:
        raise ProfileChanged("The profile was changed in the meantime; read it again.")
    return 1 if expected is None else expected + 1
