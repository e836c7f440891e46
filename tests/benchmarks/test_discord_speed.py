"""How long a person on Discord waits for the first answer, and what an idle bot weighs.

The bot runs in a process of its own, as ``readingroom run`` starts it; Discord is the local one in
this process. Beside it, in the same run, stands a bot that does nothing but answer.
"""

import asyncio
import os
import sqlite3
import statistics
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from itertools import cycle
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.platforms.discord_server import DiscordServer
from tests.platforms.discord_server.interactions import Interaction
from tests.platforms.discord_server.people import User

PEOPLE = 100
PATIENCE = 60
ANSWERS = {"applicant": "us_img", "specialty": "dr", "step2_ck": "219"}
RATES = ((1, 30), (50, 20))
"""Interactions a second, and for how many seconds."""

Ask = Callable[[User], Awaitable[Interaction]]


@asynccontextmanager
async def _process(
    server: DiscordServer, folder: Path, *command: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-W", "ignore", *command),
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
        yield process
    finally:
        process.terminate()
        await process.wait()


async def _seconds(people: list[User], ask: Ask, rate: int, lasting: int) -> list[float]:
    """The time to each first answer, asked at an even rate whether or not it keeps up."""
    loop = asyncio.get_running_loop()
    start, asked = loop.time(), []
    for number, person in zip(range(rate * lasting), cycle(people), strict=False):
        await asyncio.sleep(max(0.0, start + number / rate - loop.time()))
        asked.append(await ask(person))
    return [(await one.answered(within=PATIENCE)).seconds for one in asked]


def _row(name: str, rate: int, seconds: list[float], beside: list[float] | None) -> str:
    cuts = statistics.quantiles(seconds, n=100)
    median, p99 = statistics.median(seconds) * 1000, cuts[98] * 1000
    added = ""
    if beside is not None:
        added = f"{median - statistics.median(beside) * 1000:+8.2f}"
    return f"{name:<34}{rate:>4}/s{len(seconds):>7}{median:>9.2f}{p99:>9.2f}{added}"


async def _speed(folder: Path) -> list[str]:
    rows = [f"{'ms to the first answer':<34}{'rate':>6}{'n':>7}{'median':>9}{'p99':>9}   added"]
    measured: dict[tuple[str, int], list[float]] = {}
    async with DiscordServer() as server:
        server.limits.relax()
        people = [server.user(f"Person {n}", installed=True) for n in range(PEOPLE)]

        async def run(name: str, ask: Ask) -> None:
            await _seconds(people, ask, 50, 2)
            for rate, lasting in RATES:
                measured[name, rate] = await _seconds(people, ask, rate, lasting)

        async with _process(server, folder, str(Path(__file__).with_name("empty_bot.py"))):
            await server.saw("PUT", "/applications/*/commands", within=PATIENCE)
            await run("an empty discord.py command", lambda who: server.command(who, "empty"))
        async with _process(server, folder, "-m", "bot", "run"):
            await server.saw("PUT", "/applications/*/commands", times=2, within=PATIENCE)
            for who in people:
                await (await server.command(who, "assess", ANSWERS)).answered(within=PATIENCE)
            await run("/assess, saved profile: its form", lambda who: server.command(who, "assess"))
            await run(
                "/topic reading, saved profile",
                lambda who: server.command(who, "topic", {"name": "reading"}),
            )
            await run(
                "/assess step2_ck:221, saved anew",
                lambda who: server.command(who, "assess", {"step2_ck": "221"}),
            )
        assert not server.refused_bodies
    for (name, rate), seconds in measured.items():
        beside = measured["an empty discord.py command", rate]
        rows.append(_row(name, rate, seconds, None if seconds is beside else beside))
    return rows


def test_first_answers_beside_an_empty_command(
    benchmark: BenchmarkFixture, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = benchmark.pedantic(lambda: asyncio.run(_speed(tmp_path)), rounds=1)  # type: ignore[no-untyped-call]
    with capsys.disabled():
        print("", *rows, sep="\n")  # noqa: T201


SERVERS, CHANNELS, ROLES, EMOJI = 1000, 30, 20, 20


async def _memory(folder: Path) -> str:
    async with DiscordServer() as server:
        server.limits.relax()
        for number in range(SERVERS):
            guild = server.guild(f"Server {number}")
            for one in range(len(guild.channels), CHANNELS):
                guild.channel(f"channel-{one}")
            for one in range(len(guild.roles), ROLES):
                guild.role(f"Role {one}")
            for one in range(EMOJI):
                guild.emoji(f"emoji_{one}")
        ada = server.user("Ada", installed=True)
        async with _process(server, folder, "-m", "bot", "run") as process:
            await (await server.command(ada, "about", forged=True)).answered(within=PATIENCE)
            async with asyncio.timeout(PATIENCE):
                while _noted(folder) < SERVERS:  # noqa: ASYNC110 - another process tells nothing
                    await asyncio.sleep(1)
            await _idle(process.pid)
            status = Path(f"/proc/{process.pid}/status").read_text()
            maps = Path(f"/proc/{process.pid}/maps").read_text()
    (resident,) = [line for line in status.splitlines() if line.startswith("VmRSS")]
    drawing = "loaded" if "matplotlib" in maps else "not loaded"
    mebibytes = int(resident.split()[1]) / 1024
    return (
        f"{mebibytes:.0f} MiB resident in {SERVERS} servers of {CHANNELS} channels, "
        f"{ROLES} roles, {EMOJI} emoji; drawing {drawing}"
    )


def _noted(folder: Path) -> int:
    """How many servers the bot has written down, once it has heard of all."""
    with closing(sqlite3.connect(folder / "people.db")) as database:
        (noted,) = database.execute("SELECT count(*) FROM servers").fetchone()
    return int(noted)


async def _idle(pid: int) -> None:
    """Wait until the process has used no processor time for two seconds."""
    used = -1.0
    while (now := _processor_time(pid)) != used:
        used = now
        await asyncio.sleep(2)


def _processor_time(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    # A few ticks are the heart of the event loop, and not work.
    return (int(fields[11]) + int(fields[12])) // 5


def test_memory_of_an_idle_bot_in_many_servers(
    benchmark: BenchmarkFixture, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = benchmark.pedantic(lambda: asyncio.run(_memory(tmp_path)), rounds=1)  # type: ignore[no-untyped-call]
    with capsys.disabled():
        print("", said, sep="\n")  # noqa: T201
