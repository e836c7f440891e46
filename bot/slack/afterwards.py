"""What follows an answer: the person's page shows it, and files that have to go are deleted."""

from bot.slack.authorizing import ENDED, Authorizing
from bot.slack.destinations import Exchange
from bot.slack.home import Homes
from bot.slack.sent_files import SentFiles
from core.commands.desk import Desk
from core.dialogue.request import Asked


class Afterwards:
    """Does what follows; raises nothing but ``StoreError``."""

    def __init__(
        self, desk: Desk, homes: Homes, files: SentFiles, authorizing: Authorizing
    ) -> None:
        self._desk = desk
        self._homes = homes
        self._files = files
        self._authorizing = authorizing

    async def note_answered(self, asked: Asked, exchange: Exchange) -> None:
        """Follow an answer that may have changed something of the person's."""
        entry = self._desk.entries.get(asked.command)
        if entry is None or not entry.command.may_write(asked.given):
            return
        self._homes.changed(exchange)
        await self._files.remove_due(self._authorizing.client_for, exchange.asker.team)

    async def note_refused(self, error: str, exchange: Exchange) -> None:
        """Follow a refusal of Slack's that may mean that the workspace removed the app."""
        token = exchange.client.token
        if error in ENDED and token:
            asker = exchange.asker
            await self._authorizing.note_refused(
                asker.enterprise, asker.team, token=token, error=error
            )
