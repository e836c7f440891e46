from datetime import datetime, timedelta

from core.storage.engine import Store, Transaction
from core.storage.installations import save_installation
from core.storage.people import person_for
from core.storage.privacy import delete_person
from core.storage.uploads import (
    KEPT,
    Workspace,
    due_uploads,
    forget_uploads,
    note_uploaded,
    upload_gone,
)
from tests.storage.conftest import NOW

FAR = NOW + timedelta(days=4000)
T1, T2 = Workspace("", "T1"), Workspace("", "T2")


async def send(
    tx: Transaction, file_id: str, person: int | None = None, workspace: Workspace = T1
) -> None:
    await note_uploaded(tx, person, door="slack", workspace=workspace, file_id=file_id, now=NOW)


async def due(tx: Transaction, now: datetime, team_id: str | None = None) -> list[str]:
    found = await due_uploads(tx, door="slack", now=now, team_id=team_id)
    return [upload.file_id for upload in found]


async def somebody(tx: Transaction) -> int:
    return await person_for(tx, door="slack", tenant="T1", platform_id="U1", now=NOW)


async def test_a_file_of_somebody_not_stored_is_due_a_day_later(store: Store) -> None:
    async with store.writing() as tx:
        await send(tx, "F1")
        assert await due(tx, NOW + KEPT - timedelta(seconds=1)) == []
        assert await due(tx, NOW + KEPT) == ["F1"]


async def test_a_persons_file_stays_as_long_as_the_person(store: Store) -> None:
    async with store.writing() as tx:
        person = await somebody(tx)
        await send(tx, "F1", person)
        assert await due(tx, FAR) == []
        await delete_person(tx, person, now=NOW)
        assert await due(tx, NOW) == ["F1"]


async def test_a_file_is_due_until_it_is_gone(store: Store) -> None:
    async with store.writing() as tx:
        await send(tx, "F1")
        await send(tx, "F2")
        first, second = await due_uploads(tx, door="slack", now=FAR)
        assert (first.workspace, first.file_id) == (T1, "F1")
        await upload_gone(tx, first.id)
        await upload_gone(tx, first.id)
        assert await due_uploads(tx, door="slack", now=FAR) == (second,)


async def test_files_are_due_by_door_and_by_workspace(store: Store) -> None:
    async with store.writing() as tx:
        await send(tx, "F1")
        await send(tx, "F2", workspace=T2)
        assert await due(tx, FAR) == ["F1", "F2"]
        assert await due(tx, FAR, "T2") == ["F2"]
        assert await due_uploads(tx, door="other", now=FAR) == ()


async def test_a_file_noted_again_is_as_it_was(store: Store) -> None:
    async with store.writing() as tx:
        await send(tx, "F1")
        await send(tx, "F1", await somebody(tx))
        await send(tx, "F1", workspace=T2)
        assert await due(tx, FAR) == ["F1", "F1"]


async def test_the_files_of_a_workspace_that_removed_the_bot_are_forgotten(store: Store) -> None:
    async with store.writing() as tx:
        person = await somebody(tx)
        await send(tx, "F1", person)
        await send(tx, "F2", workspace=T2)
        await forget_uploads(tx, door="slack", enterprise_id="", team_id="T1")
        await delete_person(tx, person, now=NOW)
        assert await due(tx, FAR) == ["F2"]


async def test_the_files_of_an_organisation_are_forgotten_where_nobody_can_reach_them(
    store: Store,
) -> None:
    async with store.writing() as tx:
        await save_installation(
            tx, door="slack", enterprise_id="E1", team_id="T1", document={}, now=NOW
        )
        await send(tx, "F1", workspace=Workspace("E1", "T1"))
        await send(tx, "F2", workspace=Workspace("E1", "T2"))
        await send(tx, "F3", workspace=Workspace("E2", "T3"))
        await send(tx, "F4", workspace=Workspace("", "T4"))
        await forget_uploads(tx, door="slack", enterprise_id="E1", team_id="")
        assert await due(tx, FAR) == ["F1", "F3", "F4"]
