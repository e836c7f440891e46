"""Where a long reply is divided, and how one gets from one part to the next."""

import pytest

from bot.slack.sheets import Laid, Surface, lay_out
from core.dialogue.identifier import Pressed
from core.dialogue.reply import Action, Block, Heading, Item, Items, Paragraph, Reply
from core.dialogue.request import Asked
from core.dialogue.text import text
from tests.slack.block_rules import check_sheet, lines_of, pressable, requests

AGAIN = Asked("topic", {"name": "plan"})
OWNER = "U77"


def laid(
    *blocks: Block,
    again: Asked | None = AGAIN,
    title: str = "Plan",
    surface: Surface = Surface.MESSAGE,
) -> Laid:
    reply = Reply(text(title), blocks, again=again)
    made = lay_out(reply, owner=OWNER, surface=surface, with_files=False)
    for sheet in made.sheets:
        check_sheet(sheet, surface)
    return made


def texts(made: Laid) -> list[str]:
    return ["\n".join(lines_of(sheet.blocks)) for sheet in made.sheets]


def prose(word: str, length: int) -> Paragraph:
    return Paragraph(text((f"{word} " * length)[: length - length % 2 - 1] + "."))


def labels(made: Laid, place: int) -> list[str]:
    return [element["text"]["text"] for element in pressable(made.sheets[place].blocks)]


def test_a_reply_that_can_be_drawn_again_is_turned_by_its_owner() -> None:
    made = laid(prose("a", 9000), prose("b", 9000), prose("c", 9000))
    assert made.turned
    assert [labels(made, place) for place in range(3)] == [
        ["Continue (2 of 3)"], ["Continue (3 of 3)"], [],
    ]  # fmt: skip
    assert requests(made.sheets[0].blocks) == [Pressed(AGAIN, OWNER, 2)]
    assert requests(made.sheets[1].blocks) == [Pressed(AGAIN, OWNER, 3)]
    assert texts(made)[1].startswith("~ Plan \u00b7 2 of 3\nb b")


@pytest.mark.parametrize("again", [None, Asked("topic", {"name": "x" * 80})])
def test_a_reply_that_no_button_can_draw_again_is_sent_at_once(again: Asked | None) -> None:
    made = laid(prose("a", 9000), prose("b", 9000), again=again)
    assert not made.turned
    assert [labels(made, place) for place in range(2)] == [[], []]
    assert texts(made)[1].startswith("b b")


def test_a_sheet_ends_between_blocks_where_it_can() -> None:
    first, second = texts(laid(prose("a", 5000), prose("b", 5000), prose("c", 5000)))
    assert "c c" not in first
    assert "b b" not in second


def test_then_between_items() -> None:
    items = Items(tuple(Item(text(f"{n} " * 100), text("detail " * 20)) for n in range(60)))
    for sheet in texts(laid(items)):
        assert sheet.splitlines()[-1].startswith("detail"), "an item and its detail stay together"


def test_an_item_is_not_divided_among_the_blocks_of_a_message() -> None:
    items = Items(tuple(Item(text(f"{n} " * 100), text("detail " * 20)) for n in range(20)))
    for sheet in laid(items).sheets:
        for block in (block for block in sheet.blocks if block["type"] == "rich_text"):
            (listed,) = block["elements"]
            assert listed["type"] == "rich_text_list"


def test_then_between_words_and_every_word_is_there() -> None:
    words = [f"word{n}" for n in range(3000)]
    made = laid(Paragraph(text(" ".join(words))))
    shown = " ".join(texts(made)).replace("\n", " ").split()
    assert [word for word in shown if word.startswith("word")] == words
    assert len(made.sheets) > 1


def test_and_inside_a_word_as_a_last_resort() -> None:
    made = laid(Paragraph(text("a" * 30_000)), again=None, title="")
    assert len(made.sheets) == 3
    assert sum(sheet.count("a") for sheet in texts(made)) == 30_000


def test_a_heading_is_never_the_last_thing_on_a_sheet() -> None:
    for length in range(10_500, 11_900, 100):
        made = laid(prose("a", length), Heading(text("Next")), prose("b", 1500))
        for sheet in texts(made):
            assert not sheet.endswith("**Next**")


def test_an_items_button_is_on_its_sheet() -> None:
    why = [Action("Why", "topic", {"name": str(n)}) for n in range(60)]
    made = laid(Items(tuple(Item(text(f"{n}"), action=one) for n, one in enumerate(why))))
    for sheet in made.sheets:
        rows = [block["type"] for block in sheet.blocks if block["type"] != "context"]
        assert rows.count("rich_text") == rows.count("actions") - (sheet is not made.sheets[-1])


def test_the_words_of_a_notification_are_the_title_alone_and_no_markup() -> None:
    made = laid(Paragraph(text("219")), title="R&D <!channel>")
    assert made.sheets[0].text == "R&amp;D &lt;!channel&gt;"
    assert made.sheets[0].title == "R&D <!channel>"
    assert laid(Paragraph(text("219")), title="").sheets[0].text == "There is nothing to show."


def test_what_a_sheet_says_is_not_in_its_description_for_programs() -> None:
    (sheet,) = laid(Paragraph(text("secret")), title="secret").sheets
    assert "secret" not in repr(sheet)


def test_the_same_reply_gives_the_same_sheets() -> None:
    paragraphs = [prose("a", 2000) for _ in range(9)]
    assert laid(*paragraphs) == laid(*paragraphs)
