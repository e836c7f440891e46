"""The local gateway: logging in, losing the line, guilds that come and go."""

import asyncio

import discord
import pytest

from tests.platforms.discord_client import Client, ShardedClient, running
from tests.platforms.discord_server import DiscordServer


def _guilds(bot: discord.Client) -> list[str]:
    return sorted(guild.name for guild in bot.guilds)


async def test_a_client_logs_in_and_sees_its_guilds(local_discord: DiscordServer) -> None:
    guild = local_discord.guild("Radiology")
    channel = guild.channel("advice")
    local_discord.guild("Elsewhere", bot=False)
    async with running(local_discord, Client()) as bot:
        assert _guilds(bot) == ["Radiology"]
        assert bot.application_id == local_discord.world.application_id
        seen = bot.get_channel(channel.id)
        assert isinstance(seen, discord.TextChannel)
        assert seen.permissions_for(seen.guild.me).send_messages
        assert (await bot.application_info()).approximate_guild_count == 1
    assert local_discord.unexpected == []


async def test_a_wrong_token_is_refused_at_login(local_discord: DiscordServer) -> None:
    async with Client() as bot:
        with pytest.raises(discord.LoginFailure):
            await bot.login("wrong")


async def test_a_wrong_token_closes_the_gateway_with_4004(local_discord: DiscordServer) -> None:
    bot = Client()
    await bot.login(local_discord.token)
    bot.http.token = local_discord.token[::-1]
    with pytest.raises(discord.ConnectionClosed) as closed:
        await asyncio.wait_for(bot.connect(), 5)
    await bot.close()
    assert closed.value.code == 4004


async def test_privileged_intents_must_be_enabled(local_discord: DiscordServer) -> None:
    bot = discord.Client(intents=discord.Intents.all())
    with pytest.raises(discord.PrivilegedIntentsRequired):
        await asyncio.wait_for(bot.start(local_discord.token), 5)
    await bot.close()


async def test_a_dropped_line_is_resumed_and_what_was_missed_is_sent_again(
    local_discord: DiscordServer,
) -> None:
    guild = local_discord.guild("Radiology")
    async with running(local_discord, Client()) as bot:
        resumed = asyncio.ensure_future(bot.wait_for("resumed", timeout=5))
        await asyncio.sleep(0)
        local_discord.sockets.drop()
        role = guild.role("mentor")
        await resumed
        seen = bot.get_guild(guild.id)
        assert seen is not None
        assert seen.get_role(role.id) is not None
    assert local_discord.sockets.happened["identify"] == 1
    assert local_discord.sockets.happened["resume"] == 1


async def test_a_client_asked_to_reconnect_resumes(local_discord: DiscordServer) -> None:
    async with running(local_discord, Client()):
        local_discord.sockets.ask_to_reconnect()
        await local_discord.sockets.saw("resume")


async def test_a_resumable_invalid_session_is_resumed(local_discord: DiscordServer) -> None:
    async with running(local_discord, Client()):
        local_discord.sockets.invalidate(resumable=True)
        await local_discord.sockets.saw("resume")


async def test_an_invalid_session_is_begun_anew(local_discord: DiscordServer) -> None:
    local_discord.guild("Radiology")
    async with running(local_discord, Client()) as bot:
        local_discord.sockets.invalidate()
        await local_discord.sockets.saw("identify", 2)
        await bot.wait_for("ready", timeout=5)
        assert _guilds(bot) == ["Radiology"]
    assert local_discord.sockets.happened["resume"] == 0


async def test_a_forgotten_session_cannot_be_resumed(local_discord: DiscordServer) -> None:
    async with running(local_discord, Client()):
        local_discord.sockets.drop()
        local_discord.sockets.forget_sessions()
        await local_discord.sockets.saw("refused resume")
        await local_discord.sockets.saw("identify", 2)


async def test_a_client_without_heartbeat_acks_connects_again(
    local_discord: DiscordServer,
) -> None:
    local_discord.sockets.heartbeat_interval = 0.05
    async with running(local_discord, Client(heartbeat_timeout=0.2)):
        await local_discord.sockets.saw("heartbeat", 3)
        local_discord.sockets.withhold_acks = True
        await local_discord.sockets.saw("resume")


async def test_guilds_come_and_go(local_discord: DiscordServer) -> None:
    guild = local_discord.guild("Radiology")
    later = local_discord.guild("Later", bot=False)
    async with running(local_discord, Client()) as bot:

        async def heard(event: str) -> asyncio.Future[discord.Guild]:
            future = asyncio.ensure_future(bot.wait_for(event, timeout=5))
            await asyncio.sleep(0)
            return future

        joined = await heard("guild_join")
        local_discord.add_bot(later)
        assert (await joined).name == "Later"
        away = await heard("guild_unavailable")
        local_discord.outage(guild)
        assert (await away).unavailable
        back = await heard("guild_available")
        local_discord.recover(guild)
        assert not (await back).unavailable
        removed = await heard("guild_remove")
        local_discord.remove_bot(guild)
        assert (await removed).name == "Radiology"
        assert _guilds(bot) == ["Later"]


async def test_each_shard_hears_of_its_own_guilds(local_discord: DiscordServer) -> None:
    local_discord.shards = 2
    guilds = [local_discord.guild(f"Guild {number}") for number in range(4)]
    bot = ShardedClient()
    async with running(local_discord, bot):
        await local_discord.sockets.connected(shards=2)
        assert len(bot.guilds) == 4
        for guild in guilds:
            seen = bot.get_guild(guild.id)
            assert seen is not None
            assert seen.shard_id == guild.shard(2)
        assert {guild.shard(2) for guild in guilds} == {0, 1}
        local_discord.sockets.drop(shard=1)
        await local_discord.sockets.saw("resume")
    assert [data["shard"] for data in local_discord.sockets.identifies] == [[0, 2], [1, 2]]


async def test_members_are_sent_when_asked_for(local_discord: DiscordServer) -> None:
    ada = local_discord.user("Ada")
    guild = local_discord.guild("Radiology")
    guild.member(ada)
    async with running(local_discord, Client()) as bot:
        seen = bot.get_guild(guild.id)
        assert seen is not None
        (member,) = await seen.query_members(user_ids=[ada.id])
        assert member.name == "Ada"
