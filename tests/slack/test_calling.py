"""Requests to Slack: what their failures are, how long they may take, when they are made again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.slack import calling as module
from bot.slack.calling import Clients, Cut, Late, SlackRefused, calling, open_session


@dataclass
class Answers:
    """A server that gives these answers one after the other, the last of them again and again."""

    given: list[web.Response]
    calls: int = 0
    asleep: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, request: web.Request) -> web.Response:
        self.calls += 1
        answer = self.given[min(self.calls, len(self.given)) - 1]
        return web.Response(status=answer.status, body=answer.body, headers=answer.headers)


@asynccontextmanager
async def answering(*given: web.Response) -> AsyncIterator[tuple[Clients, Answers, str]]:
    """Clients of such a server, and an address on it for answers."""
    answers = Answers(list(given))
    app = web.Application()
    app.router.add_route("*", "/{any:.*}", answers.handle)
    async with TestServer(app) as server, open_session() as session:
        yield Clients(session, str(server.make_url("/api/"))), answers, str(server.make_url("/to"))


def refusal(error: str) -> web.Response:
    return web.json_response({"ok": False, "error": error})


def full(seconds: str | None) -> web.Response:
    headers = {} if seconds is None else {"Retry-After": seconds}
    body = {"ok": False, "error": "ratelimited"}
    return web.json_response(body, status=429, headers=headers)


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the library has waited for room; no time goes by in it."""
    seconds: list[float] = []

    async def sleep(wait: float) -> None:
        seconds.append(wait)

    name = "slack_sdk.http_retry.builtin_async_handlers.asyncio"
    monkeypatch.setattr(name, SimpleNamespace(sleep=sleep))
    return seconds


@pytest.mark.parametrize(
    ("given", "kind", "word"),
    [
        (refusal("channel_not_found"), SlackRefused, "channel_not_found"),
        (refusal("account_inactive"), SlackRefused, "account_inactive"),
        (refusal("expired_trigger_id"), Late, ""),
        (refusal("exchanged_trigger_id"), Late, ""),
        (web.json_response({"ok": False}), Cut, "status 200"),
        (web.json_response({"ok": False, "error": "fatal_error"}, status=503), Cut, "status 503"),
        (web.Response(status=502, text="<html>"), Cut, ""),
        (web.Response(status=200, text="<html>"), Cut, ""),
    ],
)
async def test_the_failures_of_a_method_are_told_apart(
    given: web.Response, kind: type[Exception], word: str
) -> None:
    async with answering(given) as (clients, answers, _):
        with pytest.raises(kind) as broke:
            await calling(clients.with_token("xoxb-secret").auth_test())
        assert word in str(broke.value)
        assert answers.calls == 1
        assert "secret" not in f"{broke.value!r} {broke.value.__cause__!r}"


@pytest.mark.parametrize(
    ("status", "kind"),
    [(404, Late), (410, Late), (403, SlackRefused), (400, SlackRefused), (500, Cut), (503, Cut)],
)
async def test_the_failures_of_an_address_are_told_apart(
    status: int, kind: type[Exception]
) -> None:
    async with answering(web.Response(status=status)) as (clients, answers, address):
        with pytest.raises(kind):
            await clients.answer_at(address, {"text": "words"})
        assert answers.calls == 1


async def test_a_line_that_cannot_be_had_is_cut() -> None:
    async with answering(web.Response()) as (clients, _, address):
        pass
    async with open_session() as session:
        unreachable = Clients(session, clients.base_url)
        with pytest.raises(Cut):
            await calling(unreachable.with_token("x").auth_test())
        with pytest.raises(Cut):
            await unreachable.answer_at(address, {"text": "words"})


async def test_no_room_is_waited_for_as_long_as_slack_says(waited: list[float]) -> None:
    good = web.json_response({"ok": True, "team": "T1"})
    async with answering(full("3"), full(None), good) as (clients, answers, _):
        assert (await calling(clients.with_token("x").auth_test()))["team"] == "T1"
    assert [int(one) for one in waited] == [3, 1]
    assert answers.calls == 3


async def test_no_room_for_longer_than_a_request_may_take_is_a_refusal_at_once(
    waited: list[float],
) -> None:
    async with answering(full("9")) as (clients, answers, _):
        with pytest.raises(SlackRefused, match="ratelimited"):
            await calling(clients.with_token("x").auth_test(), within=8.0)
    assert (waited, answers.calls) == ([], 1)


async def test_no_room_at_an_address_for_longer_than_a_minute_is_a_refusal_at_once(
    waited: list[float],
) -> None:
    async with answering(full("61")) as (clients, answers, address):
        with pytest.raises(SlackRefused, match="ratelimited"):
            await clients.answer_at(address, {"text": "words"})
    assert (waited, answers.calls) == ([], 1)


async def test_there_is_an_end_to_waiting_for_room(waited: list[float]) -> None:
    async with answering(full("1")) as (clients, answers, _):
        with pytest.raises(SlackRefused, match="ratelimited"):
            await calling(clients.with_token("x").auth_test())
    assert answers.calls == module.WAITS_FOR_ROOM + 1
    assert len(waited) == module.WAITS_FOR_ROOM


async def test_what_takes_too_long_is_cut() -> None:
    async def never() -> None:
        await asyncio.Event().wait()

    with pytest.raises(Cut, match="TimeoutError"):
        await calling(never(), within=0.0)  # type: ignore[arg-type]
