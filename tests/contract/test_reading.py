"""Everything that can be pressed and typed leads to an answer, and all of it can be read."""

import re
from collections.abc import Iterator
from datetime import datetime

import pytest

from core.dialogue.buttons import buttons
from core.dialogue.line import read_line
from core.dialogue.reply import (
    Block,
    Fields,
    File,
    Heading,
    Items,
    Paragraph,
    Picture,
    Reply,
    Sources,
    Table,
)
from core.dialogue.request import Asked
from core.dialogue.text import Moment, Text, plain, text
from tests.contract.local_discord import LocalDoor
from tests.contract.people import ADA, answers_of, asked_at_the_desk, tells
from tests.contract.simulated_discord import SimulatedDoor
from tests.contract.visitor import Door, NotOffered, Seen, Visitor

BROKEN = ("Something went wrong", "Nothing was changed", "I answer commands")


async def walked(visitor: Visitor, start: Seen) -> dict[str, Seen]:
    """Everything that pressing leads to, by the label; what has one label is pressed once."""
    found: dict[str, Seen] = {}
    waiting = [start]
    while waiting:
        here = waiting.pop()
        for label in here.labels:
            if label in found:
                continue
            found[label] = await visitor.presses(here, label)
            if found[label].form is None:
                waiting.append(found[label])
    return found


@pytest.mark.parametrize("title", ["Model 1", "Model 3", "Model 5"])
async def test_every_button_and_every_entry_of_a_menu_leads_to_an_answer(
    door: Door, title: str
) -> None:
    ada = await door.visitor("Ada")
    reading = await tells(ada, door, answers_of(title, door))
    assert len(set(reading.labels)) == len(reading.labels)
    found = await walked(ada, reading)
    assert {"Evidence", "Sources", "My answers", "Delete everything"} <= found.keys()
    for label, seen in found.items():
        assert seen.private, label
        assert seen.text, label
        assert not any(said in seen.text for said in BROKEN), (label, seen.text)
    assert sum(seen.form is not None for seen in found.values()) > 5


async def test_every_command_answers_with_and_without_options(door: Door) -> None:
    ada = await door.visitor("Ada", administrator=True)
    await tells(ada, door, ADA)
    impossible: set[str] = set()
    for name, command in door.desk.commands.items():
        asked = [read_line(line, door.desk.commands) for line in command.examples]
        for one in (Asked(name), *asked) if command.listed else ():
            assert isinstance(one, Asked)
            try:
                seen = await ada.types(one.command, **one.given)
            except NotOffered:
                impossible.add(" ".join((name, *one.given)))
                continue
            assert seen.text, one
            assert "Something went wrong" not in seen.text, one
    assert impossible <= NOT_ON_DISCORD


NOT_ON_DISCORD = {
    "topic",  # its one option is needed
    "setup",  # in the direct message
    "setup show",
    "setup default_zone",
    "propose",  # in the direct message
}


async def test_a_reply_is_read_to_its_end_and_nothing_of_it_is_lost(door: Door) -> None:
    ada = await door.visitor("Ada")
    await tells(ada, door, answers_of("Model 3", door))
    topics = [choice.value for choice in door.desk.commands["topic"].options[0].choices]
    continued = 0
    for topic in topics:
        said: list[str] = []
        seen = await ada.types("topic", name=topic)
        while True:
            said += [seen.text, *seen.labels, *seen.pictures]
            on = [label for label in seen.labels if label.startswith("Continue (")]
            if not on:
                break
            continued += 1
            seen = await ada.presses(seen, on[0])
        meant = await asked_at_the_desk(door, ada, "topic", name=topic)
        lost = words("\n".join(all_said(meant))) - words("\n".join(said))
        assert not lost, topic
    assert bool(continued) is isinstance(door, SimulatedDoor | LocalDoor)


def words(said: str) -> set[str]:
    """The words, without the marks that a door puts around them."""
    return {word for word in re.split(r"[\s():,]+", said) if word}


def all_said(reply: Reply) -> Iterator[str]:
    """All that a reply says."""
    yield plain(reply.title)
    for block in reply.blocks:
        yield from map(told, texts(block))
        if isinstance(block, Picture):
            yield block.alternative
        elif isinstance(block, File):
            yield block.name
    yield from (action.label for action in buttons(reply))


def texts(block: Block) -> Iterator[Text]:
    match block:
        case Heading() | Paragraph():
            yield block.text
        case Items():
            for item in block.items:
                yield from (item.text, item.detail or ())
        case Fields():
            for row in block.rows:
                yield from (text(row.label), row.text)
        case Table():
            yield from (*map(text, block.columns), *(cell for row in block.rows for cell in row))
        case Sources():
            for line in block.lines:
                yield from (line.text, text(line.strength), text(line.checked))


def told(said: Text) -> str:
    """The words; an instant is left out, because each door shows it in its own way."""
    kept = (one for one in said if not (isinstance(one, Moment) and isinstance(one.at, datetime)))
    return plain(tuple(kept))


async def test_a_picture_says_in_words_what_it_shows(door: Door) -> None:
    ada = await door.visitor("Ada")
    await tells(ada, door, ADA)
    evidence = await ada.types("topic", name="evidence")
    meant = await asked_at_the_desk(door, ada, "topic", name="evidence")
    shown = [block.alternative for block in meant.blocks if isinstance(block, Picture)]
    assert shown
    assert list(evidence.pictures) == shown
    assert "219" in shown[0]


async def test_help_names_every_command_and_explains_each(door: Door) -> None:
    ada = await door.visitor("Ada")
    every = await ada.types("help")
    for name, command in door.desk.commands.items():
        assert (door.typed(name) in every.text) is command.listed
    explained = await ada.presses(every, "Help on /assess")
    assert "step2_ck" in explained.text
    assert "An honest, sourced reading" in explained.text


async def test_about_says_what_this_is_and_what_it_is_not(door: Door) -> None:
    ada = await door.visitor("Ada")
    about = await ada.types("about")
    assert "It computes no chance of matching" in about.text
    assert (await ada.presses(about, "Read my profile")).form is not None
