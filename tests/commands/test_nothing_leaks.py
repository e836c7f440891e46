"""Scores and free text reach no log line, even when everything is logged and something breaks."""

import asyncio
import logging
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.app import open_desk
from bot.settings import StorageSettings
from core.commands.entry import Entry
from core.commands.visit import Library, Visit
from core.dialogue.reply import Fault, Refused, Reply
from core.dialogue.request import Asked
from core.storage.errors import StoreReadOnly
from core.storage.profiles import ProfileChanged
from tests.commands.conftest import Person

SCORE, MONEY, WORDS = "239", "83197", "marmalade"
SEASON = [
    date(2026, 11, 22),
    date(2027, 5, 20),
    date(2027, 7, 28),
    date(2027, 9, 1),
    date(2027, 11, 30),
    date(2028, 2, 10),
    date(2028, 3, 13),
    date(2028, 3, 20),
    date(2028, 6, 15),
]
LINES = [
    f"/assess applicant:us_img specialty:dr,ir step2_ck:{SCORE} budget:{MONEY} season:2028",
    f'/assess note:"{WORDS}" step2_date:2026-06-01',
    f"/assess step2_ck:{SCORE}{SCORE} budget:{MONEY}",
    f"/assess step2_ck:{SCORE} step2_date:2030-01-01",
    f"/whatif step2_ck:{SCORE}",
    "/topic evidence",
    "/topic plan",
    "/profile",
    "/privacy export",
    f"{WORDS} I want to die",
]


async def test_a_whole_season_at_full_logging_shows_no_answer(
    tmp_path: Path, shelf: Library, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "sqlalchemy.engine")
    settings = StorageSettings(database=f"sqlite:///{tmp_path / 'people.db'}")
    start = datetime(2026, 11, 22, 12, tzinfo=UTC)
    async with open_desk(settings, now=start, loaded=shelf) as desk:
        for day in SEASON:
            for line in LINES:
                await Person(desk, today=day).says(line)
    lines = [record.getMessage() for record in caplog.records]
    assert any("INSERT" in line or "UPDATE" in line for line in lines), "nothing was logged at all"
    for marker in (SCORE, MONEY, WORDS):
        # SQLAlchemy logs the age of its cache; a fraction of a second is nobody's score.
        found = re.compile(rf"(?<![\d.]){marker}(?!\d)")
        assert not [line for line in lines if found.search(line)]


async def _breaks(asked: Asked, visit: Visit) -> Reply | Refused:
    try:
        raise ValueError(f"no {SCORE}")
    except ValueError as error:
        raise RuntimeError(f"{asked.given} {WORDS}") from error


async def test_a_fault_is_logged_under_its_reference_without_what_was_typed(
    person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    entries = dict(person.desk.entries)
    entries["whatif"] = Entry(entries["whatif"].command, _breaks)
    broken = Person(replace(person.desk, entries=entries))
    fault = await broken.says(f"/whatif step2_ck:{SCORE}")
    assert isinstance(fault, Fault)
    logged = caplog.text
    assert fault.reference in logged
    assert "RuntimeError" in logged
    assert "ValueError" in logged
    assert "_breaks" in logged
    assert SCORE not in "".join(record.getMessage().split(":")[0] for record in caplog.records)
    assert WORDS not in logged
    assert "given" not in logged


async def test_a_fault_changes_nothing_and_the_next_line_is_answered(person: Person) -> None:
    await person.reply("/assess applicant:us_img specialty:dr step2_ck:219")
    entries = dict(person.desk.entries)

    async def half(asked: Asked, visit: Visit) -> Reply | Refused:
        await entries["assess"].handler(asked, visit)
        raise RuntimeError

    entries["profile"] = Entry(entries["profile"].command, half)
    broken = Person(replace(person.desk, entries=entries))
    assert isinstance(await broken.says("/profile step2_ck:251"), Fault)
    assert (await person.reply("/profile")).data["profile"]["step2_ck"] == 219


async def test_a_refusal_after_a_write_takes_the_write_back(person: Person) -> None:
    await person.reply("/assess applicant:us_img specialty:dr step2_ck:219")
    entries = dict(person.desk.entries)

    async def writes_then_refuses(asked: Asked, visit: Visit) -> Reply | Refused:
        await entries["assess"].handler(asked, visit)
        return Refused(())

    entries["profile"] = Entry(entries["profile"].command, writes_then_refuses)
    refusing = Person(replace(person.desk, entries=entries))
    assert isinstance(await refusing.says("/profile step2_ck:251"), Refused)
    assert (await person.reply("/profile")).data["profile"]["step2_ck"] == 219


async def test_these_commands_may_write_and_the_others_cannot(person: Person) -> None:
    writing = {name for name, command in person.desk.commands.items() if command.writes}
    dated = {"timeline", "milestone", "calendar", "remind", "reminder"}
    assert writing == {"assess", "profile", "privacy", "setup", "propose", "fix", *dated}


async def test_a_store_in_trouble_is_a_sentence_and_the_sitting_goes_on(person: Person) -> None:
    entries = dict(person.desk.entries)

    async def full(asked: Asked, visit: Visit) -> Reply | Refused:
        raise StoreReadOnly("people.db cannot be written: the disk is full.")

    async def overtaken(asked: Asked, visit: Visit) -> Reply | Refused:
        raise ProfileChanged

    entries["topic"] = Entry(entries["topic"].command, full)
    entries["whatif"] = Entry(entries["whatif"].command, overtaken)
    troubled = Person(replace(person.desk, entries=entries))
    fault = await troubled.says("/topic plan")
    assert isinstance(fault, Fault)
    assert "the disk is full" in repr(fault.text)
    fault = await troubled.says("/whatif home_dr:yes")
    assert isinstance(fault, Fault)
    assert "once more" in repr(fault.text)


async def test_two_saves_at_once_lose_neither(person: Person) -> None:

    await person.reply("/assess applicant:us_img specialty:dr step2_ck:219")
    answers = [
        f"/assess {name}:1" for name in ("letters_ir", "letters_radiology", "failed_courses")
    ]
    await asyncio.gather(*(person.reply(line) for line in answers))
    profile = (await person.reply("/profile")).data["profile"]
    assert (profile["letters_ir"], profile["letters_radiology"], profile["failed_courses"]) == (
        1,
        1,
        1,
    )
