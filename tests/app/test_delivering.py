"""Tokens that several processes want, and messages that one of them sends."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import TypeVar

import pytest

from bot.app import open_desk
from bot.delivering import Delivering, WayOut, delivering, elapsed, scope_of, this_run
from bot.settings import StorageSettings
from bot.web.health import Health
from core.commands.desk import Desk
from core.commands.visit import Library
from core.deliveries.outcome import Delivered, Looked, NotThere, Outcome
from core.deliveries.sender import Outgoing
from core.reminders.carried import CarriedKind
from core.reminders.preferences import Preferences
from core.storage.deliveries import add_delivery
from core.storage.reminder_settings import ReminderSettings, save_settings
from tests.storage.delivering import somebody

SHORT = timedelta(seconds=0.6)
PATIENCE = 15

_T = TypeVar("_T")


@dataclass
class Out:
    """A way out that notes what it sends, and can be kept from ending."""

    sent: list[int] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    begun: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.open.set()

    async def send(self, message: Outgoing, *, may_send: Callable[[], bool]) -> Outcome:
        assert may_send()
        self.begun.set()
        await self.open.wait()
        self.sent.append(message.delivery_id)
        return Delivered("1", "2")

    async def find(self, message: Outgoing) -> Looked:
        return NotThere()


def now() -> datetime:
    return datetime.now(UTC)


async def well() -> None:
    """The database is."""


@dataclass
class Process:
    """One of several over a database."""

    desk: Desk
    out: Out = field(default_factory=Out)
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    health: Health = field(default_factory=lambda: Health(well))
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def begins(self, clock: Callable[[], float] = elapsed) -> Delivering:
        ways = [WayOut("discord", "a token", self.out)]
        opened = delivering(
            self.desk, ways, now=now, stop=self.stop, health=self.health, length=SHORT, clock=clock
        )
        return await self.stack.enter_async_context(opened)

    async def ends(self) -> None:
        self.stop.set()
        await self.stack.aclose()


@pytest.fixture
async def desk(tmp_path: Path, shelf: Library) -> AsyncIterator[Desk]:
    settings = StorageSettings(database=f"sqlite:///{tmp_path / 'people.db'}")
    async with open_desk(settings, now=now(), loaded=shelf) as opened:
        yield opened


async def holds(running: Delivering) -> None:
    async with asyncio.timeout(PATIENCE):
        await running.tokens._gained["discord"].wait()
    assert running.tokens.held("discord")


async def welcome(desk: Desk) -> int:
    """A message that is due, to somebody who asked for it."""
    async with desk.store.writing() as tx:
        to = await somebody(tx, "ada")
        hours = Preferences("UTC", clock_time(8), clock_time(22), clock_time(7))
        chosen = ReminderSettings(to.account_id, hours, zone_chosen=True)
        await save_settings(tx, to.person_id, chosen, now=now(), expected=None)
        return await add_delivery(tx, to, CarriedKind.WELCOME, due_at=now(), now=now())


async def test_of_two_processes_one_sends_and_the_other_follows_it(desk: Desk) -> None:
    one, two = Process(desk), Process(desk)
    await holds(await one.begins())
    second = await two.begins()
    number = await welcome(desk)
    async with asyncio.timeout(PATIENCE):
        await one.out.begun.wait()
    assert not second.tokens.held("discord")
    await one.ends()
    assert (one.out.sent, two.out.sent) == ([number], [])
    await holds(second)
    await two.ends()


async def test_what_was_written_by_a_press_leaves_at_once(desk: Desk) -> None:
    one = Process(desk)
    running = await one.begins()
    await holds(running)
    number = await welcome(desk)
    started = asyncio.get_running_loop().time()
    running.deliverer.wake()
    await one.out.begun.wait()
    assert asyncio.get_running_loop().time() - started < 1.0
    await one.ends()
    assert one.out.sent == [number]


async def test_whoever_wakes_after_the_machine_slept_holds_nothing_any_more(desk: Desk) -> None:
    slept = 0.0
    one = Process(desk)
    running = await one.begins(lambda: elapsed() + slept)
    await holds(running)
    slept = 3600.0
    assert not running.tokens.held("discord")
    await one.ends()


def test_what_is_held_is_counted_by_a_clock_that_goes_on_while_the_machine_sleeps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(time, "CLOCK_BOOTTIME", 70, raising=False)
    monkeypatch.setattr(time, "clock_gettime", {70: 4711.0}.__getitem__, raising=False)
    assert elapsed() == 4711.0
    monkeypatch.delattr(time, "CLOCK_BOOTTIME")
    monkeypatch.setattr(time, "monotonic", lambda: 12.5)
    assert elapsed() == 12.5


async def test_told_to_stop_it_finishes_what_is_on_its_way_and_takes_nothing_more(
    desk: Desk,
) -> None:
    one = Process(desk)
    running = await one.begins()
    await holds(running)
    one.out.open.clear()
    number = await welcome(desk)
    running.deliverer.wake()
    await one.out.begun.wait()
    one.stop.set()
    ending = asyncio.ensure_future(one.ends())
    await asyncio.sleep(0)
    assert running.tokens.held("discord")
    one.out.open.set()
    await ending
    assert one.out.sent == [number]
    assert not running.tokens.held("discord")


async def test_a_door_that_is_there_for_one_process_alone_stands_by_in_the_other(
    desk: Desk,
) -> None:
    one, two = Process(desk), Process(desk)
    first = await one.begins()
    await holds(first)
    second = await two.begins()
    there: list[str] = []
    came = {"one": asyncio.Event(), "two": asyncio.Event()}

    async def be_there(name: str, stop: asyncio.Event) -> None:
        there.append(name)
        came[name].set()
        await stop.wait()
        there.remove(name)

    async def run(process: Process, running: Delivering, name: str) -> None:
        await running.tokens.while_held("discord", lambda stop: be_there(name, stop), process.stop)

    doors = [
        asyncio.ensure_future(run(one, first, "one")),
        asyncio.ensure_future(run(two, second, "two")),
    ]
    two.health.report("discord", connected=False)
    await _soon(came["one"].wait())
    assert there == ["one"]
    assert (await two.health.condition()).well
    one.stop.set()
    await doors[0]
    assert there == []
    await one.ends()
    await _soon(came["two"].wait())
    assert there == ["two"]
    await two.ends()
    await doors[1]
    assert there == []


async def test_a_door_whose_token_is_lost_ends_and_comes_again(desk: Desk) -> None:
    one = Process(desk)
    running = await one.begins()
    await holds(running)
    begins: asyncio.Queue[None] = asyncio.Queue()
    ends: asyncio.Queue[bool] = asyncio.Queue()

    async def be_there(stop: asyncio.Event) -> None:
        begins.put_nowait(None)
        await stop.wait()
        ends.put_nowait(one.stop.is_set())

    door = asyncio.ensure_future(running.tokens.while_held("discord", be_there, one.stop))
    await _soon(begins.get())
    running.tokens._changed("discord", held=False)
    assert await _soon(ends.get()) is False
    running.tokens._changed("discord", held=True)
    await _soon(begins.get())
    await one.ends()
    await door
    assert ends.get_nowait() is True
    assert begins.empty()


def test_a_token_cannot_be_told_from_what_it_is_held_by() -> None:
    assert scope_of("discord", "secret") != scope_of("slack", "secret")
    assert scope_of("discord", "secret") == scope_of("discord", "secret")
    assert "secret" not in scope_of("discord", "secret") + repr(WayOut("slack", "secret", Out()))


def test_every_run_has_a_name_of_its_own() -> None:
    assert this_run() != this_run()


async def _soon(awaited: Awaitable[_T]) -> _T:
    async with asyncio.timeout(PATIENCE):
        return await awaited
