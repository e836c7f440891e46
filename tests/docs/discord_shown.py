"""What somebody sees on Discord, from the whole bot on the local Discord of the tests."""

import tempfile
from pathlib import Path
from typing import Any

from core.commands.visit import Library
from core.dialogue.line import read_line
from core.dialogue.request import Asked
from tests.docs.pages import TALK
from tests.platforms.discord_bot import Running, running_bot
from tests.platforms.discord_server import DiscordServer, pointed_at
from tests.platforms.discord_server.messages import Message

ASKS = "Ada"
INTEGER = 4
"""Discord's type of an option that is a whole number."""


async def assessment(shelf: Library) -> Message:
    """What the bot answers to the first line of the README's conversation, in a server."""
    with tempfile.TemporaryDirectory() as folder:
        async with DiscordServer() as server:
            server.limits.relax()
            with pointed_at(server):
                async with running_bot(server, Path(folder) / "people.db", shelf) as running:
                    message = await _asked(running)
                    await running.bot.idle()
            server.assert_clean()
    return message


async def _asked(running: Running) -> Message:
    server = running.server
    ada, guild = server.user(ASKS), server.guild("Radiology")
    guild.member(ada)
    channel = next(iter(guild.channels.values()))
    used = await server.command(ada, "assess", _options(running), channel=channel)
    return await used.message()


def _options(running: Running) -> dict[str, Any]:
    """The answers of the line that the command offers as options; a form asks for the others."""
    asked = read_line(TALK[0], running.desk.commands)
    assert isinstance(asked, Asked), asked
    registered = running.server.registry.find("assess", None)
    assert registered is not None
    kinds = {option["name"]: option["type"] for option in registered["options"]}
    return {
        name: int(typed) if kinds[name] == INTEGER else typed
        for name, typed in asked.given.items()
        if name in kinds
    }
