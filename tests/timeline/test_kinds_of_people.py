"""The four kinds of people who come in November, and what each of them needs."""

from datetime import date
from typing import Any

import pytest

from core.terms import Ladder, MilestoneState, Phase
from core.timeline.local_time import LocalTime
from tests.assessment.profiles import TODAY
from tests.timeline.planned import by_rule, days, open_rules, timeline

EASTERN = "America/New_York"
APPLICANT: dict[str, Any] = {
    "applicant": "us_do_senior",
    "season": 2027,
    "stage": "interviewing",
    "step2_ck": 238,
    "step2_date": date(2026, 6, 20),
    "step2_result": "pass",
    "failed_attempts": 0,
    "interviews_dr": 4,
    "interviews_prelim": 2,
}
IMG_APPLICANT: dict[str, Any] = {
    **APPLICANT,
    "applicant": "non_us_img",
    "ecfmg": "in_progress",
}
THIRD_YEAR: dict[str, Any] = {
    "season": 2028,
    "stage": "not_applied",
    "step2_status": "not_taken",
    "step1_result": "pass",
    "failed_attempts": 0,
}
IMG_GRADUATE: dict[str, Any] = {
    "applicant": "non_us_img",
    "season": 2028,
    "stage": "not_applied",
    "step2_ck": 231,
    "step2_date": date(2025, 9, 10),
    "step2_result": "pass",
    "step1_result": "pass",
    "failed_attempts": 0,
    "graduation_date": date(2023, 7, 1),
}
AGAIN: dict[str, Any] = {
    "applicant": "us_md_graduate",
    "season": 2028,
    "stage": "not_applied",
    "step2_ck": 228,
    "step2_date": date(2025, 5, 2),
    "step2_result": "pass",
    "reapplicant": True,
    "prior_training": "pgy1_in_progress",
    "failed_attempts": 0,
}
OF_THE_APPLICATION = {
    "certify",
    "signals",
    "program_list",
    "statement_final",
    "experiences",
    "letters_ask",
    "letters_upload",
    "money_ready",
    "mentor",
    "away_rotation",
}


def test_an_applicant_of_the_season_has_offers_practice_registration_and_first_years() -> None:
    plan = timeline(**APPLICANT)
    assert plan.phase is Phase.INTERVIEWING
    assert {
        "interview_offers",
        "interview_practice",
        "prelim_interviews",
        "checkin_december",
        "checkin_january",
        "interview_withdraw",
        "nrmp_standard",
        "nrmp_late",
        "rank_list",
        "supplemental_lists",
        "prelim_at_foot",
        "soap_ready",
        "match_week",
        "match_day",
    } <= open_rules(plan)


def test_an_applicants_dates_stand_to_the_minute() -> None:
    plan = by_rule(timeline(**APPLICANT))
    assert plan["nrmp_standard"].at.written == "2027-01-29T23:59"
    assert plan["nrmp_standard"].begins == date(2026, 9, 15)
    assert plan["nrmp_late"].at.written == "2027-03-03T21:00"
    assert plan["rank_list"].at.instant.isoformat() == "2027-03-04T02:00:00+00:00"
    assert plan["match_week"].at.instant.isoformat() == "2027-03-15T14:00:00+00:00"
    assert plan["checkin_december"].at == LocalTime(date(2026, 12, 15), None, EASTERN)
    assert plan["checkin_january"].at == LocalTime(date(2027, 1, 15), None, EASTERN)
    assert plan["interview_withdraw"].at.day == date(2027, 1, 18)
    assert plan["soap_ready"].begins == date(2027, 2, 15)
    assert plan["matched_papers"].at.day == date(2027, 4, 2)


def test_registration_comes_before_its_limit_and_the_offers_before_their_hours() -> None:
    plan = by_rule(timeline(**APPLICANT))
    assert "now" in plan["nrmp_standard"].todo
    assert "48 hours" in plan["interview_offers"].title
    assert "e-mail filter" in plan["interview_offers"].todo
    assert plan["interview_practice"].title.startswith("Mock interviews: 2")


def test_the_end_of_what_holds_all_season_is_shown_and_not_reminded_of() -> None:
    plan = by_rule(timeline(**APPLICANT))
    assert plan["interview_offers"].begins is not None
    assert plan["interview_offers"].ladder is Ladder.NONE
    assert plan["prelim_interviews"].ladder is Ladder.NONE


def test_of_the_application_itself_an_applicant_has_nothing_to_do_any_more() -> None:
    plan = timeline(**APPLICANT)
    assert not open_rules(plan) & OF_THE_APPLICATION
    past = by_rule(plan)
    assert past["letters_assign"].is_past(TODAY)
    assert "still be assigned after you certify" in past["letters_assign"].still
    assert past["certify"].state is MilestoneState.DONE


def test_an_img_applicant_hands_in_the_pathway_by_mid_december() -> None:
    plan = by_rule(timeline(**IMG_APPLICANT))
    assert plan["pathways_aim"].at.day == date(2026, 12, 15)
    assert plan["pathways_aim"].begins == date(2026, 9, 2)
    assert plan["pathways_deadline"].at.day == date(2027, 1, 31)
    assert plan["pathways_deadline"].ladder is Ladder.IRREVERSIBLE
    assert plan["img_verified"].at.day == date(2027, 2, 10)
    settled = by_rule(timeline(**{**IMG_APPLICANT, "ecfmg": "certified"}))
    assert settled["pathways_deadline"].state is MilestoneState.DONE


def test_a_pending_step2_has_sixth_of_january_as_its_day() -> None:
    pending = {**APPLICANT, "step2_ck": None, "step2_result": None, "step2_date": None}
    plan = timeline(**pending, step2_status="not_taken")
    assert days(plan)["step2_before_ranks"] == date(2027, 1, 6)
    assert days(plan)["step2_before_ranks_risky"] == date(2027, 2, 3)
    assert by_rule(plan)["step2_before_ranks"].ladder is Ladder.PERSON
    assert "step2_latest_safe" not in open_rules(plan)


def test_a_third_year_has_papers_a_window_a_mentor_and_a_project() -> None:
    plan = timeline(**THIRD_YEAR)
    at = by_rule(plan)
    assert {"vslo_papers", "step2_window", "mentor", "project"} <= open_rules(plan)
    assert at["vslo_papers"].begins == date(2026, 11, 9)
    assert at["vslo_papers"].at.day == date(2027, 1, 25)
    assert (at["vslo_catalogues"].begins, at["vslo_catalogues"].at.day) == (
        date(2027, 2, 1),
        date(2027, 2, 28),
    )
    assert (at["step2_window"].begins, at["step2_window"].at.day) == (
        date(2027, 5, 5),
        date(2027, 6, 30),
    )
    assert at["step2_latest_safe"].at.day == date(2027, 7, 28)
    assert at["step2_last_risky"].at.day == date(2027, 8, 25)
    assert at["step2_decide"].at.day == date(2027, 7, 7)
    assert at["mentor"].at.day == date(2026, 12, 30)


def test_everything_of_a_season_nobody_has_published_says_so() -> None:
    for milestone in timeline(**THIRD_YEAR).milestones:
        counted = milestone.rule not in {
            "interview_practice",
            "checkin_december",
            "checkin_january",
        }
        assert milestone.estimated is counted, milestone.rule


def test_an_img_graduate_has_weeks_in_the_us_and_a_second_field() -> None:
    plan = timeline(**IMG_GRADUATE, ecfmg="certified", ecfmg_expires=date(2027, 9, 1))
    assert {"us_experience", "second_field", "certificate_renew"} <= open_rules(plan)
    assert days(plan)["us_experience"] == date(2027, 4, 14)
    assert days(plan)["second_field"] == date(2027, 5, 26)
    assert days(plan)["certificate_ends"] == date(2027, 9, 1)
    renew = by_rule(plan)["certificate_renew"]
    assert (renew.begins, renew.at.day) == (date(2027, 3, 3), date(2027, 6, 9))
    assert not renew.estimated
    assert "vslo_papers" not in by_rule(plan)


def test_the_seven_year_clock_runs_where_step2_is_still_to_be_passed() -> None:
    open_exam = {**IMG_GRADUATE, "step2_ck": None, "step2_result": None, "step2_date": None}
    plan = timeline(
        **open_exam, step2_status="not_taken", ecfmg="not_started", step1_date=date(2020, 11, 30)
    )
    assert days(plan)["seven_years"] == date(2027, 11, 30)
    assert by_rule(plan)["seven_years"].title == "ECFMG's 7 years from your Step 1 end"
    unsaid = timeline(**open_exam, step2_status="not_taken", ecfmg="not_started")
    assert "step1_date" in unsaid.missing
    assert "seven_years" not in by_rule(timeline(**IMG_GRADUATE, step1_date=date(2020, 11, 30)))


@pytest.mark.parametrize(("ecfmg", "shown"), [("certified", True), ("in_progress", False)])
def test_step3_is_there_for_a_certified_img_alone(ecfmg: str, shown: bool) -> None:
    plan = timeline(**IMG_GRADUATE, ecfmg=ecfmg, visa_needed=True)
    assert ("step3_decide" in by_rule(plan)) is shown
    assert ("step3_latest" in by_rule(plan)) is shown


def test_no_senior_is_asked_about_step3() -> None:
    assert "step3_decide" not in by_rule(timeline(**THIRD_YEAR, visa_needed=True))


def test_whoever_applies_again_has_feedback_new_letters_and_reserved_positions() -> None:
    plan = timeline(**AGAIN)
    assert {
        "reapply_feedback",
        "reapply_different",
        "reapply_letters",
        "reserved_positions",
    } <= open_rules(plan)
    at = by_rule(plan)
    assert at["reapply_feedback"].at.day == date(2027, 1, 13)
    assert at["reapply_feedback"].title == "Feedback from 3 programs and your dean"
    assert at["reapply_letters"].at.day == date(2027, 4, 14)
    assert "1 June 2026" in at["reapply_letters"].why
    assert at["reapply_different"].at.day == date(2027, 5, 19)
    told = by_rule(timeline(**AGAIN, feedback=("letters",)))
    assert told["reapply_feedback"].state is MilestoneState.DONE


def test_a_first_application_knows_nothing_of_a_second() -> None:
    rules = by_rule(timeline(**THIRD_YEAR, reapplicant=False, prior_training="none"))
    assert not {rule for rule in rules if rule.startswith(("reapply", "reserved", "next"))}


def test_a_graduate_of_a_canadian_school_has_the_dates_of_imgs_since_accreditation_ended() -> None:
    person = {**APPLICANT, "applicant": "canadian", "graduation_date": date(2026, 6, 1)}
    assert {"pathways_deadline", "img_verified"} <= days(timeline(**person)).keys()
    before = {**person, "graduation_date": date(2025, 6, 1)}
    assert not {"pathways_deadline", "img_verified"} & days(timeline(**before)).keys()


def test_whoever_has_ranked_is_not_told_to_register() -> None:
    plan = timeline(**{**APPLICANT, "stage": "ranked"}, today=date(2027, 2, 10))
    assert "nrmp_late" not in open_rules(plan)
