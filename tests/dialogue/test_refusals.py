"""A refusal as a document."""

import pytest

from core.dialogue.documents import refused_document
from core.dialogue.reply import Items, Refusal, Refused
from core.dialogue.text import plain


def listed(fields: int) -> list[str]:
    refusals = tuple(Refusal(f"f{number}", "", "nothing") for number in range(fields))
    (items,) = refused_document(Refused(refusals)).blocks
    assert isinstance(items, Items)
    return [plain(item.text) for item in items.items]


def test_of_very_many_refused_fields_the_first_are_listed_and_the_others_counted() -> None:
    lines = listed(990)
    assert lines[9:] == ["f9: accepted is nothing", "and 980 more"]
    assert len(lines) == 11


def test_what_was_left_blank_is_not_said_to_have_been_given() -> None:
    (items,) = refused_document(Refused((Refusal("what", "  ", "a few words"),))).blocks
    assert isinstance(items, Items)
    assert [plain(item.text) for item in items.items] == ["what: accepted is a few words"]


@pytest.mark.parametrize("fields", [1, 10])
def test_a_few_refused_fields_are_all_listed(fields: int) -> None:
    lines = listed(fields)
    assert len(lines) == fields
    assert lines[-1] == f"f{fields - 1}: accepted is nothing"
