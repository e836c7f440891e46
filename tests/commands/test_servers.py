"""What a door tells of its servers."""

from datetime import UTC, datetime, timedelta

from bot.app import tidy
from core.commands.desk import Desk
from core.commands.servers import Missed, note_gone, note_joined, note_present
from core.storage.servers import SavedServer, present_servers, read_server

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)


async def known(desk: Desk, platform_id: str) -> SavedServer | None:
    async with desk.store.reading() as tx:
        return await read_server(tx, door="discord", platform_id=platform_id)


async def present(desk: Desk) -> frozenset[str]:
    async with desk.store.reading() as tx:
        return await present_servers(tx, door="discord")


async def test_a_server_is_there_from_its_joining_to_its_removal(desk: Desk) -> None:
    await note_joined(desk.store, "discord", "1", NOW)
    assert await present(desk) == {"1"}
    await note_gone(desk.store, "discord", "1", NOW + DAY)
    assert await present(desk) == frozenset()


async def test_what_was_missed_is_found_at_the_start(desk: Desk) -> None:
    for platform_id in ("1", "2", "3"):
        await note_joined(desk.store, "discord", platform_id, NOW)
    await note_joined(desk.store, "slack", "T1", NOW)
    await note_gone(desk.store, "discord", "3", NOW)
    listed = ["2", "3", "4"]
    assert await note_present(desk.store, "discord", listed, NOW + DAY) == Missed(2, 1)
    assert await present(desk) == {"2", "3", "4"}
    removed = await known(desk, "1")
    assert removed is not None
    assert removed.gone_at == NOW + DAY
    async with desk.store.reading() as tx:
        assert await present_servers(tx, door="slack") == {"T1"}


async def test_a_start_after_which_nothing_is_new_changes_nothing(desk: Desk) -> None:
    assert await note_present(desk.store, "discord", ["1", "2"], NOW) == Missed(2, 0)
    before = await known(desk, "1")
    assert await note_present(desk.store, "discord", ["2", "1"], NOW + DAY) == Missed(0, 0)
    assert await known(desk, "1") == before


async def test_a_removed_server_is_forgotten_when_its_days_are_over(desk: Desk) -> None:
    days = desk.library.facts.calendar.margins.server_retention_days
    await note_joined(desk.store, "discord", "1", NOW)
    await note_gone(desk.store, "discord", "1", NOW)
    await tidy(desk.store, desk.library, NOW + days * DAY)
    assert await known(desk, "1") is not None
    await tidy(desk.store, desk.library, NOW + (days + 1) * DAY)
    assert await known(desk, "1") is None
