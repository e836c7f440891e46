"""Corrected dates and proposals come back from either database as they were given."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.facts.corrected import Correction
from core.facts.seasons import Milestone
from core.storage.engine import Store
from core.storage.people import person_for
from core.storage.privacy import delete_person
from core.storage.season_corrections import read_corrections, remove_corrections, save_corrections
from core.storage.season_proposals import (
    add_proposal,
    count_open_proposals,
    open_proposals,
    settle_proposal,
)
from core.storage.servers import read_server, server_joined
from core.storage.tables import season_corrections
from core.terms import MilestoneName
from tests.storage.conftest import NOW


def correction(name: str = "rank_list_deadline", season: int = 2027, **said: Any) -> Correction:
    known = {
        "name": name,
        "at": "2027-03-03T21:00",
        "sources": ("NRMP https://nrmp.org", "a second one"),
        "strength": "official",
        "checked": "2026-11-24",
        "check_again": "2026-12-24",
        "note": "as printed",
    }
    return Correction(season=season, milestone=Milestone.model_validate(known | said))


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"at": "2027-03-03", "timed": False},
        {"at": "2027-03-03", "timed": False, "until": "2027-03-09"},
        {"zone": "Europe/Berlin", "strength": "estimate", "note": ""},
    ],
)
async def test_a_correction_comes_back_as_it_was_given(store: Store, said: dict[str, Any]) -> None:
    given = correction(**said)
    async with store.writing() as tx:
        await save_corrections(tx, [given], now=NOW)
    async with store.reading() as tx:
        assert (await read_corrections(tx)).held == (given,)


async def test_a_later_correction_of_a_date_replaces_the_earlier(store: Store) -> None:
    second = correction(at="2027-03-04T21:00")
    async with store.writing() as tx:
        await save_corrections(tx, [correction(), correction("match_day")], now=NOW)
        await save_corrections(tx, [second], now=NOW)
        held = (await read_corrections(tx)).held
    assert {(one.name, one.milestone.at) for one in held} == {
        (second.name, second.milestone.at),
        (MilestoneName.MATCH_DAY, correction().milestone.at),
    }


async def test_one_correction_or_those_of_one_season_are_removed(store: Store) -> None:
    given = [correction(), correction("match_day"), correction("match_day", 2028)]
    async with store.writing() as tx:
        await save_corrections(tx, given, now=NOW)
        assert await remove_corrections(tx, 2027, MilestoneName.SUBMIT) == 0
        assert await remove_corrections(tx, 2027, MilestoneName.MATCH_DAY) == 1
        assert [one.season for one in (await read_corrections(tx)).held] == [2027, 2028]
        assert await remove_corrections(tx, 2027) == 1
        assert [one.season for one in (await read_corrections(tx)).held] == [2028]


async def test_what_another_version_wrote_is_named_and_left_alone(store: Store) -> None:
    async with store.writing() as tx:
        await save_corrections(tx, [correction()], now=NOW)
        await tx.execute(season_corrections.update().values(milestone="a_date_of_tomorrow"))
        await save_corrections(tx, [correction("match_day")], now=NOW)
    async with store.reading() as tx:
        found = await read_corrections(tx)
    assert [one.name for one in found.held] == ["match_day"]
    assert found.unreadable == ((2027, "a_date_of_tomorrow"),)


async def proposed(store: Store) -> tuple[int, int]:
    async with store.writing() as tx:
        await server_joined(tx, door="discord", platform_id="s1", now=NOW)
        server = await read_server(tx, door="discord", platform_id="s1")
        assert server is not None
        person = await person_for(tx, door="discord", tenant="", platform_id="7", now=NOW)
        for day in ("2027-03-03", "2027-03-04"):
            await add_proposal(
                tx, server_id=server.id, person_id=person, season=2027,
                milestone="match_day", at=day, source="the dean", now=NOW,
            )  # fmt: skip
    return server.id, person


async def test_open_proposals_are_listed_until_they_are_settled_once(store: Store) -> None:
    server, _ = await proposed(store)
    async with store.writing() as tx:
        first, second = await open_proposals(tx)
        assert (first.door, first.server, first.at) == ("discord", "s1", "2027-03-03")
        assert (first.source, first.proposed_at) == ("the dean", NOW)
        assert await count_open_proposals(tx, server_id=server) == 2
        assert await settle_proposal(tx, first.id, now=NOW + timedelta(days=1))
        assert not await settle_proposal(tx, first.id, now=NOW)
        assert await open_proposals(tx) == (second,)
        assert await open_proposals(tx, only=first.id) == ()
        assert await open_proposals(tx, only=second.id) == (replace(second),)


async def test_a_proposal_stays_without_the_person_who_made_it_and_deleted_themselves(
    store: Store,
) -> None:
    _, person = await proposed(store)
    async with store.writing() as tx:
        await delete_person(tx, person, now=NOW)
        assert len(await open_proposals(tx)) == 2
