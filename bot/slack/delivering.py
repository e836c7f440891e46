"""Slack's way out: one message to one person, with an outcome, and looked up where it is lost."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import aiohttp
from cachetools import TTLCache
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.authorizing import Authorizing
from bot.slack.calling import given_up_after
from bot.slack.limits import MESSAGE_TEXT
from bot.slack.pace import Pace
from bot.slack.refusals import CHANNEL_GONE, TOKEN_TROUBLE, refused
from bot.slack.requests import DOOR
from bot.slack.sheets import lay_out
from bot.slack.surfaces import Surface
from bot.slack.typed_here import TypedHere
from core.commands.faults import fault
from core.deliveries.outcome import (
    CannotTell,
    Delivered,
    Found,
    Looked,
    NotThere,
    Outcome,
    Reason,
    Rejected,
    Retry,
    Unknown,
    Unreachable,
)
from core.deliveries.sender import Outgoing
from core.reminders.pressing import whole
from core.storage.engine import Store
from core.storage.errors import StoreError
from core.storage.servers import organisation_of

EVENT = "reading_room_delivery"
"""The kind of the metadata that every message carries."""

SENT_WITHIN = 8.0
"""Seconds for one request; the library's own limit is half a minute."""

PAGE, PAGES = 15, 3
"""Messages of one look at a channel, and looks: Slack gives apps that it did not review no more
than 15 at once, once a minute."""

BEFORE = timedelta(minutes=5)
"""How far before the first try is looked: by so much two clocks may differ."""

RECONNECTS = timedelta(seconds=5)
"""When to try again what could not leave, because there was no connection."""

LOOKS_AGAIN = timedelta(minutes=1)
"""When to look again for a message where it could not be looked for."""

Json = dict[str, Any]

_CLIENTS = 10_000
_USED_FOR = 10.0
"""Seconds for which a workspace's token is not looked up again: many messages go out together,
and a token has a minute left at least."""


class _Ended(Exception):
    """It ended before the message itself could be sent, or as it was."""

    def __init__(self, outcome: Outcome, error: str = "") -> None:
        super().__init__()
        self.outcome = outcome
        self.error = error


class WayOut:
    """The door's sender, which there is while the door is open."""

    def __init__(self) -> None:
        self._sender: SlackSender | None = None
        self._sending = 0
        self._idle = asyncio.Event()
        self._idle.set()

    def open(self, sender: "SlackSender") -> None:
        """Send with this one from now on."""
        self._sender = sender

    async def close(self, within: float) -> None:
        """Send nothing more, and wait so many seconds for what is on its way."""
        self._sender = None
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self._idle.wait()

    async def send(self, message: Outgoing, *, may_send: Callable[[], bool]) -> Outcome:
        """Send a message, where the door is open."""
        if self._sender is None:
            return Retry(RECONNECTS, Reason.NO_CONNECTION)
        with self._at_work():
            return await self._sender.send(message, may_send=may_send)

    async def find(self, message: Outgoing) -> Looked:
        """Read a message back, where the door is open."""
        if self._sender is None:
            return CannotTell(RECONNECTS, Reason.NO_CONNECTION)
        with self._at_work():
            return await self._sender.find(message)

    @contextlib.contextmanager
    def _at_work(self) -> Iterator[None]:
        self._sending += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._sending -= 1
            if not self._sending:
                self._idle.set()


class SlackSender:
    """Sends in whatever workspace the bot is in, with a client that repeats nothing by itself."""

    def __init__(
        self, store: Store, authorizing: Authorizing, typed_here: TypedHere, pace: Pace
    ) -> None:
        self._store = store
        self._authorizing = authorizing
        self._typed_here = typed_here
        self._pace = pace
        self._clients: TTLCache[str, AsyncWebClient] = TTLCache(_CLIENTS, _USED_FOR)

    async def send(self, message: Outgoing, *, may_send: Callable[[], bool]) -> Outcome:
        """Send a message; a direct message that is not open yet is opened."""
        rest = self._pace.rests(message.workspace)
        if rest:
            return Retry(timedelta(seconds=rest), Reason.RATE_LIMITED)
        try:
            shown = self._shown(message)
        except Exception as error:  # noqa: BLE001 - it cannot be drawn, now or later
            fault(error, reference=f"delivery {message.delivery_id}", command="a delivery")
            return Rejected(Reason.UNSHOWABLE)
        try:
            client = await self._client(message.workspace)
            return await self._sent(client, message, shown, may_send)
        except _Ended as ended:
            return ended.outcome

    async def find(self, message: Outgoing) -> Looked:
        """Read back what came into the channel since the message was first sent."""
        try:
            client = await self._client(message.workspace)
            return await self._found(client, message)
        except _Ended as ended:
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
        carried = {"delivery": str(message.delivery_id), "key": message.key}
        return {
            "text": sheet.text[:MESSAGE_TEXT],
            "blocks": list(sheet.blocks),
            "metadata": {"event_type": EVENT, "event_payload": carried},
            "unfurl_links": False,
            "unfurl_media": False,
        }

    async def _client(self, workspace: str) -> AsyncWebClient:
        """A client of the workspace, or of the organisation that it is part of."""
        known = self._clients.get(workspace)
        if known is not None:
            return known
        try:
            enterprise, team = await self._place(workspace)
            client = await self._authorizing.client_for(enterprise, team)
            if client is None:
                there = await self._authorizing.is_installed(enterprise, team)
                gone = Unreachable(Reason.NOT_INSTALLED)
                raise _Ended(TOKEN_TROUBLE if there else gone)
        except _Ended:
            raise
        except StoreError:
            raise _Ended(Retry(RECONNECTS, Reason.NO_CONNECTION)) from None
        except Exception:  # noqa: BLE001 - who the bot is could not be asked
            raise _Ended(Retry(RECONNECTS, Reason.NO_CONNECTION)) from None
        client.retry_handlers.clear()
        self._clients[workspace] = client
        return client

    async def _place(self, workspace: str) -> tuple[str, str]:
        if workspace.startswith("E"):
            return workspace, ""
        async with self._store.reading() as tx:
            return await organisation_of(tx, door=DOOR, platform_id=workspace), workspace

    async def _sent(
        self,
        client: AsyncWebClient,
        message: Outgoing,
        shown: Json,
        may_send: Callable[[], bool],
    ) -> Delivered:
        channel = message.channel_id or await self._opened(client, message)
        try:
            answer = await self._posted(client, channel, message, shown, may_send)
        except _Ended as ended:
            if ended.error not in CHANNEL_GONE or not (message.channel_id and message.platform_id):
                raise
            channel = await self._opened(client, message)
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
            raise _Ended(Retry(RECONNECTS, Reason.RATE_LIMITED)) from None
        if not may_send():
            raise _Ended(Retry(timedelta(0), Reason.NOT_OURS))
        return await self._asked(client.chat_postMessage(channel=channel, **shown), client, message)

    async def _opened(self, client: AsyncWebClient, message: Outgoing) -> str:
        """The channel of the direct message; opening it twice gives the same."""
        asked = client.conversations_open(users=message.platform_id)
        channel = (await self._asked(asked, client, message, harmless=True)).get("channel")
        found = channel.get("id") if isinstance(channel, Mapping) else None
        if not isinstance(found, str) or not found:
            raise _Ended(Retry(RECONNECTS, Reason.PLATFORM_TROUBLE))
        return found

    async def _found(self, client: AsyncWebClient, message: Outgoing) -> Looked:
        channel = message.channel_id or await self._opened(client, message)
        since = message.first_attempt_at
        oldest = None if since is None else f"{(since - BEFORE).timestamp():.6f}"
        cursor: str | None = None
        for _ in range(PAGES):
            asked = client.conversations_history(
                channel=channel,
                limit=PAGE,
                include_all_metadata=True,
                oldest=oldest,
                cursor=cursor,
            )
            answer = await self._asked(asked, client, message, harmless=True)
            for one in answer.get("messages", ()):
                if _is(message, one):
                    return Found(str(one["ts"]), channel if message.platform_id else "")
            further = (answer.get("response_metadata") or {}).get("next_cursor")
            if not answer.get("has_more") or not further:
                return NotThere()
            cursor = str(further)
        return CannotTell(LOOKS_AGAIN, Reason.CUT)

    async def _asked(
        self,
        request: Awaitable[AsyncSlackResponse],
        client: AsyncWebClient,
        message: Outgoing,
        *,
        harmless: bool = False,
    ) -> Json:
        """What Slack answers to one request; ``harmless`` ones may be made again in any case.

        Raises :class:`_Ended`.
        """
        try:
            async with given_up_after(SENT_WITHIN):
                answer = await request
        except SlackApiError as error:
            ended = await self._refused(error, client, message)
        except aiohttp.ClientConnectorError:
            ended = _Ended(Retry(RECONNECTS, Reason.NO_CONNECTION))
        except TimeoutError:
            ended = _Ended(Unknown(Reason.TIMED_OUT))
        except (aiohttp.ClientError, OSError, SlackClientError, AttributeError):
            # The last is the library's own, where something on the way answered with a page.
            ended = _Ended(Unknown(Reason.CUT))
        except Exception as error:  # noqa: BLE001 - whatever broke, it has an outcome
            fault(error, reference=f"delivery {message.delivery_id}", command="a delivery")
            ended = _Ended(Unknown(Reason.CUT))
        else:
            return answer.data if isinstance(answer.data, dict) else {}
        if harmless and isinstance(ended.outcome, Unknown):
            raise _Ended(Retry(RECONNECTS, ended.outcome.reason))
        raise ended

    async def _refused(
        self, error: SlackApiError, client: AsyncWebClient, message: Outgoing
    ) -> _Ended:
        response: Any = error.response
        status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            after = _told_to_wait(getattr(response, "headers", {}))
            self._pace.rest(message.workspace, after)
            return _Ended(Retry(timedelta(seconds=after), Reason.RATE_LIMITED))
        data = response.data if isinstance(response, AsyncSlackResponse) else None
        said = data.get("error") if isinstance(data, dict) else None
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or not isinstance(said, str):
            return _Ended(Unknown(Reason.PLATFORM_TROUBLE))
        await self._note_refused(said, client, message)
        return _Ended(refused(said, of_person=bool(message.platform_id)), said)

    async def _note_refused(self, said: str, client: AsyncWebClient, message: Outgoing) -> None:
        """Let a workspace be forgotten that took the token away while nobody told."""
        self._clients.pop(message.workspace, None)
        try:
            enterprise, team = await self._place(message.workspace)
            await self._authorizing.note_refused(
                enterprise, team, token=client.token or "", error=said
            )
        except StoreError:
            return


def _told_to_wait(headers: Mapping[str, Any]) -> float:
    for name, value in headers.items():
        if name.lower() == "retry-after" and str(value).isdecimal():
            return float(value)
    return 1.0


def _is(message: Outgoing, seen: Mapping[str, Any]) -> bool:
    carried = seen.get("metadata")
    if not isinstance(carried, Mapping) or carried.get("event_type") != EVENT:
        return False
    payload = carried.get("event_payload")
    return isinstance(payload, Mapping) and payload.get("key") == message.key
