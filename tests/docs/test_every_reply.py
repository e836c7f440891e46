"""Every reply of the product renders at any width, and its buttons fit every door."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time

import pytest
from rich.cells import cell_len

from bot.app import open_desk
from bot.console.plain import plain_text
from bot.settings import StorageSettings
from core.dialogue.buttons import buttons
from core.dialogue.identifier import (
    LONGEST_IDENTIFIER,
    Pressed,
    read_identifier,
    write_identifier,
)
from core.dialogue.reply import File, Reply
from core.dialogue.request import Asked
from tests.docs.pages import answered, scenarios
from tests.docs.season_replies import every_season_reply

LONGEST_OWNER = str(2**64 - 1)
WIDTHS = (20, 33, 40, 57, 80, 100, 200)
PEOPLE = scenarios()


@pytest.fixture(scope="module")
def replies() -> list[Reply]:
    return asyncio.run(every_reply())


async def every_reply() -> list[Reply]:
    """What every view of every person of the documentation, and of the season, answers with."""
    settings = StorageSettings(database="sqlite://")
    noon = datetime.combine(PEOPLE[0].today, time(12), UTC)
    async with open_desk(settings, now=noon) as desk:
        shown = []
        topics = [choice.value for choice in desk.commands["topic"].options[0].choices]
        for one in PEOPLE:
            lines = [one.line, *(f"/topic {topic}" for topic in topics), "/whatif step2_ck:240"]
            lines += ["/profile", "/privacy", "/help assess"]
            for line in lines:
                shown.append(await answered(desk, line, name=one.title, today=one.today))
        return [*shown, *await every_season_reply(desk)]


def _words(text: str) -> list[str]:
    kept = "".join(" " if letter in "\u2500\u2550\u2022" else letter for letter in text)
    return sorted(word.rstrip(":") for word in kept.split() if not word.isdigit())


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_longer_than_the_width_but_a_single_word(
    replies: list[Reply], width: int
) -> None:
    for reply in replies:
        # What is in a file has lines of its own.
        running = tuple(block for block in reply.blocks if not isinstance(block, File))
        for line in plain_text(replace(reply, blocks=running), width).splitlines():
            assert cell_len(line) <= width or len(line.split()) <= 2, line


@pytest.mark.parametrize("width", WIDTHS[3:])
def test_no_word_is_lost_at_any_width(replies: list[Reply], width: int) -> None:
    for reply in replies:
        wide = _words(plain_text(reply, 5000))
        assert set(wide) <= set(_words(plain_text(reply, width))), reply.title


def test_every_button_fits_both_platforms_identifiers(replies: list[Reply]) -> None:
    pressed = [action for reply in replies for action in buttons(reply)]
    assert pressed
    for action in pressed:
        identifier = write_identifier(
            action.command, action.arguments, owner=LONGEST_OWNER, page=99
        )
        assert len(identifier) <= LONGEST_IDENTIFIER
        asked = Asked(action.command, dict(action.arguments))
        assert read_identifier(identifier) == Pressed(asked, LONGEST_OWNER, 99)
