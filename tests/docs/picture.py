"""``docs/assess-on-discord.png``: the assessment as it looks on Discord.

``make picture`` draws it again. The whole bot runs on the local Discord of the tests, somebody
uses ``/assess`` there, and the message that comes back is laid out in Discord's manner and
photographed by Chromium, which has to be installed. No test needs it.
"""

import asyncio
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops

from bot.app import library
from bot.settings import StorageSettings
from core.commands.visit import Library
from core.dialogue.line import read_line
from core.dialogue.request import Asked
from tests.docs.discord_page import page
from tests.docs.pages import CHECKOUT, TALK
from tests.platforms.discord_bot import NOON, Running, running_bot
from tests.platforms.discord_server import DiscordServer, pointed_at
from tests.platforms.discord_server.messages import Message

PICTURE = CHECKOUT / "docs" / "assess-on-discord.png"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NEEDED = (
    "make picture needs Chromium, to photograph the page. On Debian and Ubuntu: "
    "apt-get install chromium"
)
WIDTH, ROOM, SCALE = 412, 4000, 2
"""The page's width, more height than it needs, and how many dots a pixel has."""
COLOURS = 128
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


def photographed(content: str, browser: str) -> Image.Image:
    """The page as a picture, cut to its own size."""
    with tempfile.TemporaryDirectory() as folder:
        html, shot = Path(folder) / "page.html", Path(folder) / "page.png"
        html.write_text(content, encoding="utf-8")
        subprocess.run(
            [
                browser,
                *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
                f"--user-data-dir={folder}/browser",
                f"--window-size={WIDTH},{ROOM}",
                f"--force-device-scale-factor={SCALE}",
                f"--screenshot={shot}",
                html.as_uri(),
            ],
            check=True,
            stderr=subprocess.DEVNULL,
            timeout=120,
        )
        with Image.open(shot) as whole:
            full = whole.convert("RGB")
    outside = Image.new("RGB", full.size, "#ffffff")
    return full.crop(ImageChops.difference(full, outside).getbbox())


def main() -> None:
    """Draw the picture again."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit(NEEDED)
    message = asyncio.run(assessment(library(StorageSettings(database="sqlite://"))))
    content = page(message, asked_by=ASKS, command="assess", at=f"{NOON:%d %b %Y, %H:%M}")
    drawn = photographed(content, browser).quantize(COLOURS, dither=Image.Dither.NONE)
    drawn.save(PICTURE, optimize=True)
    sys.stdout.write(f"{PICTURE.relative_to(CHECKOUT)}: {PICTURE.stat().st_size // 1024} kB\n")


if __name__ == "__main__":
    main()
