"""Step 2 CK in the timeline: counted from the day that is set, or from a good window."""

from datetime import date
from typing import Any

import pytest

from core.terms import Ladder, MilestoneState
from tests.timeline.planned import by_rule, days, timeline

AHEAD: dict[str, Any] = {"season": 2028, "stage": "not_applied", "failed_attempts": 0}
SET: dict[str, Any] = {**AHEAD, "step2_status": "scheduled", "step2_date": date(2027, 5, 20)}
UNSET: dict[str, Any] = {**AHEAD, "step2_status": "not_taken"}


def test_the_run_up_is_counted_from_the_day_that_is_set() -> None:
    plan = by_rule(timeline(**SET))
    assert (plan["step2_run_up"].begins, plan["step2_run_up"].at.day) == (
        date(2026, 8, 20),
        date(2026, 11, 20),
    )
    assert (plan["step2_dedicated"].begins, plan["step2_dedicated"].at.day) == (
        date(2027, 3, 25),
        date(2027, 5, 19),
    )
    assert plan["step2_practice"].at.day == date(2027, 4, 29)
    assert plan["step2_go"].at.day == date(2027, 5, 6)
    assert plan["step2_test"].at.day == date(2027, 5, 20)
    assert (plan["step2_score"].begins, plan["step2_score"].at.day) == (
        date(2027, 6, 17),
        date(2027, 7, 15),
    )


def test_without_a_day_it_is_counted_from_the_window_of_an_estimated_season() -> None:
    plan = by_rule(timeline(**UNSET))
    assert plan["step2_run_up"].at.day == date(2026, 12, 30)
    assert plan["step2_run_up"].estimated
    assert plan["step2_go"].at.day == date(2027, 6, 16)
    assert not {"step2_test", "step2_score"} & plan.keys()


def test_a_day_of_ones_own_is_no_estimate() -> None:
    plan = by_rule(timeline(**SET))
    assert not plan["step2_go"].estimated
    late = by_rule(timeline(**{**SET, "step2_date": date(2027, 8, 10)}))
    assert late["step2_latest_safe"].estimated


def test_a_test_day_in_time_leaves_out_the_last_days_as_nothing_of_them_is_done() -> None:
    plan = by_rule(timeline(**SET))
    assert plan["step2_book"].state is MilestoneState.DONE
    assert not {"step2_window", "step2_decide", "step2_latest_safe"} & plan.keys()


def test_the_last_safe_day_itself_is_safe() -> None:
    assert "step2_latest_safe" not in by_rule(timeline(**{**SET, "step2_date": date(2027, 7, 28)}))
    assert "step2_latest_safe" in by_rule(timeline(**{**SET, "step2_date": date(2027, 7, 29)}))


def test_a_test_day_past_the_safe_one_is_decided_and_the_day_stays_as_a_fact() -> None:
    plan = by_rule(timeline(**{**SET, "step2_date": date(2027, 8, 10)}))
    assert plan["step2_latest_safe"].at.day == date(2027, 7, 28)
    assert plan["step2_latest_safe"].state is MilestoneState.DONE
    assert "step2_last_risky" not in plan
    last = by_rule(timeline(**UNSET))["step2_last_risky"]
    assert "later and stronger, or in time" in last.todo


def test_nobody_is_reminded_of_the_exam_itself_or_of_its_score() -> None:
    plan = by_rule(timeline(**SET))
    assert plan["step2_test"].ladder is Ladder.NONE
    assert plan["step2_score"].ladder is Ladder.NONE


def test_while_the_score_is_awaited_the_exam_and_the_score_are_left() -> None:
    today = date(2027, 6, 1)
    plan = timeline(today=today, **{**SET, "step2_status": "awaiting_score"})
    about = {rule for rule in by_rule(plan) if rule.startswith("step2")}
    assert about == {"step2_test", "step2_score"}


def test_a_score_ends_it() -> None:
    plan = timeline(**AHEAD, step2_ck=251, step2_result="pass", step2_date=date(2026, 6, 1))
    assert not {rule for rule in by_rule(plan) if rule.startswith("step2")}


def test_a_failed_exam_opens_it_again_from_a_new_day() -> None:
    failed = {**AHEAD, "step2_ck": 205, "step2_result": "fail", "step2_date": date(2026, 9, 1)}
    plan = by_rule(timeline(**failed))
    assert plan["step2_latest_safe"].state is MilestoneState.OPEN
    assert plan["step2_run_up"].at.day == date(2026, 12, 30)
    assert "step2_test" not in plan


def test_silence_about_step2_is_asked_and_nothing_is_made_of_it() -> None:
    plan = timeline(**AHEAD)
    assert set(plan.missing[:2]) == {"step2_ck", "step2_status"}
    assert not {rule for rule in by_rule(plan) if rule.startswith("step2")}


@pytest.mark.parametrize(
    ("season", "safe", "risky"),
    [
        (2026, date(2025, 7, 30), date(2025, 8, 27)),
        (2027, date(2026, 7, 29), date(2026, 8, 26)),
        (2028, date(2027, 7, 28), date(2027, 8, 25)),
    ],
)
def test_the_last_days_are_those_of_the_published_margins(
    season: int, safe: date, risky: date
) -> None:
    plan = days(timeline(**{**UNSET, "season": season}, today=date(season - 2, 12, 1)))
    assert (plan["step2_latest_safe"], plan["step2_last_risky"]) == (safe, risky)
