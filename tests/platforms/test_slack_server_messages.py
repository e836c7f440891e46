"""Messages and channels of the local Slack, with the unmodified slack-sdk."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.slack_blocks import actions, button, section
from tests.platforms.slack_server import SlackServer
from tests.platforms.slack_server.people import Team

METADATA = {"event_type": "delivery", "event_payload": {"id": "7"}}


def _client(slack: SlackServer, team: Team) -> AsyncWebClient:
    return AsyncWebClient(slack.token(team), base_url=slack.api)


async def test_a_message_is_posted_changed_and_deleted(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    channel = local_slack.channel("general", team)
    client = _client(local_slack, team)
    posted = await client.chat_postMessage(channel=channel.id, text="One", blocks=[section("One")])
    message = channel.messages[0]
    assert (posted["ts"], posted["channel"]) == (message.ts, channel.id)
    assert posted["message"]["bot_id"] == team.bot_id
    assert message.words == "One"
    await client.chat_update(channel=channel.id, ts=message.ts, text="Two", blocks=[section("Two")])
    assert (message.words, message.was) == ("Two", ["One"])
    await client.chat_delete(channel=channel.id, ts=message.ts)
    assert channel.visible() == []


async def test_blocks_stay_when_a_change_brings_none(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    channel = local_slack.channel("general", team)
    client = _client(local_slack, team)
    await client.chat_postMessage(channel=channel.id, text="One", blocks=[section("Block")])
    message = channel.messages[0]
    await client.chat_update(channel=channel.id, ts=message.ts, text="Two")
    assert message.words == "Block"
    await client.chat_update(channel=channel.id, ts=message.ts, text="Two", blocks=[])
    assert message.words == "Two"


async def test_another_persons_message_cannot_be_changed_or_deleted(
    local_slack: SlackServer,
) -> None:
    team = local_slack.team("Radiology")
    ada = local_slack.user("Ada", team)
    channel = local_slack.channel("general", team, ada)
    message = local_slack.say(ada, channel, "Mine")
    client = _client(local_slack, team)
    with pytest.raises(SlackApiError, match="cant_update_message"):
        await client.chat_update(channel=channel.id, ts=message.ts, text="Yours")
    with pytest.raises(SlackApiError, match="cant_delete_message"):
        await client.chat_delete(channel=channel.id, ts=message.ts)
    with pytest.raises(SlackApiError, match="message_not_found"):
        await client.chat_delete(channel=channel.id, ts="1.000001")


async def test_an_ephemeral_message_is_seen_by_one_person(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    ada, ben = local_slack.user("Ada", team), local_slack.user("Ben", team)
    channel = local_slack.channel("general", team, ada, ben)
    client = _client(local_slack, team)
    await client.chat_postEphemeral(channel=channel.id, user=ada.id, text="For you")
    assert [m.words for m in local_slack.sees(ada, channel)] == ["For you"]
    assert local_slack.sees(ben, channel) == []
    assert channel.messages == []
    eve = local_slack.user("Eve", team)
    with pytest.raises(SlackApiError, match="user_not_in_channel"):
        await client.chat_postEphemeral(channel=channel.id, user=eve.id, text="For you")


async def test_where_the_app_may_not_write_it_is_told_why(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    away = local_slack.channel("away", team, bot=False)
    hidden = local_slack.channel("hidden", team, private=True, bot=False)
    old = local_slack.channel("old", team)
    old.archived = True
    elsewhere = local_slack.channel("elsewhere", local_slack.team("Surgery"))
    client = _client(local_slack, team)
    for channel, error in (
        (away, "not_in_channel"),
        (hidden, "channel_not_found"),
        (old, "is_archived"),
        (elsewhere, "channel_not_found"),
    ):
        with pytest.raises(SlackApiError, match=error):
            await client.chat_postMessage(channel=channel.id, text="Hello")
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await client.chat_postMessage(channel="C0NOWHERE", text="Hello")


async def test_direct_messages_are_opened_once(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    ada = local_slack.user("Ada", team)
    client = _client(local_slack, team)
    first = await client.conversations_open(users=ada.id)
    again = await client.conversations_open(users=ada.id, return_im=True)
    assert first["channel"]["id"] == again["channel"]["id"] == local_slack.dm(ada).id
    assert again["already_open"]
    assert again["channel"]["user"] == ada.id
    await client.chat_postMessage(channel=ada.id, text="Hello")
    assert [m.words for m in local_slack.dm(ada).visible()] == ["Hello"]


async def test_direct_messages_that_cannot_be_are_refused(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    ada, ben, eve = (local_slack.user(name, team) for name in ("Ada", "Ben", "Eve"))
    stranger = local_slack.user("Stranger", local_slack.team("Surgery"))
    local_slack.refuse_dms(ada, "cannot_dm_user")
    ben.deactivated = True
    client = _client(local_slack, team)
    for user_id, error in (
        (ada.id, "cannot_dm_user"),
        (ben.id, "user_disabled"),
        (team.bot.id, "cannot_dm_bot"),
        (stranger.id, "user_not_visible"),
        ("U0NOBODY", "user_not_found"),
    ):
        with pytest.raises(SlackApiError, match=error):
            await client.conversations_open(users=user_id)
    local_slack.accept_dms(ada)
    await client.conversations_open(users=ada.id)
    dm = local_slack.dm(eve)
    local_slack.world.messages_tab = False
    with pytest.raises(SlackApiError, match="messages_tab_disabled"):
        await client.chat_postMessage(channel=dm.id, text="Hello")


async def test_history_is_paged_bounded_and_newest_first(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    ada = local_slack.user("Ada", team)
    dm = local_slack.dm(ada)
    stamps = [local_slack.say(ada, dm, f"{n}").ts for n in range(5)]
    client = _client(local_slack, team)
    page = await client.conversations_history(channel=dm.id, limit=2)
    assert [m["text"] for m in page["messages"]] == ["4", "3"]
    assert page["has_more"]
    cursor = page["response_metadata"]["next_cursor"]
    rest = await client.conversations_history(channel=dm.id, limit=9, cursor=cursor)
    assert [m["text"] for m in rest["messages"]] == ["2", "1", "0"]
    assert not rest["has_more"]
    oldest, latest = stamps[1], stamps[3]
    inner = await client.conversations_history(channel=dm.id, oldest=oldest, latest=latest)
    assert [m["text"] for m in inner["messages"]] == ["2"]
    whole = await client.conversations_history(
        channel=dm.id, oldest=oldest, latest=latest, inclusive=True
    )
    assert [m["text"] for m in whole["messages"]] == ["3", "2", "1"]
    with pytest.raises(SlackApiError, match="invalid_limit"):
        await client.conversations_history(channel=dm.id, limit=1000)


async def test_metadata_is_given_only_when_asked_for(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    channel = local_slack.channel("general", team)
    client = _client(local_slack, team)
    await client.chat_postMessage(channel=channel.id, text="Hello", metadata=METADATA)
    bare = await client.conversations_history(channel=channel.id)
    assert "metadata" not in bare["messages"][0]
    full = await client.conversations_history(channel=channel.id, include_all_metadata=True)
    assert full["messages"][0]["metadata"] == METADATA


async def test_a_channel_and_a_person_are_described(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    ada = local_slack.user("Ada", team, tz="Europe/London", admin=True)
    ben = local_slack.user("Ben", team, tz=None)
    channel = local_slack.channel("general", team, ada)
    client = _client(local_slack, team)
    described = await client.conversations_info(channel=channel.id)
    assert described["channel"]["name"] == "general"
    assert described["channel"]["is_member"]
    user = (await client.users_info(user=ada.id))["user"]
    assert user["tz"] == "Europe/London"
    assert (user["is_admin"], user["is_owner"], user["team_id"]) == (True, False, team.id)
    assert "tz" not in (await client.users_info(user=ben.id))["user"]
    with pytest.raises(SlackApiError, match="user_not_found"):
        await client.users_info(user="U0NOBODY")


async def test_the_channels_of_the_app_come_in_pages(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    names = [f"c{n}" for n in range(5)]
    for name in names:
        local_slack.channel(name, team)
    local_slack.channel("away", team, bot=False)
    local_slack.channel("hidden", team, private=True)
    client = _client(local_slack, team)
    found: list[str] = []
    async for page in await client.users_conversations(limit=2):
        found += [channel["name"] for channel in page["channels"]]
    assert found == names
    both = await client.users_conversations(types="public_channel,private_channel")
    assert len(both["channels"]) == 6
    with pytest.raises(SlackApiError, match="invalid_types"):
        await client.users_conversations(types="secret")


async def test_what_a_person_reads_and_presses_is_told_shortly(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    channel = local_slack.channel("general", team)
    client = _client(local_slack, team)
    blocks = [section("Standing"), actions(button("More", "press:0"), button("Help", "press:1"))]
    await client.chat_postMessage(channel=channel.id, text="x", blocks=blocks)
    message = channel.messages[0]
    assert message.pressable == {"More": "press:0", "Help": "press:1"}
    assert message.words == "Standing\nMore\nHelp"
    assert all(block["block_id"] for block in message.blocks)


async def test_an_unknown_method_is_remembered(local_slack: SlackServer) -> None:
    client = _client(local_slack, local_slack.team("Radiology"))
    with pytest.raises(SlackApiError, match="unknown_method"):
        await client.api_call("chat.sing")
    assert [request.method for request in local_slack.unexpected] == ["chat.sing"]
    with pytest.raises(AssertionError, match=r"chat\.sing"):
        local_slack.assert_clean()


async def test_arguments_are_read_from_forms_json_and_the_query(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    channel = local_slack.channel("general", team)
    client = _client(local_slack, team)
    message = {"channel": channel.id, "text": "Hello", "blocks": '[{"type": "divider"}]'}
    await client.api_call("chat.postMessage", data=message)
    await client.api_call("chat.postMessage", json=message)
    await client.api_call("chat.postMessage", params=message)
    bare = AsyncWebClient(base_url=local_slack.api)
    token = local_slack.token(team)
    await bare.api_call("chat.postMessage", data={**message, "token": token})
    assert [m.blocks[0]["type"] for m in channel.messages] == ["divider"] * 4


async def test_a_missing_argument_is_named(local_slack: SlackServer) -> None:
    client = _client(local_slack, local_slack.team("Radiology"))
    with pytest.raises(SlackApiError, match="invalid_arguments") as caught:
        await client.api_call("chat.postMessage", json={"text": "x"})
    messages = caught.value.response["response_metadata"]["messages"]
    assert messages == ["[ERROR] missing required field: channel"]
