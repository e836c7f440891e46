"""The first sentences: true, kind, short, and always with a next thing."""

import re
from datetime import date

import pytest
from hypothesis import given, settings

from core.assessment.assess import assess
from core.profile.applicant import Profile
from core.terms import Band
from tests.assessment.profiles import TODAY, days, held, profiles

UNWELCOME = re.compile(r"\b(mildly|red flag|only|just|too late)\b", re.IGNORECASE)
NEXT = re.compile(
    r"this month\b|\bnext\b|tell me|register with|certify|look once more|today,"
    r"|its score should be there",
    re.IGNORECASE,
)


def line(today: date = TODAY, **answers: object) -> str:
    given = {"applicant": "us_img", "specialty": ("dr",), **answers}
    return assess(Profile.model_validate(given), held(), today).bottom_line.text


@settings(max_examples=2000, deadline=None)
@given(profiles(), days)
def test_it_is_short_plain_and_always_names_a_next_thing(profile: Profile, today: date) -> None:
    reading = assess(profile, held(), today)
    text = reading.bottom_line.text
    sentences = re.findall(r"[.!?](?:\s|$)", text)
    assert 1 <= len(sentences) <= 4
    assert len(text) <= 420
    assert not UNWELCOME.search(text)
    assert "_" not in text
    assert not any(band.value in text for band in Band)
    assert text.endswith(".")
    assert NEXT.search(text)


def test_a_weak_pass_is_a_pass_first_and_comes_with_the_distance_and_a_next_thing() -> None:
    text = line(step2_ck=219, step2_date=date(2026, 6, 1))
    centre = 247
    assert text.startswith("Your 219 is a pass, and nobody can take that away. ")
    assert f"It is {centre - 219} points under the average of US-citizen IMGs" in text
    assert "second field" in text


def test_a_score_under_the_mark_of_its_day_says_so_and_asks_for_the_report() -> None:
    text = line(step2_ck=212, step2_date=date(2026, 6, 1), step2_attempts=1)
    assert "pass mark of 218" in text
    assert "please check what your report prints" in text
    assert "You have attempts left." in text


def test_a_printed_fail_is_not_questioned() -> None:
    assert line(step2_ck=212, step2_result="fail").startswith("Your Step 2 CK report prints a fail")


def test_four_used_attempts_come_before_everything() -> None:
    text = line(step2_ck=212, step2_result="fail", step2_attempts=4)
    assert text.startswith("You have used the 4 attempts")


def test_an_unreadable_score_asks_for_what_would_decide() -> None:
    assert line(step2_ck=214).endswith(
        "Tell me next what your report prints, or the day of the test."
    )


def test_without_a_score_it_asks_and_still_names_an_action() -> None:
    text = line()
    assert "Tell me the score" in text
    assert "This month, " in text


@pytest.mark.parametrize("stage", ["applied", "interviewing"])
def test_while_interviews_run_it_leads_with_interviews_and_not_with_the_score(stage: str) -> None:
    text = line(season=2027, stage=stage, step2_ck=219, step2_result="pass")
    assert "interviews count for more than your score" in text
    assert "219" not in text


def test_interviews_are_counted_by_kind() -> None:
    text = line(season=2027, stage="interviewing", interviews_dr=3, interviews_prelim=2)
    assert "3 DR, 2 preliminary or transitional" in text
    assert "Register with NRMP by 29 January 2027" in text


def test_in_february_the_rank_list_is_the_task_with_its_deadline() -> None:
    text = line(date(2027, 2, 10), season=2027, stage="interviewing")
    assert "Certify the list by 3 March 2027" in text


def test_between_the_deadline_and_match_week_nobody_is_asked_to_certify() -> None:
    assert "ertif" not in line(date(2027, 3, 8), season=2027, stage="ranked")


def test_match_week_says_who_makes_the_first_contact() -> None:
    assert "programs make the first contact" in line(date(2027, 3, 15), season=2027, stage="ranked")


def test_two_specialties_are_read_side_by_side() -> None:
    text = line(
        applicant="us_md_senior", specialty=("dr", "ir"), step2_ck=248, step2_date=date(2026, 6, 1)
    )
    assert "diagnostic radiology" in text
    assert "interventional radiology" in text


@pytest.mark.parametrize("specialty", [("dr", "ir"), ("ir", "dr")])
def test_where_ir_is_lower_the_meaning_is_drs_and_ir_is_said_apart(
    specialty: tuple[str, ...],
) -> None:
    text = line(
        applicant="us_md_senior", specialty=specialty, step2_ck=240, step2_date=date(2026, 6, 1)
    )
    assert "heavy bet" not in text
    assert "The rest of the file decides; integrated IR reads it lower" in text
    assert "DR is the base of the plan" in text


def test_a_heavy_word_is_not_said_where_the_counts_speak_against_it() -> None:
    text = line(
        applicant="us_md_senior", specialty=("ir",), step2_ck=240, step2_date=date(2026, 6, 1)
    )
    assert "heavy bet" not in text
    assert "over half of those counted" in text


def test_what_guides_say_is_claimed_where_a_guide_says_it_of_this_person() -> None:
    tested = date(2026, 6, 1)
    assert "uide" not in line(step2_ck=231, step2_date=tested)
    assert "uide" not in line(applicant="us_md_senior", step2_ck=240, step2_date=tested)
    differ = line(specialty=("ir",), step2_ck=249, step2_date=tested)
    assert "Guides differ on calling that low" in differ


def test_the_next_step_is_what_the_meaning_spoke_of() -> None:
    text = line(specialty=("dr", "ir"), step2_ck=214, step2_date=date(2022, 1, 1))
    assert "pair it with a second field" in text
    assert "This month, choose a second field" in text


def test_before_the_first_mark_held_a_score_is_not_called_a_fail() -> None:
    text = line(step2_ck=190, step2_date=date(2010, 1, 1))
    assert "under every pass mark" not in text
    assert text.endswith("Tell me next what your report prints.")


def test_a_score_of_a_test_two_years_ago_is_not_said_to_be_on_its_way() -> None:
    assert "on its way" not in line(step2_date=date(2024, 11, 22))
    assert "on its way" in line(step2_date=date(2026, 11, 1))


def test_a_score_inside_the_middle_half_says_so() -> None:
    text = line(applicant="us_md_senior", step2_ck=252, step2_date=date(2026, 6, 1))
    assert "inside the middle half of US MD seniors who matched" in text


def test_an_application_not_sent_after_review_began_is_spoken_of_before_the_score() -> None:
    late = {"season": 2027, "stage": "not_applied", "step2_ck": 235}
    text = line(date(2026, 11, 22), **late)
    assert "23 September 2026" in text
    assert "Season 2028 is the fuller chance" in text
    assert "235" not in text
    assert "235" in line(date(2026, 8, 1), **late)


def test_one_attempt_left_is_said_as_one() -> None:
    failed = {"step2_ck": 205, "step2_date": date(2026, 6, 1)}
    assert "You have one attempt left." in line(TODAY, step2_attempts=3, **failed)
    assert "You have attempts left." in line(TODAY, step2_attempts=1, **failed)


def test_an_img_without_step_2_is_told_what_happens_when_rank_lists_close() -> None:
    ranked = {"season": 2027, "stage": "ranked", "step2_status": "not_taken"}
    text = line(date(2027, 2, 10), **ranked)
    assert "NRMP withdraws" in text
    assert "3 March 2027" in text
    assert "let it rest" not in text
    assert "NRMP withdraws" not in line(date(2027, 2, 10), applicant="us_md_senior", **ranked)
