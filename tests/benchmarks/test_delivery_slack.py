"""Twenty Slack workspaces with two hundred reminders each, all due in the same minute.

The bot runs in a process of its own; the local Slack in this one takes four messages a second in
each workspace, since Slack publishes no figure, and answers 50 ms late. Beside it, through the
same library as it comes, stand the two firing patterns of common reminder bots.
"""

import asyncio
import os
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.installations import StoredInstallations
from core.commands.visit import Library
from core.storage.engine import Store
from tests.benchmarks.due_people import fill
from tests.platforms.slack_server import SlackServer
from tests.platforms.slack_server.limits import Rate
from tests.platforms.slack_server.people import Team, User
from tests.platforms.slack_server.places import Channel

WORKSPACES = 20
EACH = int(os.environ.get("READINGROOM_BENCHMARK_DUE_EACH", "200"))
CAP = Rate(4, 1, 4)
LATENCY = 0.05
OTHERS = 10
"""Messages to each workspace in the other patterns."""

POST = "chat.postMessage"
PATIENCE = 60


@asynccontextmanager
async def _slack() -> AsyncIterator[tuple[SlackServer, list[Team]]]:
    async with SlackServer() as server:
        server.limits.workspace = CAP
        server.delay(POST, LATENCY, acts=True)
        yield server, [server.team(f"Workspace {n}") for n in range(WORKSPACES)]


@asynccontextmanager
async def _bot(
    server: SlackServer, folder: Path, start: float
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
            "READINGROOM_WEB_PORT": "0",
            "READINGROOM_WEB_ADDRESS": "https://reading.example",
            "READINGROOM_SLACK_API": server.api,
            "READINGROOM_SLACK_APP_TOKEN": server.app_token,
            "READINGROOM_SLACK_CLIENT_ID": server.world.client_id,
            "READINGROOM_SLACK_CLIENT_SECRET": server.world.client_secret,
        },
    )
    try:
        await server.sockets.connected(within=PATIENCE)
        yield process
    finally:
        process.terminate()
        await process.wait()


async def _installed(store: Store, server: SlackServer, teams: list[Team]) -> None:
    kept = StoredInstallations(store, now=lambda: datetime.now(UTC))
    for team in teams:
        await kept.async_save(
            Installation(
                team_id=team.id,
                bot_token=server.token(team),
                bot_id=team.bot_id,
                bot_user_id=team.bot.id,
                user_id="UADMIN",
            )
        )


async def _paced(folder: Path, shelf: Library) -> list[str]:
    async with _slack() as (server, teams):
        people: list[User] = [
            server.user(f"Person {n}", team) for n in range(EACH) for team in teams
        ]
        channels: list[Channel] = [server.dm(person) for person in people]
        due = datetime.now(UTC) + timedelta(seconds=15)
        store = await Store.open(f"sqlite:///{folder / 'people.db'}")
        who = [
            ("slack", person.home_team.id, person.id, channel.id)
            for person, channel in zip(people, channels, strict=True)
        ]
        await fill(store, shelf, who, due=due)
        await _installed(store, server, teams)
        await store.close()
        start = due.timestamp()
        async with _bot(server, folder, start):
            await asyncio.sleep(max(start - time.time(), 0))
            await server.saw(POST, len(people), within=PATIENCE * 3)
            posts = server.matching(POST)
            taken = posts[-1].at - posts[0].at
    assert Counter(len(channel.visible()) for channel in channels) == {1: len(people)}
    assert server.limits.refused == 0
    stall, own, used = (folder / "stall").read_text().split()
    return [
        f"{WORKSPACES} workspaces of {EACH} due at once, paced: {taken:.1f} s, 429: 0, lost 0, "
        f"doubled 0",
        f"longest stall {stall} ms, of its own work {own} ms; processor {used} s",
    ]


async def _fired(*, at_once: bool) -> str:
    """The library as it comes, without any pace."""
    async with _slack() as (server, teams):
        people = [server.user(f"Person {n}", team) for n in range(OTHERS) for team in teams]
        clients = {
            team.id: AsyncWebClient(server.token(team), base_url=server.api) for team in teams
        }
        lost = 0

        async def send(person: User) -> None:
            nonlocal lost
            client = clients[person.home_team.id]
            try:
                await client.chat_postMessage(channel=server.dm(person).id, text="Reminder")
            except SlackApiError:
                lost += 1

        begun = time.monotonic()
        if at_once:
            await asyncio.gather(*map(send, people))
        else:
            for person in people:
                await send(person)
        taken = time.monotonic() - begun
        name = "all at once" if at_once else "one by one"
        whole = taken / OTHERS * EACH
        full = "" if at_once else f", so {whole:.0f} s for {WORKSPACES} of {EACH}"
        return (
            f"{WORKSPACES} workspaces of {OTHERS} without pace, {name}: {taken:.1f} s{full}, "
            f"429: {server.limits.refused}, lost {lost}"
        )


async def _all(folder: Path, shelf: Library) -> list[str]:
    rows = await _paced(folder, shelf)
    return [*rows, await _fired(at_once=True), await _fired(at_once=False)]


def test_twenty_workspaces_with_reminders_due_in_one_minute(
    benchmark: BenchmarkFixture,
    tmp_path: Path,
    shelf: Library,
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = benchmark.pedantic(lambda: asyncio.run(_all(tmp_path, shelf)), rounds=1)  # type: ignore[no-untyped-call]
    with capsys.disabled():
        print("", *rows, sep="\n")  # noqa: T201
