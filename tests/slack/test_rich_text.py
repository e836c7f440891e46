"""Typed spans as rich text: what is typed is shown as typed, and only spans are more than words."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.lines import lines
from bot.slack.rich_text import elements, measured
from core.dialogue.text import Code, Link, Moment, Named, Plain, Span, Strong, Text, text

HOSTILE = [
    "<@U012AB3CD>", "<!channel>", "<!here>", "<!subteam^S012AB3CD>", "<#C012AB3CD>", "@channel",
    "<https://a.b|c>", "<!date^1^{date}|a>", "*a*", "_a_", "~a~", "`a`", "```a```", "> a", "- a",
    "1. a", ":smile:", ":+1::skin-tone-2:", "&lt;&amp;", "&", "https://a.b", "a@b.org", "\\*",
]  # fmt: skip
EASTERN = timezone(timedelta(hours=-5), "EST")


def one(*spans: Span) -> dict[str, object]:
    (element,) = elements(spans)
    return element


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize(("kind", "style"), [(Plain, None), (Strong, "bold"), (Code, "code")])
def test_typed_words_are_words_as_they_were_typed(
    typed: str, kind: type[Plain | Strong | Code], style: str | None
) -> None:
    styled = {"style": {style: True}} if style else {}
    assert one(kind(typed)) == {"type": "text", "text": typed, **styled}


@given(st.lists(st.sampled_from(HOSTILE) | st.text(max_size=8), max_size=6))
def test_words_alone_never_become_anything_else_and_are_never_empty(typed: list[str]) -> None:
    for line in lines(text(*typed)):
        for element in elements(line):
            assert element["type"] == "text"
            assert element["text"].strip()


def test_a_line_of_nothing_seen_has_no_elements() -> None:
    assert elements(text("  ", Strong(" "), Code(""))) == ()
    assert measured(text(" ")) == 0


def test_neighbours_of_one_style_are_one_and_blanks_between_styles_stay() -> None:
    line: Text = (Plain(" a"), Plain(" b "), Strong("c"), Strong("d"), Plain(" "), Code("e"))
    assert [element["text"] for element in elements(line)] == ["a b ", "cd", " ", "e"]


def test_a_link_leads_to_its_address() -> None:
    link = Link("the calendar", "https://nrmp.org/a b")
    assert one(link) == {
        "type": "link", "url": "https://nrmp.org/a%20b", "text": "the calendar",
    }  # fmt: skip


def test_a_link_without_words_shows_its_address() -> None:
    assert one(Link(" ", "https://a.b"))["text"] == "https://a.b"


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "slack://open", "https://", "https://a@b.c", "http://[::1", "mailto:a"],
)
def test_an_address_that_is_no_plain_web_address_is_written_out(address: str) -> None:
    assert one(Link("here", address)) == {"type": "text", "text": f"here ({address})"}


def test_an_instant_is_told_to_slack_and_written_out_in_its_own_zone() -> None:
    assert one(Moment(datetime(2027, 1, 29, 23, 59, tzinfo=EASTERN))) == {
        "type": "date",
        "timestamp": 1_801_285_140,
        "format": "{date_long} at {time}",
        "fallback": "29 January 2027, 23:59 EST",
    }


def test_a_day_and_a_time_without_a_zone_are_words() -> None:
    assert one(Moment(date(2027, 1, 29)))["text"] == "29 January 2027"
    naive = datetime(2027, 1, 29, 23, 59)  # noqa: DTZ001 - the rule is about these
    assert one(Moment(naive))["text"] == "29 January 2027, 23:59"


def test_an_instant_before_all_timestamps_is_words() -> None:
    said = one(Moment(datetime(1960, 1, 2, 3, 4, tzinfo=UTC)))
    assert said == {"type": "text", "text": "2 January 1960, 03:04 UTC"}


@pytest.mark.parametrize(
    ("named", "shown"),
    [
        (Named("person", "U012AB3CD"), {"type": "user", "user_id": "U012AB3CD"}),
        (Named("person", "W012AB3CD"), {"type": "user", "user_id": "W012AB3CD"}),
        (Named("role", "U012AB3CD"), {"type": "user", "user_id": "U012AB3CD"}),
        (Named("role", "S012AB3CD"), {"type": "usergroup", "usergroup_id": "S012AB3CD"}),
        (Named("channel", "C012AB3CD"), {"type": "channel", "channel_id": "C012AB3CD"}),
        (Named("person", "12"), {"type": "text", "text": "person 12"}),
        (Named("person", "S012AB3CD"), {"type": "text", "text": "person S012AB3CD"}),
        (Named("channel", "U012AB3CD"), {"type": "text", "text": "channel U012AB3CD"}),
        (Named("role", "U1> <!channel"), {"type": "text", "text": "role U1> <!channel"}),
    ],
)
def test_who_is_named_is_told_by_id_where_slack_has_such_ids(
    named: Named, shown: dict[str, str]
) -> None:
    assert one(named) == shown
