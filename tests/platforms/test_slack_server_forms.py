"""Modals and App Home on the local Slack, with the unmodified slack-bolt."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.slack_blocks import (
    Json,
    actions,
    button,
    entry,
    home,
    line,
    menu,
    modal,
    option,
    section,
)
from tests.platforms.slack_bolt_app import connected, new_app
from tests.platforms.slack_server import NotOffered, SlackServer
from tests.platforms.slack_server.people import Team, User
from tests.platforms.slack_server.views import View


def _client(slack: SlackServer, team: Team) -> AsyncWebClient:
    return AsyncWebClient(slack.token(team), base_url=slack.api)


async def _opened(slack: SlackServer, user: User, view: Json) -> View:
    """The view, opened for somebody who used a command."""
    act = await slack.command(user, "/assess", wait=False)
    await _client(slack, user.home_team).views_open(trigger_id=act.trigger_id, view=view)
    assert user.modal is not None
    return user.modal


def _listening(slack: SlackServer, acks: list[Json]) -> tuple[AsyncApp, list[Json]]:
    """An app that answers each submission with the next of `acks`, and what it was sent."""
    app, bodies = new_app(slack), list[Json]()

    @app.view("form")
    async def form(ack: AsyncAck, body: Json) -> None:
        bodies.append(body)
        await ack(**(acks.pop(0) if acks else {}))

    @app.view_closed("form")
    async def closed(ack: AsyncAck, body: Json) -> None:
        bodies.append(body)
        await ack()

    @app.action("more")
    async def more(ack: AsyncAck, body: Json) -> None:
        bodies.append(body)
        await ack()

    @app.options("school")
    async def school(ack: AsyncAck, payload: Json) -> None:
        bodies.append(payload)
        await ack(options=[option(f"{payload['value']} University")])

    return app, bodies


EVERYTHING = modal(
    section("Fill in"),
    entry("name", line("n", initial_value="Ada")),
    entry("note", line("t", multiline=True), optional=True),
    entry("step", {"type": "number_input", "action_id": "s", "is_decimal_allowed": False}),
    entry("kind", menu("k", "dr", "ir", initial_option=option("dr"))),
    entry(
        "tags",
        {"type": "checkboxes", "action_id": "c", "options": [option("a"), option("b")]},
        optional=True,
    ),
    entry("due", {"type": "datepicker", "action_id": "d"}, optional=True),
    entry("pages", {"type": "file_input", "action_id": "f"}, optional=True),
    entry(
        "school",
        {"type": "external_select", "action_id": "school", "min_query_length": 2},
        optional=True,
    ),
    private_metadata="kept",
)


async def test_a_submitted_form_carries_every_value(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    ada = local_slack.user("Ada", team)
    app, bodies = _listening(local_slack, [])
    async with connected(local_slack, app):
        view = await _opened(local_slack, ada, EVERYTHING)
        suggested = await local_slack.suggest(ada, view, "school", "Leeds")
        assert [o["value"] for o in suggested.options] == ["Leeds University"]
        file = local_slack.give(ada, "scores.pdf", b"%PDF")
        act = await local_slack.submit(
            ada,
            view,
            {
                "step": "240",
                "k": "ir",
                "tags": ["b"],
                "due": "2026-11-30",
                "school": "Leeds University",
                "pages": [file.payload()],
            },
        )
    assert act.ack is None
    assert ada.modals == []
    body = bodies[-1]
    values = {
        block_id: next(iter(held.values()))
        for block_id, held in body["view"]["state"]["values"].items()
    }
    assert values["name"] == {"type": "plain_text_input", "value": "Ada"}
    assert values["note"]["value"] is None
    assert values["step"]["value"] == "240"
    assert values["kind"]["selected_option"] == option("ir")
    assert values["tags"]["selected_options"] == [option("b")]
    assert values["due"]["selected_date"] == "2026-11-30"
    assert values["pages"]["files"][0]["id"] == file.id
    assert values["school"]["selected_option"]["value"] == "Leeds University"
    assert body["view"]["private_metadata"] == "kept"
    assert body["view"]["root_view_id"] == body["view"]["id"]
    assert body["view"]["hash"]
    assert body["response_urls"] == []
    assert body["user"]["id"] == ada.id
    local_slack.assert_clean()


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"step": "x"}, "cannot be entered"),
        ({"step": "1.5"}, "whole number"),
        ({"step": None}, "must be filled in"),
        ({"kind": "surgery"}, "is offered"),
        ({"due": "tomorrow"}, "cannot be entered"),
        ({"name": "two\nlines"}, "one line"),
        ({"name": "x" * 3001}, "characters can be typed"),
        ({"school": "Leeds"}, "is offered"),
        ({"nothing": "x"}, "has no"),
    ],
)
async def test_what_slack_would_not_let_through_is_not_sent(
    local_slack: SlackServer, values: dict[str, Any], why: str
) -> None:
    ada = local_slack.user("Ada", local_slack.team("Radiology"))
    async with connected(local_slack, new_app(local_slack)):
        view = await _opened(local_slack, ada, EVERYTHING)
        with pytest.raises(NotOffered, match=why):
            await local_slack.submit(ada, view, {"step": "240", **values})
        with pytest.raises(NotOffered, match="too little"):
            await local_slack.suggest(ada, view, "school", "L")


ASK = modal(entry("step", line("s")))


async def test_errors_stay_on_their_fields_and_what_was_typed_stays(
    local_slack: SlackServer,
) -> None:
    ada = local_slack.user("Ada", local_slack.team("Radiology"))
    acks: list[Json] = [{"response_action": "errors", "errors": {"step": "Too low"}}]
    app, bodies = _listening(local_slack, acks)
    async with connected(local_slack, app):
        view = await _opened(local_slack, ada, ASK)
        await local_slack.submit(ada, view, {"step": "1"})
        assert (ada.modal, view.errors) == (view, {"step": "Too low"})
        await local_slack.submit(ada, view)
    assert ada.modal is None
    assert bodies[1]["view"]["state"]["values"]["step"]["s"]["value"] == "1"


async def test_an_answer_can_update_push_and_clear(local_slack: SlackServer) -> None:
    ada = local_slack.user("Ada", local_slack.team("Radiology"))
    acks: list[Json] = [
        {"response_action": "update", "view": modal(entry("b", line("s"), optional=True))},
        {"response_action": "push", "view": modal(section("On top"))},
        {"response_action": "clear"},
    ]
    app, bodies = _listening(local_slack, acks)
    async with connected(local_slack, app):
        view = await _opened(local_slack, ada, ASK)
        act = await local_slack.submit(ada, view, {"step": "1"})
        assert await act.modal() is view
        assert list(view.inputs) == ["s"]
        act = await local_slack.submit(ada, view)
        pushed = await act.modal()
        assert ada.modals == [view, pushed]
        await local_slack.submit(ada, pushed)
    assert ada.modals == []
    assert bodies[2]["view"]["previous_view_id"] == bodies[2]["view"]["root_view_id"] == view.id
    local_slack.assert_clean()


@pytest.mark.parametrize(
    "ack",
    [
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "update", "view": modal(section(""))},
        {"response_action": "push", "view": home(section("x"))},
    ],
)
async def test_a_wrong_answer_is_remembered_and_the_form_stays(
    local_slack: SlackServer, ack: Json
) -> None:
    ada = local_slack.user("Ada", local_slack.team("Radiology"))
    app, _ = _listening(local_slack, [ack])
    async with connected(local_slack, app):
        view = await _opened(local_slack, ada, ASK)
        await local_slack.submit(ada, view, {"step": "1"})
    assert ada.modal is view
    assert [refused.what for refused in local_slack.refused] == ["answer to view_submission"]


async def test_a_trigger_works_once_and_for_three_seconds(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    ada = local_slack.user("Ada", team)
    client = _client(local_slack, team)
    async with connected(local_slack, new_app(local_slack)):
        first = await local_slack.command(ada, "/assess", wait=False)
        second = await local_slack.command(ada, "/assess", wait=False)
    await client.views_open(trigger_id=first.trigger_id, view=ASK)
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await client.views_open(trigger_id=first.trigger_id, view=ASK)
    local_slack.clock.advance(3.1)
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        await client.views_open(trigger_id=second.trigger_id, view=ASK)
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        await client.views_open(trigger_id="1.2.abc", view=ASK)


async def test_three_views_stand_on_top_of_one_another_and_no_more(
    local_slack: SlackServer,
) -> None:
    team = local_slack.team("Radiology")
    ada = local_slack.user("Ada", team)
    client = _client(local_slack, team)
    app, _ = _listening(local_slack, [])
    view = modal(actions(button("More", "more")))
    async with connected(local_slack, app):
        bottom = await _opened(local_slack, ada, view)
        for _ in range(2):
            assert ada.modal is not None
            act = await local_slack.press_in_view(ada, ada.modal, "more")
            await client.views_push(trigger_id=act.trigger_id, view=view)
        assert len(ada.modals) == 3
        act = await local_slack.press_in_view(ada, ada.modals[-1], "more")
        with pytest.raises(SlackApiError, match="push_limit_reached"):
            await client.views_push(trigger_id=act.trigger_id, view=view)
        with pytest.raises(NotOffered, match="another view"):
            await local_slack.press_in_view(ada, bottom, "more")


async def test_a_view_is_updated_unless_its_hash_is_old(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    ada = local_slack.user("Ada", team)
    client = _client(local_slack, team)
    async with connected(local_slack, new_app(local_slack)):
        view = await _opened(local_slack, ada, ASK)
    old = view.hash
    answer = await client.views_update(view_id=view.id, hash=old, view=modal(section("Done")))
    assert view.words == "Done"
    assert answer["view"]["hash"] == view.hash != old
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_update(view_id=view.id, hash=old, view=ASK)
    await local_slack.close(ada, view)
    with pytest.raises(SlackApiError, match="not_found"):
        await client.views_update(view_id=view.id, view=ASK)


async def test_a_view_is_found_by_the_apps_own_id(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    ada = local_slack.user("Ada", team)
    client = _client(local_slack, team)
    async with connected(local_slack, new_app(local_slack)):
        await _opened(local_slack, ada, modal(section("One"), external_id="mine"))
    await client.views_update(external_id="mine", view=modal(section("Two"), external_id="mine"))
    assert ada.modal is not None
    assert ada.modal.words == "Two"


async def test_the_app_is_told_of_a_closed_view_when_it_asks(local_slack: SlackServer) -> None:
    ada = local_slack.user("Ada", local_slack.team("Radiology"))
    app, bodies = _listening(local_slack, [])
    async with connected(local_slack, app):
        quiet = await _opened(local_slack, ada, ASK)
        assert await local_slack.close(ada, quiet) is None
        view = await _opened(local_slack, ada, {**ASK, "notify_on_close": True})
        await local_slack.close(ada, view)
    assert [body["type"] for body in bodies] == ["view_closed"]
    assert ada.modals == []


async def test_a_press_in_a_view_carries_the_view_and_what_was_entered(
    local_slack: SlackServer,
) -> None:
    ada = local_slack.user("Ada", local_slack.team("Radiology"))
    app, bodies = _listening(local_slack, [])
    async with connected(local_slack, app):
        view = await _opened(
            local_slack, ada, modal(entry("step", line("s")), actions(button("More", "more", "v")))
        )
        act = await local_slack.press_in_view(ada, view, "more", values={"step": "7"})
    body = bodies[0]
    assert body["container"] == {"type": "view", "view_id": view.id}
    assert body["view"]["state"]["values"]["step"]["s"]["value"] == "7"
    assert body["actions"][0]["value"] == "v"
    assert body["trigger_id"] == act.trigger_id
    assert "response_url" not in body


async def test_a_view_is_used_by_its_owner_alone(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    ada, ben = local_slack.user("Ada", team), local_slack.user("Ben", team)
    async with connected(local_slack, new_app(local_slack)):
        view = await _opened(local_slack, ada, ASK)
        with pytest.raises(NotOffered, match="does not see"):
            await local_slack.submit(ben, view, {"step": "1"})


async def test_a_chosen_conversation_comes_with_a_response_address(
    local_slack: SlackServer,
) -> None:
    team = local_slack.team("Radiology")
    ada = local_slack.user("Ada", team)
    channel = local_slack.channel("general", team, ada)
    app, bodies = _listening(local_slack, [])
    select = {"type": "conversations_select", "action_id": "c", "response_url_enabled": True}
    async with connected(local_slack, app):
        view = await _opened(local_slack, ada, modal(entry("where", select)))
        await local_slack.submit(ada, view, {"where": channel.id})
    [address] = bodies[0]["response_urls"]
    assert (address["block_id"], address["channel_id"]) == ("where", channel.id)


async def test_app_home_is_published_when_it_is_opened_and_guarded_by_its_hash(
    local_slack: SlackServer,
) -> None:
    team = local_slack.team("Radiology")
    ada = local_slack.user("Ada", team)
    app = new_app(local_slack)
    events: list[Json] = []

    @app.event("app_home_opened")
    async def opened(event: Json, client: AsyncWebClient) -> None:
        events.append(event)
        await client.views_publish(
            user_id=event["user"],
            view=home(section(f"Visit {len(events)}")),
            hash=event.get("view", {}).get("hash"),
        )

    async with connected(local_slack, app):
        act = await local_slack.open_home(ada)
        shown = await act.modal()
        assert ada.home is shown
        assert shown.words == "Visit 1"
        first = shown.hash
        act = await local_slack.open_home(ada)
        await act.modal()
    assert shown.words == "Visit 2"
    assert "view" not in events[0]
    assert events[1]["view"]["hash"] == first
    assert events[1]["tab"] == "home"
    client = _client(local_slack, team)
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_publish(user_id=ada.id, view=home(section("x")), hash=first)
    assert shown.updates == 1


async def test_a_hash_of_an_app_home_that_is_not_there_conflicts(
    local_slack: SlackServer,
) -> None:
    team = local_slack.team("Radiology")
    ada = local_slack.user("Ada", team)
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await _client(local_slack, team).views_publish(
            user_id=ada.id, view=home(section("x")), hash="1.abc"
        )
    assert ada.home is None


async def test_app_home_can_be_switched_off(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    ada = local_slack.user("Ada", team)
    local_slack.world.home_tab = False
    with pytest.raises(SlackApiError, match="not_enabled"):
        await _client(local_slack, team).views_publish(user_id=ada.id, view=home(section("x")))
    assert ada.home is None
