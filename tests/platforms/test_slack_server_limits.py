"""Rate limits of the local Slack on its own clock, with the unmodified slack-sdk."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.slack_blocks import home, section
from tests.platforms.slack_server import SlackServer
from tests.platforms.slack_server.limits import Rate
from tests.platforms.slack_server.people import Team


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    """A local Slack with its limits, whose clock stands still."""
    async with SlackServer() as server:
        server.clock.stop()
        yield server


def _client(slack: SlackServer, team: Team) -> AsyncWebClient:
    return AsyncWebClient(slack.token(team), base_url=slack.api)


async def test_a_channel_takes_one_message_a_second(slack: SlackServer) -> None:
    team = slack.team("Radiology")
    one, two = slack.channel("one", team), slack.channel("two", team)
    client = _client(slack, team)
    await client.chat_postMessage(channel=one.id, text="1")
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=one.id, text="2")
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "1"
    assert caught.value.response.data == {"ok": False, "error": "ratelimited"}
    await client.chat_postMessage(channel=two.id, text="2")
    slack.clock.advance(1)
    await client.chat_postMessage(channel=one.id, text="3")
    assert [m.text for m in one.messages] == ["1", "3"]
    assert slack.limits.refused == 1


async def test_a_workspace_takes_so_many_messages_over_all_channels(slack: SlackServer) -> None:
    slack.limits.workspace = Rate(3, 60, 3)
    team, other = slack.team("Radiology"), slack.team("Surgery")
    client = _client(slack, team)
    channels = [slack.channel(f"c{n}", team) for n in range(4)]
    for channel in channels[:3]:
        await client.chat_postMessage(channel=channel.id, text="x")
    with pytest.raises(SlackApiError, match="ratelimited") as caught:
        await client.chat_postMessage(channel=channels[3].id, text="x")
    assert caught.value.response.headers["Retry-After"] == "20"
    elsewhere = slack.channel("general", other)
    await _client(slack, other).chat_postMessage(channel=elsewhere.id, text="x")


@pytest.mark.parametrize(("method", "calls"), [("users.info", 100), ("conversations.open", 50)])
async def test_a_method_has_the_limit_of_its_tier_in_each_workspace(
    slack: SlackServer, method: str, calls: int
) -> None:
    team, other = slack.team("Radiology"), slack.team("Surgery")
    client = _client(slack, team)
    ada, ben = slack.user("Ada", team), slack.user("Ben", other)
    args = {"user": ada.id, "users": ada.id}
    for _ in range(calls):
        await client.api_call(method, data=args)
    with pytest.raises(SlackApiError, match="ratelimited"):
        await client.api_call(method, data=args)
    await _client(slack, other).api_call(method, data={"user": ben.id, "users": ben.id})
    slack.clock.advance(60 / calls)
    await client.api_call(method, data=args)


async def test_a_method_can_be_given_a_limit_of_its_own(slack: SlackServer) -> None:
    slack.limits.rates["views.publish"] = Rate(1, 30, 1)
    team = slack.team("Radiology")
    ada = slack.user("Ada", team)
    client = _client(slack, team)
    await client.views_publish(user_id=ada.id, view=home(section("x")))
    with pytest.raises(SlackApiError) as caught:
        await client.views_publish(user_id=ada.id, view=home(section("y")))
    assert caught.value.response.headers["Retry-After"] == "30"


async def test_limits_can_be_lifted_and_applied_again(slack: SlackServer) -> None:
    team = slack.team("Radiology")
    channel = slack.channel("general", team)
    client = _client(slack, team)
    slack.limits.relax()
    for _ in range(3):
        await client.chat_postMessage(channel=channel.id, text="x")
    slack.limits.enforce()
    await client.chat_postMessage(channel=channel.id, text="x")
    with pytest.raises(SlackApiError, match="ratelimited"):
        await client.chat_postMessage(channel=channel.id, text="x")
