"""Servers, their settings, and who changed them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.storage.audit import Change, add_change, newest_changes
from core.storage.engine import Store, Transaction
from core.storage.people import person_for
from core.storage.servers import (
    SavedServer,
    ServerChanged,
    ServerSettings,
    present_servers,
    read_server,
    save_settings,
    server_gone,
    server_joined,
)
from core.storage.tables import servers
from tests.storage.conftest import NOW

DAY = timedelta(days=1)
CHOSEN = ServerSettings("America/Chicago", 2028, ("11", "12"), ("21",))


async def joined(tx: Transaction, platform_id: str = "s1", *, after: int = 0) -> SavedServer:
    await server_joined(tx, door="discord", platform_id=platform_id, now=NOW + after * DAY)
    return await found(tx, platform_id)


async def found(tx: Transaction, platform_id: str = "s1") -> SavedServer:
    server = await read_server(tx, door="discord", platform_id=platform_id)
    assert server is not None
    return server


async def gone(tx: Transaction, platform_id: str = "s1", *, after: int) -> None:
    await server_gone(tx, door="discord", platform_id=platform_id, now=NOW + after * DAY)


async def test_a_new_server_has_chosen_nothing(store: Store) -> None:
    async with store.writing() as tx:
        assert await read_server(tx, door="discord", platform_id="s1") is None
        server = await joined(tx)
    assert (server.settings, server.row_version, server.gone_at) == (ServerSettings(), 0, None)


async def test_what_is_saved_is_read_again(store: Store) -> None:
    async with store.writing() as tx:
        server = await joined(tx)
        await save_settings(tx, server.id, CHOSEN, now=NOW, expected=0)
    async with store.reading() as tx:
        assert await found(tx) == SavedServer(server.id, CHOSEN, 1, None)


async def test_of_two_saves_at_once_the_second_is_told_and_saves_nothing(store: Store) -> None:
    async with store.writing() as tx:
        server = await joined(tx)
        await save_settings(tx, server.id, CHOSEN, now=NOW, expected=server.row_version)
        with pytest.raises(ServerChanged):
            await save_settings(
                tx, server.id, ServerSettings("UTC"), now=NOW, expected=server.row_version
            )
        assert (await found(tx)).settings == CHOSEN


async def test_a_server_told_of_twice_is_one_and_keeps_its_settings_and_its_day(
    store: Store,
) -> None:
    async with store.writing() as tx:
        server = await joined(tx)
        await save_settings(tx, server.id, CHOSEN, now=NOW, expected=0)
        assert await joined(tx, after=3) == SavedServer(server.id, CHOSEN, 1, None)
        assert (await tx.execute(select(servers.c.joined_at))).scalars().all() == [NOW]


async def test_a_server_that_comes_back_has_the_settings_it_had(store: Store) -> None:
    async with store.writing() as tx:
        server = await joined(tx)
        await save_settings(tx, server.id, CHOSEN, now=NOW, expected=0)
        await gone(tx, after=1)
        assert (await found(tx)).gone_at == NOW + DAY
        assert await joined(tx, after=2) == SavedServer(server.id, CHOSEN, 1, None)
        assert (await tx.execute(select(servers.c.joined_at))).scalar() == NOW + 2 * DAY


async def test_a_removal_counts_from_when_it_was_first_noted(store: Store) -> None:
    async with store.writing() as tx:
        await joined(tx)
        await gone(tx, after=1)
        await gone(tx, after=5)
        assert (await found(tx)).gone_at == NOW + DAY


async def test_the_removal_from_a_server_that_is_not_known_is_nothing(store: Store) -> None:
    async with store.writing() as tx:
        await gone(tx, after=1)
        assert await read_server(tx, door="discord", platform_id="s1") is None


async def test_one_id_on_two_platforms_is_two_servers(store: Store) -> None:
    async with store.writing() as tx:
        await joined(tx)
        await server_joined(tx, door="slack", platform_id="s1", now=NOW)
        await gone(tx, after=1)
        assert await present_servers(tx, door="discord") == frozenset()
        assert await present_servers(tx, door="slack") == {"s1"}


async def test_changes_are_read_newest_first_with_who_made_them(store: Store) -> None:
    async with store.writing() as tx:
        server, other = await joined(tx), await joined(tx, "s2")
        for number in range(4):
            person = await person_for(
                tx, door="discord", tenant="discord", platform_id=f"p{number}", now=NOW
            )
            where = other.id if number == 3 else server.id
            values = {"season": number}
            later = NOW + number * DAY
            await add_change(tx, where, person, "settings", before={}, after=values, now=later)
        changes = await newest_changes(tx, server.id, limit=2)
    assert changes == (
        Change(NOW + 2 * DAY, "p2", "settings", {}, {"season": 2}),
        Change(NOW + DAY, "p1", "settings", {}, {"season": 1}),
    )


async def test_somebody_from_another_platform_is_not_named_by_their_id_there(store: Store) -> None:
    async with store.writing() as tx:
        server = await joined(tx)
        person = await person_for(tx, door="console", tenant="local", platform_id="me", now=NOW)
        await add_change(tx, server.id, person, "settings", before={}, after={}, now=NOW)
        assert [change.who for change in await newest_changes(tx, server.id, limit=9)] == [None]
