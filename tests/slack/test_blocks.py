"""How each block of a reply reads in Slack."""

import pytest

from bot.slack.sheets import Surface, lay_out
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
from core.dialogue.text import Code, Link, Strong, Text, text
from tests.slack.block_rules import Json, check_sheet, lines_of

PLAN = text("Plan")
WHY = Action("Why", "topic", {"name": "plan"})
TABLE = Table(
    ("Program", "Places"),
    ((text("Boston"), text("8")), (text("Chicago ", Strong("IR")), ())),
)


def blocks(*of: Block, title: Text = PLAN, surface: Surface = Surface.MESSAGE) -> list[Json]:
    reply = Reply(title, of)
    (sheet,) = lay_out(reply, owner="U1", surface=surface, with_files=False).sheets
    check_sheet(sheet, surface)
    return list(sheet.blocks)


def said(*of: Block, surface: Surface = Surface.MESSAGE) -> list[str]:
    return lines_of(blocks(*of, surface=surface))[1:]


def kinds(made: list[Json]) -> list[str]:
    return [block["type"] for block in made]


def test_a_title_is_a_header_and_its_sentence_stands_below() -> None:
    made = blocks(Paragraph(text("Do *this*.")), title=text("Plan ", Strong("now")))
    assert made[0] == {
        "type": "header", "text": {"type": "plain_text", "text": "Plan now", "emoji": False},
    }  # fmt: skip
    assert lines_of(made) == ["# Plan now", "Do *this*."]


@pytest.mark.parametrize("title", [text("w" * 151), text("See ", Link("here", "https://a.b"))])
def test_a_title_that_no_header_can_hold_is_bold(title: Text) -> None:
    (only,) = blocks(title=title)
    assert only["type"] == "rich_text"
    assert lines_of([only])[0].startswith("**")


def test_a_reply_with_nothing_in_it_says_so() -> None:
    made = blocks(title=())
    assert lines_of(made) == ["~ There is nothing to show."]


def test_a_heading_is_bold_and_stands_close_to_what_it_opens() -> None:
    made = blocks(Paragraph(text("a")), Heading(text("Next")), Paragraph(text("b")))
    assert lines_of(made) == ["# Plan", "a", "**Next**", "b"]
    assert kinds(made) == ["header", "rich_text", "rich_text"]


def test_paragraphs_stand_apart_and_keep_their_blank_lines() -> None:
    made = blocks(Paragraph(text("a\nb\n\nc")), Paragraph(text("d")))
    assert lines_of(made) == ["# Plan", "a", "b", "", "c", "d"]
    assert kinds(made) == ["header", "rich_text", "rich_text"]


def test_small_print_is_small_where_it_is_plain_words() -> None:
    assert said(Paragraph(text("a\nb"), quiet=True)) == ["~ a", "~ b"]
    assert said(Paragraph(text("type ", Code("/a")), quiet=True)) == ["type `/a`"]


def test_a_list_keeps_its_numbers_and_a_detail_belongs_to_its_item() -> None:
    items = (Item(text("one"), text("because")), Item(text("two\nmore")))
    assert said(Items(items, numbered=True)) == ["1. one", "because", "2. two", "more"]
    made = blocks(Paragraph(text("These:")), Items(items))
    assert lines_of(made)[1:] == ["These:", "\u2022 one", "because", "\u2022 two", "more"]
    assert kinds(made) == ["header", "rich_text"]


def test_an_item_has_its_button_right_below_it_and_the_numbers_go_on() -> None:
    items = (Item(text("one")), Item(text("two"), action=WHY), Item(text("three")))
    made = blocks(Items(items, numbered=True))
    assert kinds(made) == ["header", "rich_text", "actions", "rich_text"]
    assert lines_of(made)[1:] == ["1. one", "2. two", "3. three"]
    assert made[3]["elements"][0]["offset"] == 2


def test_an_item_of_a_button_alone_is_a_button() -> None:
    assert kinds(blocks(Items((Item((), action=WHY),)))) == ["header", "actions"]


def test_fields_are_a_name_and_its_value() -> None:
    rows = (Row("Step 2 CK", text("219")), Row("Note:", text("- none")), Row("Why?", text("x")))
    assert said(Fields(rows)) == ["**Step 2 CK:** 219", "**Note:** - none", "**Why?** x"]


def test_a_message_has_a_table_with_its_head_in_bold() -> None:
    made = blocks(TABLE)
    assert kinds(made) == ["header", "table"]
    assert lines_of(made)[1:] == [
        "**Program** | **Places**", "Boston | 8", "Chicago **IR** | \u2013",
    ]  # fmt: skip


def test_a_view_has_a_short_list_for_every_row() -> None:
    assert said(TABLE, surface=Surface.VIEW) == [
        "\u2022 Program: **Boston**", "Places: 8", "\u2022 Program: **Chicago IR**", "Places:",
    ]  # fmt: skip


def test_a_second_table_is_a_list_for_a_message_takes_one() -> None:
    assert kinds(blocks(TABLE, TABLE)) == ["header", "table", "rich_text"]


def test_a_table_without_rows_names_its_columns() -> None:
    assert said(Table(("Program", "Places"), ())) == ["Program \u00b7 Places"]


def test_sources_are_small_and_say_how_firm_they_are() -> None:
    lines = (SourceLine(text("NRMP"), "official", "22 Nov 2026"), SourceLine(text("A"), "estimate"))
    assert said(Sources(lines)) == [
        "~ Sources", "~ NRMP (official, checked 22 Nov 2026)", "~ A (estimate)",
    ]  # fmt: skip


def test_sources_with_links_are_a_list_of_them() -> None:
    lines = (SourceLine(text(Link("NRMP", "https://nrmp.org")), "official"),)
    assert said(Sources(lines)) == [
        "**Sources**", "\u2022 [NRMP](https://nrmp.org) (official)",
    ]  # fmt: skip
    assert said(Sources(())) == []


def test_a_line_across_sets_the_last_buttons_apart_and_no_others() -> None:
    made = blocks(Items((Item(text("a"), action=WHY),)), Actions((WHY,)))
    assert kinds(made) == ["header", "rich_text", "actions", "divider", "actions"]
    assert "divider" not in kinds(blocks(Items((Item(text("a"), action=WHY),))))


def test_a_heading_over_the_last_buttons_stays_with_them() -> None:
    made = blocks(Paragraph(text("a")), Heading(text("Yours")), Actions((WHY,)))
    assert kinds(made) == ["header", "rich_text", "divider", "rich_text", "actions"]
    assert "divider" not in kinds(blocks(Heading(text("Yours")), Actions((WHY,)), title=()))
