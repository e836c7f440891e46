"""Backups and messages as an operator meets them at the command line."""

import asyncio
import json
import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.storage.engine import Store
from core.storage.people import person_for
from core.storage.tables import deliveries
from tests.storage.examples import add_delivery, add_reminders

NOW = datetime.now(UTC)


@pytest.fixture
def database(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'room.db'}"

    async def fill() -> None:
        store = await Store.open(url)
        async with store.writing() as tx:
            person = await person_for(tx, door="slack", tenant="T1", platform_id="ann", now=NOW)
            await add_reminders(tx, person, "a private title")
            late = NOW - timedelta(hours=3)
            await tx.execute(deliveries.update().values(due_at=late, reason="rate_limited"))
            await add_delivery(
                tx, person, key="b", state="delivered", settled_at=NOW, due_at=NOW, next_at=NOW
            )
        await store.close()

    asyncio.run(fill())
    return url


def run(folder: Path, *arguments: str, database: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "READINGROOM_DATABASE": database,
        },
    )


def test_a_backup_is_made_checked_and_restored(database: str, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    made = run(tmp_path, "db", "backup", str(file), database=database)
    assert (made.returncode, made.stderr) == (0, "")
    assert "1 person" in made.stdout
    assert "tokens" in made.stdout
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert run(tmp_path, "db", "check", str(file), database=database).returncode == 0
    assert "is sound" in run(tmp_path, "db", "check", database=database).stdout
    restored = run(tmp_path, "db", "restore", str(file), database=database)
    assert (restored.returncode, restored.stderr) == (0, "")
    assert "Deleted again: 0" in restored.stdout
    assert "kept as" in restored.stdout


def test_a_backup_over_another_file_is_one_sentence(database: str, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    file.write_text("an essay")
    refused = run(tmp_path, "db", "backup", str(file), database=database)
    assert refused.returncode == 1
    assert len(refused.stderr.splitlines()) == 1
    assert file.read_text() == "an essay"
    assert run(tmp_path, "db", "backup", str(file), "--force", database=database).returncode == 0


def test_a_backup_into_a_folder_that_is_not_there_names_the_folder(
    database: str, tmp_path: Path
) -> None:
    refused = run(tmp_path, "db", "backup", str(tmp_path / "no" / "x.db"), database=database)
    assert refused.returncode == 1
    assert refused.stderr == f"There is no folder {tmp_path / 'no'}; make it first.\n"


def test_a_database_is_not_restored_from_itself(database: str, tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    refused = run(tmp_path, "db", "restore", str(tmp_path / "room.db"), database=database)
    assert refused.returncode == 1
    assert "is the database itself" in refused.stderr
    assert set(tmp_path.iterdir()) == before


def test_a_database_that_is_unsound_is_one_sentence_with_status_1(
    database: str, tmp_path: Path
) -> None:
    file = tmp_path / "room.db"
    file.write_bytes(file.read_bytes()[:4096] + b"\x5a" * 40_000)
    refused = run(tmp_path, "db", "check", database=database)
    assert refused.returncode == 1
    assert len(refused.stderr.splitlines()) == 1


def test_a_restore_where_there_was_no_database_says_what_it_cannot_know(
    database: str, tmp_path: Path
) -> None:
    file = tmp_path / "backup.db"
    run(tmp_path, "db", "backup", str(file), database=database)
    new = f"sqlite:///{tmp_path / 'new.db'}"
    restored = run(tmp_path, "db", "restore", str(file), database=new)
    assert restored.returncode == 0
    assert "may come again" in restored.stdout


def test_where_messages_stand_is_told_without_what_they_say(database: str, tmp_path: Path) -> None:
    told = run(tmp_path, "deliveries", "--list", "5", database=database)
    assert (told.returncode, told.stderr) == (0, "")
    assert "slack: 1 waiting, 0 on their way; 1 overdue" in told.stdout
    assert "rate_limited" in told.stdout
    assert "private" not in told.stdout


def test_where_messages_stand_is_told_as_json(database: str, tmp_path: Path) -> None:
    told = run(tmp_path, "deliveries", "--json", "--list", "5", database=database)
    data = json.loads(told.stdout)
    (slack,) = data["doors"]
    assert (slack["door"], slack["waiting"], slack["overdue"]) == ("slack", 1, 1)
    assert datetime.fromisoformat(slack["last_success"]) == NOW
    (message,) = data["messages"]
    assert set(message) == {
        *("id", "door", "kind", "state", "due_at", "next_at", "attempts", "reason")
    }


def test_where_nobody_is_written_to_that_is_said(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"

    async def make() -> None:
        await (await Store.open(url)).close()

    asyncio.run(make())
    told = run(tmp_path, "deliveries", database=url)
    assert told.stdout == "Nobody is written to yet.\n"


def test_a_look_at_messages_makes_no_database_where_there_is_none(tmp_path: Path) -> None:
    missing = tmp_path / "mistyped.db"
    looked = run(tmp_path, "deliveries", database=f"sqlite:///{missing}")
    assert looked.returncode != 0
    assert f"There is no file {missing}" in looked.stderr
    assert "Traceback" not in looked.stderr
    assert not missing.exists()


def test_a_look_at_messages_leaves_a_database_of_another_version_as_it_is(
    database: str, tmp_path: Path
) -> None:
    file = Path(database.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0004'")
    looked = run(tmp_path, "deliveries", database=database)
    assert looked.returncode != 0
    assert "is at another revision than this version" in looked.stderr
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [
            ("0004",)
        ]
