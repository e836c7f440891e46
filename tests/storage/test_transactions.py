import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from core.storage import connections, engine
from core.storage.engine import Store
from core.storage.errors import StoreBusy, StoreReadOnly
from core.storage.people import person_for
from core.storage.tables import people, profiles
from tests.storage.conftest import NOW, Databases

ROW = people.insert().values(created_at=NOW, last_seen_at=NOW)


async def count(store: Store) -> int:
    async with store.reading() as tx:
        return int((await tx.execute(select(func.count()).select_from(people))).scalar_one())


async def test_what_was_written_is_there_after_the_transaction_and_a_restart(
    store: Store, ready_url: str
) -> None:
    async with store.writing() as tx:
        await tx.execute(ROW)
    again = await Store.open(ready_url)
    assert await count(again) == 1
    await again.close()


async def test_an_exception_takes_the_whole_transaction_back(store: Store) -> None:
    async def write_and_fail() -> None:
        async with store.writing() as tx:
            await tx.execute(ROW)
            raise LookupError

    with pytest.raises(LookupError):
        await write_and_fail()
    assert await count(store) == 0


async def test_a_request_that_is_cancelled_leaves_nothing_and_the_store_usable(
    store: Store,
) -> None:
    written = asyncio.Event()

    async def write_and_wait() -> None:
        async with store.writing() as tx:
            await tx.execute(ROW)
            written.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write_and_wait())
    await written.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with store.writing() as tx:
        await tx.execute(ROW)
    assert await count(store) == 1


async def test_a_reading_transaction_cannot_write(store: Store) -> None:
    with pytest.raises(StoreReadOnly):
        async with store.reading() as tx:
            await tx.execute(ROW)
    assert await count(store) == 0


async def test_a_reading_transaction_leaves_the_next_one_free_to_write(store: Store) -> None:
    await count(store)
    async with store.writing() as tx:
        await tx.execute(ROW)
    assert await count(store) == 1


async def test_readers_go_on_while_somebody_writes(store: Store) -> None:
    async with store.writing() as tx:
        await tx.execute(ROW)
        assert await count(store) == 0
    assert await count(store) == 1


async def test_a_row_that_points_nowhere_is_refused(store: Store) -> None:
    with pytest.raises(IntegrityError):
        async with store.writing() as tx:
            await tx.execute(
                profiles.insert().values(
                    person_id=404,
                    document={},
                    document_version=1,
                    row_version=1,
                    created_at=NOW,
                    updated_at=NOW,
                )
            )


async def test_two_writers_at_once_both_get_their_turn(store: Store) -> None:
    async def read_and_write(who: int) -> None:
        async with store.writing() as tx:
            # Reading first is what makes a later turn to writing fail without the early lock.
            await tx.execute(select(func.count()).select_from(people))
            await person_for(tx, door="console", tenant="x", platform_id=str(who), now=NOW)

    await asyncio.gather(*(read_and_write(who) for who in range(8)))
    assert await count(store) == 8


def test_a_writer_is_told_before_a_door_must_have_acknowledged() -> None:
    assert connections.WAIT < 1.5


async def test_a_writer_whose_turn_does_not_come_is_told_that_the_store_is_busy(
    store: Store, ready_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with store.writing() as tx:
        await tx.execute(ROW)
    monkeypatch.setattr(connections, "WAIT", 0.01)
    hasty = await Store.open(ready_url)
    change = people.update().values(last_seen_at=NOW)
    async with store.writing() as tx:
        await tx.execute(change)
        with pytest.raises(StoreBusy, match="try again"):
            async with hasty.writing() as other:
                await other.execute(change)
    await hasty.close()


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_writers_of_a_file_get_their_turn_in_the_order_in_which_they_asked(
    store: Store, databases: Databases
) -> None:
    turns: list[int] = []

    async def write(who: int) -> None:
        async with store.writing() as tx:
            await person_for(tx, door="console", tenant="x", platform_id=str(who), now=NOW)
            turns.append(who)

    await asyncio.gather(*(write(who) for who in range(100)))
    assert turns == list(range(100))
    assert await count(store) == 100


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_writer_behind_too_long_a_queue_is_told_and_leaves_the_queue_as_it_was(
    store: Store, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "QUEUE", 0.01)
    async with store.writing() as tx:
        await tx.execute(ROW)
        with pytest.raises(StoreBusy, match="is busy; try again"):
            async with store.writing():
                pass
    async with store.writing() as tx:
        await tx.execute(ROW)
    assert await count(store) == 2


def test_a_store_is_written_from_one_event_loop_after_another(tmp_path: Path) -> None:
    store = asyncio.run(Store.open(f"sqlite:///{tmp_path / 'people.db'}"))

    async def write_at_once() -> int:
        async def write() -> None:
            async with store.writing() as tx:
                await tx.execute(ROW)

        await asyncio.gather(write(), write(), write())
        return await count(store)

    assert asyncio.run(write_at_once()) == 3
    assert asyncio.run(write_at_once()) == 6
    asyncio.run(store.close())


async def test_a_store_in_memory_takes_one_transaction_after_the_other() -> None:
    store = await Store.open("sqlite://")

    async def write(who: int) -> None:
        async with store.writing() as tx:
            await person_for(tx, door="console", tenant="x", platform_id=str(who), now=NOW)

    await asyncio.gather(*(write(who) for who in range(5)))
    assert await count(store) == 5
    assert await store.scrub()
    await store.close()


KILLED = """
import asyncio, sys
from core.storage.engine import Store
from core.storage.people import person_for
from tests.storage.conftest import NOW

async def main():
    store = await Store.open(sys.argv[1])
    async with store.writing() as tx:
        for number in range(200):
            await person_for(tx, door="console", tenant="x", platform_id=str(number), now=NOW)
        print("written", flush=True)
        sys.stdin.read()

asyncio.run(main())
"""


def write_until_killed(url: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "written\n"
        process.kill()


async def test_a_process_killed_before_its_commit_leaves_nothing_half_written(
    ready_url: str,
) -> None:
    write_until_killed(ready_url)
    store = await Store.open(ready_url)
    assert await count(store) == 0
    async with store.writing() as tx:
        await tx.execute(ROW)
    assert await count(store) == 1
    await store.close()


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_sqlite_is_told_what_keeps_rows_safe(store: Store, databases: Databases) -> None:
    async with store.reading() as tx:
        told = {
            name: (await tx.exec_driver_sql(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous", "secure_delete")
        }
    assert told == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "secure_delete": 1}


async def test_a_broken_statement_stays_an_error_of_its_own(store: Store) -> None:
    with pytest.raises(DBAPIError):
        async with store.reading() as tx:
            await tx.exec_driver_sql("SELECT nothing FROM nowhere")
