"""Slash commands on the local Discord, with the unmodified discord.py."""

import asyncio

import discord
import pytest
from discord import app_commands

from tests.platforms.discord_client import Client, running
from tests.platforms.discord_server import DiscordServer, NotOffered


def _with_commands() -> discord.Client:
    bot = Client()
    tree = app_commands.CommandTree(bot)

    @tree.command(description="Reads a profile")
    @app_commands.choices(specialty=[app_commands.Choice(name="Diagnostic", value="dr")])
    async def assess(
        interaction: discord.Interaction,
        specialty: app_commands.Choice[str],
        step: app_commands.Range[int, 194, 300] | None = None,
    ) -> None:
        await interaction.response.send_message(f"{specialty.value} {step}", ephemeral=True)

    async def setup_hook() -> None:
        await tree.sync()

    bot.setup_hook = setup_hook  # type: ignore[method-assign]
    return bot


async def test_a_registered_command_is_answered(local_discord: DiscordServer) -> None:
    ada = local_discord.user("Ada")
    guild = local_discord.guild("Radiology")
    guild.member(ada)
    channel = next(iter(guild.channels.values()))
    async with running(local_discord, _with_commands()):
        interaction = await local_discord.command(
            ada, "assess", {"specialty": "dr", "step": 231}, channel=channel
        )
        answer = await interaction.answered()
        assert answer.text == "dr 231"
        assert answer.ephemeral
        assert answer.seconds < 3
        assert (await interaction.message()).ephemeral


async def test_what_is_not_declared_is_not_offered(local_discord: DiscordServer) -> None:
    ada = local_discord.user("Ada", installed=True)
    local_discord.guild("Radiology").member(ada)
    async with running(local_discord, _with_commands()):
        with pytest.raises(NotOffered, match="not registered"):
            await local_discord.command(ada, "nothing")
        with pytest.raises(NotOffered, match="is required"):
            await local_discord.command(ada, "assess")
        with pytest.raises(NotOffered, match="no choice"):
            await local_discord.command(ada, "assess", {"specialty": "ir"})
        with pytest.raises(NotOffered, match="no option"):
            await local_discord.command(ada, "assess", {"specialty": "dr", "score": 1})
        with pytest.raises(NotOffered, match="takes 194 to 300"):
            await local_discord.command(ada, "assess", {"specialty": "dr", "step": 12})


Tree = app_commands.CommandTree[discord.Client]


def _tree(bot: discord.Client) -> Tree:
    """Commands for guilds, for people's own installations, and for those who may manage."""
    tree = app_commands.CommandTree(bot)

    @tree.command(description="Only in a guild")
    @app_commands.guild_only()
    async def post(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("posted")

    @tree.command(description="For those who manage")
    @app_commands.default_permissions(manage_guild=True)
    async def setup(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("set up")

    @tree.command(description="Everywhere")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def where(interaction: discord.Interaction) -> None:
        context = interaction.context
        place = "guild" if context.guild else "dm" if context.dm_channel else "private"
        user = interaction.is_user_integration()
        guild = interaction.is_guild_integration()
        await interaction.response.send_message(
            f"{place} user={user} guild={guild} {interaction.locale.value}"
        )

    checklist = app_commands.Group(name="checklist", description="Lists")

    @checklist.command(name="show", description="Shows a list")
    async def show(interaction: discord.Interaction, whose: discord.Member) -> None:
        await interaction.response.send_message(f"list of {whose.name}")

    tree.add_command(checklist)
    return tree


async def test_a_command_knows_where_it_is_used_and_who_installed_the_bot(
    local_discord: DiscordServer,
) -> None:
    ada = local_discord.user("Ada", locale="pt-BR")
    eve = local_discord.user("Eve", installed=True)
    guild = local_discord.guild("Radiology")
    elsewhere = local_discord.guild("Elsewhere", bot=False)
    guild.member(ada)
    elsewhere.member(eve)
    here = guild.channel("advice")
    there = elsewhere.channel("talk")
    between = local_discord.private(eve, ada)
    bot = Client()
    tree = _tree(bot)
    async with running(local_discord, bot):
        await tree.sync()
        wanted = [
            (ada, here, "guild user=False guild=True pt-BR"),
            (ada, None, "dm user=False guild=False pt-BR"),
            (eve, None, "dm user=True guild=False en-US"),
            (eve, there, "guild user=True guild=False en-US"),
            (eve, between, "private user=True guild=False en-US"),
        ]
        for user, channel, text in wanted:
            interaction = await local_discord.command(user, "where", channel=channel)
            assert (await interaction.answered()).text == text
        with pytest.raises(NotOffered, match="not installed"):
            await local_discord.command(ada, "where", channel=between)
        with pytest.raises(NotOffered, match="this kind of installation"):
            await local_discord.command(eve, "setup")
        with pytest.raises(NotOffered, match="is not in"):
            await local_discord.command(eve, "where", channel=here)
    local_discord.assert_clean()


async def test_a_command_is_offered_only_where_it_says_and_to_whom_it_says(
    local_discord: DiscordServer,
) -> None:
    ada = local_discord.user("Ada")
    guild = local_discord.guild("Radiology")
    guild.member(ada)
    channel = guild.channel("advice")
    bot = Client()
    tree = _tree(bot)
    async with running(local_discord, bot):
        await tree.sync()
        with pytest.raises(NotOffered, match="kind of place"):
            await local_discord.command(ada, "post")
        with pytest.raises(NotOffered, match="lacks a permission"):
            await local_discord.command(ada, "setup", channel=channel)
        guild.member(ada, permissions=discord.Permissions(manage_guild=True))
        allowed = await local_discord.command(ada, "setup", channel=channel)
        assert (await allowed.answered()).text == "set up"
        channel.deny(ada, discord.Permissions(use_application_commands=True))
        with pytest.raises(NotOffered, match="may not use commands"):
            await local_discord.command(ada, "post", channel=channel)


async def test_a_subcommand_takes_a_member(local_discord: DiscordServer) -> None:
    ada = local_discord.user("Ada")
    guild = local_discord.guild("Radiology")
    guild.member(ada)
    channel = guild.channel("advice")
    bot = Client()
    tree = _tree(bot)
    async with running(local_discord, bot):
        await tree.sync()
        with pytest.raises(NotOffered, match="only with a subcommand"):
            await local_discord.command(ada, "checklist", channel=channel)
        shown = await local_discord.command(ada, "checklist show", {"whose": ada}, channel=channel)
        assert (await shown.answered()).text == "list of Ada"


async def test_a_command_keeps_its_id_when_all_are_registered_again(
    local_discord: DiscordServer,
) -> None:
    guild = local_discord.guild("Radiology")
    async with Client() as bot:
        await bot.login(local_discord.token)
        tree = _tree(bot)
        first = {command.name: command.id for command in await tree.sync()}
        second = {command.name: command.id for command in await tree.sync()}
        assert first == second
        assert {command.name for command in await tree.fetch_commands()} == set(first)
        own = discord.Object(guild.id)
        tree.copy_global_to(guild=own)
        copied = await tree.sync(guild=own)
        assert {command.guild_id for command in copied} == {guild.id}


async def test_messages_of_people_are_heard_without_their_content_in_guilds(
    local_discord: DiscordServer,
) -> None:
    ada = local_discord.user("Ada")
    guild = local_discord.guild("Radiology")
    guild.member(ada)
    heard: asyncio.Queue[discord.Message] = asyncio.Queue()

    class Listening(Client):
        async def on_message(self, message: discord.Message) -> None:
            heard.put_nowait(message)

    async with running(local_discord, Listening()):
        for channel, text in (
            (guild.channel("advice"), ""),
            (local_discord.dm(ada), "hello"),
        ):
            await local_discord.say(ada, channel, "hello")
            message = await asyncio.wait_for(heard.get(), 5)
            assert (message.author.id, message.content) == (ada.id, text)


async def test_the_bot_reads_a_member_and_leaves_a_guild(local_discord: DiscordServer) -> None:
    ada = local_discord.user("Ada")
    guild = local_discord.guild("Radiology")
    guild.member(ada)
    async with running(local_discord, Client()) as bot:
        seen = bot.get_guild(guild.id)
        assert seen is not None
        assert (await seen.fetch_member(ada.id)).name == "Ada"
        with pytest.raises(discord.NotFound) as missing:
            await seen.fetch_member(1)
        assert missing.value.code == 10007
        await seen.leave()
    assert not guild.has_bot
    assert local_discord.bot.id not in guild.members


async def test_a_command_that_nobody_answers_is_listed(local_discord: DiscordServer) -> None:
    ada = local_discord.user("Ada", installed=True)
    async with running(local_discord, Client()):
        interaction = await local_discord.command(ada, "assess", forged=True)
    assert local_discord.unanswered == [interaction]
