"""Where answers go, and how a form remembers it."""

from typing import Any, cast
from unittest.mock import create_autospec

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.destinations import (
    Aside,
    Destination,
    Direct,
    DirectMessages,
    Exchange,
    InView,
    from_way_back,
    way_back,
)
from bot.slack.requests import Asker, Spot

ASKER = Asker("U1", "T1", "T1")


def client(channel: str = "D1") -> AsyncWebClient:
    """A client that opens direct messages, all of them the same."""
    made = create_autospec(AsyncWebClient, instance=True)
    answer = create_autospec(AsyncSlackResponse, instance=True)
    answer.data = {"ok": True, "channel": {"id": channel}}
    made.conversations_open.return_value = answer
    return cast("AsyncWebClient", made)


def opened(of: AsyncWebClient) -> int:
    return int(cast("Any", of).conversations_open.await_count)


@pytest.mark.parametrize(
    ("spot", "to"),
    [
        (Spot("C1", "https://a"), Aside("https://a", "C1")),
        (Spot("D1", "https://a"), Direct("D1")),
        (Spot("D2", "https://a"), Aside("https://a", "D2")),
        (Spot("D2", lasting=True), Direct("D2")),
        (Spot("C1", "https://a", lasting=True), Aside("https://a", "C1")),
        (Spot(view="V1", trigger="t", kind="modal"), InView("V1", "t", "modal")),
        (Spot(view="V1", trigger="t", kind="home"), InView("V1", "t", "home")),
    ],
)
async def test_an_answer_goes_where_it_was_asked_for(spot: Spot, to: Destination) -> None:
    exchange = Exchange(ASKER, spot, client())
    assert await DirectMessages().destination(exchange) == to


async def test_a_direct_message_of_two_people_is_not_the_bots() -> None:
    """Whoever types a command there is answered aside, where the other does not see it."""
    exchange = Exchange(ASKER, Spot("D9", "https://a"), client("D1"))
    assert isinstance(await DirectMessages().destination(exchange), Aside)


async def test_where_slack_does_not_tell_the_answer_is_aside() -> None:
    broken = client()
    cast("Any", broken).conversations_open.side_effect = SlackClientError("cut")
    exchange = Exchange(ASKER, Spot("D1", "https://a"), broken)
    assert await DirectMessages().destination(exchange) == Aside("https://a", "D1")


async def test_a_channel_is_opened_once_for_each_person_and_workspace() -> None:
    channels, slack = DirectMessages(), client()
    for who in (ASKER, ASKER, Asker("U2", "T1", "T1"), Asker("U1", "T2", "T2")):
        assert await channels.open(slack, who) == "D1"
    assert opened(slack) == 3


WORDS = st.text("abcD:/", max_size=9)


@given(st.one_of(st.builds(Aside, WORDS.filter(bool), WORDS), st.builds(Direct, WORDS)))
def test_a_form_leads_back_to_where_it_was_asked_for(to: Destination) -> None:
    assert from_way_back(way_back(to), Spot("C9", view="V9", trigger="t")) == to


def test_a_form_from_a_view_is_answered_in_its_own() -> None:
    back = way_back(InView("V1", "t", "home"))
    assert from_way_back(back, Spot(view="V2", trigger="u")) == InView("V2", "u", "modal")


def test_no_address_is_in_the_words_of_a_destination() -> None:
    assert "secret" not in repr((Aside("https://secret", "C1"), way_back(Aside("secret", "C1"))))
