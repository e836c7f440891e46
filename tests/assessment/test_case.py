from datetime import date
from typing import Any

import pytest

from core.terms import Exam, ExamStatus, Record, Trend
from tests.assessment.cases import case


@pytest.mark.parametrize(
    ("answers", "known", "complete"),
    [
        ({}, 0, False),
        ({"failed_attempts": 0}, 0, True),
        ({"failed_attempts": 2}, 2, True),
        ({"step1_result": "fail"}, 1, False),
        ({"step2_result": "fail", "step2_attempts": 2}, 2, False),
        ({"step2_ck": 240, "step2_attempts": 2}, 1, False),
        ({"step2_status": "awaiting_score", "step2_attempts": 2}, 1, False),
        ({"step2_status": "scheduled", "step2_attempts": 1}, 1, False),
        ({"failed_attempts": 0, "step2_ck": 240, "step2_attempts": 2}, 1, True),
        (
            {
                "step1_result": "pass",
                "step1_attempts": 1,
                "step2_ck": 240,
                "step2_attempts": 1,
                "step3_status": "not_taken",
            },
            0,
            True,
        ),
    ],
)
def test_failed_attempts_are_those_that_the_answers_imply(
    answers: dict[str, Any], known: int, complete: bool
) -> None:
    fails = case(**answers).fails
    assert (fails.known, fails.complete) == (known, complete)


@pytest.mark.parametrize(
    ("answers", "record"),
    [
        ({}, Record.UNKNOWN),
        ({"failed_attempts": 0}, Record.CLEAN),
        ({"failed_attempts": 1}, Record.ONE_FAIL),
        ({"step1_result": "fail", "step2_result": "fail"}, Record.SEVERAL_FAILS),
    ],
)
def test_the_record_is_unknown_until_somebody_says(answers: dict[str, Any], record: Record) -> None:
    assert case(**answers).fails.record is record


def test_an_exam_is_settled_when_its_own_answers_say_everything() -> None:
    fails = case(step1_result="pass", step1_attempts=1).fails
    assert fails.settled == {Exam.STEP1}


def test_a_fail_by_the_mark_alone_is_not_a_printed_one() -> None:
    assert not case(step2_ck=190).fails.printed
    assert case(step2_ck=190, step2_result="fail").fails.printed


@pytest.mark.parametrize(
    ("answers", "is_img"),
    [
        ({"applicant": "us_img"}, True),
        ({"applicant": "non_us_img"}, True),
        ({"applicant": "us_do_graduate"}, False),
        ({"applicant": "canadian"}, None),
        ({"applicant": "canadian", "graduation_date": date(2025, 6, 30)}, False),
        ({"applicant": "canadian", "graduation_date": date(2025, 7, 1)}, True),
        ({"applicant": None}, None),
    ],
)
def test_canadian_graduates_count_as_imgs_after_june_2025(
    answers: dict[str, Any], is_img: bool | None
) -> None:
    assert case(**answers).is_img is is_img


@pytest.mark.parametrize(
    ("answers", "graduated"),
    [
        ({"applicant": "us_md_senior"}, False),
        ({"applicant": "us_do_graduate"}, True),
        ({"applicant": "us_img"}, None),
        ({"applicant": "us_img", "graduation_date": date(2026, 11, 22)}, True),
        ({"applicant": "us_img", "graduation_date": date(2026, 11, 23)}, False),
    ],
)
def test_the_degree_date_says_whether_somebody_has_graduated(
    answers: dict[str, Any], graduated: bool | None
) -> None:
    assert case(**answers).graduated is graduated


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ({}, None),
        ({"step2_ck": 230}, ExamStatus.SCORED),
        ({"step2_result": "pass"}, ExamStatus.SCORED),
        ({"step2_date": date(2027, 1, 1)}, ExamStatus.SCHEDULED),
        ({"step2_date": date(2026, 11, 22)}, ExamStatus.AWAITING_SCORE),
        ({"step2_date": date(2026, 9, 27)}, ExamStatus.AWAITING_SCORE),
        ({"step2_date": date(2026, 9, 26)}, None),
        ({"step2_date": date(2024, 11, 22)}, None),
        ({"step2_status": "not_taken"}, ExamStatus.NOT_TAKEN),
        ({"step2_status": "not_taken", "step2_date": date(2027, 1, 1)}, ExamStatus.NOT_TAKEN),
        (
            {"step2_status": "scheduled", "step2_date": date(2026, 11, 1)},
            ExamStatus.AWAITING_SCORE,
        ),
        ({"step2_status": "scheduled", "step2_date": date(2026, 1, 1)}, None),
        (
            {"step2_status": "awaiting_score", "step2_date": date(2026, 1, 1)},
            ExamStatus.AWAITING_SCORE,
        ),
    ],
)
def test_silence_about_step_2_is_unknown_and_a_day_says_what_it_can(
    answers: dict[str, Any], status: ExamStatus | None
) -> None:
    assert case(**answers).step2.status is status


@pytest.mark.parametrize(
    ("answers", "passing", "conflict"),
    [
        ({"step2_ck": 214, "step2_date": date(2025, 6, 30)}, True, False),
        ({"step2_ck": 214, "step2_date": date(2025, 7, 1)}, False, False),
        ({"step2_ck": 214}, None, False),
        ({"step2_ck": 218}, True, False),
        ({"step2_ck": 195}, False, False),
        ({"step2_ck": 214, "step2_date": date(2026, 1, 1), "step2_result": "pass"}, True, True),
        ({"step2_ck": 230, "step2_date": date(2026, 1, 1), "step2_result": "fail"}, False, True),
        ({"step2_result": "fail"}, False, False),
        ({"step2_ck": 205, "step2_date": date(2010, 1, 1)}, None, False),
        ({"step2_ck": 150, "step2_date": date(2010, 1, 1)}, None, False),
        ({"step2_ck": 250, "step2_date": date(2010, 1, 1)}, None, False),
        (
            {"step2_ck": 190, "step2_date": date(2010, 1, 1), "step2_result": "pass"},
            True,
            False,
        ),
    ],
)
def test_pass_or_fail_follows_the_printed_result_then_the_mark_of_the_day(
    answers: dict[str, Any], passing: bool | None, conflict: bool
) -> None:
    step2 = case(**answers).step2
    assert (step2.passing, step2.printed_conflict) == (passing, conflict)


@pytest.mark.parametrize(
    ("score", "percentile"), [(180, 0), (219, 3), (226, 7), (250, 44), (257, 63), (290, 100)]
)
def test_percentiles_are_interpolated_between_the_rows_of_the_table(
    score: int, percentile: int
) -> None:
    assert case(step2_ck=score).step2.percentile == percentile


@pytest.mark.parametrize(
    ("step1", "step2", "trend"),
    [
        (210, 230, Trend.UP),
        (230, 230, Trend.LEVEL),
        (240, 230, Trend.DOWN),
        (None, 230, Trend.UNKNOWN),
    ],
)
def test_the_trend_needs_two_numbers(step1: int | None, step2: int, trend: Trend) -> None:
    assert case(step1_score=step1, step2_ck=step2).step2.trend is trend


def test_without_a_test_date_every_norm_is_held_against_the_score() -> None:
    dated = case(step2_ck=240, step2_date=date(2026, 5, 1)).step2
    assert [norm.mean for norm in dated.norms] == [251]
    undated = case(step2_ck=240).step2
    assert len(undated.norms) > 1
    assert undated.norm is not None
    assert undated.norm.mean == 251
