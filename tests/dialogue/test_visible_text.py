"""What is not seen does not get through, and what is seen stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dialogue.visible_text import harmless, harmless_content

SHOWN = "\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize(
    "hidden",
    ["\x1b", "\x00", "\x9b", "\ud800", "\u202e", "\u2066", "\u200b", "\ufeff", "\u3164", "\u2060"],
)
def test_a_hidden_character_is_shown_as_a_replacement(hidden: str) -> None:
    assert harmless(f"a{hidden}b") == f"a{SHOWN}b"


def test_a_joiner_stays_between_two_letters_and_nowhere_else() -> None:
    doctor = "\U0001f469\u200d\u2695\ufe0f"
    assert harmless(f"{doctor} \u0645\u06cc\u200c\u0634\u0648\u062f") == (
        f"{doctor} \u0645\u06cc\u200c\u0634\u0648\u062f"
    )
    assert harmless("\u200da \u200c b\u200d") == f"{SHOWN}a {SHOWN} b{SHOWN}"


def test_white_space_is_single_spaces_and_line_breaks_stay() -> None:
    assert harmless("a\t \u00a0b\u2028c\r\nd\n\ne") == "a b c\nd\n\ne"


def test_a_file_keeps_its_blanks() -> None:
    assert harmless_content("a\t  b\r\n\x1bc") == f"a\t  b\n{SHOWN}c"


@given(st.text())
def test_what_is_harmless_stays_as_it_is(typed: str) -> None:
    once = harmless(typed)
    assert harmless(once) == once
