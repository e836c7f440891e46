import asyncio
from datetime import date, time, timedelta

import pytest

from core.storage.engine import Store
from core.storage.milestones import (
    MilestoneChanged,
    Planned,
    StoredMilestone,
    add_own,
    change_own,
    count_own,
    forget_moves,
    read_milestone,
    read_milestones,
    save_planned,
    set_state,
)
from core.storage.people import person_for
from core.terms import MilestoneState
from core.timeline.local_time import LocalTime
from tests.storage.conftest import NOW

EASTERN = "America/New_York"
DEADLINE = LocalTime(date(2027, 1, 29), time(23, 59), EASTERN)
MOVED = LocalTime(date(2027, 2, 3), time(23, 59), EASTERN)
DAY = LocalTime(date(2027, 3, 15), None, "Asia/Karachi")
LATER = NOW + timedelta(days=1)


@pytest.fixture
async def person(store: Store) -> int:
    async with store.writing() as tx:
        return await person_for(tx, door="d", tenant="t", platform_id="p", now=NOW)


@pytest.fixture
async def other(store: Store) -> int:
    async with store.writing() as tx:
        return await person_for(tx, door="d", tenant="t", platform_id="other", now=NOW)


async def test_an_own_date_comes_back_as_it_was_typed_in_its_own_zone(
    store: Store, person: int
) -> None:
    async with store.writing() as tx:
        added = await add_own(tx, person, "Call Dr. Lee", DAY, now=NOW)
        read = await read_milestones(tx, person)
    assert read == (added,)
    assert (added.key, added.own, added.title) == ("own-1", True, "Call Dr. Lee")
    assert (added.at, added.state) == (DAY, MilestoneState.OPEN)


async def test_the_number_of_an_own_date_never_becomes_anothers(
    store: Store, person: int, other: int
) -> None:
    async with store.writing() as tx:
        first = await add_own(tx, person, "one", DAY, now=NOW)
        await set_state(tx, person, first.key, MilestoneState.DROPPED, at=DAY, now=NOW)
        second = await add_own(tx, person, "two", DAY, now=NOW)
        elsewhere = await add_own(tx, other, "mine", DAY, now=NOW)
        assert await count_own(tx, person) == 2
    assert [first.key, second.key, elsewhere.key] == ["own-1", "own-2", "own-1"]


async def test_of_two_changes_of_one_date_at_once_one_is_told_of_the_other(
    store: Store, person: int
) -> None:
    async with store.writing() as tx:
        await add_own(tx, person, "one", DAY, now=NOW)

    async def change(title: str) -> int:
        async with store.writing() as tx:
            return await change_own(
                tx, person, "own-1", title=title, at=DEADLINE, now=LATER, expected=1
            )

    results = await asyncio.gather(change("a"), change("b"), return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["MilestoneChanged", "int"]
    async with store.reading() as tx:
        read = await read_milestone(tx, person, "own-1")
    assert read is not None
    assert (read.at, read.row_version) == (DEADLINE, 2)


async def test_a_date_of_the_season_is_not_changed_as_if_it_were_own(
    store: Store, person: int, other: int
) -> None:
    async with store.writing() as tx:
        await save_planned(tx, person, [Planned("submit@2027", DEADLINE)], now=NOW)
        await add_own(tx, other, "mine", DAY, now=NOW)
        for key in ("submit@2027", "own-1"):
            with pytest.raises(MilestoneChanged):
                await change_own(tx, person, key, title="x", at=DAY, now=NOW, expected=1)


async def test_a_date_of_the_season_can_be_done_before_it_is_planned(
    store: Store, person: int
) -> None:
    async with store.writing() as tx:
        done = MilestoneState.DONE
        assert await set_state(tx, person, "submit@2027", done, at=DEADLINE, now=NOW)
        await save_planned(tx, person, [Planned("submit@2027", MOVED)], now=LATER)
        read = await read_milestone(tx, person, "submit@2027")
    assert read is not None
    assert (read.state, read.at, read.own) == (done, MOVED, False)


async def test_a_state_that_is_so_already_is_no_change(store: Store, person: int) -> None:
    async with store.writing() as tx:
        for state, changed in (
            (MilestoneState.DONE, True),
            (MilestoneState.DONE, False),
            (MilestoneState.OPEN, True),
            (MilestoneState.OPEN, False),
        ):
            key = "submit@2027"
            assert await set_state(tx, person, key, state, at=DEADLINE, now=NOW) is changed


async def test_where_a_date_stood_before_is_kept_until_it_was_told(
    store: Store, person: int, other: int
) -> None:
    moved = Planned("submit@2027", MOVED, DEADLINE, "the calendar was corrected")
    async with store.writing() as tx:
        for whose in (person, other):
            await save_planned(tx, whose, [Planned("submit@2027", DEADLINE)], now=NOW)
            await save_planned(tx, whose, [moved], now=LATER)
        await forget_moves(tx, person, ["submit@2027"])
        told = await read_milestone(tx, person, "submit@2027")
        waiting = await read_milestone(tx, other, "submit@2027")
    assert told is not None
    assert (told.moved_from, told.moved_why) == (None, "")
    assert isinstance(waiting, StoredMilestone)
    assert waiting.moved_from == DEADLINE
    assert waiting.moved_why == "the calendar was corrected"
    assert waiting.at == MOVED


async def test_nothing_to_plan_writes_nothing(store: Store, person: int) -> None:
    async with store.writing() as tx:
        await save_planned(tx, person, [], now=NOW)
        assert await read_milestones(tx, person) == ()
        assert await read_milestone(tx, person, "submit@2027") is None
