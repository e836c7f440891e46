"""Commands on Discord: registered once, again only when they have changed, and removed ones go."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.commands.desk import Desk
from core.commands.visit import Library
from tests.platforms.discord_bot import running_bot
from tests.platforms.discord_server import DiscordServer, NotOffered

REGISTERED = "PUT /applications/*/commands"


def _renamed(desk: Desk) -> Desk:
    entries = dict(desk.entries)
    entry = entries.pop("about")
    entries["credits"] = replace(entry, command=replace(entry.command, name="credits"))
    return replace(desk, entries=entries)


async def test_commands_are_registered_once_and_a_renamed_one_replaces_the_old(
    local_discord: DiscordServer, tmp_path: Path, shelf: Library
) -> None:
    ada = local_discord.user("Ada", installed=True)
    database = tmp_path / "a.db"
    async with running_bot(local_discord, database, shelf):
        assert len(local_discord.matching(REGISTERED)) == 1
    async with running_bot(local_discord, database, shelf):
        assert len(local_discord.matching(REGISTERED)) == 1
    async with running_bot(local_discord, database, shelf, at=_renamed):
        assert len(local_discord.matching(REGISTERED)) == 2
        await (await local_discord.command(ada, "credits")).message()
        with pytest.raises(NotOffered, match="not registered"):
            await local_discord.command(ada, "about")
        stale = await local_discord.command(ada, "about", forged=True)
        assert "/credits" in (await stale.message()).text
    assert not local_discord.refused_bodies


async def test_only_administrators_are_offered_setup(
    local_discord: DiscordServer, tmp_path: Path, shelf: Library
) -> None:
    ada = local_discord.user("Ada")
    guild = local_discord.guild("Radiology", owner=local_discord.user("Owner"))
    guild.member(ada)
    channel = next(iter(guild.channels.values()))
    async with running_bot(local_discord, tmp_path / "a.db", shelf):
        with pytest.raises(NotOffered):
            await local_discord.command(ada, "setup", channel=channel)
        forged = await local_discord.command(ada, "setup", channel=channel, forged=True)
        assert "may manage this server" in (await forged.message()).text
        opened = await local_discord.command(guild.owner, "setup", channel=channel)
        assert (await opened.modal()).title.startswith("Settings of this server")


async def test_a_channel_in_which_the_bot_may_not_post_is_refused_with_what_to_do(
    local_discord: DiscordServer, tmp_path: Path, shelf: Library
) -> None:
    guild = local_discord.guild("Radiology")
    channel = next(iter(guild.channels.values()))
    closed = guild.channel("closed")
    closed.deny(local_discord.bot, 1 << 11)
    async with running_bot(local_discord, tmp_path / "a.db", shelf):
        opened = await local_discord.command(guild.owner, "setup", channel=channel)
        modal = await opened.modal()
        sent = await local_discord.submit(
            guild.owner, modal, {"checklist_channels": [channel, closed]}
        )
        refused = await sent.message()
        assert f"<#{closed.id}>" in refused.text
        assert f"<#{channel.id}>" not in refused.text
        assert "Send Messages" in refused.text
        sent = await local_discord.submit(guild.owner, modal, {"checklist_channels": [channel]})
        saved = await sent.message()
        assert "Saved" in saved.text
        assert f"<#{channel.id}>" in saved.text
        assert "<t:" in saved.text
        assert not saved.pings
