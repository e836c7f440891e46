"""The whole reading: its names, its sources, and that the same arguments give the same."""

import json
from datetime import date

import pytest
from hypothesis import given, settings

from core.assessment.assess import assess
from core.assessment.plain_data import plain_data
from core.profile.applicant import Profile
from core.terms import Phase
from tests.assessment.profiles import AIMS, TODAY, days, held, profiles

NAMES = [
    "phase",
    "season",
    "bottom_line",
    "gates",
    "asks_for",
    "standing",
    "evidence",
    "actions",
    "plan",
    "disagreements",
    "unknowns",
    "ask",
]


def data(today: date = TODAY, **answers: object) -> dict[str, object]:
    given = {"applicant": "us_img", "specialty": ("dr", "ir"), **answers}
    return plain_data(assess(Profile.model_validate(given), held(), today))


def test_plain_data_has_the_agreed_names_in_order() -> None:
    told = data(step2_ck=226)
    assert list(told) == NAMES
    assert list(told["standing"]) == ["dr", "ir"]  # type: ignore[call-overload]
    actions = told["actions"]
    assert isinstance(actions, dict)
    assert {"id", "text", "reason", "because", "date", "sources"} <= set(actions["five"][0])


@settings(max_examples=200, deadline=None)
@given(profiles(), days)
def test_plain_data_is_json_and_the_same_each_time(profile: Profile, today: date) -> None:
    first = json.dumps(plain_data(assess(profile, held(), today)))
    again = json.dumps(plain_data(assess(profile.model_copy(), held(), today)))
    assert first == again


@pytest.mark.parametrize("applicant", ["us_md_senior", "us_do_senior", "us_img", "non_us_img"])
@pytest.mark.parametrize("specialty", AIMS[:3])
@pytest.mark.parametrize(
    ("today", "phase"),
    [
        (date(2026, 11, 22), Phase.BUILDING),
        (date(2027, 4, 1), Phase.STEP2),
        (date(2027, 7, 1), Phase.APPLYING),
    ],
)
def test_a_bare_profile_is_given_five_actions_and_three_questions_for_people(
    applicant: str, specialty: tuple[str, ...], today: date, phase: Phase
) -> None:
    bare = {"applicant": applicant, "specialty": specialty}
    if phase is Phase.STEP2:
        bare["step2_status"] = "not_taken"
    reading = assess(Profile.model_validate(bare), held(), today)
    assert reading.phase is phase
    assert len(reading.five) == 5
    assert len(reading.ask) == 3


def test_the_questions_go_to_different_people_where_enough_fit() -> None:
    reading = assess(
        Profile.model_validate({"applicant": "us_img", "specialty": ("dr",), "step2_ck": 222}),
        held(),
        TODAY,
    )
    assert len({ask.whom for ask in reading.ask}) == 3


def test_a_fail_sends_the_person_to_the_dean_first() -> None:
    reading = assess(
        Profile.model_validate(
            {"applicant": "us_md_senior", "specialty": ("dr",), "step2_result": "fail"}
        ),
        held(),
        TODAY,
    )
    assert reading.ask[0].whom == "your dean's office"
    assert "retake" in reading.ask[0].question


def test_before_the_type_is_known_there_is_a_reading_all_the_same() -> None:
    reading = assess(Profile(), held(), TODAY)
    assert reading.bottom_line.text
    assert reading.standing == ()
