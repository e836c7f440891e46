"""What an operator's commands print: no score, no title, no secret, nobody's id."""

import asyncio
import json
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli.entry import main
from core.commands.visit import Library
from core.storage.tables import deliveries
from tests.operations.story import CHANNEL, PERSON, opts_in, telling
from tests.operations.unwritten import SCORE, WORDS, found


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
