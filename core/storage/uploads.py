"""Files that the bot sent people on a platform, until they are gone from there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from core.storage.engine import Transaction
from core.storage.inserting import insert_into
from core.storage.tables import installations, uploads

KEPT = timedelta(days=1)
"""How long a file stays on the platform that was sent to somebody of whom nothing is stored.

Nobody can ask for its deletion by deleting a profile, so it goes by itself; a day is enough to
save it.
"""


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where a file is, by the platform's own ids; ``enterprise_id`` is empty where none is."""

    enterprise_id: str
    team_id: str


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that has to go from a platform."""

    id: int
    workspace: Workspace
    file_id: str


async def note_uploaded(
    tx: Transaction,
    person_id: int | None,
    *,
    door: str,
    workspace: Workspace,
    file_id: str,
    now: datetime,
) -> None:
    """Note a file that was sent to a person; ``None`` is somebody of whom nothing is stored.

    A person's files are due once the person is deleted, the others after ``KEPT``. A file that
    was noted already is as it was.
    """
    await tx.execute(
        insert_into(tx, uploads)
        .values(
            door=door,
            enterprise_id=workspace.enterprise_id,
            team_id=workspace.team_id,
            file_id=file_id,
            person_id=person_id,
            uploaded_at=now,
            due_at=now + KEPT if person_id is None else None,
        )
        .on_conflict_do_nothing()
    )


async def due_uploads(
    tx: Transaction, *, door: str, now: datetime, team_id: str | None = None, most: int = 200
) -> tuple[Upload, ...]:
    """The files that have to go by now, the longest due first; in one workspace, or in all.

    Not more than ``most`` of them.

    One that could not be deleted stays due: nothing is forgotten before :func:`upload_gone`.
    """
    due = select(uploads).where(uploads.c.door == door, uploads.c.due_at <= now)
    if team_id is not None:
        due = due.where(uploads.c.team_id == team_id)
    rows = await tx.execute(due.order_by(uploads.c.due_at, uploads.c.id).limit(most))
    return tuple(
        Upload(row.id, Workspace(row.enterprise_id, row.team_id), row.file_id) for row in rows
    )


async def upload_stays(tx: Transaction, *, door: str, file_id: str, now: datetime) -> bool:
    """Whether a file may stay for now: it is known, and not due."""
    stays = uploads.c.due_at.is_(None) | (uploads.c.due_at > now)
    found = await tx.execute(
        select(uploads.c.id).where(uploads.c.door == door, uploads.c.file_id == file_id, stays)
    )
    return found.first() is not None


async def put_off_upload(tx: Transaction, upload_id: int, *, until: datetime) -> None:
    """Try a file that has to go again at ``until``, after those that may go sooner."""
    await tx.execute(uploads.update().where(uploads.c.id == upload_id).values(due_at=until))


async def upload_gone(tx: Transaction, upload_id: int) -> None:
    """Note that a file is not on the platform any more, whoever deleted it."""
    await tx.execute(uploads.delete().where(uploads.c.id == upload_id))


async def forget_uploads(tx: Transaction, *, door: str, enterprise_id: str, team_id: str) -> None:
    """Forget the files of a workspace that removed the bot, which cannot reach them any more.

    Without a ``team_id``: of every workspace of the organisation that has no installation of
    its own.
    """
    there = uploads.c.team_id == team_id
    if not team_id:
        own = select(installations.c.team_id).where(installations.c.door == door)
        there = (uploads.c.enterprise_id == enterprise_id) & uploads.c.team_id.not_in(own)
    await tx.execute(uploads.delete().where(uploads.c.door == door, there))
