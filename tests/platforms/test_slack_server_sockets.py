"""Socket Mode of the local Slack, with the unmodified slack-bolt."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.slack_bolt_app import connected, new_app
from tests.platforms.slack_server import NotOffered, SlackServer
from tests.platforms.slack_server.people import User

Json = dict[str, Any]

SOON = 0.25
"""Seconds between looks of slack-sdk at its socket: how fast it notices a cut line."""


def _person(slack: SlackServer) -> User:
    return slack.user("Ada", slack.team("Radiology"))


def _acknowledging(slack: SlackServer) -> AsyncApp:
    app = new_app(slack)

    @app.command("/assess")
    async def assess(ack: AsyncAck) -> None:
        await ack()

    return app


async def test_without_a_socket_nothing_reaches_the_app(local_slack: SlackServer) -> None:
    with pytest.raises(NotOffered, match="no open socket"):
        await local_slack.command(_person(local_slack), "/assess")


async def test_an_address_is_good_for_one_socket(local_slack: SlackServer) -> None:
    client = AsyncWebClient(base_url=local_slack.api)
    opened = await client.apps_connections_open(app_token=local_slack.app_token)
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(opened["url"]) as socket:
            hello = await socket.receive_json()
            assert (hello["type"], hello["num_connections"]) == ("hello", 1)
            assert hello["connection_info"]["app_id"] == local_slack.world.app_id
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(opened["url"])
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(opened["url"].replace("ticket=", "ticket=0"))


async def test_an_envelope_waits_for_its_acknowledgement(local_slack: SlackServer) -> None:
    ada = _person(local_slack)
    address = local_slack.sockets.new_address()
    async with aiohttp.ClientSession() as session, session.ws_connect(address) as socket:
        await socket.receive_json()
        act = await local_slack.command(ada, "/assess", "x", wait=False)
        envelope = await socket.receive_json()
        assert envelope["type"] == "slash_commands"
        assert envelope["accepts_response_payload"] is True
        assert envelope["payload"]["text"] == "x"
        assert not act.acknowledged
        assert act.seconds is None
        answer = {"envelope_id": envelope["envelope_id"], "payload": {"text": "Hello"}}
        await socket.send_json(answer)
        await act.answered()
        await socket.send_json(answer)
        await local_slack.until(lambda: local_slack.sockets.unknown, "a second answer")
    assert act.ack == {"text": "Hello"}
    assert [m.words for m in ada.ephemerals] == ["Hello"]


async def test_each_event_goes_to_one_of_several_sockets(local_slack: SlackServer) -> None:
    ada = _person(local_slack)
    async with AsyncExitStack() as stack:
        for _ in range(3):
            await stack.enter_async_context(connected(local_slack, _acknowledging(local_slack)))
        for _ in range(6):
            act = await local_slack.command(ada, "/assess")
            assert len(act.attempts) == 1
        assert [c.sent for c in local_slack.sockets.connections] == [2, 2, 2]


async def test_an_eleventh_socket_is_sent_away(local_slack: SlackServer) -> None:
    async with aiohttp.ClientSession() as session, AsyncExitStack() as stack:
        for _ in range(10):
            address = local_slack.sockets.new_address()
            socket = await stack.enter_async_context(session.ws_connect(address))
            assert (await socket.receive_json())["type"] == "hello"
        async with session.ws_connect(local_slack.sockets.new_address()) as socket:
            assert (await socket.receive_json())["reason"] == "too_many_websockets"
        assert len(local_slack.sockets.connections) == 10


async def test_an_app_that_is_asked_to_opens_a_new_socket(local_slack: SlackServer) -> None:
    ada = _person(local_slack)
    async with connected(local_slack, _acknowledging(local_slack)):
        await local_slack.sockets.refresh()
        await local_slack.sockets.seen(2)
        act = await local_slack.command(ada, "/assess")
        assert act.acknowledged


async def test_an_app_that_is_warned_opens_a_new_socket(local_slack: SlackServer) -> None:
    async with connected(local_slack, new_app(local_slack)):
        await local_slack.sockets.warn()
        await local_slack.sockets.seen(2)


async def test_an_app_whose_line_was_cut_comes_back(local_slack: SlackServer) -> None:
    ada = _person(local_slack)
    async with connected(local_slack, _acknowledging(local_slack), ping=SOON):
        local_slack.sockets.drop()
        with pytest.raises(NotOffered, match="no open socket"):
            await local_slack.command(ada, "/assess")
        await local_slack.sockets.seen(2)
        act = await local_slack.command(ada, "/assess")
        assert act.acknowledged


async def test_an_app_whose_socket_was_closed_comes_back(local_slack: SlackServer) -> None:
    async with connected(local_slack, new_app(local_slack), ping=SOON):
        await local_slack.sockets.close_all()
        await local_slack.sockets.seen(2)


async def test_an_event_that_nobody_took_comes_again_with_the_same_id(
    local_slack: SlackServer,
) -> None:
    ada = _person(local_slack)
    app, seen, ready = new_app(local_slack), list[tuple[str, str | None]](), asyncio.Event()

    @app.middleware
    async def slow(req: AsyncBoltRequest, next_: Any) -> None:
        retry = req.headers.get("x-slack-retry-num")
        seen.append((req.body["event_id"], retry[0] if retry else None))
        if len(seen) == 1:
            await ready.wait()
        await next_()

    @app.event("app_home_opened")
    async def opened() -> None:
        return

    async with connected(local_slack, app):
        act = await local_slack.open_home(ada, wait=False)
        await local_slack.until(lambda: act.attempts, "the first attempt")
        local_slack.advance(2)
        assert len(act.attempts) == 1
        local_slack.advance(2)
        await act.answered(1)
        ready.set()
        await act.answered(2)
        local_slack.advance(1000)
        assert len(act.attempts) == 2
        await local_slack.deliver_again(act)
    assert seen == [(act.event_id, "0"), (act.event_id, "1"), (act.event_id, "2")]


async def test_a_command_is_never_sent_again_by_itself(local_slack: SlackServer) -> None:
    ada = _person(local_slack)
    async with connected(local_slack, new_app(local_slack)):
        act = await local_slack.command(ada, "/unknown", wait=False)
        await local_slack.until(lambda: act.attempts, "the first attempt")
        local_slack.advance(1000)
    assert len(act.attempts) == 1
    assert not act.acknowledged
