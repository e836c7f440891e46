from datetime import date
from typing import Any

import pytest

from core.assessment.phase import latest_safe_test, season_meant
from core.profile.applicant import Profile
from core.terms import Phase
from tests.assessment.cases import TODAY, case, facts


@pytest.mark.parametrize(
    ("answers", "today", "season"),
    [
        ({}, TODAY, 2028),
        ({}, date(2026, 9, 22), 2027),
        ({}, date(2026, 9, 23), 2028),
        ({"stage": "interviewing"}, TODAY, 2027),
        ({"stage": "ranked"}, date(2027, 5, 31), 2027),
        ({"stage": "not_applied"}, TODAY, 2028),
        ({"season": 2029, "stage": "applied"}, TODAY, 2029),
        ({}, date(2027, 9, 22), 2029),
        ({}, date(2030, 9, 21), 2031),
        ({}, date(2030, 9, 22), 2032),
    ],
)
def test_the_season_meant_is_the_one_named_running_or_next_open(
    answers: dict[str, Any], today: date, season: int
) -> None:
    assert season_meant(Profile.model_validate(answers), facts().calendar, today) == season


@pytest.mark.parametrize(
    ("today", "phase"),
    [
        (date(2026, 9, 10), Phase.INTERVIEWING),
        (date(2027, 1, 31), Phase.INTERVIEWING),
        (date(2027, 2, 1), Phase.RANKING),
        (date(2027, 3, 14), Phase.RANKING),
        (date(2027, 3, 15), Phase.MATCH_WEEK),
        (date(2027, 3, 19), Phase.MATCH_WEEK),
        (date(2027, 3, 20), Phase.AFTER),
    ],
)
def test_somebody_who_has_applied_moves_through_the_season(today: date, phase: Phase) -> None:
    assert case(today=today, season=2027, stage="applied").phase is phase


def test_a_certified_list_is_ranking_before_ranking_season() -> None:
    assert case(season=2027, stage="ranked").phase is Phase.RANKING


def test_the_running_season_named_without_a_stage_means_having_applied() -> None:
    assert case(season=2027).phase is Phase.INTERVIEWING


@pytest.mark.parametrize(
    ("today", "phase"),
    [
        (date(2026, 6, 3), Phase.APPLYING),
        (date(2027, 3, 3), Phase.APPLYING),
        (date(2027, 3, 4), Phase.AFTER),
    ],
)
def test_somebody_who_has_not_applied_can_apply_until_rank_lists_close(
    today: date, phase: Phase
) -> None:
    assert case(today=today, season=2027, stage="not_applied").phase is phase


@pytest.mark.parametrize(
    ("today", "phase"),
    [
        (date(2026, 10, 20), Phase.BUILDING),
        (date(2026, 11, 22), Phase.STEP2),
        (date(2027, 6, 2), Phase.APPLYING),
    ],
)
def test_the_run_up_to_step_2_comes_before_applying(today: date, phase: Phase) -> None:
    assert case(today=today, season=2028, step2_status="not_taken").phase is phase


def test_with_a_passing_score_the_months_before_are_for_building() -> None:
    assert case(season=2028, step2_ck=240).phase is Phase.BUILDING


def test_a_fail_makes_step_2_the_task_whatever_the_month() -> None:
    assert case(season=2028, step2_ck=190).phase is Phase.STEP2


def test_a_season_without_dates_is_far_off_or_long_past() -> None:
    assert case(season=2030).phase is Phase.BUILDING
    assert case(season=2020).phase is Phase.AFTER


def test_the_latest_safe_test_day_is_eight_weeks_before_review() -> None:
    calendar = facts().calendar
    assert latest_safe_test(calendar.season(2028), calendar) == date(2027, 7, 28)
    assert latest_safe_test(None, calendar) is None
