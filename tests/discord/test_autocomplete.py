from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import library
from bot.discord.autocomplete import autocompleted
from bot.settings import StorageSettings
from core.commands.registry import entries
from core.dialogue.command import Command
from core.dialogue.question import Choice, Kind, Question
from tests.platforms.discord_server.checks.answers import check_choices

LONG = tuple(
    Choice(f"value_{n}" * (1 + n), f"A label of several words, number {n} " * (1 + n))
    for n in range(40)
)
LONG_COMMAND = {"try": Command("try", "", (Question("name", "", "", Kind.CHOICE, LONG),))}


@pytest.fixture(scope="module")
def commands() -> dict[str, Command]:
    made = entries(library(StorageSettings(database="sqlite://")))
    return {name: entry.command for name, entry in made.items()}


def typing(option: str, value: Any, command: str = "assess") -> dict[str, Any]:
    others = {"name": "applicant", "type": 3, "value": "us_img"}
    focused = {"name": option, "type": 3, "value": value, "focused": True}
    return {"name": command, "options": [others, focused]}


def test_the_option_being_typed_is_completed(commands: dict[str, Command]) -> None:
    assert autocompleted(typing("specialty", "inter"), commands) == [
        {"name": "Interventional radiology, integrated (IR)", "value": "ir"}
    ]
    assert autocompleted(typing("name", "evid", "topic"), commands)[0]["value"] == "evidence"


@pytest.mark.parametrize(
    "data",
    [
        typing("specialty", "d", "nothing"),
        typing("nothing", "d"),
        typing("step2_date", "2027"),
        typing("specialty", 5),
        {"name": "assess", "options": [{"name": "specialty", "type": 3, "value": "d"}]},
        {"name": "assess"},
    ],
)
def test_nothing_is_offered_for_what_there_is_not(
    data: dict[str, Any], commands: dict[str, Command]
) -> None:
    assert autocompleted(data, commands) == []


@pytest.mark.parametrize("typed", ["", "v", "number 3", "label of"])
def test_what_is_offered_is_within_discords_limits(typed: str) -> None:
    found = autocompleted(typing("name", typed, "try"), LONG_COMMAND)
    assert found
    check_choices({"choices": found})


LEAVES = st.none() | st.booleans() | st.integers() | st.text() | st.just("assess")
NAMES = st.sampled_from(["name", "options", "value", "focused", "type"])
SHAPES = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(NAMES | st.text(), inner)
)


@given(st.dictionaries(NAMES, SHAPES) | SHAPES)
def test_any_shape_is_answered_with_a_list(data: Any, commands: dict[str, Command]) -> None:
    assert autocompleted(data, commands) == []


@given(st.data(), st.text())
def test_any_text_is_answered_within_discords_limits(
    data: st.DataObject, typed: str, commands: dict[str, Command]
) -> None:
    command = data.draw(st.sampled_from([one for one in commands.values() if one.options]))
    option = data.draw(st.sampled_from(command.options))
    check_choices({"choices": autocompleted(typing(option.name, typed, command.name), commands)})
