import asyncio
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from core.reminders.preferences import Preferences
from core.storage.engine import Store, Transaction
from core.storage.people import account_of, person_for
from core.storage.reminder_settings import (
    ReminderSettings,
    ReminderState,
    SavedSettings,
    note_answered,
    note_asked,
    note_planned,
    note_sent,
    people_to_plan,
    read_settings,
    save_settings,
)
from core.storage.tables import reminder_settings
from core.terms import Ladder
from tests.storage.conftest import NOW

LATER = NOW + timedelta(days=3)
CHOSEN = Preferences(
    "Asia/Karachi", time(7, 30), time(21), time(7), 6, frozenset({Ladder.PREPARATION})
)


async def someone(tx: Transaction, name: str) -> tuple[int, ReminderSettings]:
    known = {"door": "d", "tenant": "t", "platform_id": name}
    person = await person_for(tx, **known, now=NOW)
    account = await account_of(tx, **known)
    assert account is not None
    return person, ReminderSettings(account, CHOSEN, zone_chosen=True)


async def test_nobody_has_settings_before_opting_in(store: Store) -> None:
    async with store.writing() as tx:
        person, _ = await someone(tx, "p")
        assert await read_settings(tx, person) is None


async def test_settings_come_back_as_they_were_saved(store: Store) -> None:
    async with store.writing() as tx:
        person, settings = await someone(tx, "p")
        paused = replace(settings, state=ReminderState.PAUSED, paused_until=LATER)
        assert await save_settings(tx, person, paused, now=NOW, expected=None) == 1
        assert await read_settings(tx, person) == SavedSettings(paused, 0, None, "", 1)
        bare = replace(
            settings,
            preferences=replace(CHOSEN, digest_day=None, muted=frozenset(), only_irreversible=True),
            zone_chosen=False,
        )
        assert await save_settings(tx, person, bare, now=LATER, expected=1) == 2
        assert await read_settings(tx, person) == SavedSettings(bare, 0, None, "", 2)
        row = (await tx.execute(select(reminder_settings))).one()
    assert (row.created_at, row.updated_at) == (NOW, LATER)


async def test_of_two_saves_at_once_one_is_told_of_the_other(store: Store) -> None:
    async with store.writing() as tx:
        person, settings = await someone(tx, "p")

    async def save(expected: int | None) -> int:
        async with store.writing() as tx:
            return await save_settings(tx, person, settings, now=NOW, expected=expected)

    for expected in (None, 1):
        results = await asyncio.gather(save(expected), save(expected), return_exceptions=True)
        assert sorted(type(result).__name__ for result in results) == ["SettingsChanged", "int"]


async def test_what_is_noted_beside_them_is_no_save_of_settings(store: Store) -> None:
    async with store.writing() as tx:
        person, settings = await someone(tx, "p")
        other, others = await someone(tx, "other")
        await save_settings(tx, person, settings, now=NOW, expected=None)
        await save_settings(tx, other, others, now=NOW, expected=None)
        await note_planned(tx, person, "abc")
        await note_asked(tx, person, at=LATER)
        for _ in range(3):
            await note_sent(tx, person)
        assert await read_settings(tx, person) == SavedSettings(settings, 3, LATER, "abc", 1)
        assert await read_settings(tx, other) == SavedSettings(others, 0, None, "", 1)
        assert await note_answered(tx, person) is True
        assert await note_answered(tx, person) is False
        assert await read_settings(tx, person) == SavedSettings(settings, 0, LATER, "abc", 1)


async def test_those_are_planned_again_whose_rows_are_of_another_calendar(store: Store) -> None:
    async with store.writing() as tx:
        people = []
        for name in ("a", "b", "c", "d"):
            person, settings = await someone(tx, name)
            await save_settings(tx, person, settings, now=NOW, expected=None)
            people.append(person)
        await note_planned(tx, people[0], "new")
        await note_planned(tx, people[1], "old")
        for limit, found in ((9, people[1:]), (2, people[1:3])):
            wanted = await people_to_plan(tx, "new", silent_from=3, now=NOW, limit=limit)
            assert wanted == found


async def test_those_are_planned_again_who_stay_silent_until_they_are_asked(store: Store) -> None:
    async with store.writing() as tx:
        person, settings = await someone(tx, "p")
        await save_settings(tx, person, settings, now=NOW, expected=None)
        await note_planned(tx, person, "new")
        found = []
        for _ in range(3):
            await note_sent(tx, person)
            found.append(await people_to_plan(tx, "new", silent_from=3, now=NOW, limit=9))
        await note_asked(tx, person, at=NOW)
        found.append(await people_to_plan(tx, "new", silent_from=3, now=NOW, limit=9))
    assert found == [[], [], [person], []]


@pytest.mark.parametrize(
    ("until", "over"), [(None, False), (LATER, True), (LATER + timedelta(seconds=1), False)]
)
async def test_those_are_planned_again_whose_pause_is_over(
    store: Store, until: datetime | None, over: bool
) -> None:
    async with store.writing() as tx:
        person, settings = await someone(tx, "p")
        paused = replace(settings, state=ReminderState.PAUSED, paused_until=until)
        await save_settings(tx, person, paused, now=NOW, expected=None)
        await note_planned(tx, person, "new")
        found = await people_to_plan(tx, "new", silent_from=3, now=LATER, limit=9)
    assert bool(found) is over
    assert paused.pause_is_over(LATER) is over
    assert paused.sends(LATER) is over
