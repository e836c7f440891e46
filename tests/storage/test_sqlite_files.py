"""What lies at the path of a database is left as it is unless it is one of ours."""

import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from core.storage.engine import Store
from core.storage.errors import StoreError, StoreNewer, StoreReadOnly, StoreUnreadable
from tests.storage.conftest import Databases

NOBODY = 65534


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can reach, unlike the one of a test."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@contextmanager
def without_privileges() -> Iterator[None]:
    """Permissions bind root no longer: the process acts as another user meanwhile."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
async def room(sqlite_databases: Databases, open_folder: Path) -> Path:
    """A database of the program's own in a folder of its own."""
    file = open_folder / "room.db"
    async with sqlite_databases.ready() as url:
        shutil.copyfile(url.removeprefix("sqlite:///"), file)
    return file


async def refusal(file: Path) -> StoreError:
    """Why a file cannot be opened, having seen that it was not changed."""
    before = file.read_bytes() if file.is_file() else None
    with pytest.raises(StoreError) as caught:
        await Store.open(f"sqlite:///{file}")
    assert (file.read_bytes() if file.is_file() else None) == before
    assert str(file) in str(caught.value) or str(file.parent) in str(caught.value)
    return caught.value


async def test_a_new_database_is_made_with_its_folders_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "new" / "folder" / "room.db"
    await (await Store.open(f"sqlite:///{file}")).close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


async def test_strange_characters_in_a_path_are_no_obstacle(tmp_path: Path) -> None:
    file = tmp_path / "a #1 100%25 é.db"
    for _ in range(2):
        await (await Store.open(f"sqlite:///{str(file).replace('%', '%25')}")).close()
    assert [path.suffix for path in tmp_path.iterdir()] == [".db"]


async def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    file = tmp_path / "room.db"
    file.touch()
    await (await Store.open(f"sqlite:///{file}")).close()
    assert file.read_bytes().startswith(b"SQLite format 3")


async def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "essay.txt"
    file.write_text("My personal statement, the one copy. " * 500)
    error = await refusal(file)
    assert isinstance(error, StoreUnreadable)
    assert "not a SQLite database" in str(error)
    assert [path.name for path in tmp_path.iterdir()] == ["essay.txt"]


async def test_a_damaged_database_is_left_as_it_is(room: Path) -> None:
    content = bytearray(room.read_bytes())
    content[4096:] = b"\x5a" * (len(content) - 4096)
    room.write_bytes(content)
    error = await refusal(room)
    assert isinstance(error, StoreUnreadable)
    assert "backup" in str(error)


async def test_a_database_cut_short_is_left_as_it_is(room: Path) -> None:
    room.write_bytes(room.read_bytes()[:6000])
    assert isinstance(await refusal(room), StoreUnreadable)


async def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    error = await refusal(tmp_path)
    assert isinstance(error, StoreUnreadable)
    assert "is a folder" in str(error)


async def test_a_file_in_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x")
    error = await refusal(tmp_path / "data" / "room.db")
    assert isinstance(error, StoreUnreadable)


async def test_a_file_that_may_not_be_written_is_told(room: Path) -> None:
    room.chmod(0o444)
    with without_privileges():
        error = await refusal(room)
    assert isinstance(error, StoreReadOnly)


async def test_a_folder_that_may_not_be_written_is_told(room: Path) -> None:
    room.chmod(0o666)
    room.parent.chmod(0o555)
    with without_privileges():
        error = await refusal(room)
    assert isinstance(error, StoreReadOnly)
    assert str(room.parent) in str(error)


async def test_a_folder_in_which_nothing_may_be_made_is_told(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    with without_privileges():
        for file in (open_folder / "room.db", open_folder / "deep" / "room.db"):
            assert isinstance(await refusal(file), StoreReadOnly)


async def test_a_file_that_may_not_be_read_is_told(room: Path) -> None:
    room.chmod(0o000)
    before = room.stat().st_mtime_ns
    with without_privileges(), pytest.raises(StoreUnreadable, match="may not be read"):
        await Store.open(f"sqlite:///{room}")
    assert room.stat().st_mtime_ns == before


async def test_a_database_of_a_newer_version_is_left_as_it_is(room: Path) -> None:
    with closing(sqlite3.connect(room)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'from_the_future'")
    assert isinstance(await refusal(room), StoreNewer)


async def test_the_database_of_another_program_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "shopping.db"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE shopping (thing TEXT)")
    error = await refusal(file)
    assert isinstance(error, StoreUnreadable)
    assert "another program" in str(error)


async def test_a_file_that_breaks_while_it_is_open_is_told_as_unreadable(room: Path) -> None:
    store = await Store.open(f"sqlite:///{room}")
    content = room.read_bytes()
    room.write_bytes(content[:4096] + b"\x5a" * (len(content) - 4096))
    with pytest.raises(StoreUnreadable):
        async with store.reading() as tx:
            await tx.exec_driver_sql("SELECT count(*) FROM people, profiles, drafts, accounts")
    await store.close()
