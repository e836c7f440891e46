"""What somebody sees on Slack, from the whole bot on the local Slack of the tests."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from core.commands.visit import Library
from tests.docs.pages import TALK
from tests.platforms.slack_bot import running_slack
from tests.platforms.slack_server import SlackServer
from tests.platforms.slack_server.messages import Message
from tests.platforms.slack_server.views import View

ASKS, CHANNEL, ZONE = "Ada", "radiology", "America/New_York"


@dataclass(frozen=True)
class Shown:
    """An answer in a channel, and the asker's own page after it."""

    assessment: Message
    home: View


async def shown_on_slack(shelf: Library) -> Shown:
    """What the bot shows whoever types the first line of the README's conversation."""
    with tempfile.TemporaryDirectory() as folder:
        async with SlackServer() as server:
            server.limits.relax()
            team = server.team("Radiology")
            ada = server.user(ASKS, team, tz=ZONE)
            channel = server.channel(CHANNEL, team, ada, bot=False)
            database = Path(folder) / "people.db"
            async with running_slack(server, database, shelf, team=team) as running:
                name, _, text = TALK[0].partition(" ")
                used = await server.command(ada, name, text, channel=channel)
                message = await used.message()
                await running.door.finished()
                await server.open_home(ada)
                await server.until(lambda: ada.home is not None)
            server.assert_clean()
    assert ada.home is not None
    return Shown(message, ada.home)
