"""Slack writes three signs in another way; they are read as they were typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.requests import pressed, spoken, unescaped
from core.dialogue.command import Command
from core.dialogue.identifier import write_identifier
from core.dialogue.question import Kind, Question
from core.dialogue.request import Asked

WORDS = Question("words", "Words", "To read them.", Kind.WORDS)
COMMANDS = {"about": Command("about", "About.", (WORDS,))}


def written(text: str) -> str:
    """Text as Slack writes it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@given(st.text())
def test_what_slack_wrote_in_its_way_is_read_as_it_was_typed(text: str) -> None:
    assert unescaped(written(text)) == text


@pytest.mark.parametrize("typed", ["a & b", "<219", "x > y"])
def test_words_of_a_slash_command_are_read_as_they_were_typed(typed: str) -> None:
    body = {"command": "/about", "text": written(typed)}
    assert spoken(body, COMMANDS) == Asked("about", {"words": typed})


def test_what_a_button_carries_keeps_its_owner_however_slack_writes_it() -> None:
    identifier = write_identifier("topic", {"name": "plan"}, owner="U1", page=2)
    for value in (identifier, written(identifier)):
        read = pressed({"actions": [{"action_id": "press:0", "value": value}]})
        assert read is not None
        assert (read[1].owner, read[1].page) == ("U1", 2)
        assert read[1].asked == Asked("topic", {"name": "plan"})
