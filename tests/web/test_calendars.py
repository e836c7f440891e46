"""Calendars at private addresses: given to who has the address, and to nobody else a word."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import aiohttp
import pytest
from icalendar import Calendar

from bot.app import open_desk
from bot.settings import StorageSettings, WebSettings
from bot.web.calendars import CALENDARS, READS_A_MINUTE, UNKNOWN_A_MINUTE, calendar_routes
from bot.web.health import Health
from bot.web.serving import serving
from core.commands.desk import Desk
from core.commands.visit import Account, Library
from core.dialogue.reply import Paragraph, Reply
from core.dialogue.request import Asked
from core.dialogue.text import Link
from core.storage.engine import Transaction
from core.storage.errors import StoreBusy
from core.storage.people import find_person
from core.storage.privacy import delete_person
from core.storage.subscriptions import subscriber

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ADA = Account("console", "local", "Ada")
OUTSIDE = "https://bot.example/calendars/"
ANSWERS = {
    "applicant": "us_img",
    "specialty": "dr",
    "season_stage": "2027_applied",
    "step2_ck": "219",
    "step2_date": "2026-06-01",
}


@pytest.fixture
async def desk(tmp_path: Path, shelf: Library) -> AsyncIterator[Desk]:
    settings = StorageSettings(database=f"sqlite:///{tmp_path / 'people.db'}")
    loaded = replace(shelf, calendar_address=OUTSIDE)
    async with open_desk(settings, now=NOW, loaded=loaded) as opened:
        yield opened


@pytest.fixture
async def session(desk: Desk) -> AsyncIterator[aiohttp.ClientSession]:
    async def readable() -> None:
        """The database is well."""

    routes = calendar_routes(desk, now=lambda: NOW)
    stop, settings = asyncio.Event(), WebSettings(port=0)
    async with serving(routes, settings, health=Health(readable), stop=stop) as port:
        base = f"http://127.0.0.1:{port}"
        async with asyncio.timeout(20), aiohttp.ClientSession(base) as opened:
            yield opened


async def asks(desk: Desk, command: str, **given: str) -> Reply:
    outcome = await desk.answer(Asked(command, given), ADA, now=NOW)
    assert isinstance(outcome, Reply), outcome
    return outcome


async def new_address(desk: Desk) -> str:
    """The path of a new private address, as it is shown."""
    reply = await asks(desk, "calendar", do="new")
    [address] = [
        span.address
        for block in reply.blocks
        if isinstance(block, Paragraph)
        for span in block.text
        if isinstance(span, Link)
    ]
    assert address.startswith(OUTSIDE)
    return CALENDARS + address.removeprefix(OUTSIDE)


async def test_a_calendar_program_reads_the_season_at_the_private_address(
    desk: Desk, session: aiohttp.ClientSession
) -> None:
    await asks(desk, "assess", **ANSWERS)
    path = await new_address(desk)
    async with session.get(path) as answer:
        assert answer.status == 200
        assert answer.content_type == "text/calendar"
        assert answer.headers["Cache-Control"] == "private, no-store"
        content = await answer.text()
    titles = {str(event["SUMMARY"]) for event in Calendar.from_ical(content).walk("VEVENT")}
    assert "Match Day" in titles
    assert "219" not in content


async def test_what_has_not_changed_is_not_sent_again(
    desk: Desk, session: aiohttp.ClientSession
) -> None:
    await asks(desk, "assess", **ANSWERS)
    path = await new_address(desk)
    async with session.get(path) as answer:
        tag = answer.headers["ETag"]
        changed = parsedate_to_datetime(answer.headers["Last-Modified"])
        assert NOW - changed < timedelta(days=2)
    async with session.get(path, headers={"If-None-Match": tag}) as again:
        assert again.status == 304
        assert await again.read() == b""


async def test_a_new_address_and_a_revoked_one_leave_the_old_one_nowhere(
    desk: Desk, session: aiohttp.ClientSession
) -> None:
    await asks(desk, "assess", **ANSWERS)
    first = await new_address(desk)
    second = await new_address(desk)
    async with session.get(first) as old, session.get(second) as new:
        assert (old.status, new.status) == (404, 200)
    await asks(desk, "calendar", do="revoke")
    async with session.get(second) as old:
        assert old.status == 404


async def test_who_was_deleted_has_no_calendar(desk: Desk, session: aiohttp.ClientSession) -> None:
    await asks(desk, "assess", **ANSWERS)
    path = await new_address(desk)
    async with desk.store.writing() as tx:
        person = await find_person(tx, door="console", tenant="local", platform_id="Ada")
        assert person is not None
        await delete_person(tx, person, now=NOW)
    async with session.get(path) as answer:
        assert answer.status == 404


@pytest.mark.parametrize("secret", ["x", "x" * 5000, "..", "%00", "a%0d%0aSet-Cookie:b", "\u00e9"])
async def test_an_address_that_is_none_is_answered_like_any_page_that_there_is_not(
    session: aiohttp.ClientSession, secret: str
) -> None:
    async with session.get("/no/such/page") as answer:
        nothing = await answer.read()
    async with session.get(f"{CALENDARS}{secret}.ics") as answer:
        assert (answer.status, await answer.read()) == (404, nothing)


async def test_a_calendar_that_is_asked_for_all_the_time_has_to_wait_and_no_other_does(
    desk: Desk, session: aiohttp.ClientSession
) -> None:
    await asks(desk, "assess", **ANSWERS)
    path = await new_address(desk)
    statuses = []
    for _ in range(READS_A_MINUTE + 1):
        async with session.get(path) as answer:
            statuses.append(answer.status)
    assert statuses == [200] * READS_A_MINUTE + [429]
    async with session.get(await new_address(desk)) as answer:
        assert answer.status == 200


async def test_whoever_guesses_addresses_has_to_wait_and_no_known_calendar_does(
    desk: Desk, session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    await asks(desk, "assess", **ANSWERS)
    path = await new_address(desk)
    async with session.get(path) as answer:
        assert answer.status == 200
    looked_up: list[str] = []

    async def noted(tx: Transaction, secret: str) -> int | None:
        looked_up.append(secret)
        return await subscriber(tx, secret)

    monkeypatch.setattr("bot.web.calendars.subscriber", noted)
    statuses = []
    for number in range(UNKNOWN_A_MINUTE + 2):
        async with session.get(f"{CALENDARS}guess{number}.ics") as answer:
            statuses.append(answer.status)
    assert set(statuses[: UNKNOWN_A_MINUTE - 1]) == {404}
    assert statuses[-1] == 429
    assert len(looked_up) <= UNKNOWN_A_MINUTE
    async with session.get(path) as answer:
        assert answer.status == 200


async def test_no_secret_reaches_the_log_whatever_breaks(
    session: aiohttp.ClientSession,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)

    async def broken(*_: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr("bot.web.calendars.subscriber", broken)
    async with session.get(f"{CALENDARS}verysecret.ics") as answer:
        assert answer.status == 500

    async def busy(*_: object) -> None:
        raise StoreBusy("busy")

    monkeypatch.setattr("bot.web.calendars.subscriber", busy)
    async with session.get(f"{CALENDARS}verysecret.ics") as answer:
        assert answer.status == 503
    told = " ".join(record.getMessage() + (record.exc_text or "") for record in caplog.records)
    assert "web" in told
    assert "verysecret" not in told
