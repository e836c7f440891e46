"""Own dates, reminders, calendars, backups: no score, no title, no secret, no id is written down.

Everything is logged, everything breaks once, and what monitor and operator see is read too.
"""

import asyncio
import json
import logging
import shutil
import sqlite3
import sys
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy.exc import IntegrityError

from bot.app import open_desk
from bot.cli.entry import main
from bot.delivering import WayOut, delivering
from bot.replanning import plan_outdated
from bot.settings import StorageSettings, WebSettings
from bot.web.calendars import CALENDARS, READS_A_MINUTE, calendar_routes
from bot.web.health import Health
from bot.web.metrics import METRICS, Metrics
from bot.web.serving import serving
from core.commands.desk import Desk
from core.commands.visit import Account, Library
from core.deliveries.composing import compose
from core.deliveries.deliverer import Deliverer
from core.deliveries.freezing import Freezing
from core.deliveries.outcome import (
    CannotTell,
    Delivered,
    Looked,
    NotThere,
    Outcome,
    Reason,
    Rejected,
    Retry,
    Unknown,
    Unreachable,
)
from core.deliveries.sender import Outgoing
from core.dialogue.buttons import buttons, pressed
from core.dialogue.reply import Action, Fault, Paragraph, Refused, Reply
from core.dialogue.reply import Outcome as Answer
from core.dialogue.request import Asked
from core.dialogue.text import Link
from core.storage.backlog import backlog
from core.storage.tables import deliveries
from tests.operations.unwritten import SCORE, WORDS, found, log_everything, logged

START = datetime(2026, 11, 24, 17, tzinfo=UTC)
TOKEN = "a-bots-token-4f1c9b"  # noqa: S105 - a test's own
PERSON, CHANNEL = "815000000000000123", "917000000000000456"
ADA = Account("discord", "", PERSON)
OUTSIDE = "https://bot.example/calendars/"
ANSWERS = {
    "applicant": "us_img",
    "specialty": "dr",
    "season_stage": "2027_applied",
    "step2_ck": SCORE,
    "step2_date": "2026-06-01",
}
LEASE = timedelta(seconds=30)


@dataclass
class Clock:
    at: datetime = START

    def __call__(self) -> datetime:
        return self.at


@dataclass
class Post:
    """A platform that quotes what it is given in all it raises; ``acts`` are its next doings."""

    acts: deque[str] = field(default_factory=deque)
    looks: deque[str] = field(default_factory=deque)
    arrived: list[Outgoing] = field(default_factory=list)

    async def send(self, message: Outgoing, *, may_send: Callable[[], bool]) -> Outcome:
        act = self.acts.popleft() if self.acts else "delivered"
        if act == "raises before":
            raise RuntimeError(_quoted(message))
        assert may_send()
        match act:
            case "raises":
                raise ConnectionError(_quoted(message)) from ValueError(_quoted(message))
            case "unknown":
                return Unknown(Reason.CUT)
            case "retry":
                return Retry(timedelta(seconds=1), Reason.RATE_LIMITED)
            case "rejected":
                return Rejected(Reason.UNSHOWABLE)
            case "unreachable":
                return Unreachable(Reason.CLOSED)
        self.arrived.append(message)
        return Delivered(f"m{message.delivery_id}", CHANNEL)

    async def find(self, message: Outgoing) -> Looked:
        act = self.looks.popleft() if self.looks else ""
        if act == "raises":
            raise RuntimeError(_quoted(message))
        return CannotTell(timedelta(), Reason.CUT) if act == "blind" else NotThere()


def _quoted(message: Outgoing) -> str:
    return f"{TOKEN} {message.platform_id} {message.channel_id} {message.reply} {WORDS} {SCORE}"


@dataclass
class Story:
    """Ada, the desk, the deliverer, and the database behind them."""

    desk: Desk
    file: Path
    clock: Clock
    post: Post
    deliverer: Deliverer
    secrets: set[str] = field(default_factory=set)

    async def asks(self, command: str, **given: str) -> Answer:
        return await self.desk.answer(Asked(command, given), ADA, now=self.clock())

    async def reply(self, command: str, **given: str) -> Reply:
        outcome = await self.asks(command, **given)
        assert isinstance(outcome, Reply), outcome
        return outcome

    async def presses(self, reply: Reply, label: str) -> Answer:
        return await self.desk.answer(pressed(_button(reply, label)), ADA, now=self.clock())

    async def adds(self, title: str, when: str) -> Answer:
        """A date of her own, kept."""
        proposed = await self.reply("timeline", show="add", what=title, when=when)
        return await self.presses(proposed, "Keep")

    async def goes_on(self, by: timedelta) -> None:
        """Time passes, and all that falls due in it is sent."""
        until = self.clock.at + by
        while self.clock.at < until:
            await self._passes(until)

    async def until_it_arrives(self) -> Outgoing:
        """Time passes until something has arrived."""
        before, until = len(self.post.arrived), self.clock.at + timedelta(days=40)
        while len(self.post.arrived) == before:
            await self._passes(until)
            assert self.clock.at < until, "nothing arrived for so long"
        return self.post.arrived[-1]

    async def _passes(self, until: datetime) -> None:
        next_at = await self.deliverer.round()
        soonest = self.clock.at + timedelta(minutes=5)
        # A row that the database refuses stays due.
        self.clock.at = min(until, max(next_at or until, soonest))
        await self.deliverer.round()

    async def new_address(self) -> str:
        """The path of a private calendar."""
        reply = await self.reply("calendar", do="new")
        [address] = [
            span.address
            for block in reply.blocks
            if isinstance(block, Paragraph)
            for span in block.text
            if isinstance(span, Link)
        ]
        self.secrets.add(address.removeprefix(OUTSIDE).removesuffix(".ics"))
        return CALENDARS + address.removeprefix(OUTSIDE)

    def breaks(self, table: str, doing: str, when: str = "1") -> None:
        """Let the database refuse this from now on, quoting her words."""
        self._runs(
            f"CREATE TRIGGER broken BEFORE {doing} ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{WORDS} {SCORE} {PERSON}'); END"
        )

    def heals(self) -> None:
        self._runs("DROP TRIGGER broken")

    def _runs(self, statement: str) -> None:
        # Beside the bot, so that it is in no log of its own.
        with closing(sqlite3.connect(self.file)) as connection:
            connection.execute(statement)

    @property
    def unwritten(self) -> set[str]:
        return {TOKEN, PERSON, CHANNEL, *self.secrets}


def _button(reply: Reply, label: str) -> Action:
    return next(action for action in buttons(reply) if action.label == label)


@asynccontextmanager
async def telling(file: Path, shelf: Library) -> AsyncIterator[Story]:
    """The story's parts over a database of their own."""
    clock, post = Clock(), Post()
    loaded = replace(shelf, calendar_address=OUTSIDE)
    settings = StorageSettings(database=f"sqlite:///{file}")
    async with open_desk(settings, now=START, loaded=loaded) as opened:
        desk = replace(opened, keeps_refused=True, operator_asks=False)

        def composed(carried: Any, delivery_id: int, *, maybe_again: bool) -> Reply:
            if post.acts and post.acts[0] == "unshowable":
                post.acts.popleft()
                raise ValueError(f"{carried} {WORDS}")
            return compose(carried, delivery_id, maybe_again=maybe_again)

        deliverer = Deliverer(
            desk.store,
            {"discord": post},
            Freezing(lambda: desk.library.prepared),
            compose=composed,
            resend_after=timedelta(minutes=30),
            now=clock,
            holder="one",
            lease=LEASE,
            settle_pauses=(0.0,),
        )
        yield Story(desk, file, clock, post, deliverer)


@pytest.fixture
async def story(tmp_path: Path, shelf: Library) -> AsyncIterator[Story]:
    async with telling(tmp_path / "people.db", shelf) as told:
        yield told


@dataclass
class Written:
    """What was logged and printed, and what the monitor has read."""

    caplog: pytest.LogCaptureFixture
    capfd: pytest.CaptureFixture[str]
    warned: pytest.WarningsRecorder
    read: list[str] = field(default_factory=list)

    def nothing_of(self, unwritten: set[str]) -> None:
        everything = [*logged(self.caplog), *self.capfd.readouterr(), *self.read]
        everything += [str(warning.message) for warning in self.warned]
        assert any("UPDATE" in line for line in everything), "nothing was logged at all"
        assert found(everything, unwritten) == []


@pytest.fixture
def written(
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    recwarn: pytest.WarningsRecorder,
) -> Written:
    log_everything(caplog)
    return Written(caplog, capfd, recwarn)


async def opts_in(story: Story) -> None:
    """A profile with a score, dates of her own, reminders on, and the first message."""
    await story.reply("assess", **ANSWERS)
    assert isinstance(await story.asks("timeline", show="add", what=WORDS, when=WORDS), Refused)
    for day in range(4, 60, 5):
        when = f"{(story.clock.at + timedelta(days=day)):%Y-%m-%d} 17:00"
        await story.adds(f"{WORDS} with Dr {WORDS} {SCORE}", when)
    assert isinstance(await story.asks("remind", do="on", zone=WORDS), Refused)
    assert isinstance(await story.asks("remind", do="on", zone="UTC", quiet=WORDS), Refused)
    await story.reply("remind", do="on", zone="UTC")
    await story.deliverer.round()
    assert len(story.post.arrived) == 1


async def test_whatever_goes_wrong_on_the_way_no_log_says_for_whom_or_of_what(
    story: Story, written: Written
) -> None:
    await opts_in(story)
    acts = ("raises before", "raises", "unknown", "retry", "unshowable", "rejected")
    for act in acts:
        story.post.acts.append(act)
        story.post.looks += ["raises", "blind"]
        await story.until_it_arrives()
        assert not story.post.acts, act
    assert any(WORDS in repr(one.reply) for one in story.post.arrived)
    levels = {record.levelno for record in written.caplog.records}
    assert logging.ERROR in levels
    written.nothing_of(story.unwritten)


async def test_somebody_who_cannot_be_reached_is_in_no_log(story: Story, written: Written) -> None:
    await opts_in(story)
    story.post.acts.append("unreachable")
    await story.goes_on(timedelta(days=7))
    assert not story.post.acts
    await story.reply("timeline")
    await story.reply("remind", do="again")
    await story.until_it_arrives()
    written.nothing_of(story.unwritten)


async def test_stale_and_made_up_presses_are_in_no_log(story: Story, written: Written) -> None:
    await opts_in(story)
    there = await story.until_it_arrives()
    number = str(there.delivery_id)
    for given in (
        {"delivery": number, "item": "1", "do": "done"},
        {"delivery": number, "item": "1", "do": "done"},
        {"delivery": number, "item": "1", "do": "snooze", "until": "3d"},
        {"delivery": number, "item": "1", "do": "snooze", "until": f"{WORDS} {SCORE}"},
        {"delivery": number, "item": SCORE, "do": "drop"},
        {"delivery": f"{SCORE}99999", "item": "1", "do": "done"},
        {"delivery": WORDS, "item": WORDS, "do": WORDS},
        {"delivery": "1" * 5000, "item": "1", "do": "snooze", "until": WORDS * 40},
    ):
        for account in (ADA, replace(ADA, platform_id="2")):
            await story.desk.answer(Asked("reminder", given), account, now=story.clock())
    for given in ({"key": WORDS, "do": "done"}, {"do": "keep", "held": WORDS}):
        await story.asks("milestone", **given)
    written.nothing_of(story.unwritten)


BROKEN = {
    "a date is kept": ("milestones", "INSERT"),
    "a plan is written": ("occurrences", "INSERT"),
    "a message is planned": ("deliveries", "INSERT"),
    "a calendar is given": ("subscriptions", "INSERT"),
    "reminders are changed": ("reminder_settings", "UPDATE"),
}


@pytest.mark.parametrize("what", BROKEN)
async def test_a_database_that_quotes_rows_as_it_fails_is_not_quoted(
    story: Story, written: Written, what: str
) -> None:
    await opts_in(story)
    there = await story.until_it_arrives()
    story.breaks(*BROKEN[what])
    answers = [
        await story.adds(f"{WORDS} {SCORE}", "in 20 days"),
        await story.asks("calendar", do="new"),
        await story.asks("remind", hour="09:15"),
        await story.asks(
            "reminder", delivery=str(there.delivery_id), item="1", do="snooze", until="1w"
        ),
    ]
    assert any(isinstance(answer, Fault) for answer in answers), answers
    story.clock.at += timedelta(days=8)
    with suppress(IntegrityError):  # the service logs it as a fault
        await plan_outdated(story.desk, now=story.clock)
    story.heals()
    written.nothing_of(story.unwritten)


@pytest.mark.parametrize("state", ["sending", "delivered", "waiting"])
async def test_a_message_whose_row_the_database_refuses_is_in_no_log(
    story: Story, written: Written, state: str
) -> None:
    await opts_in(story)
    due = await story.deliverer.round()
    assert due is not None
    story.breaks("deliveries", "UPDATE", f"NEW.state = '{state}'")
    story.clock.at = due
    story.post.acts += ["retry"] if state == "waiting" else []
    for _ in range(3):
        with suppress(IntegrityError):  # the service logs it as a fault
            await story.deliverer.round()
        story.clock.at += LEASE
    story.heals()
    await story.until_it_arrives()
    written.nothing_of(story.unwritten)


class Heard(logging.Handler):
    """Waits for a line."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words, self.there = words, asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        if self._words in record.getMessage():
            self.there.set()


async def test_a_service_that_cannot_take_what_is_due_says_so_without_a_value(
    story: Story, written: Written
) -> None:
    await opts_in(story)
    story.breaks("deliveries", "UPDATE", "NEW.state = 'sending'")
    story.clock.at += timedelta(days=6)
    heard, stop = Heard("fault deliveries"), asyncio.Event()
    logging.getLogger().addHandler(heard)
    try:
        way = WayOut("discord", TOKEN, story.post)
        async with delivering(story.desk, [way], now=story.clock, stop=stop), asyncio.timeout(20):
            await heard.there.wait()
    finally:
        logging.getLogger().removeHandler(heard)
    written.read.append(repr(way))
    written.nothing_of(story.unwritten)


@asynccontextmanager
async def monitored(story: Story, health: Health) -> AsyncIterator[aiohttp.ClientSession]:
    """The service's web addresses."""
    metrics = Metrics(health, [story.deliverer.figures])
    routes = [*calendar_routes(story.desk, now=story.clock), metrics.route]
    stop, settings = asyncio.Event(), WebSettings(port=0)
    async with serving(routes, settings, health=health, stop=stop) as port:
        base = f"http://127.0.0.1:{port}"
        async with asyncio.timeout(20), aiohttp.ClientSession(base) as session:
            yield session


async def test_what_a_monitor_reads_and_what_a_calendars_address_leaves_names_nobody(
    story: Story, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def standing() -> Any:
        async with story.desk.store.reading() as tx:
            return await backlog(tx, story.clock())

    await opts_in(story)
    for act in ("unshowable", "raises", "rejected", "unreachable"):
        story.post.acts.append(act)
        await story.goes_on(timedelta(days=9))
    health = Health(story.desk.store.read_once, backlog=standing, now=story.clock)
    health.report("discord", connected=True)
    path = await story.new_address()
    titles = 0
    async with monitored(story, health) as session:
        for address in (path, path.replace(".ics", "x.ics"), f"{path}?{WORDS}={SCORE}"):
            async with session.get(address) as answer:
                titles += WORDS in await answer.text()
        async with session.post(path, data=WORDS) as answer:
            assert answer.status == 405
        for _ in range(READS_A_MINUTE):
            await (await session.get(path)).read()
        again = await story.new_address()

        async def broken(*given: object) -> None:
            raise RuntimeError(f"{given} {WORDS}")

        monkeypatch.setattr("bot.web.calendars.written_calendar", broken)
        for address in (path, again):
            await (await session.get(address)).read()
        await story.reply("calendar", do="revoke")
        await (await session.get(again)).read()
        for address in ("/health", METRICS, f"/{WORDS}/{SCORE}"):
            async with session.get(address) as answer:
                written.read += [await answer.text(), str(answer.headers)]
    assert titles == 2
    assert "readingroom_deliveries_outcomes_total{" in "".join(written.read)
    assert len(story.secrets) == 2
    written.nothing_of(story.unwritten)


@dataclass
class Operator:
    """Runs ``readingroom``, with everything that it prints."""

    monkeypatch: pytest.MonkeyPatch
    capfd: pytest.CaptureFixture[str]
    told: list[str] = field(default_factory=list)

    def runs(self, database: Path, *arguments: str) -> bool:
        """Whether it ended well."""
        self.monkeypatch.setenv("READINGROOM_DATABASE", f"sqlite:///{database}")
        self.monkeypatch.setattr(sys, "argv", ["readingroom", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        self.told += self.capfd.readouterr()
        return not ended.value.code


@pytest.fixture
def operator(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Operator:
    return Operator(monkeypatch, capfd)


@dataclass(frozen=True)
class Lived:
    """A database of somebody who has messages in every state, and what must not be told of it."""

    file: Path
    unwritten: set[str]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory, shelf: Library) -> Lived:
    file = tmp_path_factory.mktemp("lived") / "people.db"
    return Lived(file, asyncio.run(_lived(file, shelf)))


async def _lived(file: Path, shelf: Library) -> set[str]:
    """A database of somebody who has messages in every state; what must not be told of it."""
    async with telling(file, shelf) as story:
        await opts_in(story)
        for act in ("rejected", "retry", "unknown"):
            story.post.acts.append(act)
            await story.goes_on(timedelta(days=5))
        await story.new_address()
        async with story.desk.store.writing() as tx:
            rows = await tx.execute(deliveries.select())
            told = {str(row.key) for row in rows}
            late = datetime.now(UTC) - timedelta(hours=2)
            waiting = deliveries.c.state == "waiting"
            await tx.execute(
                deliveries.update()
                .where(waiting)
                .values(due_at=late, next_at=late, channel_id=CHANNEL, carried={"title": WORDS})
            )
        return story.unwritten | told


def test_the_operators_list_of_messages_holds_no_content_and_nobodys_id(
    lived: Lived, operator: Operator
) -> None:
    for options in ([], ["--json"], ["--list", "1000"], ["--json", "--list", "1000"]):
        assert operator.runs(lived.file, "deliveries", *options)
    messages = json.loads(operator.told[-2])["messages"]
    assert messages
    assert set(messages[0]) == {
        "id", "door", "kind", "state", "due_at", "next_at", "attempts", "reason",
    }  # fmt: skip
    assert found(operator.told, lived.unwritten) == []


def _not_a_database(backup: Path) -> None:
    backup.write_text(f"{WORDS} {SCORE} {PERSON}\n" * 500)


def _cut_off(backup: Path) -> None:
    backup.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])


def _damaged(backup: Path) -> None:
    content = bytearray(backup.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 8192] = f"{WORDS}{SCORE}".encode() * 745 + b"12"
    backup.write_bytes(bytes(content[: backup.stat().st_size]))


def _does(statement: str) -> Callable[[Path], None]:
    def spoil(backup: Path) -> None:
        with closing(sqlite3.connect(backup)) as connection, connection:
            connection.execute("PRAGMA foreign_keys=OFF")
            connection.execute(statement.format(f"{WORDS} {SCORE}"))

    return spoil


SPOILT: dict[str, Callable[[Path], None]] = {
    "what is no database": _not_a_database,
    "half of one": _cut_off,
    "a damaged one": _damaged,
    "one with rows that point nowhere": _does("DELETE FROM people"),
    "one of another version": _does("UPDATE alembic_version SET version_num = '9999'"),
    "one with what is no content": _does("UPDATE deliveries SET carried = '{}'"),
    "one with what is no moment": _does("UPDATE deliveries SET due_at = '{}'"),
    "one with a date that is none": _does("UPDATE milestones SET at = '{}'"),
    "one that refuses": _does(
        "CREATE TRIGGER broken BEFORE UPDATE ON deliveries BEGIN SELECT RAISE(ABORT, '{}'); END"
    ),
}


@pytest.mark.parametrize("spoilt", SPOILT)
def test_a_backup_that_is_wrong_is_dealt_with_without_a_word_of_what_is_in_it(
    lived: Lived, operator: Operator, tmp_path: Path, spoilt: str
) -> None:
    file, backup = tmp_path / "people.db", tmp_path / "backup.db"
    shutil.copyfile(lived.file, file)
    assert operator.runs(file, "db", "backup", str(backup))
    SPOILT[spoilt](backup)
    for command in (
        ["db", "check", str(backup)],
        ["db", "restore", str(backup)],
        # What was taken in is the present database of the next one.
        ["db", "restore", str(backup)],
        ["db", "check"],
        ["deliveries", "--list", "1000"],
        ["deliveries", "--json", "--list", "1000"],
    ):
        operator.runs(file, *command)
    assert found(operator.told, lived.unwritten) == []


def test_what_breaks_a_command_is_told_by_its_places(
    lived: Lived, operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*given: object) -> None:
        raise ValueError(f"{WORDS} {SCORE}")

    monkeypatch.setattr("bot.cli.deliveries._read", broken)
    assert not operator.runs(lived.file, "deliveries")
    assert "ValueError at " in operator.told[-1]
    assert found(operator.told, lived.unwritten) == []
