from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.metadata import Back, write_metadata
from bot.slack.suggestions import suggested
from core.commands.registry import entries
from core.commands.visit import Library
from core.dialogue.command import Command
from core.dialogue.identifier import write_identifier
from core.dialogue.question import Choice, Kind, Question
from tests.slack.view_rules import check_option

Json = dict[str, Any]

LONG = tuple(
    Choice(f"value_{n}" * (1 + n), f"A label of several words, number {n} " * (1 + n))
    for n in range(150)
)
LONG_COMMAND = {"try": Command("try", "", (Question("name", "", "", Kind.CHOICE, LONG),))}


@pytest.fixture(scope="module")
def commands(shelf: Library) -> dict[str, Command]:
    return {name: entry.command for name, entry in entries(shelf).items()}


def typing(name: str, value: Any, command: str = "profile", **arguments: str) -> Json:
    metadata = write_metadata(write_identifier(command, arguments, owner="U1"), Back())
    return {
        "type": "block_suggestion",
        "block_id": name,
        "action_id": name,
        "value": value,
        "view": {"type": "modal", "private_metadata": metadata},
    }


def offered(payload: Any, commands: dict[str, Command]) -> list[str]:
    answer = suggested(payload, commands)
    assert answer.keys() == {"options"}
    assert len(answer["options"]) <= 100
    for option in answer["options"]:
        check_option(option)
    return [option["value"] for option in answer["options"]]


def test_what_is_typed_into_a_form_is_completed(commands: dict[str, Command]) -> None:
    assert offered(typing("country", "german"), commands)[0] == "DE"
    assert offered(typing("default_zone", "chic", "setup"), commands)[0] == "America/Chicago"
    assert offered(typing("country", "austri", "fix", of="profile"), commands)[0] == "AT"


def test_the_words_of_an_option_are_those_people_know(commands: dict[str, Command]) -> None:
    first = suggested(typing("country", "german"), commands)["options"][0]
    assert first["text"]["text"] == "Germany"


def test_unknown_is_offered_to_who_types_it(commands: dict[str, Command]) -> None:
    assert offered(typing("country", "unk"), commands)[-1] == "unknown"


@pytest.mark.parametrize(
    "payload",
    [
        typing("country", "g", "nothing"),
        typing("nothing", "g"),
        typing("graduation_date", "2027"),
        typing("country", 5),
        {"action_id": "default_zone", "value": "g", "view": {"private_metadata": "{"}},
        {},
        None,
    ],
)
def test_nothing_is_offered_for_what_there_is_not(
    payload: Any, commands: dict[str, Command]
) -> None:
    assert offered(payload, commands) == []


@pytest.mark.parametrize("typed", ["v", "number 3", "label of"])
def test_what_is_offered_is_within_slacks_limits(typed: str) -> None:
    assert offered(typing("name", typed, "try"), LONG_COMMAND)


LEAVES = st.none() | st.booleans() | st.integers() | st.text()
NAMES = st.sampled_from(["action_id", "value", "view", "private_metadata"])
SHAPES = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(NAMES | st.text(), inner)
)


@given(st.dictionaries(NAMES, SHAPES) | SHAPES)
def test_any_shape_is_answered_with_a_list(commands: dict[str, Command], payload: Any) -> None:
    assert offered(payload, commands) == []


@given(st.data(), st.text())
def test_any_text_is_answered_within_slacks_limits(
    commands: dict[str, Command], data: st.DataObject, typed: str
) -> None:
    command = data.draw(st.sampled_from([one for one in commands.values() if one.options]))
    question = data.draw(st.sampled_from(command.options))
    offered(typing(question.name, typed, command.name), commands)
