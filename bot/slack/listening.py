"""The app of Slack's library: what it listens to, acknowledged at once and then answered."""

import contextlib
import logging
import os
import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, cast

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot.slack.answering import Answering
from bot.slack.asking import Asking
from bot.slack.at_work import AtWork
from bot.slack.authorizing import Authorizing
from bot.slack.calling import Clients
from bot.slack.destinations import Exchange
from bot.slack.events import Events
from bot.slack.library_log import library_log
from bot.slack.requests import asker, pressed, spoken, spot
from bot.slack.scopes import EVENTS, ORGANISATION_EVENTS
from bot.slack.suggestions import suggested
from core.commands.faults import fault

_OF_THE_LIBRARY = (
    "SLACK_BOT_TOKEN",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
    "SLACK_SIGNING_SECRET",
    "SLACK_VERIFICATION_TOKEN",
)
"""Variables that the library reads by itself, which may have been set for another program."""

_ANY = re.compile(".*", re.DOTALL)
_LOG = logging.getLogger("readingroom.slack")
_NOT_HERE = (
    "Reading Room is no longer connected to this workspace, or not for the moment. Please try "
    "again in a minute; if it stays so, ask an administrator to add the app again. What is saved "
    "about you is still yours."
)

Json = dict[str, Any]


class Listening:
    """Takes in what Slack sends, and begins the work that answers it."""

    def __init__(
        self, asking: Asking, answering: Answering, events: Events, at_work: AtWork
    ) -> None:
        self._asking = asking
        self._answering = answering
        self._events = events
        self._at_work = at_work

    def app(self, clients: Clients, authorizing: Authorizing, signing_secret: str) -> AsyncApp:
        """The app, which answers each request with its acknowledgement alone.

        The library otherwise looks every ten milliseconds whether there is one.
        """
        with _nothing_from_the_environment():
            app = AsyncApp(
                logger=library_log(),
                name="readingroom",
                process_before_response=True,
                signing_secret=signing_secret,
                client=clients.with_token(None),
                authorize=cast(
                    "Any", authorizing
                ),  # the library takes it, its type does not say so
                before_authorize=_tell_limits,
                user_facing_authorize_error_message=_NOT_HERE,
            )
        app.command(_ANY)(self._command)
        app.action(_ANY)(self._press)
        app.view(_ANY)(self._submit)
        app.view_closed(_ANY)(_acknowledge)
        app.options(_ANY)(self._suggest)
        for event in (*EVENTS, *ORGANISATION_EVENTS):
            app.event(event.name.partition(".")[0])(self._event)
        app.error(_report)
        return app

    async def _command(self, ack: AsyncAck, body: Json, context: AsyncBoltContext) -> None:
        await ack()
        exchange = _exchange(body, context)
        if exchange is not None:
            asked = spoken(body, self._asking.desk.commands)
            typed = f"{body.get('command', '')} {body.get('text', '')}"
            self._at_work.begin(self._answering.command(asked, typed, exchange))

    async def _press(self, ack: AsyncAck, body: Json, context: AsyncBoltContext) -> None:
        await ack()
        exchange, read = _exchange(body, context), pressed(body)
        if exchange is not None and read is not None:
            name, came = read
            self._at_work.begin(self._answering.press(name, came, exchange, body.get("view")))

    async def _submit(self, ack: AsyncAck, body: Json, context: AsyncBoltContext) -> None:
        exchange = _exchange(body, context)
        if exchange is None:
            await ack()
            return
        rest = await self._answering.forms.submit(body.get("view"), exchange, ack)
        self._at_work.begin(rest())

    async def _suggest(self, ack: AsyncAck, body: Json) -> None:
        await ack(**suggested(body, self._asking.desk.commands))

    async def _event(self, ack: AsyncAck, body: Json, context: AsyncBoltContext) -> None:
        await ack()
        self._at_work.begin(self._events.handle(body, _exchange(body, context)))


@contextlib.contextmanager
def _nothing_from_the_environment() -> Iterator[None]:
    """Hide the library's own variables while the block runs."""
    hidden = {name: os.environ.pop(name) for name in _OF_THE_LIBRARY if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(hidden)


def _exchange(body: Json, context: AsyncBoltContext) -> Exchange | None:
    """Who asks and where; ``None`` where that names nobody, or there is no client for it."""
    granted = context.authorize_result
    installed = granted.enterprise_id if granted else None
    who = asker(body, context.team_id, context.enterprise_id, installed)
    client = context.client
    if who is None or client is None:
        return None
    where = spot(body)
    event = body.get("event")
    if isinstance(event, dict):
        where = spot({"container": {"type": "message", "channel_id": event.get("channel")}})
    if who.team:
        # The token of a whole organisation has to be told which workspace is meant.
        client.default_params.setdefault("team_id", who.team)
    return Exchange(who, where, client)


async def _acknowledge(ack: AsyncAck) -> None:
    await ack()


async def _tell_limits(
    body: Json,
    next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - the library's name
) -> BoltResponse:
    """Log that Slack holds events back, which is no event and names nobody."""
    if body.get("type") != "app_rate_limited":
        return await next()
    _LOG.warning("Slack delivers only some of the events for a minute: there were too many")
    return BoltResponse(status=200, body="")


async def _report(error: Exception) -> BoltResponse:
    fault(error, reference="slack", command="a request")
    return BoltResponse(status=500, body="")
