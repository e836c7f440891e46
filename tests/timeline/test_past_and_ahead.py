"""What of a season is shown on a day: past with what is left, open, ahead, or not at all."""

from datetime import date, timedelta
from typing import Any

import pytest

from core.terms import MilestoneState, Phase
from tests.timeline.planned import by_rule, open_rules, timeline

PASSED: dict[str, Any] = {"step2_ck": 240, "step2_result": "pass", "step2_date": date(2026, 5, 1)}
RANKED: dict[str, Any] = {**PASSED, "season": 2027, "stage": "ranked"}
SOAP = {"soap_applications", "soap_review", "soap_round_2", "soap_round_3", "soap_round_4"}


def test_what_is_past_stays_with_what_can_still_be_done() -> None:
    plan = timeline(**PASSED, season=2027, stage="interviewing")
    past = [one for one in plan.milestones if one.is_past(date(2026, 11, 22))]
    assert len(past) > 10
    assert len([one for one in past if one.still]) > 10


@pytest.mark.parametrize(
    ("rule", "stage", "last"),
    [
        ("nrmp_standard", "interviewing", date(2027, 3, 3)),
        ("letters_ask", "interviewing", date(2027, 2, 1)),
        ("interview_practice", "interviewing", date(2027, 3, 3)),
        ("rank_list_first", "interviewing", date(2027, 3, 3)),
        ("soap_offers", "ranked", date(2027, 3, 18)),
        ("certify", "not_applied", date(2027, 3, 3)),
        ("nrmp_late", "interviewing", date(2027, 5, 31)),
    ],
)
def test_what_can_still_be_done_is_said_until_it_cannot_be(
    rule: str, stage: str, last: date
) -> None:
    answers = {**PASSED, "season": 2027, "stage": stage}
    assert by_rule(timeline(today=last, **answers))[rule].still
    after = by_rule(timeline(today=last + timedelta(days=1), **answers))[rule]
    assert after.still == ""
    assert after.todo


def test_a_day_of_ones_own_ends_what_is_said_of_the_work_before_it() -> None:
    answers = {"applicant": "us_img", "ecfmg": "certified", "season": 2028, "stage": "not_applied"}
    ends = date(2027, 9, 1)
    for today, said in ((ends, True), (date(2027, 9, 2), False)):
        plan = by_rule(timeline(today=today, ecfmg_expires=ends, **PASSED, **answers))
        assert bool(plan["certificate_renew"].still) is said


def test_a_season_that_is_over_offers_no_work_of_its_own() -> None:
    for today, over in ((date(2027, 5, 31), False), (date(2027, 6, 1), True)):
        plan = timeline(today=today, **RANKED)
        assert plan.over is over
        past = [one for one in plan.milestones if one.is_past(today)]
        still = {one.rule for one in past if one.state is MilestoneState.OPEN and one.still}
        assert bool(still - {"next_letters", "next_reserved", "next_season"}) is not over


def test_what_nobody_can_do_anything_about_any_more_is_gone() -> None:
    gone = {"vslo_papers", "away_rotation", "money_ready", "letters_packet"}
    assert not gone & by_rule(timeline(**PASSED, season=2027, stage="interviewing")).keys()
    late = by_rule(timeline(**PASSED, season=2027, stage="not_applied"))
    assert late.keys() >= gone - {"vslo_papers"}


def test_who_has_submitted_early_has_no_work_of_the_application_left() -> None:
    today = date(2026, 9, 10)
    plan = timeline(today=today, **PASSED, season=2027, stage="applied")
    assert plan.phase is Phase.INTERVIEWING
    assert "letters_assign" in open_rules(plan, today)
    assert not {"certify", "signals", "letters_upload"} & open_rules(plan, today)


def test_who_has_not_applied_when_files_are_open_is_not_led_to_interviews() -> None:
    plan = timeline(**PASSED, season=2027, stage="not_applied")
    assert open_rules(plan) == {"nrmp_standard", "nrmp_late", "soap_ready", "match_week"}
    assert "next season" in by_rule(plan)["certify"].still


def test_registration_takes_both_deadlines_off() -> None:
    plan = by_rule(timeline(**PASSED, season=2027, stage="interviewing", nrmp_registered=True))
    assert plan["nrmp_standard"].state is MilestoneState.DONE
    assert plan["nrmp_late"].state is MilestoneState.DONE


def test_a_first_year_that_is_settled_takes_its_dates_off() -> None:
    answers = {**PASSED, "season": 2027, "stage": "interviewing"}
    plan = by_rule(timeline(**answers, prior_training="pgy1_done"))
    for rule in ("prelim_interviews", "supplemental_lists", "prelim_at_foot"):
        assert plan[rule].state is MilestoneState.DONE, rule


def test_no_interviews_so_far_leave_out_what_is_about_them() -> None:
    answers = {**PASSED, "season": 2027, "stage": "applied"}
    plan = open_rules(timeline(**answers, interviews_dr=0, interviews_ir=0))
    assert not {"interview_offers", "interview_practice", "interview_withdraw"} & plan
    assert {"checkin_december", "nrmp_standard", "soap_ready"} <= plan


def test_the_rounds_of_soap_are_shown_when_rank_lists_are_made_and_not_before() -> None:
    applied = timeline(**{**RANKED, "stage": "applied"})
    assert not SOAP & by_rule(applied).keys()
    ranked = timeline(today=date(2027, 3, 5), **RANKED)
    assert by_rule(ranked).keys() >= SOAP
    third_year = timeline(**PASSED, season=2028, stage="not_applied")
    assert not SOAP & by_rule(third_year).keys()


def test_a_season_without_published_rounds_has_none() -> None:
    plan = timeline(today=date(2026, 3, 10), **{**RANKED, "season": 2026})
    assert not SOAP & by_rule(plan).keys()
    assert "soap_offers" in by_rule(plan)


def test_after_the_match_the_next_steps_are_there_with_the_next_seasons_dates() -> None:
    today = date(2027, 4, 1)
    plan = timeline(today=today, **RANKED, prior_training="pgy1_in_progress", visa_needed=True)
    assert plan.phase is Phase.AFTER
    at = by_rule(plan)
    assert open_rules(plan, today) == {
        "matched_papers",
        "unmatched_feedback",
        "next_letters",
        "next_reserved",
        "next_season",
    }
    assert at["visa_papers"].at.day == date(2027, 3, 26)
    assert at["next_season"].at.day == date(2027, 6, 2)
    assert at["next_season"].estimated
    assert at["next_letters"].at.day == date(2027, 4, 14)
    assert not at["matched_papers"].estimated


def test_what_follows_no_match_is_not_held_out_to_people_before_it() -> None:
    plan = by_rule(timeline(**{**RANKED, "stage": "interviewing"}))
    assert not {"unmatched_feedback", "next_letters", "next_reserved"} & plan.keys()


def test_a_season_without_dates_says_so_and_keeps_days_of_ones_own() -> None:
    plan = timeline(
        applicant="us_img",
        season=2029,
        stage="not_applied",
        ecfmg="certified",
        ecfmg_expires=date(2028, 1, 1),
        **PASSED,
    )
    assert plan.undated
    assert plan.phase is Phase.BUILDING
    assert set(by_rule(plan)) == {"certificate_renew", "certificate_ends"}
    assert not any(one.estimated for one in plan.milestones)
    assert timeline(season=2029, stage="not_applied", **PASSED).milestones == ()


def test_the_military_board_comes_first_for_those_who_have_one() -> None:
    answers = {**PASSED, "season": 2027, "stage": "applied"}
    plan = by_rule(timeline(**answers, military=True))
    assert (plan["military_results"].begins, plan["military_results"].at.day) == (
        date(2026, 12, 11),
        date(2026, 12, 20),
    )
    assert plan["military_board"].at.day == date(2026, 10, 15)
    unsaid = timeline(**answers)
    assert "military" in unsaid.missing
    assert "military_results" not in by_rule(unsaid)
    assert "military_results" not in by_rule(timeline(**answers, military=False))


def test_couples_link_their_lists_four_weeks_ahead() -> None:
    plan = by_rule(timeline(**PASSED, season=2027, stage="interviewing", couples=True))
    assert plan["couples_link"].at.day == date(2027, 2, 3)


@pytest.mark.parametrize("graduated", [date(2024, 6, 1), date(2026, 6, 1)])
def test_a_canadian_graduate_is_led_to_ecfmg_by_the_day_of_the_degree(graduated: date) -> None:
    plan = timeline(
        applicant="canadian",
        season=2027,
        stage="applied",
        graduation_date=graduated,
        ecfmg="in_progress",
        **PASSED,
    )
    assert ("pathways_deadline" in by_rule(plan)) is (graduated > date(2025, 6, 30))


def test_a_certificate_that_ends_after_the_season_asks_for_nothing_in_it() -> None:
    answers = {**PASSED, "applicant": "us_img", "season": 2027, "stage": "applied"}
    plan = by_rule(timeline(**answers, ecfmg="certified", ecfmg_expires=date(2029, 1, 1)))
    assert "certificate_renew" not in plan
    assert plan["certificate_ends"].at.day == date(2029, 1, 1)


def test_a_deadline_is_open_through_its_own_day() -> None:
    answers = {**PASSED, "season": 2027, "stage": "interviewing"}
    deadline = date(2027, 1, 29)
    assert "nrmp_standard" in open_rules(timeline(today=deadline, **answers), deadline)
    after = date(2027, 1, 30)
    assert "nrmp_standard" not in open_rules(timeline(today=after, **answers), after)


def test_an_answer_that_would_change_nothing_any_more_is_not_missed() -> None:
    plan = timeline(**PASSED, season=2027, stage="interviewing")
    assert not {"reapplicant", "step2_date", "step3_date", "step1_date"} & set(plan.missing)
    assert {"military", "couples"} <= set(plan.missing)
    set_day = timeline(season=2028, stage="not_applied", step2_status="scheduled")
    assert "step2_date" in set_day.missing


def test_an_applicant_type_that_is_not_said_is_asked_for() -> None:
    assert "applicant" in timeline(applicant=None, season=2028).missing
