"""Ten thousand reminders due in the same minute on one Discord token, and people asking meanwhile.

The bot runs in a process of its own, as ``readingroom run`` starts it; the local Discord in this
one allows 50 requests a second and answers 50 ms late. Beside it, through the same library, stand
the two firing patterns of common reminder bots.
"""

import asyncio
import logging
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path

import discord
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from core.commands.visit import Library
from core.storage.engine import Store
from tests.benchmarks.due_people import fill
from tests.platforms.discord_server import DiscordServer, pointed_at
from tests.platforms.discord_server.interactions import Interaction

DUE = int(os.environ.get("READINGROOM_BENCHMARK_DUE", "10000"))
LATENCY = 0.05
ASKED_EACH = 0.2
"""Seconds between two interactions."""

AT_ONCE, ONE_BY_ONE = 400, 200
"""Messages of the other patterns: ten thousand at once get an address banned, and one after the
other they take ten minutes."""

POST = "POST /channels/*/messages"
PATIENCE = 60


@asynccontextmanager
async def _bot(
    server: DiscordServer, folder: Path, start: float
) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-W", "ignore", str(Path(__file__).with_name("delivering_bot.py"))),
        *(str(folder / "stall"), str(start)),
        cwd=folder,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "READINGROOM_DATABASE": f"sqlite:///{folder / 'people.db'}",
            "READINGROOM_DISCORD_TOKEN": server.token,
            "READINGROOM_DISCORD_API": server.api,
            "READINGROOM_DISCORD_GATEWAY": server.gateway,
        },
    )
    try:
        await server.sockets.connected(within=PATIENCE)
        await server.saw("PUT", "/applications/*/commands", within=PATIENCE)
        yield process
    finally:
        process.terminate()
        await process.wait()


async def _paced(folder: Path, shelf: Library) -> list[str]:
    async with DiscordServer() as server:
        people = [server.user(f"Person {n}", installed=True) for n in range(DUE)]
        channels = [server.dm(person) for person in people]
        due = datetime.now(UTC) + timedelta(seconds=20 + DUE / 1000)
        store = await Store.open(f"sqlite:///{folder / 'people.db'}")
        who = [
            ("discord", "", str(person.id), str(channel.id))
            for person, channel in zip(people, channels, strict=True)
        ]
        await fill(store, shelf, who, due=due)
        await store.close()
        server.delay(POST, LATENCY, acts=True)
        start = due.timestamp()
        asking = cycle(server.user(f"Asking {n}", installed=True) for n in range(20))
        asked: list[Interaction] = []
        async with _bot(server, folder, start):
            await asyncio.sleep(max(start - time.time(), 0))
            begun = time.monotonic()
            while len(server.matching(POST)) < DUE and time.monotonic() - begun < 2 * DUE / 45 + 60:
                interaction = await server.command(next(asking), "topic", {"name": "reading"})
                asked.append(interaction)
                await asyncio.sleep(ASKED_EACH)
            posts = server.matching(POST)
            taken = posts[-1].at - posts[0].at
            answers = [(await one.answered(within=PATIENCE)).seconds * 1000 for one in asked]
        arrived = Counter(len(channel.messages) for channel in channels)
        refused = server.limits.refused
    stall, own, used = (folder / "stall").read_text().split()
    p99 = statistics.quantiles(answers, n=100)[98]
    assert arrived == {1: DUE}
    assert refused == 0
    late = posts[0].at - start
    return [
        f"{DUE:,} due at once, paced: {taken:.1f} s ({DUE / taken:.1f} a second), the first "
        f"{late:.2f} s after they were due, 429: {refused}, lost 0, doubled 0",
        f"{len(answers)} interactions meanwhile, ms to the first answer: median "
        f"{statistics.median(answers):.0f}, p99 {p99:.0f}",
        f"longest stall {stall} ms, of its own work {own} ms; processor {used} s",
    ]


async def _fired(count: int, *, at_once: bool) -> str:
    """The same library without any pace."""
    async with DiscordServer() as server:
        people = [server.user(f"Person {n}", installed=True) for n in range(count)]
        channels = [server.dm(person) for person in people]
        server.delay(POST, LATENCY, acts=True)
        lost = 0
        with pointed_at(server):
            async with discord.Client(intents=discord.Intents.none()) as client:
                await client.login(server.token)

                async def send(channel_id: int) -> None:
                    nonlocal lost
                    try:
                        await client.get_partial_messageable(channel_id).send("Reminder")
                    except (discord.HTTPException, OSError):
                        lost += 1

                begun = time.monotonic()
                if at_once:
                    await asyncio.gather(*(send(channel.id) for channel in channels))
                else:
                    for channel in channels:
                        await send(channel.id)
                taken = time.monotonic() - begun
        name = "all at once" if at_once else "one by one"
        full = f", so {taken / count * DUE:.0f} s for {DUE:,}" if not at_once else ""
        return (
            f"{count} without pace, {name}: {taken:.1f} s{full}, 429: {server.limits.refused}, "
            f"lost {lost}"
        )


async def _all(folder: Path, shelf: Library) -> list[str]:
    logging.getLogger("discord").setLevel(logging.ERROR)
    rows = await _paced(folder, shelf)
    rows.append(await _fired(AT_ONCE, at_once=True))
    rows.append(await _fired(ONE_BY_ONE, at_once=False))
    return rows


def test_ten_thousand_reminders_due_in_one_minute(
    benchmark: BenchmarkFixture,
    tmp_path: Path,
    shelf: Library,
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = benchmark.pedantic(lambda: asyncio.run(_all(tmp_path, shelf)), rounds=1)  # type: ignore[no-untyped-call]
    with capsys.disabled():
        print("", *rows, sep="\n")  # noqa: T201
