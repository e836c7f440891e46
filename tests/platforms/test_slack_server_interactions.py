"""Buttons, menus and response addresses on the local Slack, with the unmodified libraries."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.platforms.slack_blocks import Json, actions, button, menu, option, section
from tests.platforms.slack_bolt_app import connected, new_app
from tests.platforms.slack_server import NotOffered, SlackServer
from tests.platforms.slack_server.messages import Message
from tests.platforms.slack_server.people import Team, User
from tests.platforms.slack_server.places import Channel

BLOCKS = [
    section("Standing"),
    actions(
        button("More", "press:0", "page 2"),
        menu("menu:1", "a", "b"),
        {"type": "overflow", "action_id": "over", "options": [option("x"), option("y")]},
        {"type": "datepicker", "action_id": "day", "initial_date": "2026-11-30"},
        block_id="row",
    ),
]


def _listening(slack: SlackServer) -> tuple[AsyncApp, list[Json]]:
    app, bodies = new_app(slack), list[Json]()

    @app.action({"block_id": "row"})
    async def acted(ack: AsyncAck, body: Json) -> None:
        bodies.append(body)
        await ack()

    return app, bodies


async def _posted(slack: SlackServer, team: Team, channel: Channel) -> Message:
    client = AsyncWebClient(slack.token(team), base_url=slack.api)
    await client.chat_postMessage(channel=channel.id, text="Standing", blocks=BLOCKS)
    return channel.visible()[-1]


def _people(slack: SlackServer) -> tuple[Team, User, User, Channel]:
    team = slack.team("Radiology")
    ada, ben = slack.user("Ada", team), slack.user("Ben", team)
    return team, ada, ben, slack.channel("general", team, ada, ben)


async def test_a_press_says_who_where_and_what(local_slack: SlackServer) -> None:
    team, ada, _, channel = _people(local_slack)
    app, bodies = _listening(local_slack)
    async with connected(local_slack, app):
        message = await _posted(local_slack, team, channel)
        act = await local_slack.press(ada, message, "press:0")
    body = bodies[0]
    assert body["type"] == "block_actions"
    assert body["user"] == {"id": ada.id, "username": "ada", "name": "ada", "team_id": team.id}
    assert body["team"] == {"id": team.id, "domain": "radiology"}
    assert body["enterprise"] is None
    assert body["channel"] == {"id": channel.id, "name": "general"}
    assert body["container"] == {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": False,
    }
    assert body["message"]["ts"] == message.ts
    assert body["api_app_id"] == local_slack.world.app_id
    assert body["response_url"] == act.response_url
    assert body["trigger_id"] == act.trigger_id
    [action] = body["actions"]
    assert (action["type"], action["action_id"], action["block_id"], action["value"]) == (
        "button",
        "press:0",
        "row",
        "page 2",
    )
    assert body["state"]["values"]["row"]["day"]["selected_date"] == "2026-11-30"


@pytest.mark.parametrize(
    ("action_id", "value", "key", "given"),
    [
        ("menu:1", "b", "selected_option", option("b")),
        ("over", "y", "selected_option", option("y")),
        ("day", "2026-12-01", "selected_date", "2026-12-01"),
    ],
)
async def test_a_choice_carries_what_was_chosen(
    local_slack: SlackServer, action_id: str, value: str, key: str, given: Any
) -> None:
    team, ada, _, channel = _people(local_slack)
    app, bodies = _listening(local_slack)
    async with connected(local_slack, app):
        message = await _posted(local_slack, team, channel)
        await local_slack.choose(ada, message, action_id, value)
    assert bodies[0]["actions"][0][key] == given


async def test_what_is_not_there_cannot_be_pressed(local_slack: SlackServer) -> None:
    team, ada, _, channel = _people(local_slack)
    eve = local_slack.user("Eve", team)
    async with connected(local_slack, new_app(local_slack)):
        message = await _posted(local_slack, team, channel)
        with pytest.raises(NotOffered, match="no such element"):
            await local_slack.press(ada, message, "press:9")
        with pytest.raises(NotOffered, match="no such element"):
            await local_slack.press(ada, message, "menu:1")
        with pytest.raises(NotOffered, match="no option"):
            await local_slack.choose(ada, message, "menu:1", "c")
        with pytest.raises(NotOffered, match="is not in"):
            await local_slack.press(eve, message, "press:0")
        message.deleted = True
        with pytest.raises(NotOffered, match="gone"):
            await local_slack.press(ada, message, "press:0")
    assert local_slack.acts == []


async def test_a_pressed_value_can_be_forged(local_slack: SlackServer) -> None:
    team, ada, _, channel = _people(local_slack)
    app, bodies = _listening(local_slack)
    async with connected(local_slack, app):
        message = await _posted(local_slack, team, channel)
        await local_slack.press(ada, message, "press:0", value="somebody else's")
    assert bodies[0]["actions"][0]["value"] == "somebody else's"


async def test_a_whole_interaction_can_be_forged(local_slack: SlackServer) -> None:
    team, ada, _, _ = _people(local_slack)
    app, bodies = _listening(local_slack)
    payload = {
        "type": "block_actions",
        "user": {"id": ada.id},
        "team": {"id": team.id},
        "actions": [{"type": "button", "block_id": "row", "action_id": "x"}],
    }
    async with connected(local_slack, app):
        act = await local_slack.forge("interactive", payload, team, ada)
    assert act.in_time
    assert bodies == [payload]


async def test_a_press_on_an_ephemeral_message_does_not_carry_it(
    local_slack: SlackServer,
) -> None:
    team, ada, ben, channel = _people(local_slack)
    app, bodies = _listening(local_slack)
    client = AsyncWebClient(local_slack.token(team), base_url=local_slack.api)
    async with connected(local_slack, app):
        await client.chat_postEphemeral(
            channel=channel.id, user=ada.id, text="Standing", blocks=BLOCKS
        )
        message = ada.ephemerals[0]
        await local_slack.press(ada, message, "press:0")
        with pytest.raises(NotOffered, match="does not see"):
            await local_slack.press(ben, message, "press:0")
    assert bodies[0]["container"]["is_ephemeral"] is True
    assert "message" not in bodies[0]


async def test_a_direct_message_is_named_so(local_slack: SlackServer) -> None:
    team, ada, _, _ = _people(local_slack)
    app, bodies = _listening(local_slack)
    async with connected(local_slack, app):
        message = await _posted(local_slack, team, local_slack.dm(ada))
        await local_slack.press(ada, message, "press:0")
    assert bodies[0]["channel"] == {"id": local_slack.dm(ada).id, "name": "directmessage"}


async def test_a_response_is_ephemeral_in_the_channel_or_in_the_place_of_the_message(
    local_slack: SlackServer,
) -> None:
    team, ada, ben, channel = _people(local_slack)
    app, _ = _listening(local_slack)
    async with connected(local_slack, app):
        message = await _posted(local_slack, team, channel)
        act = await local_slack.press(ada, message, "press:0")
    respond = AsyncWebhookClient(act.response_url)
    await respond.send(text="For you")
    await respond.send(text="For all", response_type="in_channel")
    assert [m.words for m in ada.ephemerals] == ["For you"]
    assert [m.text for m in local_slack.sees(ben, channel)] == ["Standing", "For all"]
    await respond.send(text="Instead", replace_original=True)
    assert (message.words, message.edits) == ("Instead", 1)
    assert act.shown[-1] is message
    await respond.send_dict({"delete_original": True})
    assert message.deleted
    assert message not in local_slack.sees(ada, channel)


async def test_a_response_address_has_five_uses(local_slack: SlackServer) -> None:
    _, ada, _, channel = _people(local_slack)
    async with connected(local_slack, new_app(local_slack)):
        act = await local_slack.command(ada, "/assess", channel=channel, wait=False)
    respond = AsyncWebhookClient(act.response_url)
    for number in range(5):
        answer = await respond.send(text=f"{number}")
        assert (answer.status_code, answer.body) == (200, "ok")
    answer = await respond.send(text="5")
    assert answer.status_code == 404
    assert "used_url" in answer.body
    assert len(ada.ephemerals) == 5


async def test_a_response_address_lives_for_thirty_minutes(local_slack: SlackServer) -> None:
    _, ada, _, channel = _people(local_slack)
    async with connected(local_slack, new_app(local_slack)):
        act = await local_slack.command(ada, "/assess", channel=channel, wait=False)
    local_slack.clock.advance(1801)
    answer = await AsyncWebhookClient(act.response_url).send(text="Late")
    assert answer.status_code == 404
    assert "expired_url" in answer.body
    answer = await AsyncWebhookClient(f"{act.response_url}x").send(text="Lost")
    assert answer.status_code == 404


async def test_what_is_posted_to_a_response_address_is_checked(local_slack: SlackServer) -> None:
    _, ada, _, channel = _people(local_slack)
    async with connected(local_slack, new_app(local_slack)):
        act = await local_slack.command(ada, "/assess", channel=channel, wait=False)
    answer = await AsyncWebhookClient(act.response_url).send(text="x", blocks=[section("")])
    assert answer.status_code == 400
    assert "invalid_blocks" in answer.body
    assert [refused.what for refused in local_slack.refused] == ["response_url"]
    assert ada.ephemerals == []


async def test_an_acknowledgement_of_a_command_can_carry_the_reply(
    local_slack: SlackServer,
) -> None:
    _, ada, ben, channel = _people(local_slack)
    app = new_app(local_slack)

    @app.command("/assess")
    async def assess(ack: AsyncAck, command: Json) -> None:
        if command["text"] == "all":
            await ack(text="To all", response_type="in_channel")
        elif command["text"] == "blocks":
            await ack(text="x", blocks=[section("Blocks")])
        else:
            await ack("To you")

    async with connected(local_slack, app):
        act = await local_slack.command(ada, "/assess", channel=channel)
        assert act.ack == {"text": "To you"}
        await local_slack.command(ada, "/assess", "blocks", channel=channel)
        await local_slack.command(ada, "/assess", "all", channel=channel)
    assert [m.words for m in ada.ephemerals] == ["To you", "Blocks"]
    assert [m.words for m in local_slack.sees(ben, channel)] == ["To all"]


async def test_a_command_says_who_and_where(local_slack: SlackServer) -> None:
    team, ada, _, channel = _people(local_slack)
    app, bodies = new_app(local_slack), list[Json]()

    @app.command("/assess")
    async def assess(ack: AsyncAck, body: Json) -> None:
        bodies.append(body)
        await ack()

    async with connected(local_slack, app):
        await local_slack.command(ada, "/assess", "step 240", channel=channel)
        await local_slack.command(ada, "/assess")
    body = bodies[0]
    assert (body["team_id"], body["user_id"], body["channel_id"], body["channel_name"]) == (
        team.id,
        ada.id,
        channel.id,
        "general",
    )
    assert (body["command"], body["text"]) == ("/assess", "step 240")
    assert body["is_enterprise_install"] == "false"
    assert "enterprise_id" not in body
    assert bodies[1]["channel_name"] == "directmessage"


async def test_a_command_is_not_offered_where_the_app_or_the_person_is_not(
    local_slack: SlackServer,
) -> None:
    team, ada, _, channel = _people(local_slack)
    bare = local_slack.team("Pathology", scopes=frozenset({"chat:write"}))
    none = local_slack.team("Surgery", installed=False)
    async with connected(local_slack, new_app(local_slack)):
        with pytest.raises(NotOffered, match="no commands"):
            await local_slack.command(local_slack.user("Eve", bare), "/assess")
        with pytest.raises(NotOffered, match="not installed"):
            await local_slack.command(local_slack.user("Max", none), "/assess")
        with pytest.raises(NotOffered, match="is not in"):
            await local_slack.command(local_slack.user("Zoe", team), "/assess", channel=channel)
        ada.deactivated = True
        with pytest.raises(NotOffered, match="deactivated"):
            await local_slack.command(ada, "/assess", channel=channel)


async def test_latency_is_told_for_each_act(local_slack: SlackServer) -> None:
    _, ada, ben, channel = _people(local_slack)
    app = new_app(local_slack)

    @app.command("/assess")
    async def assess(ack: AsyncAck, respond: AsyncRespond, command: Json) -> None:
        await ack()
        if command["user_id"] == ada.id:
            await respond("Here")

    async with connected(local_slack, app):
        act = await local_slack.command(ada, "/assess", channel=channel)
        await act.message()
        silent = await local_slack.command(ben, "/assess", channel=channel)
    assert act.seconds is not None
    assert act.seconds_to_see is not None
    assert 0 < act.seconds < 5
    assert 0 < act.seconds_to_see < 5
    assert silent.seconds is not None
    assert silent.seconds_to_see is None


async def test_an_answer_in_direct_messages_counts_for_what_the_person_did_last(
    local_slack: SlackServer,
) -> None:
    _, ada, _, channel = _people(local_slack)
    app = new_app(local_slack)

    @app.command("/assess")
    async def assess(ack: AsyncAck, client: AsyncWebClient, command: Json) -> None:
        await ack()
        await client.chat_postMessage(channel=command["user_id"], text="Privately")

    async with connected(local_slack, app):
        act = await local_slack.command(ada, "/assess", channel=channel)
        message = await act.message()
    assert message.channel is local_slack.dm(ada)
    assert message.words == "Privately"
