"""Two local platforms, a database, and processes that deliver from one to the others."""

import asyncio
import multiprocessing
import os
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import select

from core.reminders.carried import CarriedKind
from core.storage.deliveries import DeliveryState, add_delivery
from core.storage.destinations import Destination
from core.storage.engine import Store
from core.storage.tables import deliveries
from tests.kill.clock import SharedClock
from tests.kill.deliverer import Task, deliver
from tests.kill.steps import Blow
from tests.platforms.discord_server import DiscordServer
from tests.platforms.slack_server import SlackServer
from tests.storage.delivering import somebody

PEOPLE = 10
PATIENCE = 60
_POST = {"discord": "POST /channels/*/messages", "slack": "chat.postMessage"}
_LOOK = {"discord": "GET /channels/*/messages", "slack": "conversations.history"}

_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["tests.kill.deliverer"])


@dataclass
class Scene:
    """Everything that outlives a process."""

    discord: DiscordServer
    slack: SlackServer
    store: Store
    clock: SharedClock
    task: Task
    chance: random.Random
    people: dict[str, list[Destination]]
    closed: set[int]
    added: dict[int, Destination] = field(default_factory=dict)
    runs: int = 0

    async def add(self, count: int, doors: tuple[str, ...] = ("discord", "slack")) -> None:
        """Messages that are due, to anybody."""
        now = self.clock.now()
        async with self.store.writing() as tx:
            for _ in range(count):
                to = self.chance.choice(self.people[self.chance.choice(doors)])
                added = await add_delivery(tx, to, CarriedKind.REMINDER, due_at=now, now=now)
                self.added[added] = to

    def trouble(self) -> None:
        """Let the platforms lose some of the next requests, or their answers."""
        for door in ("discord", "slack"):
            server = self.discord if door == "discord" else self.slack
            for _ in range(self.chance.choice((0, 1, 1, 2))):
                acts = self.chance.random() < 0.6
                post, look = _POST[door], _LOOK[door]
                match self.chance.randrange(6):
                    case 0 | 1:
                        status = self.chance.choice((500, 502, 503, 504))
                        server.fail(post, status=status, acts=acts)
                    case 2:
                        server.reset(post, acts=acts)
                    case 3:
                        server.hang(post, acts=acts)
                    case 4:
                        server.fail(post, status=429, retry_after=1)
                    case _:
                        server.fail(look, status=503)

    def lose_an_answer(self, door: str) -> None:
        """Let the next message of a door arrive without anybody being told."""
        server = self.discord if door == "discord" else self.slack
        server.reset(_POST[door], acts=True)

    def withhold_an_answer(self, door: str) -> None:
        """Let the next message of a door arrive, and its answer wait until all is well."""
        server = self.discord if door == "discord" else self.slack
        server.hold(_POST[door], acts=True)

    def heal(self) -> None:
        """Let both platforms be well."""
        self.discord.heal()
        self.slack.heal()

    def passes(self, seconds: float) -> None:
        """Let time pass everywhere."""
        self.clock.advance(seconds)
        self.discord.clock.advance(seconds)
        self.slack.clock.advance(seconds)

    async def run(
        self,
        blow: Blow | None = None,
        *,
        doors: tuple[str, ...] = ("discord", "slack"),
        at_once: int = 8,
    ) -> bool:
        """Let a process deliver what is due; whether it was killed on the way.

        One that is paused goes on when another has finished, past its lease.
        """
        self.runs += 1
        task = replace(self.task, run=self.runs, blow=blow, doors=doors, at_once=at_once)
        hears, told = _PROCESSES.Pipe(duplex=False)
        process = _PROCESSES.Process(target=deliver, args=(task, told), daemon=True)
        process.start()
        told.close()
        try:
            paused = await _readable(hears.fileno(), process.sentinel) and _heard(hears)
            if paused:
                self.heal()
                self.passes(self.chance.choice((31, 60, 120)))
                await self.run(doors=doors)
                os.kill(process.pid or 0, signal.SIGCONT)
            await _readable(process.sentinel)
        finally:
            hears.close()
            process.kill()
        process.join()
        assert process.exitcode in (0, -signal.SIGKILL), f"it ended with {process.exitcode}"
        return paused or process.exitcode == -signal.SIGKILL

    async def settle(self) -> None:
        """Let processes that nobody disturbs deliver the rest."""
        self.heal()
        for _ in range(20):
            await self.run()
            self.passes(400)
            if not await self.unsettled():
                return
        raise AssertionError(f"{len(await self.unsettled())} messages are never settled")

    async def unsettled(self) -> list[int]:
        """Messages that have not come to an end."""
        open_states = [DeliveryState.WAITING.value, DeliveryState.SENDING.value]
        return [number for number, state in (await self.states()).items() if state in open_states]

    async def states(self) -> dict[int, str]:
        """Where every message stands."""
        async with self.store.reading() as tx:
            rows = await tx.execute(select(deliveries.c.id, deliveries.c.state))
        return {row.id: row.state for row in rows}

    def arrived(self) -> Counter[int]:
        """How often each message stands before somebody."""
        seen: Counter[int] = Counter()
        for channel in self.discord.world.direct.values():
            for message in channel.messages.values():
                seen[_number(message.text)] += 1
        for team in self.slack.world.teams.values():
            for place in team.channels:
                for posted in place.visible():
                    seen[_number(posted.text)] += 1
        return seen

    async def assert_each_arrived_once(self) -> None:
        """Nothing is lost and nothing there twice; to who takes no messages nothing came."""
        states, seen = await self.states(), self.arrived()
        for number, to in self.added.items():
            closed = to.account_id in self.closed
            # What else waits for somebody who is unreachable is taken away, to be planned anew.
            state = states.get(number, "gone")
            assert seen[number] == (0 if closed else 1), (number, to.door, state)
            assert state in (("unreachable", "gone") if closed else ("delivered",))
        assert set(seen) <= set(self.added)


@asynccontextmanager
async def scene(folder: Path, seed: int) -> AsyncIterator[Scene]:
    """Two platforms with people, some of whom take no messages, and an empty database."""
    chance = random.Random(seed)
    database = f"sqlite:///{folder / f'{seed}.db'}"
    async with DiscordServer() as discord, SlackServer() as slack:
        discord.limits.relax()
        slack.limits.relax()
        clock = SharedClock(folder / f"{seed}.clock")
        team = slack.team("Radiology")
        store = await Store.open(database)
        people: dict[str, list[Destination]] = {"discord": [], "slack": []}
        closed = set()
        async with store.writing() as tx:
            for number in range(PEOPLE):
                on_discord = discord.user(f"Person {number}", installed=True)
                on_slack = slack.user(f"Person {number}", team)
                there = await somebody(tx, str(on_discord.id))
                here = await somebody(tx, on_slack.id, door="slack", workspace=team.id)
                people["discord"].append(there)
                people["slack"].append(here)
                if number == 0:
                    discord.refuse_dms(on_discord)
                    slack.refuse_dms(on_slack)
                    closed |= {there.account_id, here.account_id}
        task = Task(
            database,
            str(folder / f"{seed}.clock"),
            0,
            (discord.api, discord.token),
            (slack.api, slack.token(team)),
        )
        try:
            yield Scene(discord, slack, store, clock, task, chance, people, closed)
        finally:
            discord.heal()
            slack.heal()
            await store.close()
            clock.close()


async def _readable(*descriptors: int) -> bool:
    """Wait until the first of some can be read, or another one; whether it was the first."""
    loop = asyncio.get_running_loop()
    found: asyncio.Future[int] = loop.create_future()

    def ready(descriptor: int) -> None:
        if not found.done():
            found.set_result(descriptor)

    for descriptor in descriptors:
        loop.add_reader(descriptor, ready, descriptor)
    try:
        async with asyncio.timeout(PATIENCE):
            return await found == descriptors[0]
    finally:
        for descriptor in descriptors:
            loop.remove_reader(descriptor)


def _heard(hears: Connection) -> bool:
    """Whether a process told that it is paused; one that died told nothing."""
    try:
        return hears.recv_bytes() == b"paused"
    except EOFError:
        return False


def _number(words: str) -> int:
    """The message that some words are of."""
    title = words.replace("#", " ").replace("*", " ").split()
    return int(title[title.index("Reminder") + 1])
