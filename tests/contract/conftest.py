"""Every door, with the whole product behind it, over a database of its own."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from bot.app import open_desk
from bot.settings import StorageSettings
from core.commands.visit import Library
from tests.contract.console_door import ConsoleDoor
from tests.contract.local_discord import LocalDoor
from tests.contract.local_slack import SlackDoor
from tests.contract.simulated_discord import SimulatedDoor
from tests.contract.visitor import NOON, Door

DISCORD = ["simulated-server", "simulated-direct", "local-server", "local-direct"]
SLACK = ["slack-socket-channel", "slack-socket-direct", "slack-http-channel", "slack-http-direct"]
EVERY = ["console", *DISCORD, *SLACK]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory, shelf: Library) -> Path:
    """A database with all tables and nothing in them, to be copied."""
    path = tmp_path_factory.mktemp("contract") / "empty.db"

    async def make() -> None:
        settings = StorageSettings(database=f"sqlite:///{path}")
        async with open_desk(settings, now=NOON, loaded=shelf):
            pass

    asyncio.run(make())
    return path


@pytest.fixture
def database(tmp_path: Path, empty_database: Path) -> Path:
    """An empty database."""
    return Path(shutil.copy(empty_database, tmp_path / "people.db"))


def opened(
    name: str, shelf: Library, database: Path, folder: Path
) -> AbstractAsyncContextManager[Door]:
    """The door of this name."""
    kind, _, place = name.partition("-")
    if kind == "console":
        return ConsoleDoor(shelf, database, folder / "kept").open()
    if kind == "slack":
        via, _, place = place.partition("-")
        return SlackDoor.open(
            shelf,
            database,
            via="http" if via == "http" else "socket",
            in_channel=place == "channel",
        )
    door = SimulatedDoor if kind == "simulated" else LocalDoor
    return door.open(shelf, database, in_server=place == "server")


@pytest.fixture(params=EVERY)
async def door(
    request: pytest.FixtureRequest, shelf: Library, database: Path, tmp_path: Path
) -> AsyncIterator[Door]:
    """Each door in turn."""
    async with opened(request.param, shelf, database, tmp_path) as there:
        yield there


@pytest.fixture(params=DISCORD)
async def discord_door(
    request: pytest.FixtureRequest, shelf: Library, database: Path, tmp_path: Path
) -> AsyncIterator[Door]:
    """Each way of being on Discord."""
    async with opened(request.param, shelf, database, tmp_path) as there:
        yield there


@pytest.fixture(params=[name for name in DISCORD if name.endswith("server")])
async def server_door(
    request: pytest.FixtureRequest, shelf: Library, database: Path
) -> AsyncIterator[SimulatedDoor | LocalDoor]:
    """A server on Discord, where others are."""
    kind = SimulatedDoor if request.param.startswith("simulated") else LocalDoor
    async with kind.open(shelf, database, in_server=True) as there:
        yield there
