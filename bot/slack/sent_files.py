"""Pictures and files of an answer, sent into the direct message and taken away again."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

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
from bot.slack.refused_tokens import WAITING_HELPS
from bot.slack.requests import DOOR
from core.storage.engine import Store
from core.storage.errors import StoreError
from core.storage.people import find_person
from core.storage.uploads import (
    Workspace,
    due_uploads,
    note_uploaded,
    put_off_upload,
    upload_gone,
    upload_stays,
)

_LOG = logging.getLogger("readingroom.slack")
_IN_WORDS = "The picture could not be drawn; this is what it shows."
_GONE = frozenset({"file_not_found", "file_deleted"})
"""Somebody else has deleted it, which is as well."""

_AN_HOUR, _AN_ANSWER = 200, 10
"""Files that are deleted in one round, and after one answer."""
_LATER = timedelta(hours=1)

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
        await self._take_back(file, client)

    async def remove_due(self, client_for: ClientFor, team_id: str | None = None) -> None:
        """Delete from Slack files that have to go, some of them; in one workspace, or in all.

        What cannot be deleted stays due; what Slack refuses for good is tried again in an hour.
        """
        try:
            async with self.store.reading() as tx:
                most = _AN_HOUR if team_id is None else _AN_ANSWER
                due = await due_uploads(tx, door=DOOR, now=self.now(), team_id=team_id, most=most)
            for one in due:
                client = await client_for(one.workspace.enterprise_id, one.workspace.team_id)
                deleted = None if client is None else await _deleted(client, one.file_id)
                if deleted is False:
                    continue
                async with self.store.writing() as tx:
                    if deleted:
                        await upload_gone(tx, one.id)
                    else:
                        await put_off_upload(tx, one.id, until=self.now() + _LATER)
        except StoreError as error:
            _LOG.warning("files that have to go could not be looked up: %s", error)

    async def _take_back(self, file: str, client: AsyncWebClient) -> None:
        """Delete a file whose person has deleted everything while it was on its way."""
        async with self.store.reading() as tx:
            stays = await upload_stays(tx, door=DOOR, file_id=file, now=self.now())
        if not stays:
            await _deleted(client, file)

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


async def _deleted(client: AsyncWebClient, file: str) -> bool | None:
    """Whether a file is gone now; ``None`` where Slack refuses it for good."""
    try:
        await calling(client.files_delete(file=file))
    except SlackRefused as refused:
        if refused.error not in _GONE:
            _LOG.warning("a file could not be deleted from Slack (%s), later again", refused.error)
            return False if refused.error in WAITING_HELPS else None
    except BROKEN as error:
        _LOG.warning("a file could not be deleted from Slack (%s)", type(error).__name__)
        return False
    return True
