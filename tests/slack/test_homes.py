"""When a page of App Home is published, and how often."""

import asyncio
from dataclasses import dataclass, field
from typing import Any, cast
from unittest.mock import create_autospec

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack import home
from bot.slack.asking import Asking
from bot.slack.at_work import AtWork
from bot.slack.destinations import Exchange
from bot.slack.home import Homes
from bot.slack.requests import Asker, Spot
from bot.slack.typed_here import TypedHere
from core.dialogue.reply import Reply
from core.dialogue.text import text


@dataclass
class Pages:
    """The pages of some people, over a clock that a test moves on and waits that it ends."""

    now: float = 1000.0
    published: list[tuple[str, str]] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    read: int = 0
    at_work: AtWork = field(default_factory=AtWork)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        asking = create_autospec(Asking, instance=True)
        asking.outcome.side_effect = self._outcome
        self.homes = Homes(
            asking,
            typed_here=TypedHere((), ()),
            at_work=self.at_work,
            seconds=lambda: self.now,
            pause=self._pause,
        )

    def exchange(self, user: str, team: str = "T1") -> Exchange:
        client = create_autospec(AsyncWebClient, instance=True)

        async def publish(*, user_id: str, view: dict[str, Any]) -> AsyncSlackResponse:
            async with self.news:
                self.published.append((team, user_id))
                self.news.notify_all()
            answer = create_autospec(AsyncSlackResponse, instance=True)
            answer.data = {"ok": True}
            return cast("AsyncSlackResponse", answer)

        client.views_publish.side_effect = publish
        return Exchange(Asker(user, team, team), Spot(), client)

    async def seen(self, who: tuple[str, str]) -> None:
        async with asyncio.timeout(5), self.news:
            await self.news.wait_for(lambda: who in self.published)

    async def _outcome(self, *_: object, **__: object) -> Reply:
        self.read += 1
        return Reply(text(f"Page {self.read}"), ())

    async def _pause(self, seconds: float) -> None:
        async with self.news:
            self.pauses.append(seconds)
            self.news.notify_all()
        await self.over.wait()
        self.now += seconds


async def test_the_first_publication_waits_for_nothing() -> None:
    pages = Pages()
    pages.homes.changed(pages.exchange("U1"))
    await pages.at_work.finished()
    assert pages.published == [("T1", "U1")]
    assert not pages.pauses


async def test_many_changes_are_one_publication_five_seconds_after_the_last_one() -> None:
    pages = Pages()
    exchange = pages.exchange("U1")
    pages.homes.changed(exchange)
    await pages.at_work.finished()
    pages.now += 2
    for _ in range(10):
        pages.homes.changed(exchange)
    pages.over.set()
    await pages.at_work.finished()
    assert pages.pauses == [home.APART - 2]
    assert len(pages.published) == 2


async def test_after_five_seconds_nothing_is_waited_for() -> None:
    pages = Pages()
    pages.over.set()
    for _ in range(3):
        pages.homes.changed(pages.exchange("U1"))
        await pages.at_work.finished()
        pages.now += home.APART
    assert pages.pauses == [0.0, 0.0]
    assert len(pages.published) == 3


async def test_nobody_waits_for_the_page_of_somebody_else() -> None:
    pages = Pages()
    first = pages.exchange("U1")
    pages.homes.changed(first)
    await pages.at_work.finished()
    pages.homes.changed(first)
    pages.homes.changed(pages.exchange("U2"))
    await pages.seen(("T1", "U2"))
    assert pages.published.count(("T1", "U1")) == 1
    pages.over.set()
    await pages.at_work.finished()
    assert pages.published.count(("T1", "U1")) == 2


async def test_a_workspace_has_a_budget_for_which_no_other_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(home, "A_MINUTE", 2)
    pages = Pages()
    for user in ("U1", "U2", "U3"):
        pages.homes.changed(pages.exchange(user))
    pages.homes.changed(pages.exchange("U4", "T2"))
    await pages.seen(("T2", "U4"))
    assert ("T1", "U3") not in pages.published
    assert len(pages.published) == 3
    await pages.at_work.leave(0)


async def test_a_page_that_cannot_be_read_is_no_end_of_publishing() -> None:
    pages = Pages()
    pages.over.set()
    broken = pages.exchange("U1")
    cast("Any", broken.client).views_publish.side_effect = RuntimeError("marmalade")
    pages.homes.changed(broken)
    await pages.at_work.finished()
    pages.homes.changed(pages.exchange("U1"))
    await pages.at_work.finished()
    assert pages.published == [("T1", "U1")]
