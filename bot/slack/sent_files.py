"""Pictures and files of an answer, sent into the direct message and taken away again."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import datetime

from slack_sdk.web.async_client import AsyncWebClient

from bot.drawing import draw_png
from bot.rendering.drawn import drawn
from bot.rendering.shortening import within
from bot.slack.calling import BROKEN, MESSAGE_WITHIN, Clients, SlackRefused, calling
from bot.slack.composition import plain_text
from bot.slack.destinations import Exchange
from bot.slack.files import reserve_file, send_file
from bot.slack.limits import SECTION_TEXT
from bot.slack.members import Members
from bot.slack.parts import Drawing, Uploaded
from bot.slack.requests import DOOR
from core.storage.engine import Store
from core.storage.errors import StoreError
from core.storage.people import find_person
from core.storage.uploads import Workspace, due_uploads, note_uploaded, upload_gone

_LOG = logging.getLogger("readingroom.slack")
_IN_WORDS = "The picture could not be drawn; this is what it shows."
_GONE = frozenset({"file_not_found", "file_deleted"})
"""Somebody else has deleted it, which is as well."""

ClientFor = Callable[[str, str], Awaitable[AsyncWebClient | None]]
"""The client of an organisation's or a workspace's installation; ``None`` where there is none."""


@dataclass(frozen=True, slots=True, repr=False)
class SentFiles:
    """Sends files, and deletes from Slack those whose person was deleted here."""

    store: Store
    clients: Clients
    now: Callable[[], datetime]
    members: Members

    async def send(self, upload: Uploaded, exchange: Exchange, channel: str) -> None:
        """Send one file of an answer; it is noted before it can be seen, so that it can go again.

        A picture that cannot be drawn is said in words. Raises as
        :func:`~bot.slack.calling.calling` does, and ``StoreError`` before anything was sent.
        """
        content, title, alternative = await _content(upload)
        client = exchange.client
        if content is None:
            words = [{"type": "section", "text": plain_text(within(alternative, SECTION_TEXT))}]
            await calling(
                client.chat_postMessage(channel=channel, text=_IN_WORDS, blocks=words),
                within=MESSAGE_WITHIN,
            )
            return
        file, address = await reserve_file(
            client, name=upload.file_name, length=len(content), alternative=alternative
        )
        await self._note(file, exchange)
        await send_file(
            self.clients,
            client,
            file=file,
            address=address,
            content=content,
            title=title,
            channel=channel,
        )

    async def remove_due(self, client_for: ClientFor) -> None:
        """Delete from Slack every file that has to go; what cannot be deleted stays due."""
        try:
            async with self.store.reading() as tx:
                due = await due_uploads(tx, door=DOOR, now=self.now())
            for one in due:
                client = await client_for(one.workspace.enterprise_id, one.workspace.team_id)
                if client is not None and await _deleted(client, one.file_id):
                    async with self.store.writing() as tx:
                        await upload_gone(tx, one.id)
        except StoreError as error:
            _LOG.warning("files that have to go could not be looked up: %s", error)

    async def _note(self, file: str, exchange: Exchange) -> None:
        asker = exchange.asker
        account = await self.members.account(exchange.client, asker)
        async with self.store.writing() as tx:
            await note_uploaded(
                tx,
                await find_person(tx, **asdict(account)),
                door=DOOR,
                workspace=Workspace(asker.enterprise, asker.team),
                file_id=file,
                now=self.now(),
            )


async def _content(upload: Uploaded) -> tuple[bytes | None, str, str]:
    """What is sent, its title, and what it shows in words."""
    if isinstance(upload, Drawing):
        return await drawn(draw_png, upload.chart), upload.chart.title, upload.description
    return upload.content.encode("utf-8", "replace"), upload.name, ""


async def _deleted(client: AsyncWebClient, file: str) -> bool:
    try:
        await calling(client.files_delete(file=file))
    except SlackRefused as refused:
        if refused.error not in _GONE:
            _LOG.warning("a file could not be deleted from Slack (%s), later again", refused.error)
            return False
    except BROKEN as error:
        _LOG.warning("a file could not be deleted from Slack (%s)", type(error).__name__)
        return False
    return True
