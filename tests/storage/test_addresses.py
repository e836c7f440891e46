from pathlib import Path

import pytest

from core.storage.address import read_address
from core.storage.engine import Store
from core.storage.errors import StoreAddress, StoreError, StoreUnreadable


@pytest.mark.parametrize("scheme", ["sqlite", "sqlite+aiosqlite"])
def test_a_sqlite_address_names_a_file(scheme: str) -> None:
    address = read_address(f"{scheme}:////data/room.db")
    assert address.file == Path("/data/room.db")
    assert address.url.drivername == "sqlite+aiosqlite"


def test_a_relative_path_is_seen_from_the_working_folder() -> None:
    assert read_address("sqlite:///room.db").file == Path.cwd() / "room.db"


@pytest.mark.parametrize("text", ["sqlite://", "sqlite:///:memory:", "sqlite+aiosqlite://"])
def test_a_sqlite_address_without_a_file_is_memory(text: str) -> None:
    assert read_address(text).file is None


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
def test_a_postgresql_address_goes_to_the_asynchronous_driver(scheme: str) -> None:
    address = read_address(f"{scheme}://user:hunter2@db.example:5433/room?sslmode=require")
    assert address.url.drivername == "postgresql+asyncpg"
    assert address.url.query == {"ssl": "require"}
    assert address.name == "the PostgreSQL database room at db.example:5433"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hunter2",
        "mysql://user:hunter2@host/room",
        "sqlite://hunter2/room.db",
        "sqlite:///room.db?key=hunter2",
        "postgresql://user:hunter2@host",
        "postgresql://user:hunter2@host:hunter2/room",
        "postgresql://user:x@host/room?hunter2=hunter2",
    ],
)
async def test_a_wrong_address_is_told_without_its_password(text: str) -> None:
    with pytest.raises(StoreAddress) as caught:
        await Store.open(text)
    assert "hunter2" not in str(caught.value)
    assert str(caught.value).endswith(".")


async def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    with pytest.raises(StoreUnreadable) as caught:
        await Store.open("postgresql://user:hunter2@127.0.0.1:1/room")
    error: BaseException | None = caught.value
    assert "room at 127.0.0.1:1" in str(error)
    while error is not None:
        assert "hunter2" not in str(error)
        error = error.__cause__ or error.__context__


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
async def test_a_database_that_the_server_does_not_have_is_told(ready_url: str) -> None:
    with pytest.raises(StoreUnreadable, match="3D000"):
        await Store.open(ready_url.replace("?", "_missing?"))


async def test_the_errors_of_a_store_are_one_family() -> None:
    with pytest.raises(StoreError):
        await Store.open("nonsense")
