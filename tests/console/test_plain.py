import string
from dataclasses import fields, is_dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from bot.console.plain import plain_text
from core.dialogue.reply import (
    Action,
    Actions,
    Block,
    Fields,
    File,
    Heading,
    Item,
    Items,
    Paragraph,
    Picture,
    Reply,
    Row,
    SourceLine,
    Sources,
    Table,
)
from core.dialogue.text import Code, Link, Named, Plain, Strong, Text, text
from tests.console.fakes import CHART, EVERYTHING

WORD = st.text(
    st.one_of(
        st.sampled_from(string.ascii_letters + "[]/\\'.:"),
        st.characters(min_codepoint=0x3041, max_codepoint=0x3096),
    ),
    min_size=1,
    max_size=30,
)
WORDS = st.lists(WORD, min_size=1, max_size=12).map(" ".join)
SPAN = st.one_of(
    st.builds(Plain, WORDS),
    st.builds(Strong, WORDS),
    st.builds(Code, WORDS),
    st.builds(Link, WORDS, WORD.map(lambda word: f"https://{word}")),
    st.builds(Named, st.sampled_from(["person", "role", "channel"]), WORD),
)
TEXT = st.lists(SPAN, min_size=1, max_size=3).map(tuple)
ACTION = st.builds(Action, WORDS, st.just("help"), st.dictionaries(st.just("note"), WORDS))


def table(columns: int) -> st.SearchStrategy[Table]:
    names = st.lists(WORDS, min_size=columns, max_size=columns).map(tuple)
    row = st.lists(TEXT, min_size=columns, max_size=columns).map(tuple)
    return st.builds(Table, names, st.lists(row, max_size=3).map(tuple))


BLOCK: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, TEXT),
    st.builds(Paragraph, TEXT, st.booleans()),
    st.builds(
        Items,
        st.lists(st.builds(Item, TEXT, st.none() | TEXT, st.none() | ACTION), max_size=3).map(
            tuple
        ),
        st.booleans(),
    ),
    st.builds(Fields, st.lists(st.builds(Row, WORDS, TEXT), max_size=3).map(tuple)),
    st.integers(1, 4).flatmap(table),
    st.builds(Picture, WORD, st.just(CHART), WORDS),
    st.builds(File, WORD, WORD, WORDS),
    st.builds(
        Actions, st.lists(ACTION, max_size=3).map(tuple), st.lists(ACTION, max_size=2).map(tuple)
    ),
    st.builds(Sources, st.lists(st.builds(SourceLine, TEXT, WORD, WORDS), max_size=2).map(tuple)),
)
REPLY = st.builds(Reply, TEXT, st.lists(BLOCK, max_size=3).map(tuple))


_NOT_SHOWN = {"kind", "command", "arguments", "chart", "media_type", "data", "quiet"}


def _words_of(shown: object) -> set[str]:
    """Every word that a person should find in the output."""
    if isinstance(shown, str):
        return set(shown.split())
    if isinstance(shown, tuple):
        return {word for part in shown for word in _words_of(part)}
    if not is_dataclass(shown):
        return set()
    names = {field.name for field in fields(shown)} - _NOT_SHOWN
    if isinstance(shown, Picture):
        names -= {"name"}
    return {word for name in names for word in _words_of(getattr(shown, name))}


@settings(deadline=None)  # the first example loads tables
@given(REPLY, st.integers(20, 200))
def test_no_word_is_lost_and_no_line_is_too_long_unless_a_single_word_is(
    reply: Reply, width: int
) -> None:
    shown = plain_text(reply, width)
    for word in _words_of(reply):
        assert word in shown
    in_files = {
        line
        for block in reply.blocks
        if isinstance(block, File)
        for line in block.content.split("\n")
    }
    for line in shown.split("\n"):
        if line in in_files:
            continue
        assert cell_len(line) <= width or len(line.split()) == 1, line
        assert line == line.rstrip()


def test_every_kind_of_block_has_its_shape() -> None:
    assert plain_text(EVERYTHING, 60) == "\n".join(
        [
            "Reading for season 2028",
            "\u2550" * 23,
            "Your 219 is a pass; type /help.",
            "",
            "Settle first",
            "\u2500" * 12,
            "\u2022 Certification by 1 March 2028",
            "  because the list closes then",
            '  [1] why  /help note:"two words"',
            "\u2022 A second thing",
            "",
            *(f"{number:>2}  step {number}" for number in range(1, 12)),
            "",
            "Exam  Step 2 CK",
            "Due   29 January 2027, 23:59 EST",
            "",
            "Group                    n",
            "\u2500" * 28,
            "US seniors who matched   900",
            "",
            "Picture: Your 219 beside a group.",
            "",
            "File: dates.ics (15 bytes)",
            "BEGIN:VCALENDAR",
            "",
            "[2] Start  /assess again:yes",
            "More: [3] More",
            "",
            "Sources",
            "\u2022 NRMP (https://nrmp.org/a) (official, checked today)",
            "",
            "Educational, not advising.",
        ]
    )


def test_a_table_that_does_not_fit_becomes_a_label_and_value_a_line() -> None:
    wide = Table(("Group", "People"), ((text("US seniors"), text("nine_hundred_and_one")),) * 2)
    rows = ["Group: US seniors", "People:", "  nine_hundred_and_one"]
    assert plain_text(Reply((), (wide,)), 24).split("\n") == [*rows, "", *rows]


def test_a_table_wraps_its_widest_column_first() -> None:
    table = Table(("Group", "n"), ((text("US seniors who matched in 2022"), text("900")),))
    lines = plain_text(Reply((), (table,)), 30).split("\n")
    assert [line.split() for line in lines[2:]] == [
        ["US", "seniors", "who", "900"],
        ["matched", "in", "2022"],
    ]


def test_wide_characters_count_two_columns() -> None:
    lines = plain_text(Reply((), (Paragraph(text("\u6771\u4eac " * 10)),)), 20).split("\n")
    assert [cell_len(line) for line in lines] == [19, 19, 9]


def test_values_stand_in_one_column_beside_wide_labels_too() -> None:
    rows = (Row("\u6771\u4eac", text("a")), Row("Tokyo", text("b")))
    shown = plain_text(Reply((), (Fields(rows),)))
    assert [cell_len(line) for line in shown.split("\n")] == [8, 8]


def test_an_address_that_is_its_own_words_stands_once() -> None:
    address = "https://nrmp.org/a"
    assert plain_text(Reply((), (Paragraph(text(Link(address, address))),))) == address


@pytest.mark.parametrize("harm", ["\x1b[2J", "\x07", "\x9b31m", "\x08", "\r", "\u202e", "\x00"])
def test_what_would_steer_a_terminal_is_made_visible_instead(harm: str) -> None:
    said: Text = text(f"before{harm}after")
    reply = Reply(
        said,
        (
            Heading(said),
            Paragraph(text(Strong(f"a{harm}b"), Code(f"a{harm}b"), Link("x", f"https://a{harm}b"))),
            Items((Item(said, said, Action(f"a{harm}b", "help", {"note": f"a{harm}b"})),)),
            Fields((Row(f"a{harm}b", said),)),
            Table((f"a{harm}b",), ((said,),)),
            Picture("p", CHART, f"a{harm}b"),
            File(f"a{harm}b", "text/plain", f"a{harm}b"),
            Sources((SourceLine(said, f"a{harm}b", f"a{harm}b"),)),
        ),
    )
    for width in (20, 80):
        shown = plain_text(reply, width)
        assert harm[0] not in shown
        assert shown.isprintable() or all(line.isprintable() for line in shown.split("\n"))


def test_a_files_lines_end_where_they_end_and_its_blanks_stay() -> None:
    file = File("a.txt", "text/plain", "a  b \r\n\n  c\td" + " e" * 60)
    shown = plain_text(Reply((), (file, Paragraph(text("after")))), 30)
    assert shown == f"File: a.txt ({len(file.content)} bytes)\na  b \n\n  c\td{' e' * 60}\n\nafter"


def test_a_file_that_was_kept_is_not_printed() -> None:
    shown = plain_text(EVERYTHING, kept={"dates.ics": "out/001-dates.ics"})
    assert "File: dates.ics (15 bytes)\nKept as out/001-dates.ics\n\n" in shown
    assert "VCALENDAR" not in shown


def test_where_a_picture_was_kept_is_said() -> None:
    shown = plain_text(EVERYTHING, kept={"scale": "out/001-scale.png"})
    assert "Your 219 beside a group.\nKept as out/001-scale.png\n" in shown
