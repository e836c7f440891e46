from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord.autocomplete import completions
from core.commands.registry import entries
from core.commands.visit import Library
from core.dialogue.command import Command
from core.dialogue.question import Choice, Kind, Question
from tests.platforms.discord_server.checks.answers import check_choices

LONG = tuple(
    Choice(f"value_{n}" * (1 + n), f"A label of several words, number {n} " * (1 + n))
    for n in range(40)
)
LONG_COMMAND = {"try": Command("try", "", (Question("name", "", "", Kind.CHOICE, LONG),))}


@pytest.fixture(scope="module")
def commands(shelf: Library) -> dict[str, Command]:
    return {name: entry.command for name, entry in entries(shelf).items()}


def typing(option: str, value: Any, command: str = "assess") -> dict[str, Any]:
    others = {"name": "applicant", "type": 3, "value": "us_img"}
    focused = {"name": option, "type": 3, "value": value, "focused": True}
    return {"name": command, "options": [others, focused]}


def offered(data: Any, commands: dict[str, Command]) -> list[dict[str, Any]]:
    found = [dict(one.to_dict()) for one in completions(data, commands)]
    check_choices({"choices": found})
    return found


def test_the_option_being_typed_is_completed(commands: dict[str, Command]) -> None:
    assert offered(typing("specialty", "inter"), commands) == [
        {"name": "Interventional radiology, integrated (IR)", "value": "ir"}
    ]
    assert offered(typing("name", "evid", "topic"), commands)[0]["value"] == "evidence"


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
    assert offered(data, commands) == []


@pytest.mark.parametrize("typed", ["", "v", "number 3", "label of"])
def test_what_is_offered_is_within_discords_limits(typed: str) -> None:
    assert offered(typing("name", typed, "try"), LONG_COMMAND)


LEAVES = st.none() | st.booleans() | st.integers() | st.text() | st.just("assess")
NAMES = st.sampled_from(["name", "options", "value", "focused", "type"])
SHAPES = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(NAMES | st.text(), inner)
)


@given(st.dictionaries(NAMES, SHAPES) | SHAPES)
def test_any_shape_is_answered_with_a_list(commands: dict[str, Command], data: Any) -> None:
    assert offered(data, commands) == []


@given(st.data(), st.text())
def test_any_text_is_answered_within_discords_limits(
    commands: dict[str, Command], data: st.DataObject, typed: str
) -> None:
    command = data.draw(st.sampled_from([one for one in commands.values() if one.options]))
    option = data.draw(st.sampled_from(command.options))
    offered(typing(option.name, typed, command.name), commands)
