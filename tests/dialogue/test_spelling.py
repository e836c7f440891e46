"""A reply writes the long form of an abbreviation once, before the short one."""

import pytest

from core.dialogue.reply import Action, Actions, Item, Items, Paragraph, Reply, SourceLine, Sources
from core.dialogue.spelling import abbreviations_in, spelled_out
from core.dialogue.text import Code, Link, Plain, Strong, plain, text

LONG = {
    "IMG": "international medical graduate",
    "DR": "diagnostic radiology",
    "PGY-1": "first year",
}


def said(*sentences: str) -> list[str]:
    reply = Reply(text("T"), tuple(Paragraph(text(one)) for one in sentences))
    shown = spelled_out(reply, LONG)
    return [plain(block.text) for block in shown.blocks if isinstance(block, Paragraph)]


def test_what_a_person_typed_is_left_as_it_is_and_explains_nothing() -> None:
    short = next(iter(LONG))
    typed = (Plain(short, as_typed=True), Strong(short, as_typed=True), Plain(f" {short}"))
    shown = spelled_out(Reply(typed, ()), LONG)
    assert plain(shown.title) == f"{short}{short} {LONG[short]} ({short})"


def test_the_first_mention_is_spelled_out_and_the_next_is_not() -> None:
    assert said("DR is a field.", "DR again.") == [
        "diagnostic radiology (DR) is a field.",
        "DR again.",
    ]


def test_plurals_and_possessives_keep_their_ending() -> None:
    assert said("non-US IMGs") == ["non-US international medical graduates (IMGs)"]
    assert said("an IMG's file") == ["an international medical graduate's (IMG's) file"]


def test_a_long_form_read_before_is_enough() -> None:
    assert said("You aim for diagnostic radiology.", "DR it is.")[1] == "DR it is."


@pytest.mark.parametrize("words", ["the dean's year (PGY-1)", "DRAMA", "XDR", "PGY-12", "DR-like"])
def test_what_is_explained_already_or_is_another_word_is_left(words: str) -> None:
    assert said(words) == [words]


def test_code_links_buttons_and_titles_of_sources_are_left_and_details_are_not() -> None:
    reply = Reply(
        text("T"),
        (
            Items((Item(text(Code("DR"), Link("DR", "https://x.test")), text("DR")),)),
            Actions((Action("IMG", "help"),)),
            Sources((SourceLine(text("IMGs in numbers"), "official"),)),
        ),
    )
    shown = repr(spelled_out(reply, LONG).blocks)
    assert "Code(text='DR'" in shown
    assert "Link(text='DR'" in shown
    assert "Plain(text='diagnostic radiology (DR)'" in shown
    assert "label='IMG'" in shown
    assert "text='IMGs in numbers'" in shown


def test_a_reply_without_abbreviations_is_left_as_it_is() -> None:
    reply = Reply(text("A title"), (Paragraph(text("Some words.")),))
    assert spelled_out(reply, {}) == reply
    assert abbreviations_in(["Some words."], {}) == {}


def test_the_abbreviations_of_some_words_are_found_with_their_long_forms() -> None:
    known = {"NRMP": "National Resident Matching Program", "SOAP": "Supplemental Offer"}
    assert abbreviations_in(["Register with NRMP's form."], known) == {"NRMP": known["NRMP"]}
