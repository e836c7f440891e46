"""Typed spans as Discord's markdown: what is typed is seen as typed, and is never markup."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord.markdown import markdown
from bot.rendering.addresses import safe_address
from core.dialogue.text import Code, Link, Moment, Named, Plain, Span, Strong, text
from core.dialogue.visible_text import harmless
from tests.discord.reading import Seen, read

HOSTILE = [
    "*a*", "**a**", "***a***", "_a_", "__a__", "~~a~~", "||a||", "`a`", "``a``", "```a```",
    "# a", "## a", "### a", "-# a", "- a", "* a", "+ a", "1. a", "12) a", "> a", ">>> a",
    "@everyone", "@here", "<@1>", "<@!1>", "<@&1>", "<#1>", "<t:1:R>", "<t:1>", "</assess:1>",
    "<:a:1>", "<a:a:1>", ":smile:", ":+1:", "<id:browse>", "<https://a.b>", "https://a.b/c_d_e",
    "[a](https://a.b)", "[a]( https://a.b )", "discord://-/x", "\\", "\\*a\\*", "a\\", "\\\\*a*",
    "  # a", "  - a", "a\n# b", "a\n- b", "\u202eabc", "a\u200bb", "\\`a`", "*", "**", "_", "a_b_c",
    "10:30", "a: b", "Note:", "1.5", "-5", "#1", "a * b * c", "`", "a ` b ` c", "<", "<t:",
    "¯\\_(ツ)_/¯",
]  # fmt: skip
PART = st.one_of(
    st.sampled_from(HOSTILE), st.text(alphabet="*_~`|[]()<>@#:/-+1. \n\\aé😀", max_size=12)
)
WORDS = st.lists(PART, min_size=1, max_size=4).map("".join)


def said(typed: str) -> str:
    """What a person should see of typed words."""
    kept = (line.strip() for line in harmless(typed).split("\n"))
    return "".join(f"{line}\n" for line in kept if line)


@pytest.mark.parametrize("typed", HOSTILE)
def test_typed_words_are_seen_as_typed_and_are_not_markup(typed: str) -> None:
    assert read(markdown(text(typed))) == [Seen(said(typed))]


@given(WORDS)
def test_any_typed_words_are_seen_as_typed_and_are_not_markup(typed: str) -> None:
    seen = read(markdown(text(typed)))
    assert "".join(part.words for part in seen).strip("\n") == said(typed).strip("\n")
    assert not any(part.markup for part in seen)


@given(st.lists(st.tuples(st.sampled_from([Plain, Strong]), WORDS), min_size=1, max_size=6))
def test_bold_words_among_others_are_bold_and_nothing_else_is(
    parts: list[tuple[type[Plain] | type[Strong], str]],
) -> None:
    spans = tuple(kind(words) for kind, words in parts)
    seen = read(markdown(spans))
    assert "".join("".join(part.words for part in seen).split()) == "".join(
        "".join(harmless(span.text) for span in spans).split()
    )
    assert {part.markup for part in seen} <= {"", "bold"}
    bold = "".join("".join(part.words for part in seen if part.markup).split())
    meant = "".join(harmless(span.text) for span in spans if isinstance(span, Strong))
    assert bold == "".join(meant.split())


@given(WORDS)
def test_code_is_seen_as_it_stands(typed: str) -> None:
    seen = read(markdown((Code(typed),)))
    assert "".join("".join(part.words for part in seen).split()) == "".join(harmless(typed).split())
    assert {part.markup for part in seen} <= {"", "code"}


def test_code_that_no_fence_can_hold_is_plain_words() -> None:
    assert read(markdown((Code("` `` ```"),))) == [Seen("` `` ```\n")]


def test_two_pieces_of_code_side_by_side_stay_code() -> None:
    assert read(markdown((Code("a"), Code("b")))) == [Seen("ab", "code"), Seen("\n")]


def test_words_lead_to_a_web_address() -> None:
    link = Link("the (NRMP) calendar", "https://www.nrmp.org/a_(b)?c=d e")
    assert markdown((link,)) == ("[the (NRMP) calendar](https://www.nrmp.org/a_%28b%29?c=d%20e)")


def test_blanks_around_the_words_of_a_link_stay_outside() -> None:
    assert markdown(text("see", Link(" this ", "https://a.b"), "now")) == (
        "see [this](https://a.b) now"
    )


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "mailto:a@b.c", "discord://x", "https://a@b.c/", "https://a b/", "x",
     "https://\u0430.b/", "http://[x", "https:///a"],
)  # fmt: skip
def test_an_address_that_is_not_plainly_of_the_web_is_only_written_out(address: str) -> None:
    assert safe_address(address) is None
    assert read(markdown((Link("go", address),))) == [Seen(f"go ({address})\n")]


def test_a_bare_address_is_shown_as_what_it_is() -> None:
    assert markdown((Link("https://a.b/c_d", "https://a.b/c_d"),)) == "<https://a.b/c_d>"


def test_words_that_look_like_another_address_stand_beside_the_real_one() -> None:
    link = Link("https://good.org", "https://bad.org")
    assert [part for part in read(markdown((link,))) if part.markup] == [
        Seen("https://bad.org", "address")
    ]


@given(WORDS, WORDS)
def test_no_link_leads_anywhere_but_to_its_own_address(words: str, path: str) -> None:
    address = f"https://a.b/{path}"
    seen = read(markdown((Link(words, address),)))
    for part in seen:
        if part.markup == "link":
            assert part.target == safe_address(address)
        elif part.markup:
            assert part == Seen(safe_address(address) or "", "address")


def test_an_instant_is_a_tag_that_discord_shows_in_the_readers_zone() -> None:
    eastern = timezone(timedelta(hours=-5))
    at = datetime(2027, 1, 29, 23, 59, tzinfo=eastern)
    assert markdown((Moment(at),)) == f"<t:{int(at.timestamp())}:f>"
    assert markdown((Moment(at.astimezone(UTC)),)) == markdown((Moment(at),))


def test_a_day_has_no_zone_and_is_written_in_words() -> None:
    assert markdown(text("by ", Moment(date(2027, 1, 6)))) == "by 6 January 2027"


@pytest.mark.parametrize(("what", "mark"), [("person", "@"), ("role", "@&"), ("channel", "#")])
def test_who_is_named_is_shown_by_the_platform(what: str, mark: str) -> None:
    assert markdown((Named(what, "123"),)) == f"<{mark}123>"  # type: ignore[arg-type]


def test_a_name_that_is_no_number_is_words() -> None:
    assert read(markdown((Named("person", "1><@2"),))) == [Seen("person 1><@2\n")]


def test_neighbours_together_are_not_markup_either() -> None:
    spans: tuple[Span, ...] = (Plain("1"), Plain(". a :smi"), Plain("le: <@"), Plain("1>"))
    assert read(markdown(spans)) == [Seen("1. a :smile: <@1>\n")]


def test_line_breaks_stay_and_empty_lines_do_not() -> None:
    assert markdown(text("a\n\n b \n", Strong("c\nd"))) == "a\nb\n**c**\n**d**"
