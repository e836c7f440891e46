"""Acts on their way to the app: by Socket Mode or HTTP, and again when nobody took them."""

import asyncio
import contextlib
from typing import Literal

from tests.platforms.slack_server.core import Core
from tests.platforms.slack_server.deliveries import Act
from tests.platforms.slack_server.signed_http import SignedHttp
from tests.platforms.slack_server.sockets import Sockets
from tests.platforms.slack_server.wire import NotOffered

RETRIES = (3.0, 63.0, 363.0)
"""Seconds after which an event that was not taken is sent again."""


class Sending:
    """Sends acts the way that the server is set to."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._tasks: set[asyncio.Task[None]] = set()
        self._born: dict[Act, float] = {}
        self.sockets = Sockets(core)
        self.http = SignedHttp(core)
        self.via: Literal["socket", "http"] = "socket"

    def send(self, act: Act, reason: str = "") -> None:
        """Send an act, for the first time or again."""
        self._check()
        way = self.sockets if self.via == "socket" else self.http
        number = len(act.attempts)
        task = asyncio.create_task(way.send(act, number, reason))
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def first(self, act: Act) -> None:
        """Send an act for the first time. Raises NotOffered when there is no way to the app."""
        self._core.acts.append(act)
        self._born[act] = self._core.clock.now()
        if act.user is not None and act.kind != "events_api":
            self._core.latest[act.user] = act
        self.send(act)

    def retry_due(self) -> None:
        """Send again the events that nobody took and that are due by the clock."""
        now = self._core.clock.now()
        for act, born in list(self._born.items()):
            tried = len(act.attempts)
            if act.kind != "events_api" or act.acknowledged or not 1 <= tried <= len(RETRIES):
                continue
            if now - born >= RETRIES[tried - 1]:
                failed = any(attempt.status is not None for attempt in act.attempts)
                with contextlib.suppress(NotOffered):
                    self.send(act, "http_error" if failed else "timeout")

    async def close(self) -> None:
        """Stop everything that is under way."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.sockets.close_all()
        await self.http.close()

    def _check(self) -> None:
        if self.via == "socket" and not self.sockets.connections:
            raise NotOffered("the app has no open socket")
        if self.via == "http" and not self.http.url:
            raise NotOffered("the app has no request address")

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()
