"""Signed HTTP of the local Slack, with the unmodified slack-bolt."""

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from tests.platforms.slack_blocks import Json, actions, button, entry, line, modal, option
from tests.platforms.slack_bolt_app import new_app, served
from tests.platforms.slack_server import NotOffered, SlackServer
from tests.platforms.slack_server.people import User
from tests.platforms.slack_server.signed_http import Forgery


def _person(slack: SlackServer) -> User:
    return slack.user("Ada", slack.team("Radiology"))


def _listening(slack: SlackServer) -> tuple[AsyncApp, list[AsyncBoltRequest]]:
    app, requests = new_app(slack), list[AsyncBoltRequest]()

    @app.command("/assess")
    async def assess(ack: AsyncAck, req: AsyncBoltRequest) -> None:
        requests.append(req)
        await ack("Hello")

    @app.action("more")
    async def more(ack: AsyncAck, req: AsyncBoltRequest) -> None:
        requests.append(req)
        await ack()

    @app.options("school")
    async def school(ack: AsyncAck) -> None:
        await ack(options=[option("Leeds")])

    @app.view("form")
    async def form(ack: AsyncAck) -> None:
        await ack(response_action="errors", errors={"step": "Too low"})

    @app.event("message")
    async def message(req: AsyncBoltRequest) -> None:
        requests.append(req)

    return app, requests


async def test_the_address_answers_the_challenge(local_slack: SlackServer) -> None:
    app, _ = _listening(local_slack)
    async with served(local_slack, app):
        status, answer = await local_slack.http.verify()
    assert status == 200
    assert answer["challenge"]


async def test_without_an_address_nothing_reaches_the_app() -> None:
    async with SlackServer(via="http") as slack:
        with pytest.raises(NotOffered, match="no request address"):
            await slack.command(_person(slack), "/assess")


async def test_a_command_is_a_form_and_its_reply_the_body(local_slack: SlackServer) -> None:
    ada = _person(local_slack)
    app, requests = _listening(local_slack)
    async with served(local_slack, app):
        act = await local_slack.command(ada, "/assess", "Ünï & more")
    assert (act.status, act.ack) == (200, "Hello")
    assert [m.words for m in ada.ephemerals] == ["Hello"]
    assert requests[0].body["text"] == "Ünï & more"
    assert "x-slack-retry-num" not in requests[0].headers


async def test_interactions_are_a_payload_in_a_form(local_slack: SlackServer) -> None:
    ada = _person(local_slack)
    app, requests = _listening(local_slack)
    select = {"type": "external_select", "action_id": "school", "min_query_length": 1}
    view = modal(
        entry("step", line("s")),
        entry("school", select, optional=True),
        actions(button("More", "more")),
    )
    async with served(local_slack, app):
        act = await local_slack.command(ada, "/assess")
        await app.client.views_open(
            token=local_slack.token(ada.home_team), trigger_id=act.trigger_id, view=view
        )
        assert ada.modal is not None
        await local_slack.press_in_view(ada, ada.modal, "more")
        suggested = await local_slack.suggest(ada, ada.modal, "school", "Le")
        await local_slack.submit(ada, ada.modal, {"step": "1"})
    assert requests[1].body["type"] == "block_actions"
    assert suggested.options == [option("Leeds")]
    assert ada.modal.errors == {"step": "Too low"}


@pytest.mark.parametrize("forgery", ["wrong", "missing", "old", "no_timestamp"])
async def test_a_request_that_is_not_signed_rightly_is_refused(
    local_slack: SlackServer, forgery: Forgery
) -> None:
    ada = _person(local_slack)
    app, requests = _listening(local_slack)
    async with served(local_slack, app):
        local_slack.http.forgery = forgery
        act = await local_slack.command(ada, "/assess")
        assert act.status == 401
        assert not act.acknowledged
        local_slack.http.forgery = None
        assert (await local_slack.command(ada, "/assess")).acknowledged
    assert len(requests) == 1
    assert len(ada.ephemerals) == 1


async def test_an_event_is_sent_again_with_its_number_and_reason(
    local_slack: SlackServer,
) -> None:
    ada = _person(local_slack)
    app, requests = _listening(local_slack)
    async with served(local_slack, app):
        local_slack.http.forgery = "wrong"
        act = await local_slack.write(ada, "Hello")
        assert act.status == 401
        local_slack.http.forgery = None
        local_slack.advance(3)
        await act.answered(2)
        assert act.acknowledged
        await local_slack.deliver_again(act, "http_timeout")
    assert [r.headers["x-slack-retry-num"] for r in requests] == [["1"], ["2"]]
    assert [r.headers["x-slack-retry-reason"] for r in requests] == [
        ["http_error"],
        ["http_timeout"],
    ]
    ids = {request.body["event_id"] for request in requests}
    assert ids == {act.event_id}


async def test_a_line_that_breaks_is_told_as_no_status(local_slack: SlackServer) -> None:
    ada = _person(local_slack)
    app, _ = _listening(local_slack)
    async with served(local_slack, app):
        pass
    act = await local_slack.command(ada, "/assess")
    assert (act.status, act.acknowledged) == (0, False)


async def test_an_unknown_command_is_answered_404(local_slack: SlackServer) -> None:
    ada = _person(local_slack)
    app, _ = _listening(local_slack)
    async with served(local_slack, app):
        act = await local_slack.command(ada, "/unknown")
    assert act.status == 404
    body: Json = act.ack
    assert "error" in body
