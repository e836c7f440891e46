"""A desk over a fresh database, and people who ask at it."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from bot.app import open_desk
from bot.settings import StorageSettings
from core.commands.desk import Desk
from core.commands.visit import ALONE, Account, Library, Where
from core.dialogue.form import Form
from core.dialogue.line import read_line
from core.dialogue.reply import Outcome, Refused, Reply
from core.dialogue.request import Asked

TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Person:
    """Somebody at the desk; a line is answered as it would be at a door."""

    desk: Desk
    name: str = "me"
    today: date = TODAY
    where: Where = ALONE

    async def says(self, line: str) -> Outcome:
        asked = read_line(line, self.desk.commands)
        assert asked is not None
        if not isinstance(asked, Asked):
            return asked
        return await self.desk.answer(
            asked,
            Account("console", "local", self.name),
            now=datetime.combine(self.today, time(12), UTC),
            today=self.today,
            where=self.where,
        )

    async def reply(self, line: str) -> Reply:
        outcome = await self.says(line)
        assert isinstance(outcome, Reply), outcome
        return outcome

    async def refused(self, line: str) -> Refused:
        outcome = await self.says(line)
        assert isinstance(outcome, Refused), outcome
        return outcome

    async def form(self, line: str) -> Form:
        outcome = await self.says(line)
        assert isinstance(outcome, Form), outcome
        return outcome


@pytest.fixture
async def desk(tmp_path: Path, shelf: Library) -> AsyncIterator[Desk]:
    settings = StorageSettings(database=f"sqlite:///{tmp_path / 'people.db'}")
    noon = datetime.combine(TODAY, time(12), UTC)
    async with open_desk(settings, now=noon, loaded=shelf) as opened:
        yield opened


@pytest.fixture
def person(desk: Desk) -> Person:
    return Person(desk)


@pytest.fixture
def somebody(desk: Desk) -> Callable[..., Person]:
    """Make a person by name, on a day."""

    def make(name: str, today: date = TODAY) -> Person:
        return Person(desk, name, today)

    return make
