"""Rate limits and faults of the local Discord, as the unmodified discord.py meets them."""

import asyncio
import errno
import logging
from collections.abc import AsyncIterator

import discord
import pytest

from tests.platforms.discord_client import Client
from tests.platforms.discord_server import DiscordServer
from tests.platforms.discord_server.buckets import Rule

POST = "POST /channels/*/messages"
MESSAGES = "POST /channels/{channel}/messages"


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, "discord")


@pytest.fixture
async def bot(local_discord: DiscordServer) -> AsyncIterator[Client]:
    """A client that is logged in, but not at the gateway."""
    async with Client() as unconnected:
        await unconnected.login(local_discord.token)
        yield unconnected


@pytest.fixture
def channel(local_discord: DiscordServer, bot: Client) -> discord.PartialMessageable:
    """A channel that the bot may write to."""
    made = local_discord.guild("Radiology").channel("advice")
    return bot.get_partial_messageable(made.id)


async def test_a_full_bucket_is_waited_for(
    local_discord: DiscordServer, channel: discord.PartialMessageable
) -> None:
    local_discord.limits.rules[MESSAGES] = Rule(2, 0.1)
    await asyncio.gather(*(channel.send(str(number)) for number in range(5)))
    assert local_discord.limits.refused == 0
    assert len(local_discord.matching(POST)) == 5


async def test_more_than_the_overall_limit_is_refused_and_sent_again(
    local_discord: DiscordServer, bot: Client
) -> None:
    guild = local_discord.guild("Radiology")
    channels = [bot.get_partial_messageable(guild.channel(str(number)).id) for number in range(12)]
    local_discord.limits.overall = Rule(10, 0.2)
    await asyncio.gather(*(channel.send("hello") for channel in channels))
    answers = [request.status for request in local_discord.matching(POST)]
    assert answers.count(200) == 12
    assert answers.count(429) == local_discord.limits.refused > 0
    assert local_discord.limits.invalid == local_discord.limits.refused


async def test_six_refusals_running_are_raised(
    local_discord: DiscordServer, channel: discord.PartialMessageable
) -> None:
    local_discord.fail(POST, status=429, retry_after=0.001, times=5)
    with pytest.raises(discord.HTTPException) as refused:
        await channel.send("hello")
    assert refused.value.status == 429


async def test_too_many_invalid_requests_ban_the_address_for_a_while(
    local_discord: DiscordServer, channel: discord.PartialMessageable
) -> None:
    local_discord.limits.ban_at = 3
    local_discord.fail(POST, status=403, code=50013, times=3)
    for _ in range(3):
        with pytest.raises(discord.Forbidden):
            await channel.send("hello")
    with pytest.raises(discord.HTTPException) as banned:
        await channel.send("hello")
    assert (banned.value.status, banned.value.code) == (429, 0)
    local_discord.clock.advance(601)
    await channel.send("hello")


async def test_a_service_that_is_unavailable_is_raised_at_once(
    local_discord: DiscordServer, channel: discord.PartialMessageable
) -> None:
    local_discord.fail(POST, status=503)
    with pytest.raises(discord.DiscordServerError):
        await channel.send("hello")
    await channel.send("hello")
    assert [request.status for request in local_discord.matching(POST)] == [503, 200]


async def test_a_refusal_may_have_taken_effect(
    local_discord: DiscordServer, channel: discord.PartialMessageable
) -> None:
    local_discord.fail(POST, status=503, acts=True)
    with pytest.raises(discord.DiscordServerError):
        await channel.send("hello")
    assert len(local_discord.world.channels[channel.id].messages) == 1


async def test_a_request_that_is_never_answered_has_taken_effect(
    local_discord: DiscordServer, channel: discord.PartialMessageable
) -> None:
    fault = local_discord.hang(POST)
    sending = asyncio.create_task(channel.send("hello", nonce="key"))
    await local_discord.saw("POST", "/channels/*/messages")
    assert fault.taken == 1
    sending.cancel()
    again = await channel.send("hello", nonce="key")
    assert list(local_discord.world.channels[channel.id].messages) == [again.id]


@pytest.mark.parametrize("acts", [False, True])
async def test_a_line_that_is_cut_says_so_and_not_whether_it_landed(
    local_discord: DiscordServer, channel: discord.PartialMessageable, acts: bool
) -> None:
    local_discord.reset(POST, acts=acts)
    with pytest.raises(OSError) as cut:  # noqa: PT011
        await channel.send("hello")
    assert cut.value.errno == errno.ECONNRESET
    assert len(local_discord.world.channels[channel.id].messages) == acts


async def test_a_held_request_goes_on_when_it_is_released(
    local_discord: DiscordServer, channel: discord.PartialMessageable
) -> None:
    fault = local_discord.hold(POST)
    sending = asyncio.create_task(channel.send("hello"))
    await fault.caught()
    assert not local_discord.world.channels[channel.id].messages
    fault.release()
    assert (await sending).content == "hello"


async def test_a_fault_is_for_the_requests_it_names_and_can_be_healed(
    local_discord: DiscordServer, channel: discord.PartialMessageable
) -> None:
    local_discord.fail("GET /channels/*", status=503, times=None)
    await channel.send("hello")
    for _ in range(2):
        with pytest.raises(discord.DiscordServerError):
            await channel.fetch_message(1)
    local_discord.heal()
    with pytest.raises(discord.NotFound):
        await channel.fetch_message(1)
