"""Whoever has to be planned anew is, each by themselves; one person's trouble holds up nobody."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from core.commands.visit import Library
from core.planning.marker import planned_by
from core.planning.sweep import replan_outdated
from core.reminders.carried import CarriedKind
from core.reminders.preferences import Preferences
from core.storage.engine import Store
from core.storage.reminder_settings import note_sent, read_settings
from core.storage.tables import profiles
from core.terms import MilestoneName
from tests.planning.conftest import CHICAGO, NOW, Planned, corrected_by, every_message, somebody

WEEK = timedelta(weeks=1)


async def three(store: Store, shelf: Library, chosen: Preferences = CHICAGO) -> list[Planned]:
    people = [await somebody(store, shelf.prepared, name) for name in ("ada", "ben", "cyd")]
    for one in people:
        await one.opts_in(chosen=chosen)
    return people


async def test_nobody_is_planned_anew_while_nothing_has_changed(
    store: Store, shelf: Library
) -> None:
    await three(store, shelf)
    assert await replan_outdated(store, prepared=shelf.prepared, now=NOW, limit=9) == 0


async def test_a_corrected_calendar_reaches_everybody_a_few_at_a_time(
    store: Store, shelf: Library
) -> None:
    people = await three(store, shelf, replace(CHICAGO, digest_day=None))
    prepared = corrected_by(shelf.facts, 2028, MilestoneName.SUBMIT, 7)
    done = [await replan_outdated(store, prepared=prepared, now=NOW, limit=2) for _ in range(3)]
    assert done == [2, 1, 0]
    async with store.reading() as tx:
        told = [one for one in await every_message(tx) if one.kind is CarriedKind.MOVED]
        marks = {
            saved.planned_by for one in people if (saved := await read_settings(tx, one.person))
        }
    assert sorted(one.person_id or 0 for one in told) == [one.person for one in people]
    assert marks == {planned_by(prepared, NOW)}


async def test_with_each_week_everybody_is_planned_anew_and_told_of_nothing(
    store: Store, shelf: Library
) -> None:
    await three(store, shelf)
    later = NOW + WEEK
    assert await replan_outdated(store, prepared=shelf.prepared, now=later, limit=9) == 3
    assert await replan_outdated(store, prepared=shelf.prepared, now=later, limit=9) == 0
    async with store.reading() as tx:
        assert not any(one.kind is CarriedKind.MOVED for one in await every_message(tx))


async def test_who_never_answers_is_asked(store: Store, shelf: Library) -> None:
    ada = (await three(store, shelf))[0]
    async with store.writing() as tx:
        for _ in range(shelf.facts.reminders.silence.ask_after):
            await note_sent(tx, ada.person)
    assert await replan_outdated(store, prepared=shelf.prepared, now=NOW, limit=9) == 1
    assert await replan_outdated(store, prepared=shelf.prepared, now=NOW, limit=9) == 0
    async with store.reading() as tx:
        asked = [one.person_id for one in await every_message(tx) if one.kind == "check"]
    assert asked == [ada.person]


async def test_somebody_whose_profile_cannot_be_read_holds_up_nobody(
    store: Store, shelf: Library, caplog: pytest.LogCaptureFixture
) -> None:
    ada, ben, _ = await three(store, shelf)
    async with store.writing() as tx:
        newer = profiles.update().where(profiles.c.person_id == ada.person)
        await tx.execute(newer.values(document_version=99))
    later = NOW + WEEK
    with caplog.at_level(logging.ERROR):
        done = [
            await replan_outdated(store, prepared=shelf.prepared, now=later, limit=1)
            for _ in range(4)
        ]
    assert done == [1, 1, 1, 0]
    assert [record.getMessage() for record in caplog.records] == [
        "somebody's reminders could not be planned (DocumentNewer)"
    ]
    async with store.reading() as tx:
        saved = await read_settings(tx, ben.person)
    assert saved is not None
    assert saved.planned_by == planned_by(shelf.prepared, later)
    assert len(await ada.planned()) > 0
