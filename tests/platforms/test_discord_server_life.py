"""The life of an interaction: three seconds, fifteen minutes, one first answer, fixed privacy."""

import asyncio
from collections.abc import Awaitable, Callable

import discord
import pytest

from tests.platforms.discord_client import Client, running
from tests.platforms.discord_server import DiscordServer
from tests.platforms.discord_server.interactions import Interaction
from tests.platforms.discord_server.people import User

Handler = Callable[["discord.Interaction[discord.Client]"], Awaitable[None]]


class Answering(Client):
    """Deals with every interaction by one function, once a test lets it."""

    def __init__(self, handler: Handler) -> None:
        super().__init__()
        self.handler = handler
        self.go = asyncio.Event()
        self.go.set()
        self.done = asyncio.Event()
        self.raised: list[discord.HTTPException] = []

    async def on_interaction(self, interaction: "discord.Interaction[discord.Client]") -> None:
        await self.go.wait()
        try:
            await self.handler(interaction)
        except discord.HTTPException as error:
            self.raised.append(error)
        self.done.set()


@pytest.fixture
def ada(local_discord: DiscordServer) -> User:
    """Somebody who installed the app."""
    return local_discord.user("Ada", installed=True)


async def _forged(server: DiscordServer, user: User) -> Interaction:
    """A command without its registration, which these tests do without."""
    return await server.command(user, "assess", forged=True)


async def _answered_after(
    server: DiscordServer, user: User, seconds: float, handler: Handler
) -> tuple[Interaction, Answering]:
    bot = Answering(handler)
    bot.go.clear()
    async with running(server, bot):
        interaction = await _forged(server, user)
        server.age(interaction, seconds)
        bot.go.set()
        await asyncio.wait_for(bot.done.wait(), 5)
    return interaction, bot


async def _hello(interaction: "discord.Interaction[discord.Client]") -> None:
    await interaction.response.send_message("hello")


async def test_an_answer_within_three_seconds_is_taken(
    local_discord: DiscordServer, ada: User
) -> None:
    interaction, bot = await _answered_after(local_discord, ada, 2.5, _hello)
    assert bot.raised == []
    assert (await interaction.message()).text == "hello"


async def test_a_later_answer_is_unknown(local_discord: DiscordServer, ada: User) -> None:
    interaction, bot = await _answered_after(local_discord, ada, 3.1, _hello)
    assert [error.code for error in bot.raised] == [10062]
    assert (await interaction.refused()).code == 10062
    assert interaction.answer is None


async def test_a_second_first_answer_is_refused(local_discord: DiscordServer, ada: User) -> None:
    async def twice(interaction: "discord.Interaction[discord.Client]") -> None:
        await interaction.response.defer()
        interaction.response._response_type = None
        await interaction.response.defer()

    _, bot = await _answered_after(local_discord, ada, 0, twice)
    assert [error.code for error in bot.raised] == [40060]


async def test_the_token_dies_after_fifteen_minutes(
    local_discord: DiscordServer, ada: User
) -> None:
    async def late(interaction: "discord.Interaction[discord.Client]") -> None:
        await interaction.response.defer()
        local_discord.clock.advance(15 * 60 + 1)
        await interaction.followup.send("too late")

    _, bot = await _answered_after(local_discord, ada, 0, late)
    assert [(error.status, error.code) for error in bot.raised] == [(401, 50027)]


async def test_the_original_is_unknown_before_any_answer(
    local_discord: DiscordServer, ada: User
) -> None:
    async def early(interaction: "discord.Interaction[discord.Client]") -> None:
        await interaction.edit_original_response(content="early")

    _, bot = await _answered_after(local_discord, ada, 0, early)
    assert [error.code for error in bot.raised] == [10015]


async def test_privacy_is_fixed_at_the_acknowledgement(
    local_discord: DiscordServer, ada: User
) -> None:
    async def deferred(interaction: "discord.Interaction[discord.Client]") -> None:
        await interaction.response.defer(ephemeral=True)
        await interaction.followup.send("takes the place of thinking")
        await interaction.edit_original_response(content="edited")
        await interaction.followup.send("open", ephemeral=False)

    interaction, bot = await _answered_after(local_discord, ada, 0, deferred)
    assert bot.raised == []
    answer = await interaction.answered()
    assert answer.deferred
    assert answer.ephemeral
    first, second = await interaction.messages(2)
    assert (first.text, first.ephemeral, first.edits) == ("edited", True, 1)
    assert (second.text, second.ephemeral) == ("open", False)
    assert list(local_discord.dm(ada).messages.values()) == [second]


async def test_an_ephemeral_message_is_not_in_the_channel(
    local_discord: DiscordServer, ada: User
) -> None:
    async def private(interaction: "discord.Interaction[discord.Client]") -> None:
        await interaction.response.send_message("for you", ephemeral=True)
        original = await interaction.original_response()
        channel = interaction.client.get_partial_messageable(local_discord.dm(ada).id)
        await channel.fetch_message(original.id)

    _, bot = await _answered_after(local_discord, ada, 0, private)
    assert [error.code for error in bot.raised] == [10008]


async def test_the_original_can_be_read_and_deleted(
    local_discord: DiscordServer, ada: User
) -> None:
    async def deleted(interaction: "discord.Interaction[discord.Client]") -> None:
        await interaction.response.send_message("hello", ephemeral=True)
        await interaction.delete_original_response()
        await interaction.edit_original_response(content="again")

    interaction, bot = await _answered_after(local_discord, ada, 0, deleted)
    assert [error.code for error in bot.raised] == [10008]
    assert (await interaction.message()).deleted


async def test_somebody_who_brought_the_bot_alone_gets_five_follow_ups(
    local_discord: DiscordServer, ada: User
) -> None:
    guild = local_discord.guild("Elsewhere", bot=False)
    guild.member(ada)
    channel = next(iter(guild.channels.values()))

    async def many(interaction: "discord.Interaction[discord.Client]") -> None:
        await interaction.response.send_message("first")
        for number in range(6):
            await interaction.followup.send(str(number))

    bot = Answering(many)
    async with running(local_discord, bot):
        interaction = await local_discord.command(ada, "assess", channel=channel, forged=True)
        await asyncio.wait_for(bot.done.wait(), 5)
    assert [error.code for error in bot.raised] == [40094]
    assert len(interaction.shown) == 6


async def test_nobody_answered_is_said_after_the_wait(
    local_discord: DiscordServer, ada: User
) -> None:
    async with running(local_discord, Client()):
        interaction = await _forged(local_discord, ada)
        with pytest.raises(AssertionError, match="answered: not within"):
            await interaction.answered(within=0.01)
