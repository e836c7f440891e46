"""How fast one bot asks Discord, and what becomes of one request of a delivery.

It listens where aiohttp tells of every request that the library makes: no byte leaves before its
turn, and what a delivery sends leaves once, whatever the library would do after a bad answer.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from http import HTTPStatus
from types import SimpleNamespace

import aiohttp
from aiolimiter import AsyncLimiter
from yarl import URL

PER_SECOND = 45.0
"""Requests a second, answers to interactions not counted: Discord allows a bot 50."""

AT_ONCE = 3
"""Requests that may leave together after a pause, so that no second sees more than 48."""

WAITS_WITHIN = 8.0
"""Seconds for the turn of one request of a delivery; then it is tried another time."""

SENT_WITHIN = 8.0
"""Seconds for one request of a delivery from its turn to its answer; the library has no limit."""

REFUSALS = 8_000
"""Refused requests after which no deliveries are sent for a while: at 10,000 within ten minutes
Discord shuts the address out, and answers to people with it."""

REFUSALS_WITHIN = 600.0
"""Seconds for which a refused request counts."""

_COUNTED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS})
_OF_INTERACTIONS = ("/interactions/", "/webhooks/")
_UNTOLD = 1.0
_TROUBLE = 500


class NotNow(Exception):
    """The request may not leave: somebody else works with this token."""


class NoRoom(Exception):
    """Discord has no room for it; ``after`` is in how many seconds it may."""

    def __init__(self, after: float) -> None:
        super().__init__()
        self.after = after


class Trouble(Exception):
    """Discord broke over it: it may have been done all the same."""


class OneTry:
    """One request of a delivery: it leaves once at most, and its time begins as it does.

    ``begun`` says that its turn came, ``left`` that something of it may have arrived.
    """

    def __init__(self, may_leave: Callable[[], bool], limit: asyncio.Timeout) -> None:
        self.begun = False
        self.left = False
        self._may_leave = may_leave
        self._limit = limit

    def begin(self) -> None:
        """Its turn has come. Raises :class:`NotNow`, and :class:`Trouble` for a second time."""
        if self.begun:
            raise Trouble
        if not self._may_leave():
            raise NotNow
        self.begun = True
        self._limit.reschedule(asyncio.get_running_loop().time() + SENT_WITHIN)


_trying: ContextVar[OneTry | None] = ContextVar("_trying", default=None)


@contextmanager
def trying(one: OneTry) -> Iterator[None]:
    """What is requested in the block is this try."""
    token = _trying.set(one)
    try:
        yield
    finally:
        _trying.reset(token)


class Pace:
    """The pace of one token, over every connection that it has one after the other.

    Whoever asks for people goes first: of deliveries one at a time waits for its turn.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._turns = AsyncLimiter(AT_ONCE, AT_ONCE / PER_SECOND)
        self._deliveries = asyncio.Lock()
        self._rests_until = 0.0
        self._refused: deque[float] = deque()

    def trace(self) -> aiohttp.TraceConfig:
        """What a client's requests are to be listened to with."""
        listening = aiohttp.TraceConfig()
        listening.on_request_start.append(self._starts)
        listening.on_request_headers_sent.append(_leaves)
        listening.on_request_end.append(self._ends)
        return listening

    @property
    def pause(self) -> float:
        """Seconds for which no delivery should be sent, because too much was refused lately."""
        now = self._clock()
        while self._refused and self._refused[0] <= now - REFUSALS_WITHIN:
            self._refused.popleft()
        if len(self._refused) < REFUSALS:
            return 0.0
        return self._refused[-REFUSALS] + REFUSALS_WITHIN - now

    async def _starts(
        self,
        session: aiohttp.ClientSession,
        context: SimpleNamespace,
        request: aiohttp.TraceRequestStartParams,
    ) -> None:
        if _answers_somebody(request.url):
            return
        one = _trying.get()
        if one is None:
            await self._turn()
            return
        async with self._deliveries:
            await self._turn()
        one.begin()

    async def _turn(self) -> None:
        await self._turns.acquire()
        rest = self._rests_until - self._clock()
        if rest > 0:
            await asyncio.sleep(rest)
            # All that waited for the same end leave one after the other.
            await self._turn()

    async def _ends(
        self,
        session: aiohttp.ClientSession,
        context: SimpleNamespace,
        request: aiohttp.TraceRequestEndParams,
    ) -> None:
        status = request.response.status
        if status in _COUNTED:
            self._refused.append(self._clock())
        after = _told_to_wait(request.response)
        if status == HTTPStatus.TOO_MANY_REQUESTS and _over_everything(request.response):
            self._rests_until = max(self._rests_until, self._clock() + after)
        if _trying.get() is None:
            return
        # The library would wait and send it again; that is for whoever delivers to decide.
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            raise NoRoom(after)
        if status >= _TROUBLE:
            raise Trouble


async def _leaves(
    session: aiohttp.ClientSession,
    context: SimpleNamespace,
    request: aiohttp.TraceRequestHeadersSentParams,
) -> None:
    one = _trying.get()
    if one is not None:
        one.left = True


def _answers_somebody(url: URL) -> bool:
    """Whether a request answers an interaction, which Discord does not count."""
    return any(part in url.path for part in _OF_INTERACTIONS)


def _told_to_wait(response: aiohttp.ClientResponse) -> float:
    try:
        return max(float(response.headers.get("Retry-After", _UNTOLD)), 0.0)
    except ValueError:
        return _UNTOLD


def _over_everything(response: aiohttp.ClientResponse) -> bool:
    """Whether it is the bot as a whole that has no room; so it is of a guard before Discord."""
    return "X-RateLimit-Global" in response.headers or "Via" not in response.headers
