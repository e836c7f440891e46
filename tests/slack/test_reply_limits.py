"""Every limit of an answer in Slack is reached and never passed."""

from typing import Any

import pytest

from bot.slack import limits
from bot.slack.sheets import Sheet, Surface, lay_out
from bot.slack.tables import grid
from core.dialogue.reply import Action, Actions, Block, Item, Items, Paragraph, Reply, Table
from core.dialogue.request import Asked
from core.dialogue.text import Text, text
from tests.slack.block_rules import check_sheet, length, pressable, strings

Json = dict[str, Any]


def sheets(*blocks: Block, surface: Surface = Surface.MESSAGE, title: str = "") -> list[Sheet]:
    laid = lay_out(Reply(text(title), blocks), owner="U1", surface=surface, with_files=False)
    for sheet in laid.sheets:
        check_sheet(sheet, surface)
    return list(laid.sheets)


def only(*blocks: Block, title: str = "") -> list[Json]:
    (sheet,) = sheets(*blocks, title=title)
    return list(sheet.blocks)


def go(label: str, name: str) -> Action:
    return Action(label, "topic", {"name": name})


@pytest.mark.parametrize(
    ("surface", "most"),
    [(Surface.MESSAGE, limits.MESSAGE_BLOCKS), (Surface.VIEW, limits.VIEW_BLOCKS)],
)
def test_50_blocks_a_message_and_100_a_view(surface: Surface, most: int) -> None:
    def paragraphs(count: int) -> list[Paragraph]:
        return [Paragraph(text("a")) for _ in range(count)]

    assert [len(one.blocks) for one in sheets(*paragraphs(most), surface=surface)] == [most]
    over = sheets(*paragraphs(most + 1), surface=surface)
    assert [len(one.blocks) for one in over] == [most, 1]


def test_the_line_across_is_left_out_where_a_message_is_full_without_it() -> None:
    made = only(*[Paragraph(text("a"))] * 49, Actions((go("Go", "a"),)))
    assert [block["type"] for block in made] == ["rich_text"] * 49 + ["actions"]


@pytest.mark.parametrize("letter", ["a", "\u00e9", "\U0001f600"])
def test_12000_characters_over_all_blocks_of_a_message(letter: str) -> None:
    word = letter * 9
    takes = length(word) + 1
    half = Paragraph(text(" ".join([word] * (6000 // takes))))
    assert len(sheets(half, half)) == 1
    over = sheets(half, half, half)
    assert [len(sheet.blocks) > 1 for sheet in over] == [True, True]
    assert sum(map(length, strings(over[0].blocks))) <= limits.MESSAGE_CHARACTERS


def test_what_buttons_carry_is_counted_among_a_messages_characters() -> None:
    rows = [Actions(tuple(go("w" * 70, f"{row}-{n}{'x' * 60}") for n in range(25)))
            for row in range(6)]  # fmt: skip
    assert len(sheets(Paragraph(text("a")), *rows)) > 1


def test_a_view_is_within_250000_bytes() -> None:
    wide = Paragraph(text("\U0001f600" * 9000))
    over = sheets(*[wide] * 5, surface=Surface.VIEW)
    assert len(over) > 1, "an emoji takes twelve bytes as Slack's library writes it"
    assert len(sheets(Paragraph(text("a" * 90_000)), surface=Surface.VIEW)) == 1


def test_3000_characters_a_block_of_rich_text() -> None:
    made = only(Paragraph(text("a" * limits.SECTION_TEXT)))
    assert [sum(map(length, strings(block))) for block in made] == [limits.SECTION_TEXT]
    assert len(only(Paragraph(text("a" * (limits.SECTION_TEXT + 1))))) == 2


def test_2000_characters_of_small_print() -> None:
    fits = text("a" * 999 + "\n" + "b" * 1000)
    made = only(Paragraph(fits, quiet=True))
    assert [length(block["elements"][0]["text"]) for block in made] == [limits.CONTEXT_TEXT]
    over = text("a" * 1000 + "\n" + "b" * 1000)
    assert [block["type"] for block in only(Paragraph(over, quiet=True))] == ["context"] * 2


def test_150_characters_of_a_header() -> None:
    assert only(title="w" * limits.HEADER_TEXT)[0]["type"] == "header"
    assert only(title="w" * (limits.HEADER_TEXT + 1))[0]["type"] == "rich_text"
    assert only(title="\U0001f600" * 76)[0]["type"] == "rich_text"


def table(columns: int, rows: int, cell: Text) -> Table:
    return Table(("c",) * columns, tuple((cell,) * columns for _ in range(rows)))


@pytest.mark.parametrize(
    ("fits", "over"),
    [
        (table(1, limits.TABLE_ROWS - 1, text("a")), table(1, limits.TABLE_ROWS, text("a"))),
        (table(limits.TABLE_COLUMNS, 1, text("a")), table(limits.TABLE_COLUMNS + 1, 1, text("a"))),
        (table(4, 1, text("a" * 2499)), table(4, 1, text("a" * 2500))),
        (
            table(1, 1, text("a" * limits.SECTION_TEXT)),
            table(1, 1, text("a" * (limits.SECTION_TEXT + 1))),
        ),
    ],
    ids=["100 rows", "20 columns", "10,000 characters", "3,000 characters a cell"],
)
def test_a_table_that_is_larger_than_slacks_is_a_list(fits: Table, over: Table) -> None:
    assert grid(fits) is not None
    assert only(fits)[0]["type"] == "table"
    assert grid(over) is None
    for sheet in sheets(over):
        assert {block["type"] for block in sheet.blocks} == {"rich_text"}


def test_25_buttons_and_menus_a_row() -> None:
    row = Actions(tuple(go(str(n), str(n)) for n in range(25)), (go("More", "more"),))
    first, second = only(row)
    assert len(first["elements"]) == limits.ACTION_ELEMENTS
    assert [element["type"] for element in second["elements"]] == ["static_select"]


def test_75_characters_of_a_label() -> None:
    fits = only(Actions((go("w" * limits.BUTTON_TEXT, "a"),)))
    assert [button["text"]["text"] for button in pressable(fits)] == ["w" * limits.BUTTON_TEXT]
    longer, row = (
        block
        for block in only(Actions((go("w" * (limits.BUTTON_TEXT + 1), "a"),)))
        if block["type"] != "divider"
    )
    assert length(row["elements"][0]["text"]["text"]) <= limits.BUTTON_TEXT
    assert "w" * (limits.BUTTON_TEXT + 1) in list(strings(longer))


def test_100_options_a_menu_and_75_characters_an_option() -> None:
    more = tuple(go("w" * limits.OPTION_TEXT, str(n)) for n in range(101))
    (button, *menus) = pressable(only(Actions((go("a", "b"),), more)))
    assert button["type"] == "button"
    assert [len(menu["options"]) for menu in menus] == [limits.SELECT_OPTIONS, 1]
    assert length(menus[0]["options"][0]["text"]["text"]) == limits.OPTION_TEXT


def test_what_an_identifier_can_carry_fits_a_button_and_an_option() -> None:
    (button, menu) = pressable(only(Actions((go("fits", "w" * 80),), (go("fits", "w" * 79),))))
    assert length(button["value"]) <= limits.BUTTON_VALUE
    assert length(menu["options"][0]["value"]) <= limits.OPTION_VALUE


@pytest.mark.parametrize("surface", Surface)
@pytest.mark.parametrize("title", ["", "R" * 150, "R" * 400, "\U0001f600 <&>" * 40])
def test_a_full_sheet_has_room_for_its_place_and_the_way_to_the_next(
    surface: Surface, title: str
) -> None:
    items = Items(tuple(Item(text("\U0001f600 " * 60)) for _ in range(900)))
    paragraphs = [Paragraph(text("a"))] * 320
    many: tuple[Block, ...] = (*paragraphs, Actions((go("Go", "a"),)))
    one: tuple[Block, ...] = (items,)
    for blocks in (one, many):
        reply = Reply(text(title), blocks, again=Asked("topic", {"name": "x" * 60}))
        laid = lay_out(reply, owner="U0123456789", surface=surface, with_files=False)
        assert laid.turned
        for sheet in laid.sheets:
            check_sheet(sheet, surface)
