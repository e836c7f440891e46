"""The least that discord.py can do: a bot whose only command answers with one word."""

import os
from typing import Any

import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.discord.client import INTENTS


def main() -> None:
    """Run it against the addresses and the token of the environment."""
    Route.BASE = os.environ["READINGROOM_DISCORD_API"]
    DiscordWebSocket.DEFAULT_GATEWAY = URL(os.environ["READINGROOM_DISCORD_GATEWAY"])
    client = discord.AutoShardedClient(
        intents=INTENTS,
        member_cache_flags=discord.MemberCacheFlags.none(),
        chunk_guilds_at_startup=False,
        max_messages=None,
    )
    tree: discord.app_commands.CommandTree[Any] = discord.app_commands.CommandTree(client)

    @discord.app_commands.allowed_installs(guilds=True, users=True)
    @discord.app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @tree.command(description="Answers with one word.")
    async def empty(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message("Yes", ephemeral=True)

    async def setup_hook() -> None:
        await tree.sync()

    client.setup_hook = setup_hook  # type: ignore[method-assign]
    client.run(os.environ["READINGROOM_DISCORD_TOKEN"], log_handler=None)


if __name__ == "__main__":
    main()
