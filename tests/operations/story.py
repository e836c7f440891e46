"""Somebody with a score and titles of their own, whose reminders meet a platform that quotes."""

import sqlite3
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app import open_desk
from bot.settings import StorageSettings
from bot.web.calendars import CALENDARS
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
from core.dialogue.reply import Action, Paragraph, Refused, Reply
from core.dialogue.reply import Outcome as Answer
from core.dialogue.request import Asked
from core.dialogue.text import Link
from tests.operations.unwritten import SCORE, WORDS

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
