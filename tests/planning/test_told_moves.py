"""A date that moves again: while a message about it is on its way, and back to where it was."""

from datetime import datetime, timedelta

import pytest

from core.assessment.prepared import Prepared
from core.commands.visit import Library
from core.deliveries.freeze import Frozen
from core.deliveries.freezing import freeze
from core.storage.claiming import Claim, Claimant, claim_waiting, keep_frozen
from core.storage.deliveries import SavedDelivery
from core.storage.milestones import note_moves_told, read_milestones, set_state
from core.storage.settling import settle_delivered
from core.terms import MilestoneName, MilestoneState
from tests.planning.conftest import NOW, Planned, corrected_by

SUMMER = NOW.replace(year=2027, month=7)
DAY = timedelta(days=1)
BY = Claimant("a run", timedelta(seconds=30))
CERTIFY = "certify@2028"


@pytest.fixture
async def told(ada: Planned) -> Planned:
    await ada.opts_in(SUMMER)
    return ada


def later(shelf: Library, days: int) -> Prepared:
    if not days:
        return shelf.prepared
    return corrected_by(shelf.facts, 2028, MilestoneName.REVIEW, days)


async def begun(ada: Planned, now: datetime) -> list[tuple[SavedDelivery, Frozen]]:
    """Everything that is due, frozen and on its way."""
    found = []
    async with ada.store.writing() as tx:
        for row in await claim_waiting(tx, BY, door="discord", workspace="", now=now, most=99):
            decided = await freeze(tx, row, prepared=ada.prepared, now=now)
            if isinstance(decided, Frozen):
                await keep_frozen(tx, claim(row), decided.carried)
                found.append((row, decided))
    return found


async def arrived(
    ada: Planned, messages: list[tuple[SavedDelivery, Frozen]], now: datetime
) -> list[tuple[str, str]]:
    """From where to where the messages said that the application moved."""
    said = []
    async with ada.store.writing() as tx:
        for row, frozen in messages:
            assert await settle_delivered(tx, claim(row), message_id="1", channel_id="c", now=now)
            items = [one for one in frozen.carried.get("items", ()) if one.get("moved_from")]
            await note_moves_told(tx, ada.person, {one["key"]: one["at"] for one in items})
            said += [(one["moved_from"], one["at"]) for one in items if one["key"] == CERTIFY]
    return said


def claim(row: SavedDelivery) -> Claim:
    return Claim(row.id, BY.holder, row.attempts)


async def test_a_second_move_is_told_though_the_first_was_on_its_way(
    told: Planned, shelf: Library
) -> None:
    told.prepared = later(shelf, 7)
    await told.replans(SUMMER)
    now = SUMMER + DAY + timedelta(hours=4)
    on_its_way = await begun(told, now)
    told.prepared = later(shelf, 14)
    await told.replans(now)
    ((_, first),) = await arrived(told, on_its_way, now)
    ((stood, second),) = await arrived(told, await begun(told, now + 2 * DAY), now + 2 * DAY)
    assert stood == first
    assert second > first


async def test_a_date_that_comes_back_to_where_it_stood_is_told_each_time(
    told: Planned, shelf: Library
) -> None:
    now, said = SUMMER, []
    for days in (7, 0, 7):
        now += 3 * DAY
        told.prepared = later(shelf, days)
        await told.replans(now)
        now += 2 * DAY
        said += await arrived(told, await begun(told, now), now)
    assert [stood for stood, _ in said[1:]] == [at for _, at in said[:-1]]
    assert len(said) == 3


async def test_a_move_on_its_way_is_told_once_though_the_date_was_put_back_meanwhile(
    told: Planned, shelf: Library
) -> None:
    told.prepared = later(shelf, 7)
    await told.replans(SUMMER)
    now = SUMMER + DAY + timedelta(hours=4)
    on_its_way = await begun(told, now)
    for state in (MilestoneState.DONE, MilestoneState.OPEN):
        async with told.store.writing() as tx:
            at = next(row.at for row in await read_milestones(tx, told.person))
            await set_state(tx, told.person, CERTIFY, state, at=at, now=now + timedelta(hours=1))
        await told.replans(now + timedelta(hours=1))
    assert await arrived(told, on_its_way, now)
    assert await arrived(told, await begun(told, now + 2 * DAY), now + 2 * DAY) == []
    coming = [one.occurrence.identity[:2] for one in await told.planned()]
    assert (CERTIFY, "moved2") not in coming
    assert (CERTIFY, "moved") not in coming
