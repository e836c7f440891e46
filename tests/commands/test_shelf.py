"""A date that the operator corrects is in the next answer, without a restart."""

import asyncio
import logging
from datetime import UTC, datetime

import pytest

from core.commands.desk import Desk
from core.commands.shelf import keep_up
from core.commands.visit import Library
from core.dialogue.reply import Reply, Sources
from core.dialogue.text import plain
from core.facts.corrected import Correction
from core.facts.seasons import Milestone
from core.storage.engine import Store
from core.storage.season_corrections import remove_corrections, save_corrections
from core.storage.tables import season_corrections
from core.terms import Strength
from tests.commands.conftest import Person

NOW = datetime(2026, 11, 24, tzinfo=UTC)


async def correct(store: Store, at: str, strength: Strength = Strength.OFFICIAL) -> None:
    known = {
        "name": "rank_list_deadline",
        "at": at,
        "sources": ("NRMP, read by us https://nrmp.org/here",),
        "strength": strength,
        "checked": "2026-11-24",
        "check_again": "2026-12-24",
    }
    made = Correction(season=2028, milestone=Milestone.model_validate(known))
    async with store.writing() as tx:
        await save_corrections(tx, [made], now=NOW)


def deadline(reply: Reply) -> tuple[str, str]:
    (found,) = (one for one in reply.data["dates"] if one["name"] == "rank_list_deadline")
    return found["at"], found["strength"]


async def test_what_was_corrected_is_in_the_next_answer_and_gone_when_taken_back(
    desk: Desk, person: Person
) -> None:
    before = deadline(await person.reply("/season 2028"))
    await correct(desk.store, "2028-02-29T21:00")
    assert await desk.shelf.take_over(desk.store)
    reply = await person.reply("/season 2028")
    assert deadline(reply) == ("2028-02-29T21:00:00", "official")
    (sources,) = (block for block in reply.blocks if isinstance(block, Sources))
    assert any(plain(one.text).startswith("NRMP, read by us") for one in sources.lines)
    async with desk.store.writing() as tx:
        await remove_corrections(tx, 2028)
    assert await desk.shelf.take_over(desk.store)
    assert deadline(await person.reply("/season 2028")) == before
    assert desk.library is desk.shelf.packaged


async def test_nothing_is_made_anew_where_nothing_was_corrected(desk: Desk) -> None:
    await correct(desk.store, "2028-02-29T21:00")
    assert await desk.shelf.take_over(desk.store)
    held = desk.library
    assert not await desk.shelf.take_over(desk.store)
    assert desk.library is held


async def test_the_questions_stay_what_platforms_were_told(desk: Desk) -> None:
    before = desk.library
    await correct(desk.store, "2028-02-29T21:00")
    await desk.shelf.take_over(desk.store)
    assert desk.library is not before
    assert desk.library.bank is before.bank


async def test_a_correction_that_is_not_understood_changes_nothing_and_is_logged(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    before = desk.library.facts.calendar
    await correct(desk.store, "2028-02-29T21:00")
    async with desk.store.writing() as tx:
        await tx.execute(season_corrections.update().values(zone="Moon"))
    with caplog.at_level(logging.WARNING):
        await desk.shelf.take_over(desk.store)
        await desk.shelf.take_over(desk.store)
    assert desk.library.facts.calendar == before
    assert caplog.text.count("rank_list_deadline in season 2028 is not understood") == 1


async def test_who_follows_is_told_of_a_change_once_and_again_where_it_failed(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[Library] = []
    twice = asyncio.Event()

    async def changed(library: Library) -> None:
        told.append(library)
        if len(told) == 1:
            raise RuntimeError("not now")
        twice.set()

    await correct(desk.store, "2028-02-29T21:00")
    following = asyncio.create_task(keep_up(desk.shelf, desk.store, every=0, changed=changed))
    async with asyncio.timeout(10):
        await twice.wait()
    assert told == [desk.library, desk.library]
    following.cancel()
    await asyncio.wait({following})
    assert len(told) == 2
    assert "not now" not in caplog.text


async def test_a_database_in_trouble_is_looked_at_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.storage.errors import StoreBusy

    reached, real, tries = asyncio.Event(), desk.shelf.take_over, 0

    async def take_over(self: object, store: Store) -> bool:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise StoreBusy("somebody else has it")
        return await real(store)

    async def changed(library: Library) -> None:
        reached.set()

    monkeypatch.setattr(type(desk.shelf), "take_over", take_over)
    await correct(desk.store, "2028-02-29T21:00")
    following = asyncio.create_task(keep_up(desk.shelf, desk.store, every=0, changed=changed))
    async with asyncio.timeout(10):
        await reached.wait()
    following.cancel()
    await asyncio.wait({following})
    assert tries >= 2
