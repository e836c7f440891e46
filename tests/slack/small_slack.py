"""As little of Slack as installing takes: tokens, who they belong to, codes, refresh tokens."""

import asyncio
import itertools
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.slack.calling import Clients, open_session

CLIENT_ID, CLIENT_SECRET = "10.20", "client-secret"
_CLIENT = b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
LIFE = 43_200
"""Seconds that a refreshed token lives."""

WAIT = 10.0
"""Seconds after which what a test waits for does not come."""

Given = dict[str, Any]


@dataclass
class SmallSlack:
    """Answers ``auth.test``, ``auth.teams.list`` and ``oauth.v2.access``, and counts the calls."""

    tokens: dict[str, Given] = field(default_factory=dict)
    codes: dict[str, Given] = field(default_factory=dict)
    refreshers: dict[str, str] = field(default_factory=dict)
    teams: list[str] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    no_room: dict[str, str] = field(default_factory=dict)  # with seconds to wait
    broken: set[str] = field(default_factory=set)
    calls: list[str] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    called: asyncio.Condition = field(default_factory=asyncio.Condition)
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self.open.set()

    async def reached(self, times: int = 1) -> None:
        """Wait until it was called so often; fails where it is not."""
        async with asyncio.timeout(WAIT), self.called:
            await self.called.wait_for(lambda: len(self.calls) >= times)

    async def answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        async with self.called:
            self.calls.append(method)
            self.called.notify_all()
        await self.open.wait()
        if method in self.broken:
            return web.Response(status=503, text="out of order")
        if method in self.no_room:
            seconds = {"Retry-After": self.no_room[method]}
            answer = {"ok": False, "error": "ratelimited"}
            return web.json_response(answer, status=429, headers=seconds)
        if method in self.errors:
            return _refused(self.errors[method])
        if method == "oauth.v2.access":
            return self._access(request, await request.post())
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in self.tokens:
            return _refused("invalid_auth")
        if method == "auth.teams.list":
            return self._teams(request)
        return web.json_response({"ok": True, **self.tokens[token]})

    def _access(self, request: web.Request, form: Any) -> web.Response:
        if request.headers.get("Authorization") != f"Basic {_CLIENT}":
            return _refused("bad_client_secret")
        if form.get("grant_type") == "refresh_token":
            if self.refreshers.pop(form["refresh_token"], None) is None:
                return _refused("invalid_refresh_token")
            number = next(self.numbers)
            refresher = f"xoxe-1-{number}"
            self.refreshers[refresher] = "any"
            given = {
                "token_type": "bot",
                "access_token": f"xoxe.xoxb-{number}",
                "refresh_token": refresher,
                "expires_in": LIFE,
            }
            return web.json_response({"ok": True, **given})
        code = self.codes.pop(form.get("code", ""), None)
        return _refused("invalid_code") if code is None else web.json_response({"ok": True, **code})

    def _teams(self, request: web.Request) -> web.Response:
        """One workspace a page."""
        page = int(request.query.get("cursor") or 0)
        more = str(page + 1) if page + 1 < len(self.teams) else ""
        return web.json_response(
            {
                "ok": True,
                "teams": [{"id": team} for team in self.teams[page : page + 1]],
                "response_metadata": {"next_cursor": more},
            }
        )

    @asynccontextmanager
    async def reachable(self) -> AsyncIterator[Clients]:
        """Clients of it, while it answers on this machine."""
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self.answer)
        async with TestServer(app) as server, open_session() as session:
            yield Clients(session, str(server.make_url("/api/")))


def _refused(error: str) -> web.Response:
    return web.json_response({"ok": False, "error": error})
