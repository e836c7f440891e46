"""App Home: a person's own page, published as they open it and after their own changes."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiolimiter import AsyncLimiter
from cachetools import LRUCache

from bot.slack.asking import Asking
from bot.slack.at_work import AtWork
from bot.slack.calling import BROKEN, SlackRefused, calling
from bot.slack.destinations import Exchange
from bot.slack.requests import Incoming
from bot.slack.sheets import lay_out
from bot.slack.surfaces import Surface
from bot.slack.typed_here import TypedHere
from bot.slack.views import home_view
from core.commands.faults import fault
from core.dialogue.documents import shown_reply
from core.dialogue.request import Asked

APART = 5.0
"""Seconds between two publications of one person's page."""
A_MINUTE = 90
"""Publications in one workspace a minute; Slack takes about a hundred of them."""

_HOME = "home"
_CONFLICT = "hash_conflict"
_REMEMBERED = 20_000
_LOG = logging.getLogger("readingroom.slack")


@dataclass(slots=True)
class _Page:
    """What is known of one person's page: when it was published, and as what."""

    published: float | None = None
    stamp: str = ""
    waiting: bool = False
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Homes:
    """Publishes pages, of one person one after the other, so that the newest stands there last.

    It begins its work ``at_work``; ``seconds`` is a clock that only goes on, and ``pause`` waits
    by it. What waits to be published when the program ends is published when the person next
    opens the page.
    """

    def __init__(
        self,
        asking: Asking,
        *,
        typed_here: TypedHere,
        at_work: AtWork,
        seconds: Callable[[], float],
        pause: Callable[[float], Awaitable[None]],
    ) -> None:
        self._asking = asking
        self._typed_here = typed_here
        self._at_work = at_work
        self._seconds = seconds
        self._pause = pause
        self._pages: LRUCache[tuple[str, str], _Page] = LRUCache(_REMEMBERED)
        self._budgets: LRUCache[str, AsyncLimiter] = LRUCache(_REMEMBERED)

    def opened(self, exchange: Exchange, view: Any) -> None:
        """Publish the page that somebody is opening; ``view`` is the one that stood there."""
        stamp = view.get("hash") if isinstance(view, dict) else None
        page = self._page(exchange)
        page.stamp = stamp if isinstance(stamp, str) else ""
        self.changed(exchange)

    def changed(self, exchange: Exchange) -> None:
        """Publish the page as it is now, or when it may be published again.

        Of several changes in that time the last is published, with all that came before.
        """
        page = self._page(exchange)
        if not page.waiting:
            page.waiting = True
            self._at_work.begin(self._in_turn(page, exchange))

    async def _in_turn(self, page: _Page, exchange: Exchange) -> None:
        try:
            async with page.turn:
                await self._wait(page, exchange)
                await self._publish(page, exchange)
        except BROKEN as error:
            word = error.error if isinstance(error, SlackRefused) else type(error).__name__
            _LOG.warning("a page of App Home could not be published (%s)", word)
        except Exception as error:  # noqa: BLE001 - a page is no answer that somebody waits for
            fault(error, reference="home", command=_HOME)

    async def _wait(self, page: _Page, exchange: Exchange) -> None:
        """Until the page may be published; whatever changes after that is not in it any more."""
        try:
            if page.published is not None:
                await self._pause(max(0.0, page.published + APART - self._seconds()))
            await self._budget(exchange).acquire()
        finally:
            page.waiting = False
            page.published = self._seconds()

    async def _publish(self, page: _Page, exchange: Exchange) -> None:
        try:
            await self._put(page, exchange, page.stamp)
        except SlackRefused as refused:
            if refused.error != _CONFLICT:
                raise
            # Another copy of this program was there; what is read now is newer than what it put.
            await self._put(page, exchange, "")

    async def _put(self, page: _Page, exchange: Exchange, stamp: str) -> None:
        user = exchange.asker.user
        outcome = await self._asking.outcome(Incoming(Asked(_HOME)), exchange, drawing=True)
        shown = self._typed_here(shown_reply(outcome))
        laid = lay_out(shown, owner=user, surface=Surface.VIEW, with_files=False)
        given = {"hash": stamp} if stamp else {}
        answer = await calling(
            exchange.client.views_publish(user_id=user, view=home_view(laid.sheets[0]), **given)
        )
        put = answer.get("view")
        page.stamp = str(put.get("hash") or "") if isinstance(put, dict) else ""

    def _page(self, exchange: Exchange) -> _Page:
        who = (exchange.asker.team, exchange.asker.user)
        if who not in self._pages:
            self._pages[who] = _Page()
        return self._pages[who]

    def _budget(self, exchange: Exchange) -> AsyncLimiter:
        team = exchange.asker.team
        if team not in self._budgets:
            self._budgets[team] = AsyncLimiter(A_MINUTE, 60)
        return self._budgets[team]
