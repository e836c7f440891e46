"""Faults of the local Slack on demand, with the unmodified slack-sdk."""

import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.http_retry.builtin_interval_calculators import FixedValueRetryIntervalCalculator
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.platforms.slack_bolt_app import connected, new_app
from tests.platforms.slack_server import SlackServer
from tests.platforms.slack_server.people import Team

AT_ONCE = FixedValueRetryIntervalCalculator(0)


def _client(slack: SlackServer, team: Team) -> AsyncWebClient:
    """A client that tries everything once."""
    return AsyncWebClient(slack.token(team), base_url=slack.api, retry_handlers=[])


async def test_the_next_calls_are_refused_with_an_error(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    channel = local_slack.channel("general", team)
    client = _client(local_slack, team)
    fault = local_slack.fail("chat.*", "channel_not_found", times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError, match="channel_not_found"):
            await client.chat_postMessage(channel=channel.id, text="x")
    await client.chat_postMessage(channel=channel.id, text="y")
    await fault.caught(2)
    assert [m.text for m in channel.messages] == ["y"]
    assert [r.error for r in local_slack.matching("chat.*")] == ["channel_not_found"] * 2 + [""]


async def test_a_missing_scope_can_be_pretended(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    local_slack.fail("users.info", "missing_scope", needed="users:read")
    with pytest.raises(SlackApiError, match="missing_scope") as caught:
        await _client(local_slack, team).users_info(user=team.bot.id)
    assert caught.value.response["needed"] == "users:read"


async def test_the_next_call_is_answered_too_many(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    local_slack.fail("auth.test", status=429, retry_after=7)
    with pytest.raises(SlackApiError, match="ratelimited") as caught:
        await _client(local_slack, team).auth_test()
    assert caught.value.response.headers["Retry-After"] == "7"


async def test_the_server_can_be_out_of_order(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    local_slack.fail("auth.test", status=503)
    with pytest.raises(SlackApiError) as caught:
        await _client(local_slack, team).auth_test()
    assert caught.value.response.status_code == 503


@pytest.mark.parametrize(("acts", "posted"), [(True, ["x"]), (False, [])])
async def test_a_line_can_break_before_and_after_the_call_took_effect(
    local_slack: SlackServer, acts: bool, posted: list[str]
) -> None:
    team = local_slack.team("Radiology")
    channel = local_slack.channel("general", team)
    local_slack.reset("chat.postMessage", acts=acts)
    with pytest.raises(aiohttp.ClientError):
        await _client(local_slack, team).chat_postMessage(channel=channel.id, text="x")
    assert [m.text for m in channel.messages] == posted


async def test_slack_sdk_posts_again_when_a_line_broke(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    local_slack.reset("auth.test")
    again = AsyncConnectionErrorRetryHandler(interval_calculator=AT_ONCE)
    client = AsyncWebClient(
        local_slack.token(team), base_url=local_slack.api, retry_handlers=[again]
    )
    answer = await client.auth_test()
    assert answer["team_id"] == team.id
    assert len(local_slack.matching("auth.test")) == 2


async def test_an_answer_can_never_come_although_the_call_took_effect(
    local_slack: SlackServer,
) -> None:
    team = local_slack.team("Radiology")
    channel = local_slack.channel("general", team)
    fault = local_slack.hang("chat.postMessage")
    client = _client(local_slack, team)
    posting = asyncio.create_task(client.chat_postMessage(channel=channel.id, text="x"))
    await local_slack.until(lambda: channel.messages, "a message")
    assert not posting.done()
    fault.release()
    with pytest.raises(SlackApiError):
        await posting


async def test_a_call_can_be_held_until_it_is_let_go(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    channel = local_slack.channel("general", team)
    fault = local_slack.hold("chat.postMessage")
    client = _client(local_slack, team)
    posting = asyncio.create_task(client.chat_postMessage(channel=channel.id, text="x"))
    await fault.caught()
    assert channel.messages == []
    fault.release()
    await posting
    assert [m.text for m in channel.messages] == ["x"]


async def test_response_addresses_can_fail_too(local_slack: SlackServer) -> None:
    ada = local_slack.user("Ada", local_slack.team("Radiology"))
    local_slack.fail("response_url", status=500, times=None)
    async with connected(local_slack, new_app(local_slack)):
        act = await local_slack.command(ada, "/assess", wait=False)
        answer = await AsyncWebhookClient(act.response_url).send(text="x")
        assert answer.status_code == 500
        local_slack.heal()
        answer = await AsyncWebhookClient(act.response_url).send(text="x")
        assert (answer.status_code, answer.body) == (200, "ok")
