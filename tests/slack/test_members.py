"""Whose a person is, and what they administer, by what Slack says of them."""

from typing import Any, cast
from unittest.mock import create_autospec

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.calling import Cut
from bot.slack.members import Members
from bot.slack.requests import Asker
from core.commands.visit import Account

ASKED = Asker("U1", "", "T1", "E1", "T9")
OF_E9 = {"enterprise_id": "E9", "teams": ["T9"]}
ADMIN = {"is_admin": True}


def client(**told: object) -> AsyncWebClient:
    """A client to which Slack describes everybody alike."""
    made = create_autospec(AsyncWebClient, instance=True)
    answer = create_autospec(AsyncSlackResponse, instance=True)
    answer.data = {"ok": True, "user": told}
    made.users_info.return_value = answer
    return cast("AsyncWebClient", made)


def asked(of: AsyncWebClient) -> int:
    return int(cast("Any", of).users_info.await_count)


@pytest.mark.parametrize(
    ("told", "asker", "tenant"),
    [
        ({"team_id": "T9"}, ASKED, "T9"),
        ({"team_id": "T9", "enterprise_user": OF_E9}, ASKED, "E9"),
        ({"team_id": "T8", "enterprise_user": OF_E9}, ASKED, "E9"),
        ({"team_id": "E9"}, ASKED, "E9"),
        ({"team_id": "T1"}, ASKED, "E1"),
        ({"team_id": "T1"}, Asker("U1", "", "T1"), "T1"),
        ({"team_id": "T9"}, Asker("U1", "", "T1"), "T9"),
    ],
)
async def test_an_account_is_of_the_organisation_that_slack_names_or_else_of_the_workspace(
    told: dict[str, object], asker: Asker, tenant: str
) -> None:
    members, slack = Members(lambda: 0.0), client(**told)
    for _ in range(2):
        assert await members.account(slack, asker) == Account("slack", tenant, "U1")
    assert asked(slack) == 1


@pytest.mark.parametrize(
    "told", [{}, {"team_id": ""}, {"team_id": 9}, {"team_id": "T8"}, {"enterprise_user": {}}]
)
async def test_what_slack_leaves_open_or_says_in_two_ways_is_no_account(
    told: dict[str, object],
) -> None:
    with pytest.raises(Cut):
        await Members(lambda: 0.0).account(client(**told), ASKED)


async def test_a_request_that_says_whose_a_person_is_needs_nothing_of_slack() -> None:
    slack = client()
    known = Asker("U1", "E1", "T1", "E1", "T1")
    assert await Members(lambda: 0.0).account(slack, known) == Account("slack", "E1", "U1")
    assert asked(slack) == 0


@pytest.mark.parametrize(
    ("told", "here"),
    [
        ({"team_id": "T1"}, True),
        ({"team_id": "T1", "is_admin": False, "is_owner": True}, True),
        ({"team_id": "T3", "enterprise_user": {"enterprise_id": "E1", "teams": ["T1"]}}, True),
        ({"team_id": "T3", "enterprise_user": {"enterprise_id": "E1", "teams": ["T3"]}}, False),
        ({"team_id": "T1", "enterprise_user": {"enterprise_id": "E9", "teams": ["T1"]}}, False),
        ({"team_id": "T9"}, False),
        ({"team_id": "T1", "is_stranger": True}, False),
        ({"team_id": "T1", "deleted": True}, False),
        ({"team_id": "T1", "is_admin": "true"}, False),
        ({}, False),
    ],
)
async def test_an_administrator_is_one_of_the_workspace_of_the_bot_that_was_asked(
    told: dict[str, object], here: bool
) -> None:
    slack = client(**{**ADMIN, **told})
    assert await Members(lambda: 0.0).administrator(slack, ASKED) is here
