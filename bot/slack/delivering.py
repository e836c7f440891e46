"""Slack's way out: one message to one person, with an outcome, and looked up where it is lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.authorizing import Authorizing
from bot.slack.finding import LOOKS_AGAIN, found, marked
from bot.slack.limits import MESSAGE_TEXT
from bot.slack.pace import Pace
from bot.slack.posting import HISTORY, POST, RECONNECTS, Ended, Json, Posting
from bot.slack.refusals import CHANNEL_GONE
from bot.slack.sheets import lay_out
from bot.slack.surfaces import Surface
from bot.slack.typed_here import TypedHere
from core.commands.faults import fault
from core.deliveries.outcome import (
    CannotTell,
    Delivered,
    Looked,
    Outcome,
    Reason,
    Rejected,
    Retry,
)
from core.deliveries.sender import Outgoing
from core.reminders.pressing import whole
from core.storage.engine import Store


class SlackSender:
    """Sends in whatever workspace the bot is in, with a client that repeats nothing by itself."""

    def __init__(
        self, store: Store, authorizing: Authorizing, typed_here: TypedHere, pace: Pace
    ) -> None:
        self._posting = Posting(store, authorizing, pace)
        self._typed_here = typed_here
        self._pace = pace

    async def send(self, message: Outgoing, *, may_send: Callable[[], bool]) -> Outcome:
        """Send a message; a direct message that is not open yet is opened."""
        rest = self._pace.rests(message.workspace, POST)
        if rest:
            return Retry(timedelta(seconds=rest), Reason.RATE_LIMITED)
        try:
            shown = self._shown(message)
        except Exception as error:  # noqa: BLE001 - it cannot be drawn, now or later
            fault(error, reference=f"delivery {message.delivery_id}", command="a delivery")
            return Rejected(Reason.UNSHOWABLE)
        try:
            client = await self._posting.client(message.workspace)
            return await self._sent(client, message, shown, may_send)
        except Ended as ended:
            return ended.outcome

    async def find(self, message: Outgoing) -> Looked:
        """Read back what came into the channel since the message was first sent."""
        rest = self._pace.rests(message.workspace, HISTORY)
        if rest:
            return CannotTell(timedelta(seconds=rest), Reason.RATE_LIMITED)
        try:
            client = await self._posting.client(message.workspace)
            return await found(self._posting, client, message)
        except Ended as ended:
            outcome = ended.outcome
            if isinstance(outcome, Retry):
                return CannotTell(outcome.after, outcome.reason)
            return CannotTell(LOOKS_AGAIN, Reason.REFUSED)

    def _shown(self, message: Outgoing) -> Json:
        """The first page of a message; the others are turned to."""
        reply = message.reply
        if reply.again is None:
            reply = replace(reply, again=whole(message.delivery_id))
        laid = lay_out(
            self._typed_here(reply),
            owner=message.platform_id,
            surface=Surface.MESSAGE,
            with_files=False,
        )
        sheet = laid.sheets[0]
        return {
            "text": sheet.text[:MESSAGE_TEXT],
            "blocks": list(sheet.blocks),
            "metadata": marked(message),
            "unfurl_links": False,
            "unfurl_media": False,
        }

    async def _sent(
        self,
        client: AsyncWebClient,
        message: Outgoing,
        shown: Json,
        may_send: Callable[[], bool],
    ) -> Delivered:
        channel = message.channel_id or await self._posting.opened(client, message)
        try:
            answer = await self._posted(client, channel, message, shown, may_send)
        except Ended as ended:
            if ended.error not in CHANNEL_GONE or not (message.channel_id and message.platform_id):
                raise
            channel = await self._posting.opened(client, message)
            answer = await self._posted(client, channel, message, shown, may_send)
        return Delivered(str(answer.get("ts", "")), channel if message.platform_id else "")

    async def _posted(
        self,
        client: AsyncWebClient,
        channel: str,
        message: Outgoing,
        shown: Json,
        may_send: Callable[[], bool],
    ) -> Json:
        try:
            await self._pace.turn(message.workspace, channel)
        except TimeoutError:
            raise Ended(Retry(RECONNECTS, Reason.RATE_LIMITED)) from None
        if not may_send():
            raise Ended(Retry(timedelta(0), Reason.NOT_OURS))
        return await self._posting.posted(client, channel, message, shown)
