"""Health: a lost connection counts after a while, the database at once."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.web import health as health_module
from bot.web.health import DOWN_AFTER, READ_EVERY, Condition, Health, Standing
from core.storage.backlog import Backlog
from core.storage.errors import StoreUnreadable


class Database:
    """A database that can be read or not, and counts how often it was looked at."""

    def __init__(self) -> None:
        self.readable = True
        self.looks = 0

    async def read(self) -> None:
        self.looks += 1
        if not self.readable:
            raise StoreUnreadable("The database cannot be reached.")


class Clock:
    """Seconds that go on when told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def database() -> Database:
    return Database()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def health(database: Database, clock: Clock) -> Health:
    return Health(database.read, clock=clock)


async def test_every_door_is_told_with_whether_it_is_connected(health: Health) -> None:
    health.report("slack", connected=True)
    health.report("discord", connected=False)
    assert await health.condition() == Condition(
        well=True, database=True, doors={"discord": False, "slack": True}
    )


async def test_a_door_counts_as_down_from_its_first_report_of_a_loss(
    health: Health, clock: Clock
) -> None:
    health.report("slack", connected=False)
    clock.seconds += DOWN_AFTER
    health.report("slack", connected=False)
    assert (await health.condition()).well
    clock.seconds += 1
    assert not (await health.condition()).well
    health.report("slack", connected=True)
    assert (await health.condition()).well
    health.report("slack", connected=False)
    assert (await health.condition()).well


async def test_a_database_that_cannot_be_read_counts_at_once_and_until_it_can(
    health: Health, database: Database, clock: Clock
) -> None:
    database.readable = False
    assert await health.condition() == Condition(well=False, database=False, doors={})
    database.readable = True
    clock.seconds += READ_EVERY
    assert (await health.condition()).well


async def test_the_database_is_looked_at_once_for_everybody_who_asks_meanwhile(
    health: Health, database: Database, clock: Clock
) -> None:
    await asyncio.gather(*(health.condition() for _ in range(50)))
    assert database.looks == 1
    clock.seconds += READ_EVERY
    await health.condition()
    assert database.looks == 2


async def test_a_database_that_gives_no_answer_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(health_module, "READ_WITHIN", 0.01)

    async def never() -> None:
        await asyncio.Event().wait()

    assert not (await Health(never).condition()).database


NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
LATE = Backlog("discord", 3, 2, 1, 1, NOW - timedelta(seconds=90), NOW - timedelta(seconds=30))
IDLE = Backlog("slack", 0, 0, 0, 0, None, None)


async def test_where_messages_stand_is_told_in_seconds_up_to_now(database: Database) -> None:
    async def read() -> tuple[Backlog, ...]:
        return LATE, IDLE

    health = Health(database.read, backlog=read, now=lambda: NOW)
    health.report_holding("discord", holds=True)
    assert (await health.condition()).deliveries == {
        "discord": Standing(3, 2, 1, 1, 90.0, 30.0, holds=True),
        "slack": Standing(0, 0, 0, 0, 0.0, None, holds=None),
    }


async def test_a_database_that_cannot_be_read_tells_nothing_of_messages(
    database: Database, clock: Clock
) -> None:
    async def read() -> tuple[Backlog, ...]:
        return (IDLE,)

    health = Health(database.read, backlog=read, clock=clock)
    assert "slack" in (await health.condition()).deliveries
    database.readable = False
    clock.seconds += READ_EVERY
    assert (await health.condition()).deliveries == {}


async def test_a_door_that_stands_by_is_well_without_a_connection(
    health: Health, clock: Clock
) -> None:
    health.report("discord", connected=False)
    health.report_holding("discord", holds=False)
    clock.seconds += DOWN_AFTER + 1
    assert (await health.condition()).well
    # From the moment it takes over, it has as long to connect as after a loss.
    health.report_holding("discord", holds=True)
    clock.seconds += DOWN_AFTER
    assert (await health.condition()).well
    clock.seconds += 1
    assert not (await health.condition()).well
