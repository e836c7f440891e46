"""Where a long reply is divided, and how one gets from one part to the next."""

import pytest

from bot.discord.parts import Beside, ButtonRow, Divider, Part, Words
from bot.discord.sheets import Laid, lay_out
from core.dialogue.identifier import Pressed, read_identifier
from core.dialogue.reply import (
    Action,
    Actions,
    Block,
    Fields,
    Heading,
    Item,
    Items,
    Paragraph,
    Reply,
    Row,
    SourceLine,
    Sources,
    Table,
)
from core.dialogue.request import Asked
from core.dialogue.text import Strong, text

AGAIN = Asked("topic", {"name": "plan"})


def reply(*blocks: Block, again: Asked | None = AGAIN, title: str = "Plan") -> Reply:
    return Reply(text(title), blocks, again=again)


def prose(word: str, length: int) -> Paragraph:
    return Paragraph(text((f"{word} " * length)[: length - length % 2 - 1] + "."))


def said(parts: tuple[Part, ...]) -> str:
    return "\n\n".join(part.markdown for part in parts if isinstance(part, Words))


def texts(laid: Laid) -> list[str]:
    return [said(sheet.parts) for sheet in laid.sheets]


def one(*blocks: Block) -> str:
    (sheet,) = lay_out(reply(*blocks)).sheets
    return said(sheet.parts)


def last_button(laid: Laid, place: int) -> tuple[str, Pressed]:
    row = laid.sheets[place].parts[-1]
    assert isinstance(row, ButtonRow)
    (button,) = row.buttons
    read = read_identifier(button.identifier)
    assert isinstance(read, Pressed)
    return button.label, read


def test_a_short_reply_is_one_text_on_one_sheet() -> None:
    laid = lay_out(reply(Heading(text("Now")), Paragraph(text("Do *this*.")), prose("a", 9)))
    assert not laid.turned
    assert texts(laid) == ["## Plan\n### Now\nDo \\*this\\*.\n\na a a a."]
    assert len(laid.sheets[0].parts) == 1


def test_a_reply_with_nothing_in_it_says_so() -> None:
    laid = lay_out(Reply((), ()))
    assert texts(laid) == ["There is nothing to show."]


def test_lists_keep_their_numbers_and_a_detail_belongs_to_its_item() -> None:
    items = (Item(text("one"), text("because")), Item(text("two\nmore")))
    assert one(Items(items, numbered=True)) == (
        "## Plan\n\n1. one\n   because\n2. two\n   more".replace("\n\n", "\n")
    )
    assert one(Items(items)).endswith("- one\n  because\n- two\n  more")


def test_small_print_is_small_in_every_line() -> None:
    assert one(Paragraph(text("a\nb"), quiet=True)).endswith("-# a\n-# b")


def test_fields_are_a_name_and_its_value() -> None:
    rows = (Row("Step 2 CK", text("219")), Row("Note:", text("- none")), Row("Why?", text("x")))
    assert one(Fields(rows)).endswith("**Step 2 CK:** 219\n**Note:** \\- none\n**Why?** x")


def test_a_table_is_a_short_list_for_every_row() -> None:
    table = Table(
        ("Program", "Places"),
        ((text("Boston"), text("8")), (text("Chicago ", Strong("IR")), text("2"))),
    )
    assert one(table).endswith(
        "Program: **Boston**\nPlaces: 8\n\nProgram: **Chicago IR**\nPlaces: 2"
    )


def test_a_table_without_rows_still_names_its_columns() -> None:
    assert one(Table(("Program", "Places"), ())).endswith("Program · Places")


def test_sources_say_how_firm_they_are_and_when_they_were_checked() -> None:
    lines = (
        SourceLine(text("NRMP"), "official", "22 Nov 2026"),
        SourceLine(text("A guide"), "estimate"),
    )
    assert one(Sources(lines)).endswith(
        "-# **Sources**\n-# NRMP (official, checked 22 Nov 2026)\n-# A guide (estimate)"
    )


def test_a_reply_that_can_be_drawn_again_is_turned_by_its_owner() -> None:
    laid = lay_out(reply(prose("a", 3000), prose("b", 3000), prose("c", 3000)), "77")
    assert laid.turned
    assert len(laid.sheets) == 3
    assert last_button(laid, 0) == ("Continue (2 of 3)", Pressed(AGAIN, "77", 2))
    assert last_button(laid, 1) == ("Continue (3 of 3)", Pressed(AGAIN, "77", 3))
    assert not any(isinstance(part, ButtonRow) for part in laid.sheets[2].parts)
    assert texts(laid)[1].startswith("-# Plan · 2 of 3\nb b")


@pytest.mark.parametrize("again", [None, Asked("topic", {"name": "x" * 80})])
def test_a_reply_that_no_button_can_draw_again_is_sent_at_once(again: Asked | None) -> None:
    laid = lay_out(reply(prose("a", 3000), prose("b", 3000), again=again), "77")
    assert not laid.turned
    assert len(laid.sheets) == 2
    assert texts(laid)[1].startswith("b b")
    assert not any(isinstance(part, ButtonRow) for sheet in laid.sheets for part in sheet.parts)


def test_a_sheet_ends_between_blocks_where_it_can() -> None:
    laid = lay_out(reply(prose("a", 1500), prose("b", 1500), prose("c", 1500)))
    first, second = texts(laid)
    assert "c c" not in first
    assert "b b" not in second


def test_then_between_items() -> None:
    items = Items(tuple(Item(text(f"{n} " * 100), text("detail " * 20)) for n in range(30)))
    for sheet in texts(lay_out(reply(items))):
        lines = sheet.removeprefix("-# Plan").splitlines()
        assert lines[-1].startswith("  detail"), "an item and its detail stay together"


def test_then_between_lines() -> None:
    lines = Paragraph(text("\n".join(f"line{n} " + "w " * 200 for n in range(30))))
    for sheet in texts(lay_out(reply(lines))):
        assert sheet.splitlines()[-1].startswith("line")


def test_then_between_words_and_a_line_that_stays_on_a_sheet_stays_a_line() -> None:
    words = [f"word{n}" for n in range(1200)]
    laid = lay_out(reply(Paragraph(text(" ".join(words)), quiet=True)))
    shown = [line for sheet in texts(laid) for line in sheet.splitlines() if "word" in line]
    assert len(shown) == len(laid.sheets) > 1
    assert all(line.startswith("-# word") for line in shown)
    assert " ".join(line.removeprefix("-# ") for line in shown).split() == words


def test_and_inside_a_word_as_a_last_resort() -> None:
    laid = lay_out(reply(Paragraph(text("a" * 9000)), again=None))
    assert len(laid.sheets) == 3
    assert sum(sheet.count("a") for sheet in texts(laid)) == 9000 + "## Plan".count("a")
    assert " " not in texts(laid)[1]


def test_a_heading_is_never_the_last_thing_on_a_sheet() -> None:
    for length in range(3300, 3990, 30):
        blocks = (prose("a", length), Heading(text("Next")), prose("b", 1500))
        first, second = texts(lay_out(reply(*blocks)))
        assert "Next" not in first
        assert second.endswith(f"### Next\n{'b ' * 750}".rstrip() + ".") or "### Next" in second


def test_a_sheet_is_not_left_nearly_empty_for_the_sake_of_a_better_place() -> None:
    items = Items(tuple(Item(text("word " * 30)) for _ in range(40)))
    first, *_ = texts(lay_out(reply(prose("a", 200), items)))
    assert len(first) > 3000


def test_buttons_stay_with_what_they_are_about() -> None:
    why = [Action("Why", "topic", {"name": str(n)}) for n in range(13)]
    full = Items(tuple(Item(text("an item"), action=action) for action in why))
    row = Actions((Action("Go", "profile"),))
    last = lay_out(Reply((), (full, row))).sheets[-1]
    assert [type(part) for part in last.parts] == [Beside, Divider, ButtonRow]


def test_a_line_across_sets_the_buttons_apart() -> None:
    row = Actions((Action("Go", "topic"),))
    (sheet,) = lay_out(reply(prose("a", 9), row)).sheets
    assert [type(part) for part in sheet.parts] == [Words, Divider, ButtonRow]


def test_the_same_reply_gives_the_same_sheets() -> None:
    long = reply(*(prose("a", 2000) for _ in range(5)))
    assert lay_out(long, "1") == lay_out(long, "1")
