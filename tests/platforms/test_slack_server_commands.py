"""Slash commands on the local Slack, with the unmodified slack-bolt."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from tests.platforms.slack_bolt_app import connected, new_app, served
from tests.platforms.slack_server import NotOffered, SlackServer


def _answering(local_slack: SlackServer) -> AsyncApp:
    app = new_app(local_slack)

    @app.command("/assess")
    async def assess(ack: AsyncAck, respond: AsyncRespond, command: dict[str, Any]) -> None:
        await ack()
        await respond(f"You said {command['text']}")

    return app


async def test_a_command_is_acknowledged_and_answered_over_socket_mode(
    local_slack: SlackServer,
) -> None:
    ada = local_slack.user("Ada", local_slack.team("Radiology"))
    async with connected(local_slack, _answering(local_slack)):
        act = await local_slack.command(ada, "/assess", "step 240")
        message = await act.message()
    assert act.status == 200
    assert act.seconds is not None
    assert act.seconds < 3
    assert message.words == "You said step 240"
    assert message.seen_by is ada
    assert act.seconds_to_see is not None


async def test_a_command_is_acknowledged_and_answered_over_http(local_slack: SlackServer) -> None:
    ada = local_slack.user("Ada", local_slack.team("Radiology"))
    async with served(local_slack, _answering(local_slack)):
        act = await local_slack.command(ada, "/assess", "step 240")
        message = await act.message()
    assert act.status == 200
    assert message.words == "You said step 240"
    assert ada.ephemerals == [message]


async def test_a_button_carries_its_value_and_its_place(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    ada = local_slack.user("Ada", team)
    channel = local_slack.channel("general", team, ada)
    app = new_app(local_slack)
    bodies: list[dict[str, Any]] = []

    @app.action("more")
    async def more(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        await ack()
        bodies.append(body)
        await respond(text="More", replace_original=True)

    async with connected(local_slack, app):
        posted = await app.client.chat_postMessage(
            token=local_slack.token(team),
            channel=channel.id,
            text="Hello",
            blocks=[
                {
                    "type": "actions",
                    "elements": [
                        {
                            "type": "button",
                            "action_id": "more",
                            "text": {"type": "plain_text", "text": "More"},
                            "value": "page 2",
                        }
                    ],
                }
            ],
        )
        message = channel.find(posted["ts"])
        assert message is not None
        assert message.pressable == {"More": "more"}
        act = await local_slack.press(ada, message, "more")
        assert await act.message() is message
    assert message.words == "More"
    body = bodies[0]
    assert body["actions"][0]["value"] == "page 2"
    assert body["container"]["channel_id"] == channel.id
    assert body["user"]["team_id"] == team.id


async def test_a_form_is_opened_and_sent(local_slack: SlackServer) -> None:
    ada = local_slack.user("Ada", local_slack.team("Radiology"))
    app = new_app(local_slack)
    sent: list[Any] = []

    @app.command("/assess")
    async def assess(ack: AsyncAck, client: Any, command: dict[str, Any]) -> None:
        await ack()
        view = {
            "type": "modal",
            "callback_id": "form",
            "title": {"type": "plain_text", "text": "Assess"},
            "submit": {"type": "plain_text", "text": "Send"},
            "blocks": [
                {
                    "type": "input",
                    "block_id": "step",
                    "label": {"type": "plain_text", "text": "Step 2"},
                    "element": {"type": "plain_text_input", "action_id": "entry"},
                }
            ],
        }
        await client.views_open(trigger_id=command["trigger_id"], view=view)

    @app.view("form")
    async def form(ack: AsyncAck, view: dict[str, Any]) -> None:
        entry = view["state"]["values"]["step"]["entry"]["value"]
        if entry == "0":
            await ack(response_action="errors", errors={"step": "Too low"})
        else:
            await ack()
            sent.append(entry)

    async with connected(local_slack, app):
        act = await local_slack.command(ada, "/assess")
        modal = await act.modal()
        with pytest.raises(NotOffered, match="must be filled in"):
            await local_slack.submit(ada, modal)
        await local_slack.submit(ada, modal, {"entry": "0"})
        assert modal.errors == {"step": "Too low"}
        await local_slack.submit(ada, modal, {"entry": "240"})
    assert ada.modal is None
    assert sent == ["240"]
    local_slack.assert_clean()
