from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dialogue.days import UnclearDay, read_day
from core.dialogue.question import Choice, Kind, Question, Unreadable, Value

DR = Choice("dr", "Diagnostic radiology")
IR = Choice("ir_int", "Interventional radiology")


def question(kind: Kind, **more: object) -> Question:
    return Question("name", "Label", "Reason", kind, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "typed", "expected"),
    [
        (question(Kind.CHOICE, choices=(DR, IR)), " IR int ", "ir_int"),
        (question(Kind.CHOICE, choices=(DR, IR)), "diagnostic radiology", "dr"),
        (question(Kind.CHOICES, choices=(DR, IR)), "ir-int, dr", ("dr", "ir_int")),
        (question(Kind.WHOLE, minimum=1, maximum=300), "214", 214),
        (question(Kind.WHOLE, minimum=1, maximum=300, choices=(DR,)), "dr", "dr"),
        (question(Kind.WHOLE, minimum=0, maximum=0), "0", 0),
        (question(Kind.DAY), "1 June 2027", date(2027, 6, 1)),
        (question(Kind.YES_NO), "Yes", True),
        (question(Kind.YES_NO), "n", False),
        (question(Kind.WORDS), "  two   words ", "two   words"),
        (question(Kind.WORDS), "Unknown", None),
        (question(Kind.YES_NO), "", None),
    ],
)
def test_an_answer_is_read_as_it_was_meant(asked: Question, typed: str, expected: Value) -> None:
    assert asked.read(typed) == expected


@pytest.mark.parametrize(
    ("asked", "typed"),
    [
        (question(Kind.CHOICE, choices=(DR,)), "surgery"),
        (question(Kind.CHOICES, choices=(DR,)), ","),
        (question(Kind.CHOICES, choices=(DR,)), "dr, surgery"),
        (question(Kind.WHOLE, minimum=1, maximum=300), "301"),
        (question(Kind.WHOLE, minimum=0, maximum=0), "1"),
        (question(Kind.WHOLE, minimum=1, maximum=300), "-5"),
        (question(Kind.WHOLE, minimum=1, maximum=300), "\u0662\u0661"),
        (question(Kind.DAY), "06/01/2027"),
        (question(Kind.YES_NO), "perhaps"),
        (question(Kind.WORDS, limit=3), "four"),
        (question(Kind.YES_NO, required=True), "unknown"),
        (question(Kind.YES_NO, required=True), ""),
    ],
)
def test_what_is_not_accepted_is_refused_with_what_is(asked: Question, typed: str) -> None:
    with pytest.raises(Unreadable) as refused:
        asked.read(typed)
    assert refused.value.accepted.startswith(asked.accepted)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2027-06-01", date(2027, 6, 1)),
        ("June 1, 2027", date(2027, 6, 1)),
        ("1st Sept. 2027", date(2027, 9, 1)),
        ("Tuesday 1 June 2027", date(2027, 6, 1)),
    ],
)
def test_a_day_is_read_in_any_form_that_names_its_month(typed: str, expected: date) -> None:
    assert read_day(typed) == expected


_PIECES = ["1", "June", "2027", "am", "10:30", "T", "Z", "XYZ", "-", ".", ",", "/", "99999999999h"]


@given(st.lists(st.sampled_from(_PIECES), max_size=6), st.sampled_from(["", " "]))
def test_any_text_is_a_day_or_unclear_and_nothing_else(pieces: list[str], between: str) -> None:
    with suppress(UnclearDay):
        read_day(between.join(pieces))


@pytest.mark.parametrize(
    "typed",
    [
        "June 2027",
        "1 June",
        "06/01/2027",
        "next week",
        "2027-13-01",
        "27 June 12",
        "1.5 June 2027",
        "1 June 2027 99999999999999999999999999999h",
    ],
)
def test_a_day_that_could_be_two_or_none_is_not_guessed(typed: str) -> None:
    with pytest.raises(UnclearDay):
        read_day(typed)
