"""A connection in Socket Mode, over which Slack sends requests without reaching any address."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import leaving
from bot.slack.at_work import AtWork
from bot.slack.calling import Clients, Cut, calling
from bot.slack.events import by_a_bot
from bot.slack.library_log import library_log
from bot.slack.requests import DOOR
from bot.web.health import Health

PING_EVERY = 10.0
"""Seconds between two signs of life; after four without an answer the library connects anew."""
CONNECTS_WITHIN = 30.0
"""Seconds for a connection to stand."""
LOOKS_EVERY = 1.0
"""Seconds between two looks at whether it stands."""
MENDS_WITHIN = 60.0
"""Seconds after which a lost connection is given up: the library may be trying an address that
Slack does not take any more."""

_LOG = logging.getLogger("readingroom.slack")


class Link:
    """One connection, which the library mends by itself as long as it can."""

    def __init__(self, handler: AsyncSocketModeHandler) -> None:
        self._handler = handler

    async def watch(self, stop: asyncio.Event, health: Health) -> None:
        """Report how it is until ``stop`` is set, or until it has been lost for too long."""
        lost = 0.0
        while not stop.is_set() and lost < MENDS_WITHIN:
            stands = await self._handler.client.is_connected()
            health.report(DOOR, connected=stands)
            lost = 0.0 if stands else lost + LOOKS_EVERY
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOKS_EVERY):
                    await stop.wait()


class _Handler(AsyncSocketModeHandler):
    """The library's, which knows what it has taken in and not acknowledged yet."""

    def __init__(self, app: AsyncApp, token: str, client: AsyncWebClient) -> None:
        super().__init__(
            app, token, logger=library_log(), web_client=client, ping_interval=PING_EVERY
        )
        self.taking = AtWork()
        self.closing = False

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        """Let the app take a request in, and acknowledge it.

        What cannot be acknowledged any more is not begun: Slack sends events once more.
        """
        if not self.closing:
            self.taking.begin(self._take(client, req))

    async def _take(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        try:
            if by_a_bot(req.payload):
                taken = SocketModeResponse(envelope_id=req.envelope_id)
                await client.send_socket_mode_response(taken)
            else:
                await super().handle(client, req)  # type: ignore[arg-type]
        except ConnectionError as lost:
            # Slack sends an event once more, and lets a person know that they have to.
            _LOG.warning("a request could not be acknowledged (%s)", type(lost).__name__)


@contextlib.asynccontextmanager
async def connected(app: AsyncApp, clients: Clients, token: str) -> AsyncIterator[Link]:
    """A connection, closed in the end, when what came over it is acknowledged.

    Raises as :func:`~bot.slack.calling.calling` does where Slack gives none.
    """
    asked = clients.with_token(None)
    # The library would go on asking for ever with a token that is refused.
    answer = await calling(asked.apps_connections_open(app_token=token))
    handler = _Handler(app, token, asked)
    handler.client.wss_uri = str(answer["url"])
    try:
        try:
            async with asyncio.timeout(CONNECTS_WITHIN):
                await handler.connect_async()  # type: ignore[no-untyped-call]
        except TimeoutError:
            raise Cut("no connection") from None
        _LOG.info("connected in Socket Mode")
        yield Link(handler)
    finally:
        await handler.taking.leave(leaving.ACKNOWLEDGED_WITHIN)
        handler.closing = True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(leaving.CLOSED_WITHIN):
                await handler.close_async()  # type: ignore[no-untyped-call]
