from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dialogue.question import Choice, Kind, Question
from core.dialogue.suggesting import LONGEST_SUGGESTION, suggestions
from core.profile.questions.bank import QuestionBank

FIELDS = (
    Choice("none", "none"),
    Choice("internal_medicine", "internal medicine"),
    Choice("surgery", "surgery"),
    Choice("ir", "Interventional radiology, integrated"),
)
STANDS = (Choice("not_taken", "not taken yet"), Choice("scheduled", "scheduled"))
CITIES = tuple(Choice(f"America/City_{n}", f"City {n}") for n in range(60))


def question(kind: Kind, **more: Any) -> Question:
    return Question("name", "Label", "Reason", kind, **more)


ONE = question(Kind.CHOICE, choices=FIELDS, required=True)
SEVERAL = question(Kind.CHOICES, choices=FIELDS, required=True)
SCORE = question(Kind.WHOLE, minimum=1, maximum=300, choices=STANDS, required=True)
ZONE = question(
    Kind.ZONE, aliases={"home": "America/City_7"}.get, known=lambda: CITIES, required=True
)


def values(asked: Question, typed: str) -> list[str]:
    return [choice.value for choice in suggestions(asked, typed)]


@pytest.mark.parametrize(
    ("asked", "typed", "expected"),
    [
        (ONE, "", ["none", "internal_medicine", "surgery", "ir"]),
        (ONE, "INT", ["internal_medicine", "ir"]),
        (ONE, "Internal-Med", ["internal_medicine"]),
        (ONE, "n", ["none", "internal_medicine", "ir"]),
        (ONE, "integrated", ["ir"]),
        (ONE, "sugrery", ["surgery"]),
        (ONE, "xq", []),
        (ZONE, "city 5", [f"America/City_{n}" for n in (5, *range(50, 60))]),
        (ZONE, "home", ["America/City_7"]),
        (question(Kind.YES_NO, required=True), "N", ["no"]),
        (SCORE, "21", ["21", "not_taken", "scheduled"]),
        (SCORE, "007", ["7", "not_taken", "scheduled"]),
        (SCORE, "sch", ["scheduled"]),
        (SCORE, "400", []),
        (question(Kind.WORDS), "any", []),
        (question(Kind.DAY), "2027", []),
    ],
)
def test_the_likeliest_answers_come_first(asked: Question, typed: str, expected: list[str]) -> None:
    assert values(asked, typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("sur", ["surgery"]),
        ("surgery, int", ["surgery,internal_medicine", "surgery,ir"]),
        ("surgery,surgery,n", ["surgery,none", "surgery,internal_medicine", "surgery,ir"]),
        (" Internal medicine ,, sur", ["internal_medicine,surgery"]),
        ("surgery,none,ir,", ["surgery,none,ir,internal_medicine"]),
        ("surgery,none,ir,i", ["surgery,none,ir,internal_medicine"]),
    ],
)
def test_in_a_list_the_last_part_is_completed_by_what_is_not_in_it(
    typed: str, expected: list[str]
) -> None:
    assert values(SEVERAL, typed) == expected


def test_a_list_may_go_on_behind_a_part_that_is_typed_out() -> None:
    assert values(SEVERAL, "none,ir") == [
        "none,ir",
        "none,ir,internal_medicine",
        "none,ir,surgery",
    ]


def test_the_words_of_a_list_are_read_again_with_their_own_commas() -> None:
    first = next(one for one in suggestions(SEVERAL, "ir, sur"))
    assert first == Choice("ir,surgery", "Interventional radiology, integrated, surgery")
    assert values(SEVERAL, f"{first.label}, non") == ["ir,surgery,none"]
    assert values(SEVERAL, "Interventional radiology, in") == ["ir"]


def test_what_is_no_choice_stays_in_the_list_as_it_was_typed() -> None:
    assert values(SEVERAL, "dermatology, sur") == ["dermatology,surgery"]


@pytest.mark.parametrize(
    ("typed", "offered"), [("", True), ("Unk", True), ("unknown", True), ("ye", False)]
)
def test_unknown_is_offered_last_where_it_is_an_answer(typed: str, offered: bool) -> None:
    found = values(question(Kind.YES_NO), typed)
    assert ("unknown" in found) is offered
    assert "unknown" not in values(question(Kind.YES_NO, required=True), typed)
    assert found.index("unknown") == len(found) - 1 if offered else True


def test_as_many_are_given_as_are_asked_for_and_unknown_among_them() -> None:
    optional = question(Kind.COUNTRY, known=lambda: CITIES)
    assert len(suggestions(optional, "")) == 25
    assert values(optional, "")[-1] == "unknown"
    assert len(suggestions(optional, "", most=3)) == 3


def test_a_country_is_found_by_what_people_call_it(bank: QuestionBank) -> None:
    country = bank.questions["country"]
    assert values(country, "usa")[0] == "US"
    assert values(country, "cote d")[0] == "CI"
    assert values(country, "grmany") == ["DE"]


PIECES = st.sampled_from(["dr", "TX", "unknown", "21", ",", " ", "_", "yes", "a", "usa", "\u00e9"])


@given(st.data(), st.text() | st.lists(PIECES).map("".join))
def test_any_text_is_completed_to_answers_that_are_accepted(
    bank: QuestionBank, data: st.DataObject, typed: str
) -> None:
    asked = data.draw(st.sampled_from(list(bank.questions.values())))
    found = suggestions(asked, typed)
    assert len({choice.value for choice in found}) == len(found) <= 25
    for choice in found:
        assert 0 < len(choice.value) <= LONGEST_SUGGESTION
        assert choice.label
        if asked.kind is not Kind.CHOICES:
            asked.read(choice.value)
