"""How long a person on Slack waits: for the acknowledgement, and until an answer is seen.

The bot runs in a process of its own, as ``readingroom run`` starts it; Slack is the local one in
this process, by whose clock everything is counted. Beside it, in the same run, stands an app that
does nothing but answer.
"""

import asyncio
import gc
import os
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice, repeat
from pathlib import Path
from typing import Literal

import aiohttp
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from bot.app import open_desk
from bot.settings import StorageSettings
from bot.slack.troubles import ONE_MOMENT
from core.commands.visit import Account
from core.dialogue.reply import Reply
from core.dialogue.request import Asked
from tests.contract.slack_seen import pressables
from tests.platforms.slack_server import Act, SlackServer
from tests.platforms.slack_server.messages import Message
from tests.platforms.slack_server.people import Team, User
from tests.platforms.slack_server.views import View

Via = Literal["socket", "http"]

PATIENCE = 60
ANSWERS = {"applicant": "us_img", "specialty": "dr", "step2_ck": "219"}
WARMING = (50, 2)
RATES = ((1, 20), (50, 10))
"""Requests a second, and for how many seconds."""
PEOPLE = sum(rate * lasting for rate, lasting in (WARMING, *RATES))
"""So many that nobody asks the same thing twice."""
EMPTY = "an empty slack-bolt command"


@dataclass(frozen=True)
class Question:
    """Something that was asked; the answer is seen where ``seen`` was asked, if not by itself."""

    asked: Act
    seen: Act


Ask = Callable[[User], Awaitable[Question]]


@dataclass
class Waits:
    """Milliseconds until each question was acknowledged, and until an answer was seen."""

    acknowledged: list[float] = field(default_factory=list)
    seen: list[float] = field(default_factory=list)


@asynccontextmanager
async def _process(
    server: SlackServer, team: Team, folder: Path, *command: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """One of the two in a process of its own, connected the way the server sends."""
    settings = {
        "READINGROOM_DATABASE": _database(folder),
        "READINGROOM_SLACK_BOT_TOKEN": server.token(team),
        "READINGROOM_SLACK_API": server.api,
    }
    if server.via == "socket":
        settings["READINGROOM_SLACK_APP_TOKEN"] = server.app_token
    else:
        settings["READINGROOM_SLACK_SIGNING_SECRET"] = server.signing_secret
        settings["READINGROOM_WEB_PORT"] = "0"
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-W", "ignore", *command),
        cwd=folder,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "PYTHONPATH": str(Path(__file__).parents[2]),
            **settings,
        },
    )
    assert process.stderr is not None
    said = process.stderr
    try:
        if server.via == "socket":
            await server.sockets.connected(within=PATIENCE)
        else:
            await _listening(server, said)
        emptying = asyncio.create_task(said.read())
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
    await emptying


async def _listening(server: SlackServer, said: asyncio.StreamReader) -> None:
    """Wait until requests are answered at the port that the process has found."""
    line = b""
    async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
        while b"listening on 127.0.0.1, port " not in line:
            line = await said.readline()
            assert line, "the process ended"
        root = f"http://127.0.0.1:{int(line.split()[-1])}"
        server.http.url = f"{root}/slack/events"
        while True:
            async with session.post(server.http.url) as answer:
                if answer.status < 500:  # what has no signature is refused once the door is open
                    return
            await asyncio.sleep(0.05)


def _database(folder: Path) -> str:
    return f"sqlite:///{folder / 'people.db'}"


async def _save(people: Iterable[User], team: Team, folder: Path) -> None:
    """Save a profile for everybody, before the bot is started."""
    now = datetime.now(UTC)
    async with open_desk(StorageSettings(database=_database(folder)), now=now) as desk:
        for who in people:
            account = Account("slack", team.id, who.id)
            assert isinstance(await desk.answer(Asked("assess", ANSWERS), account, now=now), Reply)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """The local Slack does not look for garbage meanwhile: that takes it a tenth of a second."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


async def _measure(ask: Ask, people: Iterable[User], rate: int, lasting: int) -> Waits:
    """The waits of people who ask at an even rate, whether or not it keeps up."""
    loop = asyncio.get_running_loop()
    with _uninterrupted():
        start, questions = loop.time(), []
        for number, person in enumerate(islice(people, rate * lasting)):
            await asyncio.sleep(max(0.0, start + number / rate - loop.time()))
            questions.append(await ask(person))
        assert len(questions) == rate * lasting
        waits = Waits()
        for one in questions:
            waits.acknowledged.append(await _acknowledged(one.asked))
            waits.seen.append(await _seen(one))
    return waits


async def _acknowledged(asked: Act) -> float:
    answer = await asked.answered(within=PATIENCE)
    assert answer.status == 200
    assert asked.seconds is not None
    return asked.seconds * 1000


async def _seen(question: Question) -> float:
    """Until something was seen, be it a word that the answer takes longer; it has come, too."""
    seen = question.seen
    await seen.watch.until(
        lambda: any(not _is_moment(one) for one in seen.shown) or None,
        f"what answers {question.asked.type}",
        PATIENCE,
    )
    assert seen.shown_at is not None
    return (seen.shown_at - question.asked.attempts[0].at) * 1000


def _is_moment(shown: Message | View) -> bool:
    return isinstance(shown, Message) and ONE_MOMENT in shown.words


class Crowd:
    """People of one workspace, and what each of them asks; every one asks a thing once."""

    def __init__(self, server: SlackServer) -> None:
        self._server = server
        self.team = server.team("Radiology")
        self._channel = server.channel("general", self.team, bot=False)
        self.people = [self._person(f"Person {number}") for number in range(PEOPLE)]
        self._forms: dict[User, Act] = {}
        self._messages: dict[User, Act] = {}

    def types(self, command: str, text: str = "") -> Ask:
        """Type something in a channel."""

        async def ask(who: User) -> Question:
            act = await self._server.command(who, command, text, channel=self._channel, wait=False)
            return Question(act, act)

        return ask

    async def opens(self, who: User) -> Question:
        """Open the form of the assessment."""
        question = await self.types("/assess")(who)
        self._forms[who] = question.asked
        return question

    async def submits(self, who: User) -> Question:
        """Send in the form that was opened; the answer comes where that was asked for."""
        form = self._forms.pop(who)
        view = await form.modal()
        form.shown.clear()
        form.shown_at = None
        return Question(await self._server.submit(who, view, wait=False), form)

    async def reads(self, who: User) -> Question:
        """Ask for something to read."""
        question = await self.types("/readingroom", "topic reading")(who)
        self._messages[who] = question.asked
        return question

    async def presses(self, who: User) -> Question:
        """Press the first button of what one reads."""
        read = next(
            one
            for one in self._messages[who].shown
            if isinstance(one, Message) and not _is_moment(one)
        )
        buttons = (one for _, one in pressables(read, read.blocks) if not one.chosen)
        act = await self._server.press(who, read, next(buttons).action_id, wait=False)
        return Question(act, act)

    def _person(self, name: str) -> User:
        user = self._server.user(name, self.team)
        self._channel.join(user)
        return user


async def _speed(folder: Path, via: Via) -> list[str]:
    measured: dict[tuple[str, int], Waits] = {}
    async with SlackServer(via) as server:
        server.limits.relax()
        crowd = Crowd(server)
        await _save(crowd.people, crowd.team, folder)

        async def run(name: str, ask: Ask, people: Iterable[User] | None = None) -> None:
            asking = iter(crowd.people if people is None else people)
            await _measure(ask, asking, *WARMING)
            for rate, lasting in RATES:
                measured[name, rate] = await _measure(ask, asking, rate, lasting)

        empty = str(Path(__file__).with_name("empty_slack_app.py"))
        async with _process(server, crowd.team, folder, empty):
            await run(EMPTY, crowd.types("/empty"))
        async with _process(server, crowd.team, folder, "-m", "bot", "run"):
            await run("topic reading, first contact", crowd.reads)
            await run("a press in that message", crowd.presses)
            reads = crowd.types("/readingroom", "topic reading")
            await run("topic reading, the same people", reads)
            await run("topic reading, one person", reads, repeat(crowd.people[0]))
            await run("topic evidence", crowd.types("/readingroom", "topic evidence"))
            await run("/assess: its form", crowd.opens)
            await run("that form submitted", crowd.submits)
            await run("/assess step2_ck:221", crowd.types("/assess", "step2_ck:221"))
        server.assert_clean()
    return _report(measured, via)


def _report(measured: dict[tuple[str, int], Waits], via: Via) -> list[str]:
    numbers = f"{'median':>9}{'p95':>8}{'p99':>8}{'added':>8}{'ratio':>7}"
    rows = [
        f"over {via}, {os.cpu_count()} processors, {PEOPLE} people with a profile",
        f"{'ms from arrival':<43}{'to the acknowledgement':>40}   {'to the first answer':>40}",
        f"{'':<30}{'rate':>6}{'n':>6}{numbers}   {numbers}",
    ]
    for (name, rate), waits in measured.items():
        beside = measured[EMPTY, rate]
        row = f"{name:<30}{rate:>4}/s{len(waits.seen):>6}"
        row += _numbers(waits.acknowledged, beside.acknowledged)
        rows.append(row + "   " + _numbers(waits.seen, beside.seen))
    return rows


def _numbers(waits: list[float], beside: list[float]) -> str:
    cuts = statistics.quantiles(waits, n=100, method="inclusive")
    median, least = statistics.median(waits), statistics.median(beside)
    return f"{median:>9.2f}{cuts[94]:>8.2f}{cuts[98]:>8.2f}{median - least:>+8.2f}" + (
        f"{median / least:>7.2f}"
    )


@pytest.mark.parametrize("via", ["socket", "http"])
def test_answers_beside_an_empty_command(
    benchmark: BenchmarkFixture, tmp_path: Path, capsys: pytest.CaptureFixture[str], via: Via
) -> None:
    rows = benchmark.pedantic(lambda: asyncio.run(_speed(tmp_path, via)), rounds=1)  # type: ignore[no-untyped-call]
    with capsys.disabled():
        print("", *rows, sep="\n")  # noqa: T201


async def _idle(folder: Path) -> str:
    async with SlackServer() as server:
        team = server.team("Radiology")
        began = time.monotonic()
        async with _process(server, team, folder, "-m", "bot", "run") as process:
            connected = time.monotonic() - began
            await _rested(process.pid)
            status = Path(f"/proc/{process.pid}/status").read_text()
            maps = Path(f"/proc/{process.pid}/maps").read_text()
    (resident,) = [line for line in status.splitlines() if line.startswith("VmRSS")]
    drawing = "loaded" if "matplotlib" in maps else "not loaded"
    mebibytes = int(resident.split()[1]) / 1024
    return f"connected after {connected:.2f} s; {mebibytes:.0f} MiB resident; drawing {drawing}"


async def _rested(pid: int) -> None:
    """Wait until the process has used no processor time for two seconds."""
    used = -1
    while (now := _processor_time(pid)) != used:
        used = now
        await asyncio.sleep(2)


def _processor_time(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    # A few ticks are the heart of the event loop, and not work.
    return (int(fields[11]) + int(fields[12])) // 5


def test_start_and_memory_of_an_idle_bot(
    benchmark: BenchmarkFixture, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = benchmark.pedantic(lambda: asyncio.run(_idle(tmp_path)), rounds=1)  # type: ignore[no-untyped-call]
    with capsys.disabled():
        print("", said, sep="\n")  # noqa: T201
