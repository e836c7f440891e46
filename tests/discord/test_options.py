from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord.options import read_options
from core.dialogue.request import Asked


def sent(value: Any, **more: Any) -> dict[str, Any]:
    return {"name": "assess", "options": [{"name": "field", "value": value, **more}]}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("dr, ir", "dr, ir"),
        (" two  words ", " two  words "),
        (0, "0"),
        (214, "214"),
        (True, "yes"),
        (False, "no"),
        ("123456789012345678", "123456789012345678"),
    ],
)
def test_every_value_is_what_would_be_typed(value: Any, text: str) -> None:
    assert read_options(sent(value)) == Asked("assess", {"field": text})


def test_a_command_without_options_asks_for_itself() -> None:
    assert read_options({"name": "about", "type": 1}) == Asked("about")


@pytest.mark.parametrize("value", [None, 1.5, [], {}, pytest.param(10**5000, id="huge")])
def test_a_value_of_another_shape_is_passed_over(value: Any) -> None:
    assert read_options(sent(value)) == Asked("assess")


def test_a_subcommand_is_passed_over() -> None:
    inner = [{"name": "field", "type": 3, "value": "x"}]
    data = {"name": "assess", "options": [{"name": "sub", "type": 1, "options": inner}]}
    assert read_options(data) == Asked("assess")


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
NAMES = st.sampled_from(["name", "options", "value", "focused", "type"])
SHAPES = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(NAMES | st.text(), inner)
)


@given(st.dictionaries(NAMES, SHAPES) | SHAPES)
def test_any_shape_is_read_as_texts_by_name(data: Any) -> None:
    asked = read_options(data)
    assert isinstance(asked.command, str)
    assert all(isinstance(one, str) for pair in asked.given.items() for one in pair)
