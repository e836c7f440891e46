"""Requests to Slack, each within a time, with their failures told apart."""

import asyncio
import math
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry import HttpRequest, HttpResponse, RetryState
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.slack.addresses import is_slacks
from bot.slack.library_log import library_log

ANSWERED_WITHIN = 8.0
"""Seconds for one try of one request; the library's own limit is half a minute."""

MESSAGE_WITHIN = 60.0
"""Seconds for a message, which is worth waiting for where Slack has no room for it just now."""

WAITS_FOR_ROOM = 5
"""How often a request that Slack has no room for is made again, after as long as it says."""

BASE_URL = AsyncWebClient.BASE_URL
"""The address of Slack's Web API."""

_LATE = frozenset(
    {
        "expired_trigger_id",
        "trigger_expired",
        "trigger_exchanged",
        "exchanged_trigger_id",
        "invalid_trigger_id",
        "expired_url",
        "used_url",
        "not_found",  # a view that was closed meanwhile
    }
)
_GONE = frozenset({404, 410})
_NO_ROOM, _TROUBLE = 429, 500


class SlackRefused(Exception):
    """Slack did not do it. ``error`` is Slack's own word for why, and never holds a value."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


class Late(Exception):
    """What was to be answered can be answered no more: it took too long, or was answered often."""


class Cut(Exception):
    """The line to Slack broke, or Slack is in trouble: it may have been done all the same."""


BROKEN = (SlackRefused, Late, Cut)
"""Everything that a request here raises."""


_until: ContextVar[float] = ContextVar("_until", default=math.inf)
"""When the request that is being made is given up, by the running loop's clock."""


@asynccontextmanager
async def given_up_after(seconds: float) -> AsyncIterator[None]:
    """Give up what is asked of Slack in the block, waits for room too; raises ``TimeoutError``."""
    until = asyncio.get_running_loop().time() + seconds
    token = _until.set(until)
    try:
        async with asyncio.timeout_at(until):
            yield
    finally:
        _until.reset(token)


class _WaitsForRoom(AsyncRateLimitErrorRetryHandler):
    """Waits as long as Slack says, unless the request is given up before that.

    Whoever asked is then told so, and not left to a wait that ends in nothing.
    """

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if response is None or response.status_code != _NO_ROOM:
            return False
        return asyncio.get_running_loop().time() + _told_to_wait(response) < _until.get()


def _told_to_wait(response: HttpResponse) -> float:
    for name, values in response.headers.items():
        if name.lower() == "retry-after" and values[0].isdecimal():
            return float(values[0])
    return 1.0


def open_session() -> aiohttp.ClientSession:
    """Connections to Slack, kept open between requests; there is no token in them."""
    return aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=ANSWERED_WITHIN),
        cookie_jar=aiohttp.DummyCookieJar(),  # nothing of one workspace goes to another
    )


@dataclass(frozen=True, slots=True)
class Clients:
    """Makes clients: one of its own for every workspace, over connections they share."""

    session: aiohttp.ClientSession
    base_url: str = BASE_URL

    def with_token(self, token: str | None) -> AsyncWebClient:
        """A client that waits where Slack has no room.

        The library's other handler repeats a request whose connection broke, which may have
        arrived: it is left out.
        """
        return AsyncWebClient(
            token=token,
            base_url=self.base_url,
            session=self.session,
            logger=library_log(),
            retry_handlers=[_WaitsForRoom(max_retry_count=WAITS_FOR_ROOM)],
        )

    async def answer_at(self, address: str, message: dict[str, Any]) -> None:
        """Answer at the address that came with a request; raises as :func:`calling` does."""
        if not is_slacks(address, self.base_url):
            raise SlackRefused("not an address of Slack's")
        webhook = AsyncWebhookClient(
            address,
            session=self.session,
            logger=library_log(),
            retry_handlers=[_WaitsForRoom(max_retry_count=WAITS_FOR_ROOM)],
        )
        try:
            async with given_up_after(MESSAGE_WITHIN):
                status = (await webhook.send_dict(message)).status_code
        except (aiohttp.ClientError, OSError, TimeoutError, SlackClientError) as cut:
            raise Cut(type(cut).__name__) from None
        if status in _GONE:
            raise Late
        if status == _NO_ROOM:
            raise SlackRefused("ratelimited")
        if status >= _TROUBLE:
            raise Cut(f"status {status}")
        if status != 200:
            raise SlackRefused(f"status {status}")


async def calling(
    request: Awaitable[AsyncSlackResponse], *, within: float = ANSWERED_WITHIN
) -> dict[str, Any]:
    """What Slack answers to one method of its Web API.

    Raises :class:`SlackRefused`, :class:`Late` and :class:`Cut`.
    """
    try:
        async with given_up_after(within):
            answer = await request
    except SlackApiError as refused:
        raise _told_apart(refused) from None
    except AttributeError:
        # The library's own, where something on the way has answered with a page of text.
        raise Cut("no answer that can be read") from None
    except (aiohttp.ClientError, OSError, TimeoutError, SlackClientError) as cut:
        raise Cut(type(cut).__name__) from None
    return answer.data if isinstance(answer.data, dict) else {}


def _told_apart(refused: SlackApiError) -> Exception:
    response: Any = refused.response
    if not isinstance(response, AsyncSlackResponse):
        return Cut("no answer that can be read")
    data = response.data if isinstance(response.data, dict) else {}
    said = data.get("error")
    if response.status_code >= _TROUBLE or not isinstance(said, str):
        return Cut(f"status {response.status_code}")
    return Late() if said in _LATE else SlackRefused(said)
