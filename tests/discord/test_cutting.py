"""A long line in pieces: all of it, none too long, cut where it hurts least."""

import unicodedata
from dataclasses import dataclass

from hypothesis import example, given
from hypothesis import strategies as st

from bot.discord.limits import units
from bot.discord.markdown import measured, rendered
from bot.rendering import cutting
from bot.rendering.lines import lines
from core.dialogue.text import Code, Link, Plain, Strong, Text, text
from tests.discord.reading import words_seen

LONGEST = 60


@dataclass(frozen=True)
class Piece:
    markdown: str
    joint: str


def cut(line: Text, longest: int) -> list[Piece]:
    """The pieces of a line as Discord is sent them."""
    pieces = cutting.cut(line, longest, measured)
    return [Piece(rendered(piece.line), piece.joint) for piece in pieces]


_words = st.text(alphabet="abc *_`:.\\😀\u0301", max_size=80)
_line = st.lists(
    st.one_of(
        st.builds(Plain, _words),
        st.builds(Strong, _words),
        st.builds(Code, _words),
        st.builds(Link, _words, st.just("https://a.b")),
    ),
    min_size=1,
    max_size=6,
).map(lambda spans: lines(tuple(spans))[0])


@given(_line)
@example((Code("``"), Code("::::::`"), Code(":" * 11), Code(":" * 11)))
def test_no_piece_is_too_long_or_empty(line: Text) -> None:
    for piece in cut(line, LONGEST):
        assert 0 < units(piece.markdown) <= LONGEST


@given(st.lists(st.one_of(st.builds(Plain, _words), st.builds(Strong, _words)), max_size=6))
def test_the_pieces_together_say_what_the_line_says(spans: list[Plain | Strong]) -> None:
    line = lines(tuple(spans))[0]
    joined = ""
    for piece in cut(line, LONGEST):
        joined += (piece.joint if joined else "") + piece.markdown
    assert "".join(words_seen(joined).split()) == "".join(words_seen(rendered(line)).split())


def test_a_line_is_cut_between_words() -> None:
    words = [f"word{n}" for n in range(100)]
    pieces = cut(text(" ".join(words)), LONGEST)
    assert " ".join(piece.markdown for piece in pieces).split() == words
    assert {piece.joint for piece in pieces} == {" "}
    assert all(units(piece.markdown) > LONGEST - 10 for piece in pieces[:-1])


def test_a_word_is_cut_where_it_fits_nowhere() -> None:
    first, *others = cut(text("so ", "a" * 200, " on"), LONGEST)
    assert first.markdown == "so"
    assert "".join(piece.markdown for piece in others) == "a" * 200 + "on"


def test_bold_words_are_bold_in_every_piece() -> None:
    pieces = cut((Strong("bold word " * 30),), LONGEST)
    assert len(pieces) > 3
    assert all(piece.markdown.startswith("**bold") for piece in pieces)
    assert all(piece.markdown.endswith("word**") for piece in pieces)


def test_code_and_links_stay_whole() -> None:
    code, link = Code("/assess step2_ck:219 dr"), Link("the NRMP calendar", "https://a.b/c")
    spans = text(*[part for _ in range(9) for part in (code, " and ", link, ", ")])
    said = [piece.markdown for piece in cut(spans, LONGEST)]
    assert sum(piece.count("`/assess step2_ck:219 dr`") for piece in said) == 9
    assert sum(piece.count("[the NRMP calendar](https://a.b/c)") for piece in said) == 9


def test_what_is_seen_as_one_character_stays_one() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    for word in ("e\u0301" * 200, family * 60):
        for piece in cut(text(word), LONGEST):
            assert not unicodedata.combining(piece.markdown[0])
            assert "\u200d" not in (piece.markdown[0], piece.markdown[-1])
