"""Servers come and go: removed, missed while the bot was away, out of order, come back."""

from datetime import datetime, timedelta
from pathlib import Path

from bot.app import tidy
from core.commands.visit import Library
from core.storage.engine import Store
from core.storage.servers import present_servers
from tests.platforms.discord_bot import NOON, Running, running_bot
from tests.platforms.discord_server import DiscordServer
from tests.platforms.discord_server.places import Guild


async def _present(store: Store) -> frozenset[str]:
    async with store.reading() as transaction:
        return frozenset(await present_servers(transaction, door="discord"))


async def _settled(running: Running) -> frozenset[str]:
    """The servers noted as present, once everything that the gateway told has been dealt with."""
    await running.heard_all()
    return await _present(running.desk.store)


def _ids(*guilds: Guild) -> frozenset[str]:
    return frozenset(str(guild.id) for guild in guilds)


async def test_servers_are_noted_as_they_add_and_remove_the_bot(running: Running) -> None:
    server = running.server
    first, second = server.guild("One"), server.guild("Two")
    assert await _settled(running) == _ids(first, second)
    server.remove_bot(first)
    assert await _settled(running) == _ids(second)
    server.add_bot(first)
    assert await _settled(running) == _ids(first, second)


async def test_servers_that_remove_the_bot_and_add_it_again_in_a_row_are_present(
    running: Running,
) -> None:
    guilds = [running.server.guild(f"Server {number}") for number in range(30)]
    await _settled(running)
    for guild in guilds:
        running.server.remove_bot(guild)
        running.server.add_bot(guild)
    assert await _settled(running) == _ids(*guilds)


async def test_an_outage_is_not_a_removal(running: Running) -> None:
    server = running.server
    guild = server.guild("One")
    await _settled(running)
    server.outage(guild)
    assert await _settled(running) == _ids(guild)
    server.recover(guild)
    assert await _settled(running) == _ids(guild)


async def test_what_happened_while_the_bot_was_away_is_found_at_the_start(
    local_discord: DiscordServer, tmp_path: Path, shelf: Library
) -> None:
    stays, goes = local_discord.guild("Stays"), local_discord.guild("Goes")
    async with running_bot(local_discord, tmp_path / "a.db", shelf) as running:
        assert await _settled(running) == _ids(stays, goes)
    local_discord.remove_bot(goes)
    comes = local_discord.guild("Comes")
    local_discord.outage(stays)
    async with running_bot(local_discord, tmp_path / "a.db", shelf) as running:
        assert await _settled(running) == _ids(stays, comes)


async def test_a_removed_servers_settings_go_after_their_days_and_profiles_stay(
    local_discord: DiscordServer, tmp_path: Path, shelf: Library
) -> None:
    ada = local_discord.user("Ada", installed=True)
    guild = local_discord.guild("Radiology")
    days = timedelta(days=shelf.facts.calendar.margins.server_retention_days)

    async def rows(now: datetime) -> int:
        await tidy(running.desk.store, shelf, now)
        async with running.desk.store.reading() as transaction:
            found = await transaction.exec_driver_sql("SELECT count(*) FROM servers")
            return int(found.scalar_one())

    async with running_bot(local_discord, tmp_path / "a.db", shelf) as running:
        asked = await local_discord.command(
            ada, "assess", {"applicant": "us_img", "specialty": "dr", "step2_ck": "219"}
        )
        await asked.message()
        await running.heard_all()
        local_discord.remove_bot(guild)
        await _settled(running)
        assert await rows(NOON + days - timedelta(hours=1)) == 1
        assert await rows(NOON + days + timedelta(hours=1)) == 0
        shown = await local_discord.command(ada, "profile")
        assert "219" in (await shown.message()).text


async def test_the_bot_runs_on_as_many_shards_as_discord_asks_for(
    local_discord: DiscordServer, tmp_path: Path, shelf: Library
) -> None:
    local_discord.shards = 3
    guilds = [local_discord.guild(f"Server {number}") for number in range(6)]
    ada = local_discord.user("Ada")
    guilds[5].member(ada)
    async with running_bot(local_discord, tmp_path / "a.db", shelf) as running:
        assert await _settled(running) == _ids(*guilds)
        assert len(running.bot.shards) == 3
        channel = next(iter(guilds[5].channels.values()))
        asked = await local_discord.command(ada, "about", channel=channel)
        assert (await asked.message()).ephemeral
