import itertools
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Table, inspect, select, text
from sqlalchemy.exc import OperationalError

import migrations
from core.profile.applicant import Profile
from core.storage import schema, upgrading
from core.storage.address import read_address
from core.storage.audit import add_change, newest_changes
from core.storage.connections import build_engine
from core.storage.drafts import read_draft, save_draft
from core.storage.engine import Store
from core.storage.errors import StoreError
from core.storage.installations import save_installation
from core.storage.people import find_person, person_for
from core.storage.privacy import delete_person
from core.storage.profiles import read_profile, save_profile
from core.storage.servers import read_server, server_joined
from core.storage.tables import REVISION, metadata
from tests.storage.conftest import NOW, Databases
from tests.storage.examples import add_reminders

DAY = timedelta(days=1)
SCRIPTS = Path(migrations.__file__).parent


async def test_the_migrations_make_exactly_the_declared_tables(store: Store) -> None:
    def differences(connection: Connection) -> list[object]:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, metadata))

    async with store.reading() as tx:
        assert await tx.run_sync(differences) == []


async def test_the_declared_revision_is_the_newest_migration(store: Store) -> None:
    config = upgrading.configuration(str(SCRIPTS))
    assert ScriptDirectory.from_config(config).get_heads() == [REVISION]
    async with store.reading() as tx:
        found = (await tx.execute(text("SELECT version_num FROM alembic_version"))).scalars().all()
    assert found == [REVISION]


OPENED = """
import asyncio, sys
from core.storage.engine import Store

async def main():
    store = await Store.open(sys.argv[1])
    await store.close()

asyncio.run(main())
print("alembic" in sys.modules)
"""


def open_elsewhere(url: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", OPENED, url],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


async def test_a_database_that_is_up_to_date_opens_without_the_machinery(ready_url: str) -> None:
    out, err = open_elsewhere(ready_url).communicate()
    assert (out, err) == ("False\n", "")


async def test_several_processes_may_make_one_new_database_at_once(empty_url: str) -> None:
    processes = [open_elsewhere(empty_url) for _ in range(3)]
    assert [process.communicate()[1] for process in processes] == [""] * 3
    store = await Store.open(empty_url)
    async with store.writing() as tx:
        await person_for(tx, door="d", tenant="t", platform_id="p", now=NOW)
    await store.close()


def add_migration(folder: Path, body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program know of one more migration than it has."""
    shutil.copytree(SCRIPTS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    head = "import sqlalchemy as sa\nfrom alembic import op\n"
    (folder / "versions" / "next.py").write_text(
        f"{head}revision = 'next'\ndown_revision = {REVISION!r}\n\ndef upgrade():\n{body}"
    )
    monkeypatch.setattr(upgrading, "files", lambda _: folder)
    monkeypatch.setattr(upgrading, "REVISION", "next")
    monkeypatch.setattr(schema, "REVISION", "next")


async def settle(url: str) -> None:
    store = await Store.open(url)
    async with store.writing() as tx:
        await person_for(tx, door="d", tenant="t", platform_id="p", now=NOW)
    await store.close()


async def test_a_database_of_the_first_revision_keeps_its_rows_and_gets_the_servers(
    empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(upgrading, "REVISION", "0001")
        patch.setattr(schema, "REVISION", "0001")
        old = await Store.open(empty_url)
        async with old.writing() as tx:
            person = await person_for(tx, door="d", tenant="t", platform_id="p", now=NOW)
            saved = Profile(season=2028)
            await save_profile(tx, person, saved, now=NOW, expected=None)
            await save_draft(tx, person, "form", {"a": "b"}, now=NOW, expires_at=NOW + DAY)
        async with old.reading() as tx:
            names = await tx.run_sync(lambda connection: inspect(connection).get_table_names())
            assert "servers" not in names
        await old.close()

    store = await Store.open(empty_url)
    async with store.writing() as tx:
        profile = await read_profile(tx, person)
        assert profile is not None
        assert profile.profile == saved
        assert await read_draft(tx, person, "form", now=NOW) is not None
        await server_joined(tx, door="d", platform_id="s", now=NOW)
        server = await read_server(tx, door="d", platform_id="s")
        assert server is not None
        await add_change(tx, server.id, person, "settings", before={}, after={}, now=NOW)
        await delete_person(tx, person, now=NOW)
        assert await find_person(tx, door="d", tenant="t", platform_id="p") is None
        assert len(await newest_changes(tx, server.id, limit=9)) == 1
    await store.close()


async def test_a_database_of_the_third_revision_keeps_its_servers(
    empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(upgrading, "REVISION", "0003")
        patch.setattr(schema, "REVISION", "0003")
        old = await Store.open(empty_url)
        async with old.writing() as tx:
            await tx.execute(
                text(
                    "INSERT INTO servers (door, platform_id, zone, leader_roles, "
                    "checklist_channels, row_version, joined_at, updated_at) "
                    "VALUES ('d', 's', 'Europe/Vienna', '[]', '[]', 3, "
                    "'2026-09-01 12:00:00+00:00', '2026-09-01 12:00:00+00:00')"
                )
            )
        await old.close()
    store = await Store.open(empty_url)
    async with store.writing() as tx:
        server = await read_server(tx, door="d", platform_id="s")
        assert server is not None
        assert (server.settings.zone, server.row_version) == ("Europe/Vienna", 3)
        await server_joined(tx, door="d", platform_id="s", now=NOW, enterprise_id="E")
    await store.close()


async def test_a_change_of_a_parent_table_keeps_the_rows_of_its_children(
    ready_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await settle(ready_url)
    body = (
        "    with op.batch_alter_table('people') as people:\n"
        "        people.alter_column('last_seen_at', nullable=True)\n"
    )
    add_migration(tmp_path / "next", body, monkeypatch)
    store = await Store.open(ready_url)
    async with store.writing() as tx:
        assert (await tx.execute(text("SELECT count(*) FROM accounts"))).scalar() == 1
        await tx.execute(text("UPDATE people SET last_seen_at = NULL"))
    await store.close()


async def test_a_migration_that_fails_leaves_the_database_as_it_was(
    ready_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await settle(ready_url)
    body = "    op.drop_table('drafts')\n    raise LookupError\n"
    with monkeypatch.context() as patch:
        add_migration(tmp_path / "next", body, patch)
        with pytest.raises(LookupError):
            await Store.open(ready_url)
    store = await Store.open(ready_url)
    async with store.reading() as tx:
        assert (await tx.execute(text("SELECT count(*) FROM drafts"))).scalar() == 0
        assert (await tx.execute(text("SELECT count(*) FROM people"))).scalar() == 1
    await store.close()


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_migration_that_makes_rows_point_nowhere_is_taken_back(
    ready_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, databases: Databases
) -> None:
    await settle(ready_url)
    body = "    op.execute('DELETE FROM people')\n"
    with monkeypatch.context() as patch:
        add_migration(tmp_path / "next", body, patch)
        with pytest.raises(StoreError, match="point nowhere"):
            await Store.open(ready_url)
    store = await Store.open(ready_url)
    async with store.reading() as tx:
        assert (await tx.execute(text("SELECT count(*) FROM people"))).scalar() == 1
    await store.close()


async def test_foreign_keys_hold_again_on_the_connection_that_migrated() -> None:
    store = await Store.open("sqlite://")
    async with store.reading() as tx:
        assert (await tx.exec_driver_sql("PRAGMA foreign_keys")).scalar() == 1
        with pytest.raises(OperationalError):
            await tx.exec_driver_sql("SELECT * FROM missing")
    await store.close()


async def rows_of_the_fourth_revision(url: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """A database of the revision before reminders, with rows; gives the person."""
    with monkeypatch.context() as patch:
        for module in (upgrading, schema):
            patch.setattr(module, "REVISION", "0004")
        old = await Store.open(url)
        async with old.writing() as tx:
            person = await person_for(tx, door="d", tenant="t", platform_id="p", now=NOW)
            await save_profile(tx, person, Profile(season=2028), now=NOW, expected=None)
            await server_joined(tx, door="d", platform_id="s", now=NOW)
            server = await read_server(tx, door="d", platform_id="s")
            assert server is not None
            await add_change(tx, server.id, person, "settings", before={}, after={}, now=NOW)
            token = {"token": "xoxb-1"}
            await save_installation(
                tx, door="slack", enterprise_id="", team_id="T1", document=token, now=NOW
            )
        await old.close()
    return person


async def before_reminders(url: str) -> dict[str, list[tuple[object, ...]]]:
    """What a database holds in the tables that were there before reminders."""
    kept = ("people", "accounts", "profiles", "servers", "audit", "installations")
    engine = build_engine(read_address(url))
    async with engine.connect() as connection:
        found = {
            name: [tuple(row) for row in await connection.execute(select(metadata.tables[name]))]
            for name in kept
        }
        names = await connection.run_sync(lambda tx: inspect(tx).get_table_names())
        revision = await connection.execute(text("SELECT version_num FROM alembic_version"))
        found["revision"] = [tuple(row) for row in revision]
        found["tables"] = [(name,) for name in sorted(names)]
    await engine.dispose()
    return found


async def test_a_database_of_the_fourth_revision_keeps_its_rows_and_gets_reminders(
    empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await rows_of_the_fourth_revision(empty_url, monkeypatch)
    before = await before_reminders(empty_url)
    store = await Store.open(empty_url)
    async with store.writing() as tx:
        await add_reminders(tx, person, "a title")
    await store.close()
    after = await before_reminders(empty_url)
    assert after.pop("revision") == [("0005",)]
    assert set(before.pop("tables")) < set(after.pop("tables"))
    assert before.pop("revision") == [("0004",)]
    assert after == before


@pytest.mark.parametrize("made", [1, 5, 9])
async def test_the_migration_to_reminders_leaves_all_as_it_was_where_it_fails(
    empty_url: str, monkeypatch: pytest.MonkeyPatch, made: int
) -> None:
    await rows_of_the_fourth_revision(empty_url, monkeypatch)
    before = await before_reminders(empty_url)
    create, calls = Operations.create_table, itertools.count(1)

    def fails_in_the_end(self: Operations, *given: Any, **named: Any) -> Table:
        if next(calls) > made:
            raise LookupError
        return create(self, *given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(Operations, "create_table", fails_in_the_end)
        with pytest.raises(LookupError):
            await Store.open(empty_url)
    assert await before_reminders(empty_url) == before
    await (await Store.open(empty_url)).close()
    assert (await before_reminders(empty_url))["revision"] == [("0005",)]
