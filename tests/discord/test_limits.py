"""Every limit of a message is reached and never passed, and the others are as published."""

import pytest

from bot.discord import limits
from bot.discord.messages import build
from bot.discord.sheets import lay_out
from core.dialogue.reply import Action, Actions, Block, File, Item, Items, Paragraph, Picture, Reply
from core.dialogue.text import text
from tests.discord.message_rules import (
    BUTTON,
    FILE,
    GALLERY,
    ROW,
    SELECT,
    TEXT,
    Json,
    check_message,
    components_of,
    walked,
)
from tests.rendering.made import CHART


async def built(*blocks: Block) -> list[list[Json]]:
    """Every component of every message."""
    messages = []
    for sheet in lay_out(Reply((), blocks)).sheets:
        one = await build(sheet, file_limit=1000, draw=lambda _: b"")
        check_message(one)
        messages.append(list(walked(components_of(one))))
    return messages


def of(kind: int, message: list[Json]) -> list[Json]:
    return [part for part in message if part["type"] == kind]


def go(label: str, name: str) -> Action:
    return Action(label, "topic", {"name": name})


async def test_40_components_a_message_those_inside_others_counted() -> None:
    items = tuple(Item(text("a"), action=go("Why", str(n))) for n in range(26))
    assert [len(one) for one in await built(Items(items))] == [1 + 13 * 3] * 2


@pytest.mark.parametrize("letter", ["a", "é", "😀", "*"])
async def test_4000_characters_over_all_texts_of_a_message(letter: str) -> None:
    widths = {"a": 1, "é": 1, "😀": 2, "*": 2}
    words = " ".join([letter * 9] * (4000 // (9 * widths[letter] + 1)))
    assert len(await built(Paragraph(text(words)))) == 1
    messages = await built(Paragraph(text(words)), Paragraph(text(words)))
    assert len(messages) == 2
    shown = [sum(limits.units(part["content"]) for part in of(TEXT, one)) for one in messages]
    assert all(3900 < count <= limits.TEXT for count in shown)


async def test_10_files_a_message() -> None:
    files = (File(f"{n}.txt", "text/plain", "x") for n in range(12))
    assert [len(of(FILE, one)) for one in await built(*files)] == [limits.FILES, 2]


async def test_10_pictures_a_message_one_in_each_gallery() -> None:
    pictures = (Picture(f"p{n}", CHART, "words") for n in range(12))
    assert [len(of(GALLERY, one)) for one in await built(*pictures)] == [limits.FILES, 2]


async def test_1024_characters_of_alternative_text_and_the_whole_of_it_below() -> None:
    (fits,) = await built(Picture("p", CHART, "w" * 1024))
    assert not of(TEXT, fits)
    (longer,) = await built(Picture("p", CHART, "words " * 200))
    (gallery,) = of(GALLERY, longer)
    assert 1000 < len(gallery["items"][0]["description"]) <= limits.MEDIA_DESCRIPTION
    (whole,) = of(TEXT, longer)
    assert whole["content"].split() == ["words"] * 200


async def test_80_characters_of_a_label() -> None:
    (fits,) = await built(Actions((go("w" * 80, "a"),)))
    assert [part["label"] for part in of(BUTTON, fits)] == ["w" * 80]
    (longer,) = await built(Actions((go("😀" * 41, "a"),)))
    (button,) = of(BUTTON, longer)
    assert limits.units(button["label"]) <= limits.BUTTON_LABEL
    assert [part["content"] for part in of(TEXT, longer)] == [f"- {'😀' * 41}"]


async def test_100_characters_of_an_identifier() -> None:
    (message,) = await built(Actions((go("fits", "w" * 87), go("does not", "w" * 88))))
    assert [len(part["custom_id"]) for part in of(BUTTON, message)] == [limits.CUSTOM_ID]


async def test_5_buttons_a_row() -> None:
    (message,) = await built(Actions(tuple(go("a", str(n)) for n in range(6))))
    assert [len(part["components"]) for part in of(ROW, message)] == [limits.ROW_BUTTONS, 1]


async def test_25_options_a_menu_and_100_characters_an_option() -> None:
    more = tuple(go("w" * 100, str(n)) for n in range(26))
    (message,) = await built(Actions((go("a", "b"),), more))
    assert [len(part["options"]) for part in of(SELECT, message)] == [limits.SELECT_OPTIONS, 1]
    option = of(SELECT, message)[0]["options"][0]
    assert len(option["label"]) == limits.OPTION_LABEL
    assert len(option["value"]) <= limits.OPTION_VALUE


@pytest.mark.parametrize(
    ("limit", "published"),
    [
        (limits.SECTION_TEXTS, 3), (limits.MEDIA, 10), (limits.OPTION_DESCRIPTION, 100),
        (limits.PLACEHOLDER, 150), (limits.MODAL_TITLE, 45), (limits.MODAL_ITEMS, 5),
        (limits.MODAL_LABEL, 45), (limits.MODAL_DESCRIPTION, 100), (limits.TEXT_INPUT, 4000),
        (limits.TEXT_PLACEHOLDER, 100), (limits.RADIO_OPTIONS, range(2, 11)),
        (limits.CHECKBOX_OPTIONS, range(1, 11)), (limits.COMMANDS, 100), (limits.COMMAND_NAME, 32),
        (limits.COMMAND_OPTIONS, 25), (limits.COMMAND_CHARACTERS, 8000),
        (limits.COMMAND_DESCRIPTION, 100), (limits.COMMAND_CHOICES, 25), (limits.CHOICE_NAME, 100),
    ],
)  # fmt: skip
def test_a_limit_is_as_published(limit: object, published: object) -> None:
    assert limit == published


@pytest.mark.parametrize(
    ("words", "count"), [("", 0), ("abc", 3), ("é", 1), ("😀", 2), ("\ud800", 1)]
)
def test_a_length_is_never_less_than_what_discord_counts(words: str, count: int) -> None:
    assert limits.units(words) == count
