"""An answer shown to who asked, wherever that is, and the ways round where it cannot be there."""

import logging
from collections.abc import Sequence
from typing import Any

from bot.slack.calling import BROKEN, MESSAGE_WITHIN, Clients, Late, SlackRefused, calling
from bot.slack.destinations import Aside, Destination, Direct, DirectMessages, Exchange, InView
from bot.slack.limits import MESSAGE_TEXT
from bot.slack.sent_files import SentFiles
from bot.slack.sheets import Laid, Sheet, lay_out
from bot.slack.surfaces import Surface
from bot.slack.troubles import ELSEWHERE
from bot.slack.typed_here import TypedHere
from bot.slack.views import reply_view, said_view
from core.dialogue.reply import Reply

_LOG = logging.getLogger("readingroom.slack")

Json = dict[str, Any]

_QUIET = {"unfurl_links": False, "unfurl_media": False}


class Showing:
    """Shows replies, with commands as they are typed here.

    ``clients`` answer at addresses, ``channels`` are people's own.
    """

    def __init__(
        self,
        clients: Clients,
        channels: DirectMessages,
        files: SentFiles,
        typed_here: TypedHere,
    ) -> None:
        self._clients = clients
        self._channels = channels
        self._files = files
        self._typed_here = typed_here

    async def show(
        self, reply: Reply, to: Destination, exchange: Exchange, *, page: int = 1, private: bool
    ) -> None:
        """Show a reply, or the page of it that was asked for.

        Raises as :func:`~bot.slack.calling.calling` does.
        """
        match to:
            case Aside():
                await self._aside(reply, to, exchange, page, private=private)
            case Direct():
                await self._direct(reply, to.channel, exchange, page)
            case InView():
                await self._in_view(reply, to, exchange, page)

    async def say(self, words: str, to: Destination, exchange: Exchange) -> None:
        """Say one sentence, for the asker's eyes alone; raises as :meth:`show` does."""
        match to:
            case Aside():
                message = _message(words, ())
                await self._whisper(message, to, exchange)
            case Direct():
                await self._post(_message(words, ()), to.channel, exchange)
            case InView():
                try:
                    await self._view(said_view(words), to, exchange)
                except Late:
                    await self._post(_message(words, ()), "", exchange)

    def view_of(self, reply: Reply, exchange: Exchange, page: int = 1) -> Json | None:
        """A reply as a modal; ``None`` where it is longer than one, and has no pages to turn."""
        laid = self._laid(reply, exchange, Surface.VIEW)
        sheets = _chosen(laid, page)
        return reply_view(sheets[0]) if len(sheets) == 1 else None

    def _laid(
        self, reply: Reply, exchange: Exchange, surface: Surface, *, with_files: bool = False
    ) -> Laid:
        shown = self._typed_here(reply)
        return lay_out(shown, owner=exchange.asker.user, surface=surface, with_files=with_files)

    async def _aside(
        self, reply: Reply, to: Aside, exchange: Exchange, page: int, *, private: bool
    ) -> None:
        laid = self._laid(reply, exchange, Surface.MESSAGE)
        for sheet in _chosen(laid, page):
            await self._whisper(_message(sheet.text, sheet.blocks), to, exchange, private=private)

    async def _direct(self, reply: Reply, channel: str, exchange: Exchange, page: int) -> None:
        laid = self._laid(reply, exchange, Surface.MESSAGE, with_files=True)
        for sheet in _chosen(laid, page):
            channel = await self._post(_message(sheet.text, sheet.blocks), channel, exchange)
            for upload in sheet.files:
                await self._files.send(upload, exchange, channel)

    async def _in_view(self, reply: Reply, to: InView, exchange: Exchange, page: int) -> None:
        view = self.view_of(reply, exchange, page)
        try:
            await self._view(view or said_view(ELSEWHERE), to, exchange)
        except Late:
            _LOG.info("an answer goes to the direct message: its view is gone")
            view = None
        if view is None:
            await self._direct(reply, "", exchange, page)

    async def _view(self, view: Json, to: InView, exchange: Exchange) -> None:
        """Put a view where another one is, or over App Home."""
        client = exchange.client
        if to.kind == "modal":
            await calling(client.views_update(view_id=to.view, view=view))
        else:
            await calling(client.views_open(trigger_id=to.trigger, view=view))

    async def _whisper(
        self, message: Json, to: Aside, exchange: Exchange, *, private: bool = True
    ) -> None:
        """Answer at the address that came with the request, or in its channel, or directly.

        An address lives for half an hour, takes five answers and may have no room; the channel
        may be one that the bot is not in.
        """
        kind = "ephemeral" if private else "in_channel"
        if to.address:
            try:
                await self._clients.answer_at(
                    to.address, {**message, "response_type": kind, "replace_original": False}
                )
            except BROKEN as closed:
                # Seen twice by the one person who asked, an answer does no harm; unseen, it does.
                _LOG.info("an address for answers did not take one (%s)", type(closed).__name__)
            else:
                return
        if private and to.channel:
            try:
                await calling(
                    exchange.client.chat_postEphemeral(
                        channel=to.channel, user=exchange.asker.user, **message
                    ),
                    within=MESSAGE_WITHIN,
                )
            except SlackRefused as refused:
                _LOG.info("an answer goes to the direct message (%s)", refused.error)
            else:
                return
        await self._post(message, "", exchange)

    async def _post(self, message: Json, channel: str, exchange: Exchange) -> str:
        """Post into the person's own direct message; gives its channel, opened where need be."""
        client = exchange.client
        channel = channel or await self._channels.open(client, exchange.asker)
        await calling(client.chat_postMessage(channel=channel, **message), within=MESSAGE_WITHIN)
        return channel


def _chosen(laid: Laid, page: int) -> Sequence[Sheet]:
    """The page that was asked for, or all of a document that has no pages to turn."""
    if not laid.turned:
        return laid.sheets
    # A page that is not there any more, because the answer has become shorter, is the last.
    return (laid.sheets[min(page, len(laid.sheets)) - 1],)


def _message(words: str, blocks: Sequence[Json]) -> Json:
    message: Json = {"text": words[:MESSAGE_TEXT], **_QUIET}
    return {**message, "blocks": list(blocks)} if blocks else message
