"""Own dates, reminders and calendars: no score, no title, no secret, no id is written down.

Everything is logged, everything breaks once, and what a monitor sees is read too.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy.exc import IntegrityError

from bot.delivering import WayOut, delivering
from bot.replanning import plan_outdated
from bot.settings import WebSettings
from bot.web.calendars import READS_A_MINUTE, calendar_routes
from bot.web.health import Health
from bot.web.metrics import METRICS, Metrics
from bot.web.serving import serving
from core.commands.visit import Library
from core.dialogue.reply import Fault
from core.dialogue.request import Asked
from core.storage.backlog import backlog
from tests.operations.story import ADA, LEASE, TOKEN, Story, opts_in, telling
from tests.operations.unwritten import SCORE, WORDS, found, log_everything, logged


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
