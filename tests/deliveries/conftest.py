"""Deliverers on a SQLite file, with a clock that the tests turn."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.deliveries.carrying import Compose
from core.deliveries.claims import Lane
from core.deliveries.deliverer import Deliverer
from core.deliveries.freeze import Decision, Freeze, Frozen
from core.dialogue.reply import Reply
from core.dialogue.text import text
from core.storage.backlog import listed
from core.storage.deliveries import DeliveryState, SavedDelivery, read_delivery
from core.storage.engine import Store, Transaction
from tests.deliveries.platform import Platform
from tests.storage.conftest import NOW
from tests.storage.delivering import add, somebody

LEASE = timedelta(seconds=30)


@dataclass
class Clock:
    """The time of day and the monotonic clock; the second goes on whatever the first does."""

    now: datetime = NOW
    elapsed: float = 1000.0

    def __call__(self) -> datetime:
        return self.now

    def monotonic(self) -> float:
        return self.elapsed

    def passes(self, by: timedelta) -> None:
        self.now += by
        self.elapsed += by.total_seconds()


@dataclass
class Freezer:
    """Freezes everything as it is, but for what is said here of a message."""

    decisions: dict[int, Decision | Exception] = field(default_factory=dict)
    frozen: list[int] = field(default_factory=list)

    async def __call__(
        self, tx: Transaction, delivery: SavedDelivery, *, now: datetime
    ) -> Decision:
        anew = {"says": f"say {delivery.id}"}
        decided = self.decisions.get(delivery.id, Frozen(delivery.carried or anew))
        if isinstance(decided, Exception):
            raise decided
        self.frozen.append(delivery.id)
        return decided


def say(carried: Mapping[str, Any], delivery_id: int, *, maybe_again: bool) -> Reply:
    said = f"{carried['says']}{' again?' if maybe_again else ''}"
    return Reply(text(said), ())


@dataclass
class Running:
    """A database with messages, the platform, and processes that deliver.

    ``times`` are when messages went out that were frozen by ``freezing``.
    """

    store: Store
    platform: Platform = field(default_factory=Platform)
    clock: Clock = field(default_factory=Clock)
    freezer: Freezer = field(default_factory=Freezer)
    freezing: Freeze | None = None
    compose: Compose = say
    processes: int = 0
    times: list[datetime] = field(default_factory=list)

    def process(self, **given: Any) -> Deliverer:
        """A process that begins now."""
        self.processes += 1
        senders = given.pop("senders", {"discord": self.platform})
        if self.platform.before is None and self.freezing is not None:
            self.platform.before = self._notes_time
        return Deliverer(
            given.pop("store", self.store),
            senders,
            self.freezing or self.freezer,
            now=self.clock,
            holder=given.pop("holder", f"process {self.processes}"),
            compose=self.compose,
            resend_after=timedelta(minutes=30),
            lease=LEASE,
            monotonic=self.clock.monotonic,
            **{"poll": 0.01, "breath": 0.0, "lanes": {"discord": Lane()}, **given},
        )

    async def _notes_time(self, _: object) -> None:
        self.times.append(self.clock.now)

    async def due(self, count: int = 1, *, after: timedelta = timedelta(), **to: str) -> list[int]:
        """Messages to as many people, due so long after now."""
        async with self.store.writing() as tx:
            return [
                await add(
                    tx,
                    await somebody(tx, f"{to}{after}{number}", **to),
                    due=self.clock.now + after,
                    of="7d",
                )
                for number in range(count)
            ]

    async def settles(self, process: Deliverer, *, rounds: int = 200) -> None:
        """Lets time pass until nothing waits."""
        for _ in range(rounds):
            next_at = await process.round()
            if next_at is None:
                return
            self.clock.passes(max(next_at - self.clock.now, timedelta(milliseconds=1)))
        raise AssertionError("something waits for ever")

    async def state(self, delivery_id: int) -> DeliveryState:
        return (await self.row(delivery_id)).state

    async def row(self, delivery_id: int) -> SavedDelivery:
        async with self.store.reading() as tx:
            row = await read_delivery(tx, delivery_id)
        assert row is not None
        return row

    async def unsettled(self) -> list[int]:
        async with self.store.reading() as tx:
            return [row.id for row in await listed(tx, limit=99_999)]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that is up to date and empty, to be copied."""
    file = tmp_path_factory.mktemp("deliveries") / "made.db"

    async def make() -> None:
        await (await Store.open(f"sqlite:///{file}")).close()

    asyncio.run(make())
    return file


@asynccontextmanager
async def running_in(folder: Path, made: Path) -> AsyncIterator[Running]:
    """A new database in a folder."""
    shutil.copyfile(made, folder / "readingroom.db")
    store = await Store.open(f"sqlite:///{folder / 'readingroom.db'}")
    try:
        yield Running(store)
    finally:
        await store.close()


@pytest.fixture
async def running(tmp_path: Path, made: Path) -> AsyncIterator[Running]:
    async with running_in(tmp_path, made) as it:
        yield it
