from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from core.profile.applicant import Profile
from core.storage.audit import add_change
from core.storage.deliveries import read_delivery
from core.storage.drafts import save_draft
from core.storage.engine import Store
from core.storage.handled_events import KEPT, claim_event
from core.storage.oauth_states import use_state
from core.storage.people import person_for, touch
from core.storage.profiles import read_profile, save_profile
from core.storage.retention import (
    Removed,
    remove_gone_servers,
    remove_passed,
    remove_untouched,
)
from core.storage.servers import present_servers, read_server, server_gone, server_joined
from core.storage.settling import settle_delivered
from core.storage.tables import audit, handled_events, metadata, oauth_states, people, servers
from core.storage.uploads import Workspace, due_uploads, note_uploaded
from tests.storage.conftest import NOW
from tests.storage.delivering import add, claim_one
from tests.storage.delivering import somebody as somebody_to_write_to

KEEP = 90
ENDS = {2026: date(2026, 3, 20), 2027: date(2027, 3, 19)}
DAY = timedelta(days=1)


async def removed_on(store: Store, now: datetime) -> Removed:
    async with store.writing() as tx:
        return await remove_untouched(tx, now=now, keep_days=KEEP, season_ends=ENDS.get)


async def somebody(store: Store, name: str, season: int | None, *, now: datetime = NOW) -> int:
    async with store.writing() as tx:
        person = await person_for(tx, door="d", tenant="t", platform_id=name, now=now)
        await save_profile(tx, person, Profile(season=season), now=now, expected=None)
        await save_draft(tx, person, "form", {}, now=now, expires_at=now + 5000 * DAY)
        return person


async def left(store: Store) -> set[int]:
    async with store.reading() as tx:
        return set((await tx.execute(select(people.c.id))).scalars())


async def test_a_profile_stays_until_the_days_after_its_season_are_over(store: Store) -> None:
    person = await somebody(store, "a", 2027)
    end = datetime.combine(ENDS[2027], NOW.timetz())
    assert await removed_on(store, end + KEEP * DAY) == Removed(0, 0)
    assert await left(store) == {person}
    assert await removed_on(store, end + (KEEP + 1) * DAY) == Removed(1, 0)
    assert await left(store) == set()


async def test_a_visit_after_the_season_starts_the_days_again(store: Store) -> None:
    person = await somebody(store, "a", 2026)
    assert NOW.date() > ENDS[2026]
    async with store.writing() as tx:
        await touch(tx, person, now=NOW + 80 * DAY)
    assert await removed_on(store, NOW + 100 * DAY) == Removed(0, 0)
    assert await removed_on(store, NOW + (80 + KEEP + 1) * DAY) == Removed(1, 0)


async def test_a_save_starts_the_days_again(store: Store) -> None:
    person = await somebody(store, "a", None)
    async with store.writing() as tx:
        await save_profile(tx, person, Profile(), now=NOW + 80 * DAY, expected=1)
    assert await removed_on(store, NOW + 100 * DAY) == Removed(0, 0)


@pytest.mark.parametrize("season", [None, 2099])
async def test_an_unknown_season_counts_from_the_last_visit(
    store: Store, season: int | None
) -> None:
    await somebody(store, "a", season)
    assert await removed_on(store, NOW + KEEP * DAY) == Removed(0, 0)
    assert await removed_on(store, NOW + (KEEP + 1) * DAY) == Removed(1, 0)


async def test_somebody_without_a_profile_goes_after_the_same_days(store: Store) -> None:
    async with store.writing() as tx:
        await person_for(tx, door="d", tenant="t", platform_id="a", now=NOW)
    assert await removed_on(store, NOW + KEEP * DAY) == Removed(0, 0)
    assert await removed_on(store, NOW + (KEEP + 1) * DAY) == Removed(1, 0)


async def test_those_whose_time_has_not_come_stay(store: Store) -> None:
    await somebody(store, "old", 2026)
    current = await somebody(store, "current", 2027)
    assert await removed_on(store, NOW + (KEEP + 1) * DAY) == Removed(1, 0)
    assert await left(store) == {current}


async def test_an_expired_draft_goes_and_its_person_stays(store: Store) -> None:
    person = await somebody(store, "a", 2027)
    async with store.writing() as tx:
        await save_draft(tx, person, "what-if", {}, now=NOW, expires_at=NOW + DAY)
    assert await removed_on(store, NOW + DAY) == Removed(0, 1)
    assert await left(store) == {person}


async def test_the_files_of_somebody_who_left_are_due_on_their_platform(store: Store) -> None:
    person = await somebody(store, "a", None)
    async with store.writing() as tx:
        await note_uploaded(
            tx, person, door="d", workspace=Workspace("", "T"), file_id="F", now=NOW
        )
    assert await removed_on(store, NOW + (KEEP + 1) * DAY) == Removed(1, 0)
    async with store.reading() as tx:
        due = await due_uploads(tx, door="d", now=NOW + (KEEP + 1) * DAY)
    assert [upload.file_id for upload in due] == ["F"]


async def test_events_go_after_their_time_and_states_when_they_expire(store: Store) -> None:
    old, young = NOW, NOW + timedelta(seconds=1)
    async with store.writing() as tx:
        for name, at in (("old", old), ("young", young)):
            await claim_event(tx, door="d", event_id=name, now=at - KEPT)
            await use_state(tx, name, at)
        await remove_passed(tx, now=NOW, erasure_days=KEEP, delivery_days=60)
        assert (await tx.execute(select(handled_events.c.event_id))).scalars().all() == ["young"]
        assert (await tx.execute(select(oauth_states.c.expires_at))).scalars().all() == [young]


async def test_settled_messages_go_after_their_days(store: Store) -> None:
    async with store.writing() as tx:
        sent = await add(tx, await somebody_to_write_to(tx))
        claim = await claim_one(tx)
        await settle_delivered(tx, claim, message_id="m", channel_id="", now=NOW)
        for days, left in ((60, True), (61, False)):
            await remove_passed(tx, now=NOW + days * DAY, erasure_days=KEEP, delivery_days=60)
            assert (await read_delivery(tx, sent) is not None) is left


async def server(store: Store, platform_id: str, *, person: int, gone: datetime | None) -> int:
    async with store.writing() as tx:
        await server_joined(tx, door="d", platform_id=platform_id, now=NOW)
        found = await read_server(tx, door="d", platform_id=platform_id)
        assert found is not None
        await add_change(tx, found.id, person, "settings", before={}, after={}, now=NOW)
        if gone is not None:
            await server_gone(tx, door="d", platform_id=platform_id, now=gone)
        return found.id


async def servers_removed_on(store: Store, now: datetime) -> int:
    async with store.writing() as tx:
        return await remove_gone_servers(tx, now=now, keep_days=30)


async def test_a_removed_server_goes_with_its_audit_once_its_days_are_over(store: Store) -> None:
    person = await somebody(store, "a", 2027)
    stays = await server(store, "stays", person=person, gone=None)
    await server(store, "gone", person=person, gone=NOW)
    assert await servers_removed_on(store, NOW + 30 * DAY) == 0
    assert await servers_removed_on(store, NOW + 31 * DAY) == 1
    async with store.reading() as tx:
        assert (await tx.execute(select(servers.c.id))).scalars().all() == [stays]
        assert (await tx.execute(select(audit.c.server_id))).scalars().all() == [stays]


async def test_a_removed_server_takes_nothing_of_its_people_along(store: Store) -> None:
    person = await somebody(store, "a", 2027)
    await server(store, "gone", person=person, gone=NOW)
    assert await servers_removed_on(store, NOW + 31 * DAY) == 1
    async with store.reading() as tx:
        assert await read_profile(tx, person) is not None


async def test_a_server_that_came_back_in_time_stays(store: Store) -> None:
    person = await somebody(store, "a", 2027)
    await server(store, "back", person=person, gone=NOW)
    async with store.writing() as tx:
        await server_joined(tx, door="d", platform_id="back", now=NOW + 30 * DAY)
    assert await servers_removed_on(store, NOW + 500 * DAY) == 0
    async with store.reading() as tx:
        assert await present_servers(tx, door="d") == {"back"}


def test_what_belongs_to_a_server_is_only_what_goes_with_it() -> None:
    belonging = {
        table.name
        for table in metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table is servers
    }
    assert belonging == {"audit", "season_proposals"}
