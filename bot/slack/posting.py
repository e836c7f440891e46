"""Asks a workspace for what a message needs, with an outcome for whatever becomes of it."""

from collections.abc import Awaitable, Mapping
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
from bot.slack.pace import Pace
from bot.slack.refusals import TOKEN_TROUBLE, refused
from bot.slack.requests import DOOR
from core.commands.faults import fault
from core.deliveries.outcome import Outcome, Reason, Retry, Unknown, Unreachable
from core.deliveries.sender import Outgoing
from core.storage.engine import Store
from core.storage.errors import StoreError
from core.storage.servers import organisation_of

POST, OPEN, HISTORY = "chat.postMessage", "conversations.open", "conversations.history"
"""The methods that a message needs. Slack limits each of them by itself."""

SENT_WITHIN = 8.0
"""Seconds for one request; the library's own limit is half a minute."""

RECONNECTS = timedelta(seconds=5)
"""When to try again what could not leave, because there was no connection."""

Json = dict[str, Any]

_CLIENTS = 10_000
_USED_FOR = 10.0
"""Seconds for which a workspace's token is not looked up again: many messages go out together,
and a token has a minute left at least."""


class Ended(Exception):
    """It ended before the message itself could be sent, or as it was."""

    def __init__(self, outcome: Outcome, error: str = "") -> None:
        super().__init__()
        self.outcome = outcome
        self.error = error


class Posting:
    """Requests to whatever workspace the bot is in, with a client that repeats nothing by itself.

    Everything raises :class:`Ended` where it has no answer.
    """

    def __init__(self, store: Store, authorizing: Authorizing, pace: Pace) -> None:
        self._store = store
        self._authorizing = authorizing
        self._pace = pace
        self._clients: TTLCache[str, AsyncWebClient] = TTLCache(_CLIENTS, _USED_FOR)

    async def posted(
        self, client: AsyncWebClient, channel: str, message: Outgoing, shown: Json
    ) -> Json:
        """What Slack answers to the message itself."""
        asked = client.chat_postMessage(channel=channel, **shown)
        return await self._asked(asked, POST, client, message)

    async def opened(self, client: AsyncWebClient, message: Outgoing) -> str:
        """The channel of the direct message; opening it twice gives the same."""
        asked = client.conversations_open(users=message.platform_id)
        channel = (await self._harmless(asked, OPEN, client, message)).get("channel")
        found = channel.get("id") if isinstance(channel, Mapping) else None
        if not isinstance(found, str) or not found:
            raise Ended(Retry(RECONNECTS, Reason.PLATFORM_TROUBLE))
        return found

    async def page(
        self, client: AsyncWebClient, channel: str, message: Outgoing, **which: Any
    ) -> Json:
        """A page of what came into a channel, with all metadata."""
        asked = client.conversations_history(channel=channel, include_all_metadata=True, **which)
        return await self._harmless(asked, HISTORY, client, message)

    async def client(self, workspace: str) -> AsyncWebClient:
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
                raise Ended(TOKEN_TROUBLE if there else gone)
        except Ended:
            raise
        except StoreError:
            raise Ended(Retry(RECONNECTS, Reason.NO_CONNECTION)) from None
        except Exception:  # noqa: BLE001 - who the bot is could not be asked
            raise Ended(Retry(RECONNECTS, Reason.NO_CONNECTION)) from None
        client.retry_handlers.clear()
        self._clients[workspace] = client
        return client

    async def _place(self, workspace: str) -> tuple[str, str]:
        if workspace.startswith("E"):
            return workspace, ""
        async with self._store.reading() as tx:
            return await organisation_of(tx, door=DOOR, platform_id=workspace), workspace

    async def _harmless(
        self,
        request: Awaitable[AsyncSlackResponse],
        method: str,
        client: AsyncWebClient,
        message: Outgoing,
    ) -> Json:
        """What Slack answers to a request that may be made again whatever became of it."""
        try:
            return await self._asked(request, method, client, message)
        except Ended as ended:
            if isinstance(ended.outcome, Unknown):
                raise Ended(Retry(RECONNECTS, ended.outcome.reason)) from None
            raise

    async def _asked(
        self,
        request: Awaitable[AsyncSlackResponse],
        method: str,
        client: AsyncWebClient,
        message: Outgoing,
    ) -> Json:
        try:
            async with given_up_after(SENT_WITHIN):
                answer = await request
        except SlackApiError as error:
            ended = await self._refused(error, method, client, message)
        except aiohttp.ClientConnectorError:
            ended = Ended(Retry(RECONNECTS, Reason.NO_CONNECTION))
        except TimeoutError:
            ended = Ended(Unknown(Reason.TIMED_OUT))
        except (aiohttp.ClientError, OSError, SlackClientError, AttributeError):
            # The last is the library's own, where something on the way answered with a page.
            ended = Ended(Unknown(Reason.CUT))
        except Exception as error:  # noqa: BLE001 - whatever broke, it has an outcome
            fault(error, reference=f"delivery {message.delivery_id}", command="a delivery")
            ended = Ended(Unknown(Reason.CUT))
        else:
            return answer.data if isinstance(answer.data, dict) else {}
        raise ended

    async def _refused(
        self, error: SlackApiError, method: str, client: AsyncWebClient, message: Outgoing
    ) -> Ended:
        response: Any = error.response
        status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            after = _told_to_wait(getattr(response, "headers", {}))
            self._pace.rest(message.workspace, method, after)
            return Ended(Retry(timedelta(seconds=after), Reason.RATE_LIMITED))
        data = response.data if isinstance(response, AsyncSlackResponse) else None
        said = data.get("error") if isinstance(data, dict) else None
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or not isinstance(said, str):
            return Ended(Unknown(Reason.PLATFORM_TROUBLE))
        await self._note_refused(said, client, message)
        return Ended(refused(said, of_person=bool(message.platform_id)), said)

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
