"""Commands in answers are those that can be typed on Slack."""

import pytest

from bot.slack.typed_here import TypedHere
from core.dialogue.reply import (
    Action,
    Actions,
    Fields,
    Heading,
    Item,
    Items,
    Paragraph,
    Reply,
    Row,
    Table,
)
from core.dialogue.text import Code, Link, Strong, plain, text

HERE = TypedHere(("assess", "topic", "privacy", "topic_more"), ("readingroom", "assess"))


def shown(*said: str | Code | Strong | Link) -> str:
    return plain(HERE(Reply(text(*said), ())).title)


@pytest.mark.parametrize(
    ("said", "here"),
    [
        ("/topic plan", "/readingroom topic plan"),
        ("There are /assess, /topic, /privacy.",
         "There are /assess, /readingroom topic, /readingroom privacy."),
        ("Help on /topic_more", "Help on /readingroom topic_more"),
        ("/readingroom topic plan", "/readingroom topic plan"),
        ("/asess", "/asess"),
        ("and/topic", "and/topic"),
        ("https://a.example/topic", "https://a.example/topic"),
        ("/topics", "/topics"),
        ("/topic/plan", "/topic/plan"),
    ],
)  # fmt: skip
def test_a_command_without_a_slash_command_of_its_own_stands_behind_the_bots(
    said: str, here: str
) -> None:
    for made in (said, Code(said), Strong(said)):
        assert shown(made) == here


def test_an_address_stays_as_it_is() -> None:
    link = Link("/topic", "https://a.example/topic")
    assert HERE(Reply((link,), ())).title == (link,)


def test_commands_are_found_in_every_part_of_a_reply() -> None:
    said = text("See ", Code("/topic plan"))
    action = Action("Help on /privacy", "help", {"command": "privacy"})
    reply = Reply(
        said,
        (
            Heading(said),
            Paragraph(said, quiet=True),
            Items((Item(said, said, action), Item(said)), numbered=True),
            Fields((Row("/topic", said),)),
            Table(("a",), ((said,),)),
            Actions((action,), (action,)),
        ),
    )
    written = repr(HERE(reply))
    assert "'/topic" not in written
    assert "Help on /privacy" not in written
    assert written.count("/readingroom topic plan") == 8
    assert written.count("Help on /readingroom privacy") == 3
    assert "{'command': 'privacy'}" in written


def test_nothing_is_changed_where_every_command_stands_alone() -> None:
    reply = Reply(text("/assess and /topic"), ())
    assert TypedHere(("assess",), ("assess",))(reply) is reply
