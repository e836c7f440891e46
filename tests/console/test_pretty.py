import io

import pytest
from rich.text import Text as Styled

from bot.console.pretty import Surface, wants_colour
from core.dialogue.reply import Heading, Paragraph, Reply, SourceLine, Sources
from core.dialogue.text import Code, Link, Strong, text
from tests.console.fakes import EVERYTHING


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def drawn(reply: Reply, width: int = 60) -> str:
    out = io.StringIO()
    Surface(out, width=width, colour=True).show(reply)
    return out.getvalue()


def test_colour_is_for_terminals_whose_owner_did_not_refuse_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert wants_colour(Terminal())
    assert not wants_colour(io.StringIO())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not wants_colour(Terminal())


def test_the_words_are_those_of_the_plain_answer_and_stand_in_the_same_lines() -> None:
    plain = io.StringIO()
    Surface(plain, width=60, colour=False).show(EVERYTHING)
    with_addresses = Styled.from_ansi(drawn(EVERYTHING)).plain
    assert with_addresses.replace("NRMP (off", "NRMP (https://nrmp.org/a) (off").split() == (
        plain.getvalue().split()
    )
    assert "\x1b" not in plain.getvalue()


def test_a_link_lies_under_its_words() -> None:
    shown = drawn(Reply((), (Paragraph(text(Link("NRMP", "https://nrmp.org/a"))),)))
    assert ";https://nrmp.org/a\x1b\\" in shown
    assert "(https" not in shown


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd"])
def test_an_address_that_is_no_web_address_is_written_out(address: str) -> None:
    shown = drawn(Reply((), (Paragraph(text(Link("here", address))),)))
    assert f"here ({address})" in shown
    assert "\x1b]8" not in shown


def test_markup_in_texts_is_words() -> None:
    marked = "[bold red]x[/bold red] [link=https://a]y[/link] :smile: [/nothing]"
    said = text(marked, Strong(marked), Code(marked))
    reply = Reply(said, (Heading(said), Sources((SourceLine(said, marked),))))
    assert Styled.from_ansi(drawn(reply, 400)).plain.count(marked) == 10


def test_control_characters_do_not_reach_the_terminal_even_in_an_address() -> None:
    harm = "\x1b]0;title\x07\x9b2J"
    shown = drawn(Reply((), (Paragraph(text(harm, Link(harm, f"https://a/{harm}"))),)))
    assert "\x1b]0" not in shown
    assert not {"\x07", "\x9b"} & set(shown)


def test_a_file_is_written_at_a_width_that_no_window_decides(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "33")
    assert Surface(io.StringIO()).width == 80
