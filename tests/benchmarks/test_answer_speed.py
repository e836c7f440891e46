"""How long a person waits: facts loaded once, and ``/assess`` from typed line to first answer."""

import asyncio
import io
from datetime import UTC, date, datetime
from itertools import cycle
from pathlib import Path

from pytest_benchmark.fixture import BenchmarkFixture

from bot.app import open_desk
from bot.console.lines import answer_lines
from bot.console.run import LocalPerson
from bot.settings import StorageSettings
from core.commands.visit import Account
from core.facts.load import load_facts

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LINES = [
    f"/assess applicant:{applicant} specialty:{specialty} step2_ck:{score} step2_date:2026-06-10\n"
    for applicant in ("us_img", "us_md_senior", "us_do_senior", "non_us_img")
    for specialty in ("dr", "ir", "dr,ir")
    for score in range(220, 260, 5)
]


def test_loading_the_facts(benchmark: BenchmarkFixture) -> None:
    benchmark.pedantic(load_facts, rounds=15, warmup_rounds=2)  # type: ignore[no-untyped-call]


def test_assess_from_typed_line_to_printed_answer(
    benchmark: BenchmarkFixture, tmp_path: Path
) -> None:
    settings = StorageSettings(database=f"sqlite:///{tmp_path / 'people.db'}")
    with asyncio.Runner() as runner:
        opening = open_desk(settings, now=NOW)
        desk = runner.run(opening.__aenter__())
        person = LocalPerson(
            desk, Account("console", "local", "me"), lambda: NOW, lambda: date(2026, 11, 22)
        )
        lines = cycle(LINES)

        def answer_one() -> None:
            out = io.StringIO()
            status = runner.run(answer_lines(person, [next(lines)], out, as_json=False, width=80))
            assert status == 0
            assert "Reading for season" in out.getvalue()

        benchmark.pedantic(answer_one, rounds=300, warmup_rounds=20)  # type: ignore[no-untyped-call]
        runner.run(opening.__aexit__(None, None, None))
