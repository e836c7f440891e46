"""Who asks, from where, and what: read from payloads of every shape."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack.requests import Asker, asker, pressed, spoken, spot
from core.commands.visit import Account
from core.dialogue.command import Command
from core.dialogue.identifier import write_identifier
from core.dialogue.request import Asked

COMMANDS = {name: Command(name, name, ()) for name in ("assess", "about", "help")}
SLASH = {"user_id": "U1", "team_id": "T1", "channel_id": "C1", "trigger_id": "x"}

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
NAMES = st.sampled_from(
    ["user", "user_id", "team", "team_id", "event", "container", "view", "channel", "actions",
     "command", "text", "id", "value", "action_id", "selected_option", "response_url"]
)  # fmt: skip


def test_a_slash_command_names_its_person_and_place() -> None:
    assert asker(SLASH, "T1", None) == Asker("U1", "T1", "T1")
    assert spot({**SLASH, "response_url": "https://a"}).channel == "C1"


@pytest.mark.parametrize(
    ("body", "team", "enterprise", "account", "stranger"),
    [
        (SLASH, "T1", "E1", "E1", False),
        ({"user": {"id": "U1", "team_id": "T1"}, "team": {"id": "T1"}}, "T1", None, "T1", False),
        ({"user": {"id": "U1", "team_id": "T2"}, "team": {"id": "T1"}}, "T1", None, "T2", True),
        ({"user": {"id": "U1", "team_id": "T2"}, "team": {"id": "T1"}}, "T1", "E1", "T2", True),
        ({"event": {"user": "U1"}, "team_id": "T1"}, "T1", None, "T1", False),
        ({"event": {"user": "U1", "user_team": "T2"}, "team_id": "T1"}, "T1", None, "T2", True),
        ({"event": {"user": "U1", "user_team": "E1"}, "team_id": "T1"}, "T1", "E1", "E1", False),
        ({"event": {"user": "U1"}, "team_id": "T1"}, None, "E1", "E1", False),
        (
            {"event": {"user": "U1"}, "team_id": "T1", "context_team_id": "T1"},
            None, "E1", "E1", False,
        ),
    ],
)  # fmt: skip
def test_an_account_is_of_the_persons_own_organisation_or_workspace(
    body: dict[str, Any], team: str | None, enterprise: str | None, account: str, stranger: bool
) -> None:
    who = asker(body, team, enterprise)
    assert who is not None
    assert who.account == Account("slack", account, "U1")
    assert who.stranger is stranger
    assert who.team == "T1"


@pytest.mark.parametrize("body", [{}, {"user": "U1"}, {"event": {"type": "tokens_revoked"}}])
def test_a_payload_may_name_nobody(body: dict[str, Any]) -> None:
    assert asker(body, "T1", None) is None


@pytest.mark.parametrize(
    ("command", "text", "asked"),
    [
        ("/readingroom", "", Asked("help")),
        ("/readingroom", "about", Asked("about")),
        ("/assess", "", Asked("assess")),
        ("/readingroom", "assess", Asked("assess")),
    ],
)
def test_a_short_name_is_a_command_and_the_bots_own_name_begins_one(
    command: str, text: str, asked: Asked
) -> None:
    assert spoken({"command": command, "text": text}, COMMANDS) == asked


@pytest.mark.parametrize(
    ("container", "lasting"),
    [
        ({"type": "message", "channel_id": "D1", "is_ephemeral": True}, False),
        ({"type": "message", "channel_id": "D1", "is_ephemeral": False}, True),
        ({"type": "message", "channel_id": "D1"}, True),
        ({"type": "view"}, False),
    ],
)
def test_what_stays_in_a_conversation_is_told_from_what_is_gone_again(
    container: dict[str, Any], lasting: bool
) -> None:
    assert spot({"container": container}).lasting is lasting


def test_a_button_and_a_choice_are_read_alike() -> None:
    value = write_identifier("about", {}, owner="U1")
    button = pressed({"actions": [{"action_id": "press:1", "value": value}]})
    chosen = pressed({"actions": [{"action_id": "menu:1", "selected_option": {"value": value}}]})
    assert button is not None
    assert chosen is not None
    assert button[1] == chosen[1]
    assert button[1].belongs_to("U1")
    assert not button[1].belongs_to("U2")


def test_nothing_that_is_typed_or_secret_is_in_the_words_of_a_spot() -> None:
    assert "secret" not in repr(spot({"response_url": "https://secret", "trigger_id": "secret"}))


@settings(deadline=None, max_examples=50)
@given(st.dictionaries(NAMES, VALUES | st.dictionaries(NAMES, VALUES)))
def test_no_shape_of_a_payload_breaks_the_reading(body: dict[str, Any]) -> None:
    spot(body)
    pressed(body)
    spoken(body, COMMANDS)
    who = asker(body, None, None)
    assert who is None or who.user
