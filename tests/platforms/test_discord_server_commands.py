"""Slash commands on the local Discord, with the unmodified discord.py."""

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
