"""A backup comes back whole, and what happened since it was made is not undone."""

import errno
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, func, select, update

from core.profile.applicant import Profile
from core.storage import schema, upgrading
from core.storage.backup import server_target, since
from core.storage.backup.making import make_backup
from core.storage.backup.restoring import Restored, restore
from core.storage.backup.sqlite_copy import check_file
from core.storage.engine import Store, Transaction
from core.storage.errors import StoreBusy, StoreError, StoreNewer, StoreUnreadable
from core.storage.installations import save_installation
from core.storage.people import find_person, person_for, touch
from core.storage.privacy import delete_person
from core.storage.profiles import read_profile, save_profile
from core.storage.tables import (
    deliveries,
    erasures,
    handled_events,
    installations,
    occurrences,
    people,
    reminder_settings,
    subscriptions,
    token_holders,
    uploads,
)
from core.storage.uploads import Workspace, note_uploaded
from tests.storage.conftest import NOW, Databases
from tests.storage.everything import contents, fill, settle
from tests.storage.examples import add_delivery, add_row

LATER = NOW + timedelta(days=2)


@pytest.fixture
async def here(ready_url: str) -> AsyncIterator[Store]:
    """The database that is at work; closed before it is restored."""
    store = await Store.open(ready_url)
    yield store
    await store.close()


async def back(here: Store, url: str, file: Path, **options: Any) -> Restored:
    """Restore with nobody at the database, as the bot of these tests is gone."""
    await here.close()
    return await restore(url, file, now=LATER, **options)


async def rows(tx: Transaction, table: Table) -> list[Any]:
    return list(await tx.execute(select(table).order_by(*table.primary_key)))


async def test_what_was_changed_since_is_as_it_was(
    here: Store, ready_url: str, tmp_path: Path
) -> None:
    async with here.writing() as tx:
        await fill(tx)
        before = await contents(tx, without={"token_holders"})
    await make_backup(ready_url, tmp_path / "b.db")
    async with here.writing() as tx:
        await tx.execute(update(reminder_settings).values(hour="09:00"))
        await settle(tx, "newcomer")
        await tx.execute(token_holders.delete())
    await back(here, ready_url, tmp_path / "b.db")
    store = await Store.open(ready_url)
    async with store.reading() as tx:
        after = await contents(tx, without={"token_holders"})
    await store.close()
    # A file that was sent has to go from its platform, whatever becomes of the rest.
    assert len(after.pop("uploads")) == len(before.pop("uploads")) + 1
    assert after == before


async def test_whoever_was_deleted_since_is_deleted_again_and_nobody_else(
    here: Store, ready_url: str, tmp_path: Path
) -> None:
    async with here.writing() as tx:
        ann, ben = await settle(tx, "ann"), await settle(tx, "ben")
    await make_backup(ready_url, tmp_path / "b.db")
    async with here.writing() as tx:
        await delete_person(tx, ann, now=LATER)
    done = await back(here, ready_url, tmp_path / "b.db")
    store = await Store.open(ready_url)
    async with store.reading() as tx:
        assert [row.id for row in await rows(tx, people)] == [ben]
        assert await read_profile(tx, ann) is None
        assert [row.number for row in await rows(tx, erasures)] == [ann]
    await store.close()
    assert done.since is not None
    assert done.since.erased == 1


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_whoever_was_deleted_since_is_in_no_byte_of_the_restored_file(
    here: Store, ready_url: str, tmp_path: Path, databases: Databases
) -> None:
    marker = "marker-7f3a91"
    async with here.writing() as tx:
        marked = [
            await settle(tx, f"{marker if number % 2 else 'other'}-{number}")
            for number in range(40)
        ][1::2]
        # Rows that grow are moved, and leave copies where they were.
        for person in marked:
            longer = Profile(season=2027, ties=(f"{marker} " * 80,))
            await save_profile(tx, person, longer, now=NOW, expected=1)
    await make_backup(ready_url, tmp_path / "b.db")
    async with here.writing() as tx:
        for person in marked:
            await delete_person(tx, person, now=LATER)
    assert await here.scrub()
    await back(here, ready_url, tmp_path / "b.db")
    assert marker.encode() in (tmp_path / "b.db").read_bytes()
    file = Path(ready_url.removeprefix("sqlite:///"))
    kept = [
        path for path in file.parent.glob(f"{file.name}*") if marker.encode() in path.read_bytes()
    ]
    assert kept == []


async def test_a_number_that_means_somebody_else_in_the_backup_deletes_nobody(
    here: Store, ready_url: str, tmp_path: Path
) -> None:
    async with here.writing() as tx:
        ann = await settle(tx, "ann")
    await make_backup(ready_url, tmp_path / "b.db")
    async with here.writing() as tx:
        given = NOW + timedelta(seconds=1)
        await add_row(tx, erasures, number=ann, number_given_at=given, erased_at=LATER)
    await back(here, ready_url, tmp_path / "b.db")
    store = await Store.open(ready_url)
    async with store.reading() as tx:
        assert await find_person(tx, door="slack", tenant="T1", platform_id="ann") == ann
    await store.close()


async def test_what_arrived_since_is_not_sent_again(
    here: Store, ready_url: str, tmp_path: Path
) -> None:
    async with here.writing() as tx:
        ann = await settle(tx, "ann")
    await make_backup(ready_url, tmp_path / "b.db")
    async with here.writing() as tx:
        await tx.execute(
            update(deliveries).values(
                state="delivered", message_id="1.5", settled_at=LATER, attempts=1
            )
        )
        await tx.execute(update(occurrences).values(state="sent"))
        # One that was planned after the backup, and sent.
        second = await add_delivery(tx, ann, key="later", state="delivered", message_id="1.6")
        await add_row(
            tx,
            occurrences,
            person_id=ann,
            milestone_key="own:1",
            rung="1d",
            target="2026-09-08T09:00",
            wall="2026-09-07T07:00",
            zone="Europe/Vienna",
            due_at=NOW,
            state="sent",
            delivery_id=second,
            updated_at=LATER,
        )
    done = await back(here, ready_url, tmp_path / "b.db")
    store = await Store.open(ready_url)
    async with store.reading() as tx:
        sent = [(row.state, row.message_id) for row in await rows(tx, deliveries)]
        assert sent == [("delivered", "1.5"), ("delivered", "1.6")]
        was_for = [(row.rung, row.state, row.delivery_id) for row in await rows(tx, occurrences)]
        assert {state for _, state, _ in was_for} == {"sent"}
        assert ("1d", "sent", second) in was_for
    await store.close()
    assert done.since is not None
    assert done.since.arrived == 2


async def test_what_was_sent_since_is_known_when_its_message_is_gone(
    here: Store, ready_url: str, tmp_path: Path
) -> None:
    async with here.writing() as tx:
        await settle(tx, "ann")
    await make_backup(ready_url, tmp_path / "b.db")
    async with here.writing() as tx:
        await tx.execute(update(occurrences).values(state="sent", delivery_id=None))
        await tx.execute(deliveries.delete())
    await back(here, ready_url, tmp_path / "b.db")
    store = await Store.open(ready_url)
    async with store.reading() as tx:
        assert [row.state for row in await rows(tx, occurrences)] == ["sent"]
    await store.close()


async def test_what_was_sent_before_the_backup_keeps_the_message_that_it_has_there(
    here: Store, ready_url: str, tmp_path: Path
) -> None:
    async with here.writing() as tx:
        await settle(tx, "ann")
        await tx.execute(update(deliveries).values(state="delivered", settled_at=NOW))
        await tx.execute(update(occurrences).values(state="sent"))
    await make_backup(ready_url, tmp_path / "b.db")
    async with here.writing() as tx:
        # Messages go after their days; that they were sent stays known.
        await tx.execute(update(occurrences).values(delivery_id=None, updated_at=LATER))
        await tx.execute(deliveries.delete())
    await back(here, ready_url, tmp_path / "b.db")
    store = await Store.open(ready_url)
    async with store.reading() as tx:
        (message,) = await rows(tx, deliveries)
        (was,) = await rows(tx, occurrences)
    assert (was.state, was.delivery_id) == ("sent", message.id)
    await store.close()


@pytest.mark.parametrize(
    "values",
    [
        {"state": "sending", "lease_holder": "x", "lease_until": NOW},
        {"state": "waiting", "unknown_since": NOW, "carried": {"a": 1}},
    ],
)
async def test_what_may_have_arrived_is_asked_about_before_it_is_sent_again(
    here: Store, ready_url: str, tmp_path: Path, values: dict[str, Any]
) -> None:
    async with here.writing() as tx:
        await settle(tx, "ann")
    await make_backup(ready_url, tmp_path / "b.db")
    async with here.writing() as tx:
        await tx.execute(update(deliveries).values(first_attempt_at=NOW, attempts=1, **values))
    await back(here, ready_url, tmp_path / "b.db")
    store = await Store.open(ready_url)
    async with store.reading() as tx:
        (row,) = await rows(tx, deliveries)
        assert {name: getattr(row, name) for name in values} == values
        assert row.first_attempt_at == NOW
    await store.close()


async def test_messages_of_somebody_else_of_that_number_are_not_taken_over(
    here: Store, ready_url: str, tmp_path: Path
) -> None:
    async with here.writing() as tx:
        await settle(tx, "ann")
    await make_backup(ready_url, tmp_path / "b.db")
    async with here.writing() as tx:
        await tx.execute(update(deliveries).values(state="delivered"))
        await tx.execute(update(people).values(created_at=LATER))
    await back(here, ready_url, tmp_path / "b.db")
    store = await Store.open(ready_url)
    async with store.reading() as tx:
        assert [row.state for row in await rows(tx, deliveries)] == ["waiting"]
    await store.close()


async def test_whoever_turned_reminders_off_since_is_not_written_to(
    here: Store, ready_url: str, tmp_path: Path
) -> None:
    async with here.writing() as tx:
        await settle(tx, "ann")
    await make_backup(ready_url, tmp_path / "b.db")
    async with here.writing() as tx:
        await tx.execute(update(reminder_settings).values(state="off", updated_at=LATER))
    await back(here, ready_url, tmp_path / "b.db")
    store = await Store.open(ready_url)
    async with store.reading() as tx:
        assert [row.state for row in await rows(tx, reminder_settings)] == ["off"]
    await store.close()


async def test_an_address_that_was_taken_back_since_stays_so(
    here: Store, ready_url: str, tmp_path: Path
) -> None:
    async with here.writing() as tx:
        await settle(tx, "ann")
        ben = await settle(tx, "ben")
    await make_backup(ready_url, tmp_path / "b.db")
    async with here.writing() as tx:
        await tx.execute(subscriptions.delete())
        await add_row(tx, subscriptions, person_id=ben, digest="new", created_at=LATER)
    await back(here, ready_url, tmp_path / "b.db")
    store = await Store.open(ready_url)
    async with store.reading() as tx:
        assert [row.digest for row in await rows(tx, subscriptions)] == ["new"]
    await store.close()


async def test_what_the_platforms_gave_and_saw_since_is_kept(
    here: Store, ready_url: str, tmp_path: Path
) -> None:
    async with here.writing() as tx:
        ann = await fill(tx)
    await make_backup(ready_url, tmp_path / "b.db")
    async with here.writing() as tx:
        for team in ("T1", "T2"):
            new = {"token": f"xoxb-{team}"}
            await save_installation(
                tx, door="slack", enterprise_id="", team_id=team, document=new, now=LATER
            )
        await add_row(tx, handled_events, door="slack", event_id="Ev2", at=LATER)
        place = Workspace("", "T1")
        new_one = await person_for(tx, door="slack", tenant="T1", platform_id="new", now=LATER)
        await note_uploaded(tx, ann, door="slack", workspace=place, file_id="F-ann", now=LATER)
        await note_uploaded(tx, new_one, door="slack", workspace=place, file_id="F-new", now=LATER)
        await touch(tx, ann, now=LATER)
        await tx.execute(token_holders.delete())
    await back(here, ready_url, tmp_path / "b.db")
    store = await Store.open(ready_url)
    async with store.reading() as tx:
        tokens = [row.document["token"] for row in await rows(tx, installations)]
        assert tokens == ["xoxb-T1", "xoxb-T2"]
        assert {row.event_id for row in await rows(tx, handled_events)} == {"Ev1", "Ev2"}
        files = {row.file_id: (row.person_id, row.due_at) for row in await rows(tx, uploads)}
        assert files["F-ann"][0] == ann
        # Nobody is there to whom it was sent, so it goes.
        assert files["F-new"] == (None, LATER)
        assert [row.last_seen_at for row in await rows(tx, people)] == [LATER]
    await store.close()


async def test_nothing_is_restored_while_somebody_is_at_the_database(
    here: Store, ready_url: str, tmp_path: Path, databases: Databases
) -> None:
    await make_backup(ready_url, tmp_path / "b.db")
    async with here.writing() as tx:
        soon = func.now() if databases.kind == "sqlite" else func.now() + timedelta(seconds=60)
        await add_row(tx, token_holders, scope="discord:1", holder="a", fence=1, expires_at=LATER)
        if databases.kind == "postgresql":
            await tx.execute(update(token_holders).values(expires_at=soon))
        await settle(tx, "ann")
    with pytest.raises(StoreBusy, match="stop"):
        await restore(ready_url, tmp_path / "b.db", now=LATER)
    async with here.reading() as tx:
        assert len(await rows(tx, people)) == 1
    if databases.kind == "postgresql":
        done = await back(here, ready_url, tmp_path / "b.db", though_held=True)
        assert done.rows["people"] == 0


async def test_a_backup_of_an_older_version_is_brought_up_and_stays_as_it_was(
    here: Store, ready_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "old.db"
    with monkeypatch.context() as patch:
        for module in (schema, upgrading):
            patch.setattr(module, "REVISION", "0004")
        old = await Store.open(f"sqlite:///{file}")
        async with old.writing() as tx:
            await person_for(tx, door="d", tenant="t", platform_id="p", now=NOW)
        await old.close()
    before = file.read_bytes()
    done = await back(here, ready_url, file)
    assert (done.found.revision, done.rows["people"]) == ("0004", 1)
    assert file.read_bytes() == before


async def test_a_backup_of_a_newer_version_is_refused(
    here: Store, ready_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "b.db"
    async with here.writing() as tx:
        await settle(tx, "ann")
    await make_backup(ready_url, file)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'from_the_future'")
    with pytest.raises(StoreNewer):
        await back(here, ready_url, file)
    await nothing_changed(ready_url)


async def nothing_changed(url: str) -> None:
    store = await Store.open(url)
    async with store.reading() as tx:
        assert len(await rows(tx, people)) == 1
    await store.close()


@pytest.mark.parametrize("damage", ["missing", "text", "page", "orphan"])
async def test_an_unsound_backup_is_refused(
    here: Store, ready_url: str, tmp_path: Path, damage: str
) -> None:
    file = tmp_path / "b.db"
    async with here.writing() as tx:
        await settle(tx, "ann")
    await make_backup(ready_url, file)
    if damage == "missing":
        file.unlink()
    elif damage == "text":
        file.write_text("an essay " * 900)
    elif damage == "page":
        content = file.read_bytes()
        file.write_bytes(content[:8192] + b"\x5a" * (len(content) - 8192))
    else:
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute("DELETE FROM people")
    with pytest.raises(StoreUnreadable):
        await back(here, ready_url, file)
    await nothing_changed(ready_url)


@pytest.mark.parametrize("step", ["bring_up_to_present", "_note_files"])
async def test_a_restore_that_fails_half_way_leaves_everything_as_it_was(
    here: Store, ready_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    async with here.writing() as tx:
        await settle(tx, "ann")
    await make_backup(ready_url, tmp_path / "b.db")

    async def fails(*_: object) -> None:
        raise LookupError

    place = "core.storage.backup.prepared" if step == "bring_up_to_present" else since.__name__
    monkeypatch.setattr(f"{place}.{step}", fails)
    with pytest.raises(LookupError):
        await back(here, ready_url, tmp_path / "b.db")
    await nothing_changed(ready_url)


async def test_a_server_to_which_other_rows_came_keeps_its_own(
    postgresql_databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with postgresql_databases.ready() as url:
        here = await Store.open(url)
        await make_backup(url, tmp_path / "b.db")
        async with here.writing() as tx:
            await settle(tx, "ann")

        async def other(tx: Transaction) -> dict[str, int]:
            return {}

        monkeypatch.setattr(server_target, "count_rows", other)
        with pytest.raises(StoreError, match="left as it was"):
            await back(here, url, tmp_path / "b.db")
        await nothing_changed(url)


async def test_a_server_that_was_brought_up_before_a_restore_that_failed_is_told_of(
    postgresql_databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with postgresql_databases.empty() as url:
        with monkeypatch.context() as patch:
            for module in (schema, upgrading):
                patch.setattr(module, "REVISION", "0004")
            old = await Store.open(url)
            async with old.writing() as tx:
                await person_for(tx, door="d", tenant="t", platform_id="p", now=NOW)
            await old.close()
        newer = await Store.open(f"sqlite:///{tmp_path / 'b.db'}")
        await newer.close()

        async def fails(*_: object) -> None:
            raise StoreBusy("Not now.")

        monkeypatch.setattr(f"{since.__name__}._note_files", fails)
        with pytest.raises(StoreBusy, match=r"Not now\..*brought up to this version before"):
            await restore(url, tmp_path / "b.db", now=LATER)
        with pytest.raises(StoreBusy) as again:
            await restore(url, tmp_path / "b.db", now=LATER)
        assert str(again.value) == "Not now."
        await nothing_changed(url)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_the_former_file_is_kept_beside_the_restored_one(
    here: Store, ready_url: str, tmp_path: Path, databases: Databases
) -> None:
    file = Path(ready_url.removeprefix("sqlite:///"))
    await make_backup(ready_url, tmp_path / "b.db")
    async with here.writing() as tx:
        await settle(tx, "ann")
    done = await back(here, ready_url, tmp_path / "b.db")
    assert done.aside == file.with_name(f"{file.name}.{LATER:%Y%m%dT%H%M%SZ}")
    assert check_file(done.aside).rows["people"] == 1
    assert check_file(file).rows["people"] == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not list(file.parent.glob(".readingroom-restore-*"))


@pytest.mark.parametrize("damaged", [False, True])
async def test_where_a_file_cannot_have_two_names_the_former_one_is_copied(
    sqlite_databases: Databases,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    damaged: bool,
) -> None:
    def refused(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refused)
    async with sqlite_databases.ready() as url:
        file = Path(url.removeprefix("sqlite:///"))
        await make_backup(url, tmp_path / "b.db")
        store = await Store.open(url)
        async with store.writing() as tx:
            await settle(tx, "ann")
        await store.close()
        if damaged:
            file.write_bytes(file.read_bytes()[:4096] + b"\x5a" * 60_000)
        former = file.read_bytes()
        done = await restore(url, tmp_path / "b.db", now=LATER, without_present=damaged)
        assert done.aside is not None
        if damaged:
            assert done.aside.read_bytes() == former
        else:
            assert check_file(done.aside).rows["people"] == 1
        assert stat.S_IMODE(done.aside.stat().st_mode) == 0o600
        assert check_file(file).rows["people"] == 0


async def test_a_damaged_database_gives_way_only_where_that_is_asked_for(
    sqlite_databases: Databases, tmp_path: Path
) -> None:
    async with sqlite_databases.ready() as url:
        file = Path(url.removeprefix("sqlite:///"))
        await make_backup(url, tmp_path / "b.db")
        broken = file.read_bytes()[:4096] + b"\x5a" * 60_000
        file.write_bytes(broken)
        with pytest.raises(StoreUnreadable, match="--without-present"):
            await restore(url, tmp_path / "b.db", now=LATER)
        assert file.read_bytes() == broken
        done = await restore(url, tmp_path / "b.db", now=LATER, without_present=True)
        assert done.since is None
        assert done.aside is not None
        assert done.aside.read_bytes() == broken
        assert check_file(file).rows["people"] == 0


@pytest.mark.parametrize("folders", ["", "new/folder"])
async def test_a_backup_is_restored_where_there_was_nothing(
    sqlite_databases: Databases, tmp_path: Path, folders: str
) -> None:
    async with sqlite_databases.ready() as url:
        await make_backup(url, tmp_path / "b.db")
    target = tmp_path / folders / "room.db"
    done = await restore(f"sqlite:///{target}", tmp_path / "b.db", now=datetime.now(NOW.tzinfo))
    assert (done.since, done.aside) == (None, None)
    assert check_file(target).revision == done.found.revision
