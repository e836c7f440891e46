"""Files to and from a person: sent into their direct message, and fetched from it."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.addresses import is_slacks
from bot.slack.calling import BROKEN, Clients, Cut, SlackRefused, calling
from core.dialogue.request import LARGEST_FILE, Attachment

_LOG = logging.getLogger("readingroom.slack")
_CHUNK = 64 * 1024


async def reserve_file(
    client: AsyncWebClient, *, name: str, length: int, alternative: str
) -> tuple[str, str]:
    """The id of a file that is to be sent, and the address that takes it.

    Raises as :func:`~bot.slack.calling.calling` does.
    """
    given = {"alt_txt": alternative} if alternative else {}
    answer = await calling(client.files_getUploadURLExternal(filename=name, length=length, **given))
    return str(answer["file_id"]), str(answer["upload_url"])


async def send_file(
    clients: Clients,
    client: AsyncWebClient,
    *,
    file: str,
    address: str,
    content: bytes,
    title: str,
    channel: str,
) -> None:
    """Send a reserved file into a channel; raises as :func:`~bot.slack.calling.calling` does."""
    try:
        async with clients.session.post(address, data=content) as taken:
            if taken.status != 200:
                raise SlackRefused(f"status {taken.status}")
    except (aiohttp.ClientError, OSError, TimeoutError) as cut:
        raise Cut(type(cut).__name__) from None
    await calling(
        client.files_completeUploadExternal(
            files=[{"id": file, "title": title}], channel_id=channel
        )
    )


async def fetch_files(
    clients: Clients, token: str, event: Mapping[str, Any]
) -> tuple[Attachment, ...]:
    """The files of a message, none of them larger than a file may be.

    One that cannot be fetched comes without its content; raises nothing.
    """
    listed = event.get("files")
    found = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    fetching = (_fetched(clients, token, one) for one in found[:_MOST])
    return tuple(await asyncio.gather(*fetching))


_MOST = 5
"""Files of one message that are looked at; nobody has a use for more of them."""


async def _fetched(clients: Clients, token: str, file: Mapping[str, Any]) -> Attachment:
    if file.get("file_access") == "check_file_info":
        file = await _described(clients, token, file)
    name, kind = str(file.get("name") or "file"), str(file.get("mimetype") or "")
    size, address = file.get("size"), file.get("url_private_download") or file.get("url_private")
    if isinstance(size, int) and size > LARGEST_FILE:
        return Attachment(name, kind, None, too_large=True)
    if not isinstance(address, str) or not is_slacks(address, clients.base_url):
        return Attachment(name, kind, None)
    try:
        content = await _read(clients, token, address)
    except (aiohttp.ClientError, OSError, TimeoutError) as cut:
        _LOG.warning("a file could not be fetched (%s)", type(cut).__name__)
        return Attachment(name, kind, None)
    return Attachment(name, kind, content, too_large=content is None)


async def _described(clients: Clients, token: str, file: Mapping[str, Any]) -> Mapping[str, Any]:
    """A file of which a message says nothing but its id, as Slack describes it when asked."""
    try:
        answer = await calling(clients.with_token(token).files_info(file=str(file.get("id") or "")))
    except BROKEN as error:
        _LOG.warning("a file was not described (%s)", type(error).__name__)
        return file
    described = answer.get("file")
    return described if isinstance(described, dict) else file


async def _read(clients: Clients, token: str, address: str) -> bytes | None:
    """The content; ``None`` for more of it than a file may have, whatever its size was said."""
    headers = {"Authorization": f"Bearer {token}"}
    content = b""
    # Whoever has to sign in is led to a page, which is no file.
    async with clients.session.get(address, headers=headers, allow_redirects=False) as answer:
        if answer.status != 200:
            raise aiohttp.ClientPayloadError(f"status {answer.status}")
        async for chunk in answer.content.iter_chunked(_CHUNK):
            content += chunk
            if len(content) > LARGEST_FILE:
                return None
    return content
