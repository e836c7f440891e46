"""Two processes over one database: nothing goes twice, and one follows the other."""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from core.storage.backlog import backlog
from core.storage.engine import Store
from core.storage.tables import deliveries
from tests.storage.delivering import add, somebody

COUNT = 300


async def due_now(store: Store, count: int) -> None:
    async with store.writing() as tx:
        first = await add(tx, await somebody(tx))
        row = (await tx.execute(deliveries.select().where(deliveries.c.id == first))).one()
        same = {name: value for name, value in row._mapping.items() if name not in ("id", "key")}
        if count > 1:
            rows = [{**same, "key": f"k{number}"} for number in range(count - 1)]
            await tx.execute(deliveries.insert(), rows)


@asynccontextmanager
async def process(url: str, file: Path, *words: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process that has begun; it is killed at the end where it is still there."""
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.storage.delivering_process", url, str(file), *words),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        await says(running, "begun")
        yield running
    finally:
        if running.returncode is None:
            running.kill()
        # Its pipes are closed with it.
        await running.communicate()


async def says(running: asyncio.subprocess.Process, what: str) -> None:
    assert running.stdout is not None
    async with asyncio.timeout(60):
        assert (await running.stdout.readline()).decode().strip() == what


def arrived(file: Path) -> list[tuple[int, str]]:
    lines = file.read_text().splitlines() if file.exists() else []
    return [(number, holder) for number, holder in map(json.loads, lines)]


async def test_two_processes_that_race_send_nothing_twice(
    store: Store, ready_url: str, tmp_path: Path
) -> None:
    await due_now(store, COUNT)
    file = tmp_path / "arrived"
    async with process(ready_url, file, "one") as one, process(ready_url, file, "two") as two:
        for running in (one, two):
            assert running.stdin is not None
            running.stdin.write(b"go\n")
            await running.stdin.drain()
        await asyncio.gather(says(one, "done"), says(two, "done"))
    times = Counter(number for number, _ in arrived(file))
    assert len(times) == COUNT
    assert set(times.values()) == {1}
    async with store.reading() as tx:
        (discord,) = await backlog(tx, datetime.now(UTC))
    assert (discord.waiting, discord.sending) == (0, 0)


async def test_a_holder_that_is_killed_is_followed_by_the_one_that_stands_by(
    store: Store, ready_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "arrived"
    async with process(ready_url, file, "one", "hold") as one:
        await says(one, "held")
        async with process(ready_url, file, "two", "hold") as two:
            one.kill()
            await one.wait()
            await due_now(store, 3)
            await says(two, "held")
            await until_sent(store)
    assert [holder for _, holder in arrived(file)] == ["two"] * 3


async def until_sent(store: Store) -> None:
    async with asyncio.timeout(30):
        while True:
            async with store.reading() as tx:
                (discord,) = await backlog(tx, datetime.now(UTC))
            if not discord.waiting + discord.sending:
                return
