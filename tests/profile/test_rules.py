"""Impossible answers are refused, field by field."""

from datetime import date

import pytest

from core.facts.catalogue import Facts
from core.profile.answers import changed, read_answers
from core.profile.applicant import Profile
from core.profile.questions.bank import QuestionBank
from core.profile.rules import impossible

TODAY = date(2026, 11, 22)
PERSON = {"applicant": "us_img", "specialty": "dr"}


def refused_fields(given: dict[str, str], facts: Facts, bank: QuestionBank) -> set[str]:
    answers = read_answers({**PERSON, **given}, bank)
    if answers.refusals:
        return {refusal.field for refusal in answers.refusals}
    profile = changed(Profile(), answers.attributes)
    return {field for field, _ in impossible(profile, facts, TODAY)}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"step2_ck": "400"}, "step2_ck"),
        ({"step2_ck": "0"}, "step2_ck"),
        ({"step2_ck": "-214"}, "step2_ck"),
        ({"step2_ck": "214.5"}, "step2_ck"),
        ({"step2_ck": "²14"}, "step2_ck"),
        ({"step2_ck": "214", "step2_date": "2027-06-01"}, "step2_date"),
        ({"step2_result": "pass", "step2_date": "2027-06-01"}, "step2_date"),
        ({"step2_ck": "not_taken", "step2_date": "2025-06-01"}, "step2_date"),
        ({"step2_ck": "awaiting_score", "step2_date": "2027-06-01"}, "step2_date"),
        ({"step2_ck": "not_taken", "step2_result": "pass"}, "step2_result"),
        ({"step2_date": "06/07/2024"}, "step2_date"),
        ({"step2_date": "June 2024"}, "step2_date"),
        ({"step2_date": "1850-01-01"}, "step2_date"),
        ({"step2_attempts": "9"}, "step2_attempts"),
        ({"step2_attempts": "0", "step2_ck": "214"}, "step2_attempts"),
        ({"step2_attempts": "1", "step2_ck": "not_taken"}, "step2_attempts"),
        ({"step1_attempts": "1", "step1_result": "not_taken"}, "step1_attempts"),
        ({"step3_attempts": "1", "step3_status": "not_taken"}, "step3_attempts"),
        ({"step3_status": "passed", "graduation_date": "2027-06-01"}, "step3_status"),
        ({"step3_status": "passed", "step1_result": "not_taken"}, "step3_status"),
        ({"step3_status": "passed", "step2_ck": "not_taken"}, "step3_status"),
        ({"step3_status": "not_taken", "step3_score": "220"}, "step3_status"),
        ({"step3_status": "passed", "step3_date": "2027-06-01"}, "step3_date"),
        ({"step1_result": "pass", "step1_date": "2027-06-01"}, "step1_date"),
        ({"step1_result": "not_taken", "step1_score": "220"}, "step1_result"),
        ({"step1_result": "fail", "failed_attempts": "0"}, "failed_attempts"),
        ({"ecfmg": "certified", "step1_result": "fail"}, "ecfmg"),
        ({"ecfmg": "certified", "step2_ck": "205", "step2_date": "2025-08-01"}, "ecfmg"),
        ({"comlex_attempts": "2", "comlex_fails": "3"}, "comlex_fails"),
        (
            {
                "research_projects": "1",
                "research_abstracts": "0",
                "research_papers": "0",
                "research_radiology": "2",
            },
            "research_radiology",
        ),
        ({"second_field": "none,neurology"}, "second_field"),
        ({"applicant": "us_md_senior", "graduation_date": "2024-06-01"}, "graduation_date"),
        ({"applicant": "us_md_graduate", "graduation_date": "2027-06-01"}, "graduation_date"),
        (
            {"step1_attempts": "4", "step1_result": "pass", "failed_attempts": "2"},
            "failed_attempts",
        ),
        (
            {
                "step1_attempts": "2",
                "step1_result": "pass",
                "step2_attempts": "2",
                "step2_result": "fail",
                "failed_attempts": "2",
            },
            "failed_attempts",
        ),
        ({"step3_status": "scheduled", "step3_date": "2026-11-21"}, "step3_date"),
        (
            {
                "applicant": "us_md_senior",
                "season_stage": "2026_ranked",
                "graduation_date": "2031-06-01",
            },
            "graduation_date",
        ),
        ({"applicant": "unknown"}, "applicant"),
        ({"specialty": "dermatology"}, "specialty"),
        ({"ties": "NY,Narnia"}, "ties"),
        ({"country": "Narnia"}, "country"),
        ({"season": "1999"}, "season"),
        ({"season_stage": "2028_applied"}, "stage"),
        ({"season_stage": "2027_ranked"}, "stage"),
    ],
)
def test_an_impossible_answer_is_refused_at_its_field(
    given: dict[str, str], field: str, facts: Facts, bank: QuestionBank
) -> None:
    assert refused_fields(given, facts, bank) == {field}


def test_several_slips_are_all_named_at_once(facts: Facts, bank: QuestionBank) -> None:
    given = {"step2_ck": "400", "step2_attempts": "9", "home_dr": "perhaps"}
    assert refused_fields(given, facts, bank) == {"step2_ck", "step2_attempts", "home_dr"}


@pytest.mark.parametrize(
    "given",
    [
        {"step2_ck": "214", "step2_date": "2024-06-01"},
        {"step2_ck": "scheduled", "step2_date": "2027-05-20"},
        {"step2_ck": "awaiting_score", "step2_date": "2026-11-10"},
        {"step3_status": "passed", "step3_date": "2026-03-01", "graduation_date": "2025-06-01"},
        {"step1_attempts": "6", "step1_result": "pass", "failed_attempts": "5"},
        {"step1_attempts": "4", "step1_result": "pass", "failed_attempts": "3"},
        {"step2_ck": "awaiting_score", "step2_attempts": "2", "failed_attempts": "1"},
        {"step3_status": "scheduled", "step3_date": "2026-11-22"},
        {
            "applicant": "us_md_senior",
            "season_stage": "2027_applied",
            "graduation_date": "2031-06-01",
        },
        {"step1_score": "1"},
        {"season_stage": "2027_interviewing"},
        {"step1_score": "300"},
    ],
)
def test_what_can_be_true_is_taken(given: dict[str, str], facts: Facts, bank: QuestionBank) -> None:
    assert refused_fields(given, facts, bank) == set()


def test_the_refusal_says_what_is_accepted(bank: QuestionBank) -> None:
    refusal = read_answers({"step2_ck": "400"}, bank).refusals[0]
    assert "a whole number from 1 to 300" in refusal.accepted
    assert refusal.given == "400"
