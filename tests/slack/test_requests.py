"""Who asks, from where, and what: read from payloads of every shape."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack.requests import Asker, asker, pressed, spoken, spot
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
     "command", "text", "id", "team_id", "user_team", "app_installed_team_id", "context_team_id",
      "value", "action_id", "selected_option", "response_url"]
)  # fmt: skip


def press(own: str, place: dict[str, Any] | None) -> dict[str, Any]:
    """A press in a message."""
    return {"user": {"id": "U1", "team_id": own}, "team": place}


def sent(own: str, place: dict[str, Any] | None, installed: str) -> dict[str, Any]:
    """A form that was sent in, or a press in one."""
    return press(own, place) | {"view": {"app_installed_team_id": installed}}


def event(**inner: str) -> dict[str, Any]:
    return {"event": {"user": "U1", **inner}, "team_id": "T1", "context_team_id": "T1"}


HERE, THERE = {"id": "T1"}, {"id": "T9", "enterprise_id": "E9"}
COMMAND = {**SLASH, "command": "/assess"}


def test_a_slash_command_names_its_person_and_place() -> None:
    assert asker(COMMAND, "T1", None) == Asker("U1", "T1", "T1", own="T1")
    assert spot({**SLASH, "response_url": "https://a"}).channel == "C1"


@pytest.mark.parametrize("organisation", [None, "E1"])
@pytest.mark.parametrize(
    "body",
    [COMMAND, press("T1", HERE), sent("T1", HERE, "T1"), event(team="T1"), event(user_team="T1")],
)
def test_who_is_of_the_bots_own_workspace_is_known_without_asking_slack(
    body: dict[str, Any], organisation: str | None
) -> None:
    tenant = organisation or "T1"
    for read, installed in ((organisation, organisation), (organisation, None), (None, tenant)):
        if installed == "T1":
            continue
        who = asker(body, "T1", read, installed)
        assert who == Asker("U1", tenant, "T1", organisation or "", "T1")


@pytest.mark.parametrize(
    ("body", "read", "own"),
    [
        (press("T9", HERE), "E1", "T9"),
        (sent("T9", THERE, "T1"), "E9", "T9"),
        (sent("T3", HERE, "T1"), "E1", "T3"),
        (sent("T3", {"id": "T3", "enterprise_id": "E1"}, "T1"), "E1", "T3"),
        (event(user_team="T9", team="T1"), "E1", "T9"),
        (event(team="T2"), "E1", "T2"),
        (event(), "E1", ""),
    ],
)
def test_of_who_is_of_another_workspace_or_none_that_is_named_slack_is_asked(
    body: dict[str, Any], read: str, own: str
) -> None:
    assert asker(body, "T1", read, "E1") == Asker("U1", "", "T1", "E1", own)


def test_a_form_from_a_shared_channel_names_the_persons_organisation_and_not_the_bots() -> None:
    for installed, known in ((None, ""), ("E1", "E1")):
        who = asker(sent("T9", THERE, "T1"), "T1", "E9", installed)
        assert who == Asker("U1", "", "T1", known, "T9")


@pytest.mark.parametrize("body", [event(user_team="E9"), press("E9", HERE)])
def test_who_is_named_by_their_organisation_is_known_by_it(body: dict[str, Any]) -> None:
    assert asker(body, "T1", "E1", "E1") == Asker("U1", "E9", "T1", "E1", "E9")


@pytest.mark.parametrize(
    ("body", "read", "team"),
    [
        (press("T2", None), "T2", "T2"),
        (sent("T2", None, "E1"), "E1", "T2"),
        (sent("T9", THERE, "E1"), "E1", "T9"),
        (sent("", None, "E1"), "E1", ""),
    ],
)
def test_where_an_organisations_app_is_told_no_workspace_slack_is_asked_about_the_person(
    body: dict[str, Any], read: str, team: str
) -> None:
    own = body["user"]["team_id"]
    assert asker(body, read, "E9", "E1") == Asker("U1", "", team, "E1", own)


def test_an_event_of_an_organisations_app_names_its_workspace_beside_the_event() -> None:
    assert asker(event(team="T1"), None, "E1", "E1") == Asker("U1", "E1", "T1", "E1", "T1")


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
