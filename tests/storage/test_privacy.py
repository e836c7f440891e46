import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.profile.applicant import Profile
from core.storage.audit import add_change, newest_changes
from core.storage.drafts import save_draft
from core.storage.engine import Store, Transaction
from core.storage.handled_events import claim_event
from core.storage.installations import save_installation
from core.storage.oauth_states import use_state
from core.storage.people import person_for
from core.storage.personal import PERSONAL
from core.storage.privacy import delete_person, export_person
from core.storage.profiles import read_profile, save_profile
from core.storage.registrations import note_registered
from core.storage.servers import read_server, server_joined
from core.storage.tables import audit, erasures, metadata, season_proposals, tenants, uploads
from core.storage.uploads import Workspace, due_uploads, note_uploaded
from tests.storage.conftest import NOW, Databases
from tests.storage.examples import add_nobodys, add_proposal, add_reminders

MARKER = "marker-7f3a91"
WORKSPACE = Workspace("", "T1")


async def settle(tx: Transaction, platform_id: str, *, size: int = 1) -> int:
    """Somebody about whom every personal table holds something."""
    person = await person_for(tx, door="slack", tenant="T1", platform_id=platform_id, now=NOW)
    ties = (f"{platform_id} " * size,)
    await save_profile(tx, person, Profile(season=2027, ties=ties), now=NOW, expected=None)
    content = {"note": f"{platform_id} " * size}
    later = NOW + timedelta(hours=1)
    await save_draft(tx, person, "form", content, now=NOW, expires_at=later)
    changed = {"season": 2028}
    await add_change(tx, await server(tx), person, "settings", before={}, after=changed, now=NOW)
    await note_uploaded(
        tx, person, door="slack", workspace=WORKSPACE, file_id=f"F{person}", now=NOW
    )
    await add_reminders(tx, person, f"{platform_id} " * size)
    await add_proposal(tx, person, await server(tx))
    return person


async def server(tx: Transaction) -> int:
    """The one server of these tests."""
    await server_joined(tx, door="slack", platform_id="T1", now=NOW)
    found = await read_server(tx, door="slack", platform_id="T1")
    assert found is not None
    return found.id


async def nobodys(tx: Transaction) -> None:
    """One row in every table that has nothing to do with a person."""
    await note_registered(tx, door="slack", scope="1:global", digest="any", now=NOW)
    await save_installation(tx, door="slack", enterprise_id="", team_id="T1", document={}, now=NOW)
    assert await use_state(tx, "any", NOW)
    assert await claim_event(tx, door="slack", event_id="Ev1", now=NOW)
    await add_nobodys(tx)


def test_every_table_that_holds_a_persons_id_has_a_rule() -> None:
    personal = {
        table.name
        for table in metadata.tables.values()
        for column in table.columns
        if column.name == "person_id"
        or (table.name, column.name) == ("people", "id")
        or any(key.column.table.name == "people" for key in column.foreign_keys)
    }
    assert personal == set(PERSONAL)


async def test_everything_about_a_person_is_exported_as_plain_data(store: Store) -> None:
    async with store.writing() as tx:
        await settle(tx, "other")
        person = await settle(tx, MARKER)
        export = await export_person(tx, person)
    assert json.loads(json.dumps(export)) == export
    assert {table: len(rows) for table, rows in export.items()} == dict.fromkeys(PERSONAL, 1)
    assert export["accounts"] == [{"door": "slack", "tenant": "T1", "platform_id": MARKER}]
    assert export["profiles"][0]["document"] == {"season": 2027, "ties": [f"{MARKER} "]}
    assert export["people"][0]["created_at"] == "2026-09-01T12:30:15.123456+00:00"
    assert export["drafts"][0]["content"] == {"note": f"{MARKER} "}
    assert export["audit"] == [
        {
            "door": "slack",
            "server": "T1",
            "at": NOW.isoformat(),
            "kind": "settings",
            "change": {"before": {}, "after": {"season": 2028}},
        }
    ]
    assert export["uploads"] == [
        {
            "door": "slack",
            "team_id": "T1",
            "file_id": f"F{person}",
            "uploaded_at": NOW.isoformat(),
        }
    ]
    assert "other" not in json.dumps(export)


async def test_somebody_who_is_not_known_has_an_empty_export(store: Store) -> None:
    async with store.reading() as tx:
        assert await export_person(tx, 404) == {table: [] for table in PERSONAL}


async def test_a_deletion_is_whole_and_touches_nobody_else(store: Store) -> None:
    async with store.writing() as tx:
        other = await settle(tx, "other")
        before = await export_person(tx, other)
        person = await settle(tx, MARKER)
        await nobodys(tx)
        await delete_person(tx, person, now=NOW)
        assert await export_person(tx, person) == {table: [] for table in PERSONAL}
        assert await export_person(tx, other) == before
        for table in metadata.sorted_tables:
            rows = (await tx.execute(select(func.count()).select_from(table))).scalar()
            # A change stays with its server and a file has to go from its platform; nobody
            # knows any more whose they were.
            stay = (audit, season_proposals, uploads)
            assert rows == (2 if table in stay else 1), table.name
        changes = await newest_changes(tx, await server(tx), limit=9)
        assert [change.who for change in changes] == [None, "other"]
        due = await due_uploads(tx, door="slack", now=NOW)
        assert [upload.file_id for upload in due] == [f"F{person}"]
        assert (await tx.execute(select(tenants.c.platform_id))).scalar() == "T1"


async def test_what_is_noted_of_a_deletion_is_a_number_and_two_moments(store: Store) -> None:
    later = NOW + timedelta(days=3)
    async with store.writing() as tx:
        person = await settle(tx, MARKER)
        await settle(tx, "other")
        await delete_person(tx, person, now=later)
        await delete_person(tx, person, now=later)
        noted = (await tx.execute(select(erasures))).all()
    assert [tuple(row)[1:] for row in noted] == [(person, NOW, later)]
    assert [column.name for column in erasures.columns] == [
        *("id", "number", "number_given_at", "erased_at")
    ]


async def test_the_number_of_somebody_deleted_is_not_given_again(store: Store) -> None:
    async with store.writing() as tx:
        person = await settle(tx, MARKER)
        await delete_person(tx, person, now=NOW)
        assert await settle(tx, MARKER) != person


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize("size", [1, 40, 900])
async def test_what_was_deleted_is_in_no_byte_of_the_files(
    store: Store, ready_url: str, databases: Databases, size: int
) -> None:
    file = Path(ready_url.removeprefix("sqlite:///"))

    def found() -> list[str]:
        beside = file.parent.glob(f"{file.name}*")
        return [path.name for path in beside if MARKER.encode() in path.read_bytes()]

    async with store.writing() as tx:
        for number in range(40):
            await settle(tx, f"{MARKER if number % 2 else 'other'}-{number}", size=size)
        people = [
            await person_for(tx, door="slack", tenant="T1", platform_id=f"{MARKER}-{n}", now=NOW)
            for n in range(1, 40, 2)
        ]
    assert found()
    for person in people:
        async with store.writing() as tx:
            saved = await read_profile(tx, person)
            assert saved is not None
            longer = saved.profile.model_copy(update={"ties": (f"{MARKER} " * size * 2,)})
            await save_profile(tx, person, longer, now=NOW, expected=saved.row_version)
    for person in people:
        async with store.writing() as tx:
            await delete_person(tx, person, now=NOW)
    assert await store.scrub()
    assert found() == []
    async with store.reading() as tx:
        assert await export_person(tx, people[0]) == {table: [] for table in PERSONAL}


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_scrub_behind_a_reader_says_that_it_has_to_come_again(
    store: Store, monkeypatch: pytest.MonkeyPatch, ready_url: str, databases: Databases
) -> None:
    monkeypatch.setattr("core.storage.connections.WAIT", 0.01)
    hasty = await Store.open(ready_url)
    async with store.reading() as tx:
        await export_person(tx, 1)
        async with hasty.writing() as other:
            await settle(other, MARKER)
        assert not await hasty.scrub()
    assert await hasty.scrub()
    await hasty.close()
