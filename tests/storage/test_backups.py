"""A backup is one sound SQLite file of one moment, whatever the database is, made while it runs."""

import sqlite3
import stat
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from core.storage import schema, upgrading
from core.storage.backup.making import make_backup
from core.storage.backup.restoring import restore
from core.storage.backup.rows import count_rows
from core.storage.backup.sqlite_copy import check_file
from core.storage.engine import Store
from core.storage.errors import StoreError, StoreReadOnly, StoreUnreadable
from core.storage.people import person_for
from core.storage.privacy import delete_person
from core.storage.tables import REVISION, metadata
from tests.storage.conftest import NOW, Databases
from tests.storage.everything import contents, fill, settle


async def test_a_backup_holds_every_row_of_every_table(ready_url: str, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    store = await Store.open(ready_url)
    async with store.writing() as tx:
        await fill(tx)
        rows = await count_rows(tx)
        before = await contents(tx)
    content = await make_backup(ready_url, file)
    await store.close()
    assert content.revision == REVISION
    assert content.rows == rows
    assert set(rows) == set(metadata.tables)
    assert min(rows.values()) >= 1
    backup = await Store.open(f"sqlite:///{file}")
    async with backup.reading() as tx:
        assert await contents(tx) == before
    await backup.close()


async def test_a_backup_is_one_file_for_its_owner_alone(ready_url: str, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    await make_backup(ready_url, file)
    assert [path.name for path in tmp_path.iterdir()] == ["backup.db"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


async def test_a_backup_is_of_one_moment_while_somebody_writes(
    ready_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "backup.db"
    store = await Store.open(ready_url)
    async with store.writing() as tx:
        await settle(tx, "before")
    async with store.writing() as tx:
        await settle(tx, "half-done")
        await make_backup(ready_url, file)
    await store.close()
    assert check_file(file).rows["people"] == 1


async def test_a_backup_writes_over_no_file_unless_told(ready_url: str, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    file.write_text("an essay")
    with pytest.raises(StoreError, match="is there already"):
        await make_backup(ready_url, file)
    assert file.read_text() == "an essay"
    await make_backup(ready_url, file, replace=True)
    assert check_file(file).revision == REVISION


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_backup_never_takes_the_place_of_its_own_database(
    ready_url: str, databases: Databases
) -> None:
    with pytest.raises(StoreError, match="the database itself"):
        await make_backup(ready_url, Path(ready_url.removeprefix("sqlite:///")), replace=True)


async def test_there_is_no_backup_of_nothing(tmp_path: Path) -> None:
    with pytest.raises(StoreUnreadable, match="not there"):
        await make_backup(f"sqlite:///{tmp_path / 'missing.db'}", tmp_path / "backup.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_copy_that_has_other_rows_than_its_database_is_not_kept(
    ready_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, databases: Databases
) -> None:
    found = check_file(Path(ready_url.removeprefix("sqlite:///")))
    wrong = type(found)(found.revision, {**found.rows, "people": 7})
    monkeypatch.setattr("core.storage.backup.making.check_file", lambda file: wrong)
    with pytest.raises(StoreError, match="other rows"):
        await make_backup(ready_url, tmp_path / "backup.db")
    assert list(tmp_path.iterdir()) == []


async def test_a_disk_that_has_no_room_leaves_no_half_backup(
    ready_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreReadOnly("there is no room")

    monkeypatch.setattr("core.storage.backup.making.flush", full)
    with pytest.raises(StoreReadOnly):
        await make_backup(ready_url, tmp_path / "backup.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_database_of_an_older_version_is_backed_up_as_it_is(
    empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, databases: Databases
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(upgrading, "REVISION", "0004")
        patch.setattr(schema, "REVISION", "0004")
        await (await Store.open(empty_url)).close()
    assert (await make_backup(empty_url, tmp_path / "backup.db")).revision == "0004"
    assert check_file(Path(empty_url.removeprefix("sqlite:///"))).revision == "0004"


async def test_a_server_of_an_older_version_is_not_backed_up(
    postgresql_databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with postgresql_databases.empty() as url:
        with monkeypatch.context() as patch:
            patch.setattr(upgrading, "REVISION", "0004")
            patch.setattr(schema, "REVISION", "0004")
            await (await Store.open(url)).close()
        with pytest.raises(StoreError, match="another version"):
            await make_backup(url, tmp_path / "backup.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("source", ["sqlite", "postgresql"])
async def test_a_backup_moves_to_either_kind_of_database_and_numbers_go_on(
    source: str,
    databases: Databases,
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> None:
    made: Databases = request.getfixturevalue(f"{source}_databases")
    file = tmp_path / "backup.db"
    async with made.ready() as url, databases.ready() as target:
        store = await Store.open(url)
        async with store.writing() as tx:
            await fill(tx)
            last = await settle(tx, "last")
            await delete_person(tx, last, now=NOW)
            before = await contents(tx, without={"token_holders"})
        await store.close()
        await make_backup(url, file)
        restored = await restore(target, file, now=NOW + timedelta(days=1))
        moved = await Store.open(target)
        async with moved.writing() as tx:
            assert await contents(tx, without={"token_holders"}) == before
            rows = await count_rows(tx)
            # The number of whoever was deleted last is not given again.
            new = await person_for(tx, door="d", tenant="t", platform_id="new", now=NOW)
            assert new > last
            assert (await tx.execute(text("SELECT count(*) FROM people"))).scalar_one() == 2
        await moved.close()
        assert restored.rows == rows
