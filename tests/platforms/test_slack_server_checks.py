"""The local Slack refuses what breaks a documented limit or form, and remembers it."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
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
    plain,
    rich,
    section,
    table,
    text,
    words,
)
from tests.platforms.slack_server import SlackServer
from tests.platforms.slack_server.checks.message import check_message
from tests.platforms.slack_server.checks.view import check_suggestions, check_view
from tests.platforms.slack_server.wire import Illegal


def _date(**more: Any) -> Json:
    return {"type": "date", "timestamp": 1_790_000_000, "format": "{date_long}", **more}


GOOD_BLOCKS = {
    "section": section("Hello"),
    "fields": {"type": "section", "fields": [plain("a"), plain("b")]},
    "accessory": section("Hello", accessory=button("More", "more")),
    "header": {"type": "header", "text": plain("h" * 150)},
    "divider": {"type": "divider"},
    "context": {"type": "context", "elements": [{"type": "mrkdwn", "text": "*c*"}] * 10},
    "picture": {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A line"},
    "actions": actions(*(button("Go", f"press:{n}", "v") for n in range(25))),
    "menu": actions(menu("more", *(f"v{n}" for n in range(100)))),
    "overflow": section(
        "Hello", accessory={"type": "overflow", "action_id": "o", "options": [option("a")]}
    ),
    "rich text": rich(
        words(
            text("Hello", bold=True),
            {"type": "link", "url": "https://example.org", "text": "there"},
            {"type": "emoji", "name": "wave"},
            {"type": "user", "user_id": "U1"},
            {"type": "channel", "channel_id": "C1"},
            {"type": "usergroup", "usergroup_id": "S1"},
            {"type": "broadcast", "range": "here"},
            _date(fallback="soon", url="https://example.org"),
        ),
        {
            "type": "rich_text_list",
            "style": "bullet",
            "indent": 1,
            "border": 0,
            "elements": [words(text("one"))],
        },
        {"type": "rich_text_quote", "elements": [text("said")]},
        {"type": "rich_text_preformatted", "elements": [text("code")], "border": 0},
    ),
    "table": {
        **table(["a", "b"], ["1", "2"]),
        "column_settings": [{"align": "right", "is_wrapped": True}],
    },
    "date": actions({"type": "datepicker", "action_id": "d", "initial_date": "2026-11-30"}),
    "input": entry("step", line(max_length=3, initial_value="240")),
}

BAD_BLOCKS = {
    "unknown type": {"type": "paragraph"},
    "no object": "hello",
    "empty section": {"type": "section"},
    "empty text": section(""),
    "long section": section("x" * 3001),
    "long field": {"type": "section", "fields": [plain("x" * 2001)]},
    "eleven fields": {"type": "section", "fields": [plain("x")] * 11},
    "long header": {"type": "header", "text": plain("h" * 151)},
    "formatted header": {"type": "header", "text": {"type": "mrkdwn", "text": "h"}},
    "long block id": section("x", block_id="b" * 256),
    "eleven texts": {"type": "context", "elements": [plain("c")] * 11},
    "empty context": {"type": "context", "elements": []},
    "picture without words": {"type": "image", "image_url": "https://example.org/a.png"},
    "26 buttons": actions(*(button("Go", f"a{n}") for n in range(26))),
    "no button": actions(),
    "same action id": actions(button("Go", "a"), button("On", "a")),
    "long label": actions(button("x" * 76, "a")),
    "long value": actions(button("x", "a", "v" * 2001)),
    "long action id": actions(button("x", "a" * 256)),
    "formatted label": actions({**button("x", "a"), "text": {"type": "mrkdwn", "text": "x"}}),
    "unknown style": actions(button("x", "a", style="loud")),
    "unknown field": section("x", colour="red"),
    "101 options": actions(menu("m", *(f"v{n}" for n in range(101)))),
    "no option": actions(menu("m")),
    "same value": actions(menu("m", "a", "a")),
    "long option": actions(
        {"type": "static_select", "action_id": "m", "options": [option("a", "x" * 76)]}
    ),
    "long option value": actions(menu("m", "v" * 151)),
    "strange first choice": actions(menu("m", "a", initial_option=option("b"))),
    "long placeholder": actions(menu("m", "a", placeholder=plain("x" * 151))),
    "eleven boxes": actions(
        {"type": "checkboxes", "action_id": "c", "options": [option(f"{n}") for n in range(11)]}
    ),
    "strange first boxes": actions(
        {
            "type": "checkboxes",
            "action_id": "c",
            "options": [option("a")],
            "initial_options": [option("b")],
        }
    ),
    "eleven radio buttons": actions(
        {"type": "radio_buttons", "action_id": "c", "options": [option(f"{n}") for n in range(11)]}
    ),
    "no date": actions({"type": "datepicker", "action_id": "d", "initial_date": "2026-11-31"}),
    "date otherwise": actions({"type": "datepicker", "action_id": "d", "initial_date": "1/2/26"}),
    "external length": actions(
        {"type": "external_select", "action_id": "e", "min_query_length": "1"}
    ),
    "text input in actions": actions(line()),
    "multi select in actions": actions({**menu("m", "a"), "type": "multi_static_select"}),
    "long input label": {**entry("a", line()), "label": plain("x" * 2001)},
    "button as input": entry("a", button("x", "a")),
    "number without decimals": entry("a", {"type": "number_input", "action_id": "n"}),
    "number as number": entry(
        "a", {"type": "number_input", "action_id": "n", "is_decimal_allowed": True, "min_value": 1}
    ),
    "lengths crossed": entry("a", line(min_length=5, max_length=4)),
    "null": section("x", accessory=None),
    "rich text without elements": {"type": "rich_text"},
    "empty rich text": rich(words(text(""))),
    "unknown rich part": rich({"type": "rich_text_table", "elements": []}),
    "unknown inline": rich(words({"type": "bold", "text": "x"})),
    "inline at the top": rich(text("x")),
    "list of texts": rich({"type": "rich_text_list", "style": "bullet", "elements": [text("x")]}),
    "list without style": rich({"type": "rich_text_list", "elements": [words(text("x"))]}),
    "unknown list style": rich(
        {"type": "rich_text_list", "style": "roman", "elements": [words(text("x"))]}
    ),
    "deep indent": rich(
        {"type": "rich_text_list", "style": "bullet", "indent": 9, "elements": [words(text("x"))]}
    ),
    "unknown text style": rich(words({"type": "text", "text": "x", "style": {"loud": True}})),
    "link without address": rich(words({"type": "link", "text": "x"})),
    "emoji in code": rich(
        {"type": "rich_text_preformatted", "elements": [{"type": "emoji", "name": "wave"}]}
    ),
    "date without time": rich(words({"type": "date", "format": "{date}"})),
    "date as text": rich(words(_date(timestamp="1790000000"))),
    "date without token": rich(words(_date(format="soon"))),
    "date of unknown token": rich(words(_date(format="{date_roman}"))),
    "unknown broadcast": rich(words({"type": "broadcast", "range": "all"})),
    "101 rows": table(*(["x"] for _ in range(101))),
    "21 columns": table(["x"] * 21),
    "ragged table": table(["a", "b"], ["a"]),
    "empty cell": table([""]),
    "cell of another kind": {"type": "table", "rows": [[plain("x")]]},
    "unknown alignment": {**table(["a"]), "column_settings": [{"align": "middle"}]},
}


@pytest.mark.parametrize("block", GOOD_BLOCKS.values(), ids=GOOD_BLOCKS.keys())
def test_a_block_within_the_limits_is_taken(block: Json) -> None:
    check_message({"text": "x", "blocks": [block]})


@pytest.mark.parametrize("block", BAD_BLOCKS.values(), ids=BAD_BLOCKS.keys())
def test_a_block_beyond_a_limit_is_refused_with_the_place(block: Any) -> None:
    with pytest.raises(Illegal) as caught:
        check_message({"text": "x", "blocks": [section("before"), block]})
    assert caught.value.error == "invalid_blocks"
    assert any("[json-pointer:/blocks/1" in message for message in caught.value.messages)


BAD_MESSAGES: dict[str, tuple[Json, str]] = {
    "nothing said": ({"text": ""}, "no_text"),
    "51 blocks": ({"blocks": [section("x")] * 51}, "invalid_blocks"),
    "no list": ({"blocks": {"type": "section"}}, "invalid_blocks"),
    "same block id": ({"blocks": [section("x", block_id="a")] * 2}, "invalid_blocks"),
    "two tables": ({"blocks": [table(["a"]), table(["b"])]}, "invalid_blocks"),
    "long table": ({"blocks": [table(["x" * 5000], ["x" * 5001])]}, "invalid_blocks"),
    "too much in all": ({"blocks": [section("x" * 2900)] * 5}, "msg_blocks_too_long"),
    "long text": ({"text": "x" * 40_001}, "msg_too_long"),
    "101 attachments": (
        {"text": "x", "attachments": [{"text": "x"}] * 101},
        "too_many_attachments",
    ),
    "wrong attachments": ({"text": "x", "attachments": "x"}, "invalid_attachments"),
    "wrong blocks attached": (
        {"text": "x", "attachments": [{"blocks": [section("")]}]},
        "invalid_blocks",
    ),
    "metadata without type": (
        {"text": "x", "metadata": {"event_payload": {}}},
        "invalid_metadata_format",
    ),
    "metadata without payload": (
        {"text": "x", "metadata": {"event_type": "a"}},
        "invalid_metadata_format",
    ),
    "large metadata": (
        {"text": "x", "metadata": {"event_type": "a", "event_payload": {"a": "x" * 9000}}},
        "metadata_too_large",
    ),
}


@pytest.mark.parametrize(("body", "error"), BAD_MESSAGES.values(), ids=BAD_MESSAGES.keys())
def test_a_message_beyond_a_limit_is_refused(body: Json, error: str) -> None:
    with pytest.raises(Illegal) as caught:
        check_message(body)
    assert caught.value.error == error


BAD_VIEWS = {
    "no title": modal(section("x"), title=None),
    "long title": modal(section("x"), title=plain("x" * 25)),
    "long submit": modal(section("x"), submit=plain("x" * 25)),
    "long close": modal(section("x"), close=plain("x" * 25)),
    "input without submit": modal(entry("a", line()), submit=None),
    "long metadata": modal(section("x"), private_metadata="x" * 3001),
    "long callback id": modal(section("x"), callback_id="x" * 256),
    "101 blocks": modal(*(section("x") for _ in range(101))),
    "table": modal(table(["a"])),
    "markdown": modal({"type": "markdown", "text": "x"}),
    "unknown field": modal(section("x"), colour="red"),
    "two in focus": modal(
        entry("a", line(focus_on_load=True)), entry("b", line(focus_on_load=True))
    ),
    "same block id": modal(section("x", block_id="a"), section("y", block_id="a")),
    "no blocks": {"type": "modal", "title": plain("x")},
    "another type": home(section("x")),
}


@pytest.mark.parametrize("view", BAD_VIEWS.values(), ids=BAD_VIEWS.keys())
def test_a_modal_beyond_a_limit_is_refused(view: Json) -> None:
    with pytest.raises(Illegal) as caught:
        check_view(view, "modal")
    assert caught.value.error == "invalid_arguments"
    assert caught.value.messages


def test_a_modal_and_a_home_within_the_limits_are_taken() -> None:
    check_view(modal(*(entry(f"b{n}", line()) for n in range(100))), "modal")
    check_view(home(*(section("x") for _ in range(100)), private_metadata="x" * 3000), "home")


def test_a_view_of_more_than_250_kilobytes_is_too_large() -> None:
    blocks = [section("x" * 2900) for _ in range(90)]
    with pytest.raises(Illegal, match="view_too_large"):
        check_view(home(*blocks), "home")


def test_a_home_takes_no_button_to_send_it() -> None:
    with pytest.raises(Illegal, match="invalid_arguments"):
        check_view(home(section("x"), submit=plain("Send")), "home")


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"options": [option(f"{n}") for n in range(101)]},
        {"options": [option("a"), option("a")]},
        {"options": [], "option_groups": []},
        {"option_groups": [{"label": plain("x" * 76), "options": [option("a")]}]},
        "none",
    ],
)
def test_suggestions_beyond_a_limit_are_refused(answer: Any) -> None:
    with pytest.raises(Illegal):
        check_suggestions(answer)


def test_no_suggestion_at_all_is_fine() -> None:
    check_suggestions({"options": []})
    check_suggestions({"option_groups": []})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                (
                    "type",
                    "text",
                    "elements",
                    "element",
                    "options",
                    "value",
                    "rows",
                    "blocks",
                    "label",
                )
            ),
            inner
            | st.sampled_from(("section", "actions", "input", "table", "rich_text", "button")),
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_whatever_is_sent_is_taken_or_refused_and_never_an_accident(value: Any) -> None:
    assert _verdict(lambda: check_message({"text": "x", "blocks": value})) is not None
    assert _verdict(lambda: check_view(value, "modal")) is not None
    assert _verdict(lambda: check_suggestions(value)) is not None


def _verdict(check: Callable[[], None]) -> str:
    try:
        check()
    except Illegal as refused:
        return refused.error
    return "taken"


async def test_a_refused_message_is_answered_with_what_is_wrong_and_remembered(
    local_slack: SlackServer,
) -> None:
    team = local_slack.team("Radiology")
    channel = local_slack.channel("general", team)
    client = AsyncWebClient(local_slack.token(team), base_url=local_slack.api)
    with pytest.raises(SlackApiError, match="invalid_blocks") as caught:
        await client.chat_postMessage(channel=channel.id, text="x", blocks=[section("")])
    messages = caught.value.response["response_metadata"]["messages"]
    assert messages == ["[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]"]
    assert channel.messages == []
    assert [refused.what for refused in local_slack.refused] == ["chat.postMessage"]
    with pytest.raises(AssertionError, match="invalid_blocks"):
        local_slack.assert_clean()
