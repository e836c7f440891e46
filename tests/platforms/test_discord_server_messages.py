"""Messages on the local Discord: channels, direct messages, permissions, nonces, files."""

import io
from collections.abc import AsyncIterator

import discord
import pytest

from tests.platforms.discord_client import Client
from tests.platforms.discord_server import DiscordServer
from tests.platforms.discord_server.places import Channel


@pytest.fixture
async def bot(local_discord: DiscordServer) -> AsyncIterator[discord.Client]:
    """A client that is logged in, but not at the gateway."""
    unconnected = Client()
    await unconnected.login(local_discord.token)
    yield unconnected
    await unconnected.close()


def _at(bot: discord.Client, channel: Channel) -> discord.PartialMessageable:
    return bot.get_partial_messageable(channel.id)


def _channel(server: DiscordServer) -> Channel:
    return server.guild("Radiology").channel("advice")


async def test_a_message_is_sent_edited_read_and_deleted(
    local_discord: DiscordServer, bot: discord.Client
) -> None:
    channel = _channel(local_discord)
    sent = await _at(bot, channel).send("first")
    await sent.edit(content="second")
    read = await _at(bot, channel).fetch_message(sent.id)
    assert read.content == "second"
    assert channel.messages[sent.id].edits == 1
    await sent.delete()
    with pytest.raises(discord.NotFound) as gone:
        await _at(bot, channel).fetch_message(sent.id)
    assert gone.value.code == 10008


async def test_the_latest_messages_come_first(
    local_discord: DiscordServer, bot: discord.Client
) -> None:
    channel = _channel(local_discord)
    for number in range(4):
        local_discord.post(channel, str(number))
    read = [message.content async for message in _at(bot, channel).history(limit=3)]
    assert read == ["3", "2", "1"]


async def test_the_same_nonce_gives_the_first_message_again(
    local_discord: DiscordServer, bot: discord.Client
) -> None:
    channel = _channel(local_discord)
    first = await _at(bot, channel).send("hello", nonce="key")
    assert (await _at(bot, channel).send("hello", nonce="key")).id == first.id
    assert len(channel.messages) == 1
    local_discord.clock.advance(600)
    assert (await _at(bot, channel).send("hello", nonce="key")).id != first.id


async def test_a_direct_message_reaches_somebody_who_shares_a_guild(
    local_discord: DiscordServer, bot: discord.Client
) -> None:
    ada = local_discord.user("Ada")
    local_discord.guild("Radiology").member(ada)
    opened = await (await bot.fetch_user(ada.id)).create_dm()
    await opened.send("hello")
    assert [m.text for m in local_discord.dm(ada).messages.values()] == ["hello"]


@pytest.mark.parametrize("code", [50007, 50278])
async def test_a_refused_direct_message_says_why(
    local_discord: DiscordServer, bot: discord.Client, code: int
) -> None:
    ada = local_discord.user("Ada", installed=True)
    channel = _at(bot, local_discord.dm(ada))
    local_discord.refuse_dms(ada, code)
    with pytest.raises(discord.Forbidden) as refused:
        await channel.send("hello")
    assert refused.value.code == code
    local_discord.accept_dms(ada)
    await channel.send("hello")


async def test_somebody_who_left_every_shared_guild_cannot_be_reached(
    local_discord: DiscordServer, bot: discord.Client
) -> None:
    ada = local_discord.user("Ada")
    guild = local_discord.guild("Radiology")
    guild.member(ada)
    channel = _at(bot, local_discord.dm(ada))
    await channel.send("hello")
    guild.leave(ada)
    with pytest.raises(discord.Forbidden) as refused:
        await channel.send("hello")
    assert refused.value.code == 50278


async def test_overwrites_decide_what_the_bot_may_do(
    local_discord: DiscordServer, bot: discord.Client
) -> None:
    channel = _channel(local_discord)
    guild = channel.guild
    assert guild is not None
    channel.deny(guild.everyone, discord.Permissions(send_messages=True))
    with pytest.raises(discord.Forbidden) as refused:
        await _at(bot, channel).send("hello")
    assert refused.value.code == 50013
    channel.allow(local_discord.bot, discord.Permissions(send_messages=True))
    await _at(bot, channel).send("hello")
    channel.deny(local_discord.bot, discord.Permissions(view_channel=True))
    with pytest.raises(discord.Forbidden) as refused:
        await _at(bot, channel).send("hello")
    assert refused.value.code == 50001


async def test_unknown_channels_are_unknown_and_foreign_ones_closed(
    local_discord: DiscordServer, bot: discord.Client
) -> None:
    channel = _channel(local_discord)
    guild = channel.guild
    assert guild is not None
    guild.delete_channel(channel)
    with pytest.raises(discord.NotFound) as missing:
        await _at(bot, channel).send("hello")
    assert missing.value.code == 10003
    other = next(iter(local_discord.guild("Elsewhere", bot=False).channels.values()))
    with pytest.raises(discord.Forbidden) as closed:
        await _at(bot, other).send("hello")
    assert closed.value.code == 50001


async def test_files_are_kept_and_can_be_read_again(
    local_discord: DiscordServer, bot: discord.Client
) -> None:
    channel = _channel(local_discord)
    view = discord.ui.LayoutView()
    view.add_item(discord.ui.MediaGallery(discord.MediaGalleryItem("attachment://picture.png")))
    picture = discord.File(io.BytesIO(b"\x89PNG"), "picture.png")
    sent = await _at(bot, channel).send(view=view, file=picture)
    assert channel.messages[sent.id].file("picture.png") == b"\x89PNG"
    assert await sent.attachments[0].read() == b"\x89PNG"
    gallery = sent.components[0]
    assert isinstance(gallery, discord.MediaGalleryComponent)
    assert gallery.items[0].media.url == sent.attachments[0].url


async def test_only_allowed_mentions_notify(
    local_discord: DiscordServer, bot: discord.Client
) -> None:
    channel = _channel(local_discord)
    ada = local_discord.user("Ada")
    text = f"{ada.mention} @everyone"
    loud = await _at(bot, channel).send(text)
    quiet = await _at(bot, channel).send(text, allowed_mentions=discord.AllowedMentions.none())
    assert channel.messages[loud.id].pings == {str(ada.id), "everyone"}
    assert channel.messages[quiet.id].pings == set()


async def test_the_bot_lists_its_guilds_with_permissions(
    local_discord: DiscordServer, bot: discord.Client
) -> None:
    local_discord.guild("Radiology", bot_permissions=discord.Permissions(send_messages=True))
    (guild,) = [guild async for guild in bot.fetch_guilds()]
    assert guild.name == "Radiology"


async def test_an_unknown_route_is_noted(local_discord: DiscordServer, bot: discord.Client) -> None:
    with pytest.raises(discord.NotFound) as missing:
        await bot.fetch_invite("nothing")
    assert missing.value.code == 0
    assert [str(request) for request in local_discord.unexpected] == ["GET /invites/nothing"]
