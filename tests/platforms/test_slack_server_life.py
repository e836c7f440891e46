"""Direct messages, events and the life of an installation on the local Slack."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.slack_blocks import home, section
from tests.platforms.slack_bolt_app import connected, new_app
from tests.platforms.slack_server import NotOffered, SlackServer
from tests.platforms.slack_server.installs import SCOPES

Json = dict[str, Any]


def _hearing(slack: SlackServer) -> tuple[AsyncApp, list[Json]]:
    """An app that takes every event, its own too, and what it was sent."""
    app, bodies = new_app(slack), list[Json]()

    @app.middleware
    async def hear(body: Json, next_: Any) -> None:
        bodies.append(body)
        await next_()

    for name in ("message", "app_home_opened", "app_uninstalled", "tokens_revoked"):
        app.event(name)(_take)
    return app, bodies


async def _take() -> None:
    return


async def test_what_a_person_writes_is_an_event_in_direct_messages(
    local_slack: SlackServer,
) -> None:
    team = local_slack.team("Radiology")
    ada = local_slack.user("Ada", team)
    app, bodies = _hearing(local_slack)
    async with connected(local_slack, app):
        act = await local_slack.write(ada, "Hello")
    body = bodies[0]
    event = body["event"]
    assert (event["type"], event["channel_type"], event["text"]) == ("message", "im", "Hello")
    assert (event["user"], event["channel"]) == (ada.id, local_slack.dm(ada).id)
    assert "subtype" not in event
    assert body["type"] == "event_callback"
    assert body["event_id"] == act.event_id
    assert body["authorizations"][0]["team_id"] == team.id
    assert body["is_ext_shared_channel"] is False
    assert isinstance(body["event_time"], int)
    assert act.type == "message"


async def test_a_file_in_direct_messages_is_a_message_of_its_own_kind(
    local_slack: SlackServer,
) -> None:
    ada = local_slack.user("Ada", local_slack.team("Radiology"))
    app, bodies = _hearing(local_slack)
    async with connected(local_slack, app):
        act = await local_slack.write(ada, "My scores", {"scores.pdf": b"%PDF"})
    event = bodies[0]["event"]
    assert event["subtype"] == "file_share"
    [file] = event["files"]
    assert (file["name"], file["size"], file["mimetype"]) == ("scores.pdf", 4, "application/pdf")
    assert file["url_private"].startswith(local_slack.core.root)
    assert act.source is not None
    assert act.source.file("scores.pdf").data == b"%PDF"


async def test_the_app_hears_its_own_direct_messages(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    ada = local_slack.user("Ada", team)
    dm = local_slack.dm(ada)
    client = AsyncWebClient(local_slack.token(team), base_url=local_slack.api)
    async with connected(local_slack, new_app(local_slack)):
        posted = await client.chat_postMessage(channel=dm.id, text="One")
        await client.chat_update(channel=dm.id, ts=posted["ts"], text="Two")
        await client.chat_delete(channel=dm.id, ts=posted["ts"])
        for act in local_slack.acts:
            await act.answered()
    events = [act.payload["event"] for act in local_slack.acts]
    assert [e.get("subtype") for e in events] == [None, "message_changed", "message_deleted"]
    assert events[0]["bot_id"] == team.bot_id
    assert events[1]["message"]["text"] == "Two"
    assert events[1]["previous_message"]["text"] == "One"
    assert events[2]["deleted_ts"] == posted["ts"]


async def test_an_app_that_does_not_subscribe_hears_nothing_of_messages(
    local_slack: SlackServer,
) -> None:
    team = local_slack.team("Radiology", scopes=SCOPES - {"im:history"})
    client = AsyncWebClient(local_slack.token(team), base_url=local_slack.api)
    ada = local_slack.user("Ada", team)
    async with connected(local_slack, new_app(local_slack)):
        await client.chat_postMessage(channel=ada.id, text="One")
    assert local_slack.acts == []


async def test_nobody_writes_to_an_app_that_takes_no_messages(local_slack: SlackServer) -> None:
    ada = local_slack.user("Ada", local_slack.team("Radiology"))
    local_slack.world.messages_tab = False
    with pytest.raises(NotOffered, match="takes no messages"):
        await local_slack.write(ada, "Hello")


async def test_an_app_that_is_taken_out_is_told_and_has_no_token_any_more(
    local_slack: SlackServer,
) -> None:
    team = local_slack.team("Radiology")
    token = local_slack.token(team)
    ada = local_slack.user("Ada", team)
    app, bodies = _hearing(local_slack)
    async with connected(local_slack, app):
        await local_slack.uninstall(team)
        with pytest.raises(NotOffered, match="not installed"):
            await local_slack.command(ada, "/assess")
    assert [body["event"]["type"] for body in bodies] == ["tokens_revoked", "app_uninstalled"]
    assert bodies[0]["event"]["tokens"]["bot"] == [team.bot.id]
    assert bodies[1]["authorizations"] == []
    with pytest.raises(SlackApiError, match="account_inactive"):
        await AsyncWebClient(token, base_url=local_slack.api).auth_test()
    local_slack.install(team)
    await AsyncWebClient(local_slack.token(team), base_url=local_slack.api).auth_test()


async def test_revoked_tokens_are_told_and_refused(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    token = local_slack.token(team)
    app, bodies = _hearing(local_slack)
    async with connected(local_slack, app):
        await local_slack.revoke_tokens(team)
    assert [body["event"]["type"] for body in bodies] == ["tokens_revoked"]
    with pytest.raises(SlackApiError, match="token_revoked"):
        await AsyncWebClient(token, base_url=local_slack.api).auth_test()


async def test_an_app_that_gets_too_many_events_is_told(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    app, bodies = new_app(local_slack), list[Json]()

    @app.middleware
    async def hear(body: Json) -> BoltResponse:
        bodies.append(body)
        return BoltResponse(status=200)

    async with connected(local_slack, app):
        await local_slack.app_rate_limited(team)
    assert (bodies[0]["type"], bodies[0]["team_id"]) == ("app_rate_limited", team.id)


async def test_an_installation_of_an_organisation_covers_its_workspaces(
    local_slack: SlackServer,
) -> None:
    clinic = local_slack.enterprise("Clinic")
    first = local_slack.team("Radiology", clinic, installed=False)
    second = local_slack.team("Surgery", clinic, installed=False)
    other = local_slack.team("Elsewhere")
    local_slack.install(first, org_wide=True)
    ben, eve = local_slack.user("Ben", second), local_slack.user("Eve", other)
    channel = local_slack.channel("general", second, ben)
    client = AsyncWebClient(local_slack.token(second), base_url=local_slack.api)
    test = await client.auth_test()
    assert (test["is_enterprise_install"], test["enterprise_id"]) == (True, clinic.id)
    await client.chat_postMessage(channel=channel.id, text="Hello")
    user = (await client.users_info(user=ben.id))["user"]
    assert user["enterprise_user"]["enterprise_id"] == clinic.id
    with pytest.raises(SlackApiError, match="user_not_visible"):
        await client.users_info(user=eve.id)
    app, bodies = _hearing(local_slack)

    @app.command("/assess")
    async def assess(ack: Any) -> None:
        await ack()

    async with connected(local_slack, app):
        await local_slack.command(ben, "/assess", channel=channel)
        act = await local_slack.open_home(ben)
    command, event = bodies
    assert (command["enterprise_id"], command["team_id"]) == (clinic.id, second.id)
    assert command["is_enterprise_install"] == "true"
    assert (event["enterprise_id"], event["team_id"]) == (clinic.id, second.id)
    assert event["authorizations"][0]["is_enterprise_install"] is True
    assert act.acknowledged
    await client.views_publish(user_id=ben.id, view=home(section("Hello")))
    assert ben.home is not None


async def test_an_organisation_agrees_for_all_its_workspaces(local_slack: SlackServer) -> None:
    clinic = local_slack.enterprise("Clinic")
    team = local_slack.team("Radiology", clinic, installed=False)
    code = local_slack.agree(team, local_slack.user("Ada", team), org_wide=True)
    answer = await AsyncWebClient(base_url=local_slack.api).api_call(
        "oauth.v2.access",
        data={
            "client_id": local_slack.world.client_id,
            "client_secret": local_slack.world.client_secret,
            "code": code,
        },
    )
    assert answer["is_enterprise_install"] is True
    assert answer["team"] is None
    assert answer["enterprise"] == {"id": clinic.id, "name": "Clinic"}


async def test_a_person_of_another_workspace_acts_in_a_shared_channel(
    local_slack: SlackServer,
) -> None:
    team, other = local_slack.team("Radiology"), local_slack.team("Surgery", installed=False)
    eve = local_slack.user("Eve", other, tz="Europe/Berlin")
    channel = local_slack.channel("shared", team)
    with pytest.raises(ValueError, match="not shared"):
        channel.join(eve)
    channel.share(other)
    channel.join(eve)
    app, bodies = new_app(local_slack), list[Json]()
    client = AsyncWebClient(local_slack.token(team), base_url=local_slack.api)

    @app.action("more")
    async def more(ack: Any, body: Json) -> None:
        bodies.append(body)
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=_FORM)

    @app.view("form")
    async def form(ack: Any, body: Json, context: Json) -> None:
        bodies.append(body | {"context_team": context["team_id"]})
        await ack()

    async with connected(local_slack, app):
        await client.chat_postMessage(channel=channel.id, text="x", blocks=_BUTTON)
        act = await local_slack.press(eve, channel.visible()[0], "more")
        view = await act.modal()
        await local_slack.submit(eve, view)
        with pytest.raises(NotOffered, match="not installed"):
            await local_slack.command(eve, "/assess", channel=channel)
    pressed, sent = bodies
    assert (pressed["team"]["id"], pressed["user"]["team_id"]) == (team.id, other.id)
    assert (sent["team"]["id"], sent["view"]["app_installed_team_id"]) == (other.id, team.id)
    assert sent["context_team"] == team.id
    user = (await client.users_info(user=eve.id))["user"]
    assert user["is_stranger"]
    assert "tz" not in user
    described = await client.conversations_info(channel=channel.id)
    assert described["channel"]["is_ext_shared"]
    dm = await client.conversations_open(users=eve.id)
    await client.chat_postMessage(channel=dm["channel"]["id"], text="Hello")
    assert [m.words for m in local_slack.dm(eve, team).visible()] == ["Hello"]


_BUTTON = [
    {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "action_id": "more",
                "text": {"type": "plain_text", "text": "More"},
            }
        ],
    }
]
_FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": {"type": "plain_text", "text": "Form"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [{"type": "divider"}],
}
