"""The README's pictures: the assessment on Discord and on Slack, and App Home.

``make picture`` draws them again. The whole bot runs on the tests' local platforms, somebody asks
there, and what comes back is laid out in the platform's manner and photographed by Chromium,
which has to be installed. No test needs it.
"""

import asyncio
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app import library
from bot.settings import StorageSettings
from core.commands.visit import Library
from tests.docs import discord_page, slack_page
from tests.docs.discord_shown import ASKS, assessment
from tests.docs.pages import CHECKOUT
from tests.docs.photograph import BROWSERS, photograph
from tests.docs.slack_shown import CHANNEL, ZONE, shown_on_slack
from tests.platforms.discord_bot import NOON

DISCORD = CHECKOUT / "docs" / "assess-on-discord.png"
SLACK = CHECKOUT / "docs" / "assess-on-slack.png"
HOME = CHECKOUT / "docs" / "home-on-slack.png"
PICTURES = (DISCORD, SLACK, HOME)
NEEDED = (
    "make picture needs Chromium, to photograph the pages. On Debian and Ubuntu: "
    "apt-get install chromium"
)


def drawn_pages(shelf: Library) -> Iterator[tuple[Path, str]]:
    """Every picture's path and page."""
    message = asyncio.run(assessment(shelf))
    day = f"{NOON:%d %b %Y, %H:%M}"
    yield DISCORD, discord_page.page(message, asked_by=ASKS, command="assess", at=day)
    shown = asyncio.run(shown_on_slack(shelf))
    noon = f"{NOON.astimezone(ZoneInfo(ZONE)):%H:%M}"
    yield SLACK, slack_page.message_page(shown.assessment, channel=CHANNEL, at=noon)
    yield HOME, slack_page.home_page(shown.home)


def main() -> None:
    """Draw the pictures again."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit(NEEDED)
    for path, content in drawn_pages(library(StorageSettings(database="sqlite://"))):
        photograph(content, browser).save(path, optimize=True)
        sys.stdout.write(f"{path.relative_to(CHECKOUT)}: {path.stat().st_size // 1024} kB\n")


if __name__ == "__main__":
    main()
