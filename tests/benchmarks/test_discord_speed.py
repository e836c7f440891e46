"""How long it takes to make Discord messages of a reply: ``/assess``, and the longest topic."""

import asyncio
from datetime import UTC, datetime, time

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from bot.app import open_desk
from bot.discord.messages import Built, build
from bot.discord.sheets import lay_out
from bot.settings import StorageSettings
from core.dialogue.reply import Reply
from tests.docs.pages import answered, scenarios


async def _reply(line: str) -> Reply:
    person = scenarios()[0]
    noon = datetime.combine(person.today, time(12), UTC)
    async with open_desk(StorageSettings(database="sqlite://"), now=noon) as desk:
        await answered(desk, person.line, name="me", today=person.today)
        return await answered(desk, line, name="me", today=person.today)


async def _built(reply: Reply) -> list[Built]:
    sheets = lay_out(reply, "123456789012345678").sheets
    return [await build(sheet, file_limit=10_000_000) for sheet in sheets]


@pytest.mark.parametrize(
    "line", [scenarios()[0].line, "/topic disagreements"], ids=["first", "longest"]
)
def test_messages_of_a_reply(benchmark: BenchmarkFixture, line: str) -> None:
    with asyncio.Runner() as runner:
        reply = runner.run(_reply(line))
        made = benchmark(lambda: runner.run(_built(reply)))
        assert made
