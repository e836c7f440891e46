from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.assessment.case import case_of
from core.assessment.gates import gates, gates_asking
from core.assessment.result import Gate
from core.profile.applicant import Profile
from core.terms import ExamStatus, GateLevel
from tests.assessment.cases import TODAY, UNWELCOME, case, facts, grounds
from tests.assessment.profiles import days, profiles


def found(*, today: date = TODAY, **answers: Any) -> dict[str, Gate]:
    return {gate.id: gate for gate in gates(case(today=today, **answers), grounds())}


def asked(*, today: date = TODAY, **answers: Any) -> dict[str, str | None]:
    return {gate.id: gate.missing for gate in gates_asking(case(today=today, **answers), grounds())}


@pytest.mark.parametrize(
    ("answers", "figure"),
    [
        ({"step2_result": "fail"}, "4"),
        ({"step2_ck": 214, "step2_date": date(2026, 1, 1)}, "218"),
        ({"step2_ck": 195}, "196"),
    ],
)
def test_a_fail_stops_and_says_what_it_rests_on(answers: dict[str, Any], figure: str) -> None:
    gate = found(**answers)["step2_below_pass_mark"]
    assert gate.level is GateLevel.STOP
    assert figure in gate.text


@pytest.mark.parametrize(
    "answers",
    [
        {"step2_ck": 214, "step2_date": date(2025, 6, 30)},
        {"step2_ck": 214, "step2_date": date(2026, 1, 1), "step2_result": "pass"},
        {"step2_ck": 214},
        {},
    ],
)
def test_a_pass_or_an_open_result_does_not_stop(answers: dict[str, Any]) -> None:
    assert "step2_below_pass_mark" not in found(**answers)


def test_a_fail_by_the_mark_alone_asks_what_the_report_prints() -> None:
    by_mark = found(step2_ck=214, step2_date=date(2026, 1, 1))["step2_below_pass_mark"]
    assert by_mark.missing == "step2_result"
    assert found(step2_result="fail")["step2_below_pass_mark"].missing is None


def test_a_score_that_may_be_either_is_asked_about() -> None:
    assert ("step2_below_pass_mark", "step2_result") in asked(step2_ck=214).items()
    assert "step2_below_pass_mark" not in asked(step2_ck=218)


def test_before_the_first_mark_held_the_printed_result_is_asked_for() -> None:
    early = case(step2_ck=190, step2_date=date(2010, 1, 1))
    assert "step2_below_pass_mark" not in [gate.id for gate in gates(early, grounds())]
    [asked] = [
        gate for gate in gates_asking(early, grounds()) if gate.id == "step2_below_pass_mark"
    ]
    assert asked.missing == "step2_result"
    assert "We hold no pass mark" in asked.text


@pytest.mark.parametrize(
    ("answers", "asks_for"),
    [({}, "step2_status"), ({"step2_status": "scheduled"}, "step2_ck")],
)
def test_a_test_day_long_past_is_asked_about(answers: dict[str, Any], asks_for: str) -> None:
    long_past = case(step2_date=date(2024, 11, 22), **answers)
    [asked] = [gate for gate in gates_asking(long_past, grounds()) if gate.id == "step2_missing"]
    assert asked.missing == asks_for


def test_any_failed_attempt_is_to_be_settled() -> None:
    gate = found(failed_attempts=2)["exam_failed"]
    assert gate.level is GateLevel.SETTLE
    assert "2 failed attempts" in gate.text
    assert "exam_failed" not in found(failed_attempts=0)
    assert asked()["exam_failed"] == "failed_attempts"


@pytest.mark.parametrize(
    "answers",
    [
        {"step1_result": "fail", "step1_attempts": 4},
        {"step2_result": "fail", "step2_attempts": 4},
        {"step3_status": "failed", "step3_attempts": 5},
    ],
)
def test_four_unpassed_attempts_close_every_step(answers: dict[str, Any]) -> None:
    gate = found(**answers)["attempt_limit"]
    assert gate.level is GateLevel.STOP
    assert "allows 4" in gate.text


@pytest.mark.parametrize(
    "answers",
    [
        {"step1_result": "pass", "step1_attempts": 5},
        {"step2_status": "awaiting_score", "step2_attempts": 4},
        {"step2_ck": 240, "step2_attempts": 4},
        {"failed_attempts": 4},
    ],
)
def test_attempts_that_ended_in_a_pass_or_are_open_close_nothing(
    answers: dict[str, Any],
) -> None:
    gates = found(**answers)
    assert "attempt_limit" not in gates
    assert "last_attempt" not in gates


def test_an_unknown_result_of_the_fourth_attempt_is_asked_for() -> None:
    assert asked(step1_attempts=4)["attempt_limit"] == "step1_result"


def test_the_last_attempt_comes_with_the_earliest_day_that_follows() -> None:
    gate = found(step2_result="fail", step2_attempts=3, step2_date=date(2026, 8, 31))[
        "last_attempt"
    ]
    assert gate.on == date(2027, 2, 28)
    assert "28 February 2027" in gate.text
    assert "28 February 2026" in gate.text
    assert "12 months" in gate.text
    undated = found(step1_result="fail", step1_attempts=3)["last_attempt"]
    assert undated.on is None
    assert "latest test" in undated.text


def test_an_earliest_day_already_past_is_no_date_to_keep() -> None:
    gate = found(step2_result="fail", step2_attempts=3, step2_date=date(2025, 1, 1))["last_attempt"]
    assert gate.on is None


def test_a_missing_step_2_is_stated_and_never_guessed() -> None:
    gate = found(season=2028, step2_status="not_taken")["step2_missing"]
    assert gate.on == date(2027, 7, 28)
    assert "28 July 2027" in gate.text
    assert "step2_missing" not in found()
    assert asked()["step2_missing"] == "step2_status"
    assert "step2_missing" not in found(step2_status="not_taken", step2_date=date(2027, 6, 1))


@pytest.mark.parametrize(
    ("today", "tested", "gate"),
    [
        (date(2027, 6, 1), date(2027, 7, 28), None),
        (date(2027, 6, 1), date(2027, 7, 29), "step2_score_at_risk"),
        (date(2027, 6, 1), date(2027, 8, 25), "step2_score_at_risk"),
        (date(2027, 6, 1), date(2027, 8, 26), "step2_score_too_late"),
    ],
)
def test_before_review_a_score_is_needed_when_programs_open_files(
    today: date, tested: date, gate: str | None
) -> None:
    gates = found(today=today, season=2028, step2_status="scheduled", step2_date=tested)
    assert [one for one in gates if one.startswith("step2_score")] == ([gate] if gate else [])
    if gate:
        assert "after programs open files" in gates[gate].text


@pytest.mark.parametrize(
    ("tested", "gate"),
    [
        (date(2027, 1, 6), None),
        (date(2027, 1, 7), "step2_score_at_risk"),
        (date(2027, 2, 3), "step2_score_at_risk"),
        (date(2027, 2, 4), "step2_score_too_late"),
    ],
)
def test_once_review_has_opened_the_rank_list_deadline_is_the_yardstick(
    tested: date, gate: str | None
) -> None:
    gates = found(season=2027, stage="applied", step2_status="scheduled", step2_date=tested)
    assert [one for one in gates if one.startswith("step2_score")] == ([gate] if gate else [])
    if gate:
        assert "3 March 2027" in gates[gate].text


def test_for_an_img_a_late_score_means_withdrawal() -> None:
    answers: dict[str, Any] = {"season": 2027, "stage": "applied", "step2_date": date(2027, 2, 1)}
    img = found(applicant="non_us_img", **answers)["step2_score_at_risk"]
    assert "NRMP withdraws" in img.text
    assert "NRMP" not in found(applicant="us_md_senior", **answers)["step2_score_at_risk"].text


def test_a_score_already_there_is_not_late() -> None:
    gates = found(season=2027, stage="applied", step2_ck=240, step2_date=date(2026, 11, 1))
    assert not [one for one in gates if one.startswith("step2_score")]


def test_after_the_rank_list_deadline_no_score_is_late_any_more() -> None:
    gates = found(
        today=date(2027, 3, 5),
        season=2027,
        stage="ranked",
        step2_status="awaiting_score",
        step2_date=date(2027, 2, 20),
    )
    assert not [one for one in gates if one.startswith("step2_score")]


def test_a_season_begun_without_an_application_is_weighed_against_the_next() -> None:
    gate = found(season=2027, stage="not_applied")["season_late"]
    assert gate.level is GateLevel.SETTLE
    assert "23 September 2026" in gate.text
    assert "season 2028" in gate.text
    assert "an estimate" in gate.text
    assert "season_late" not in found(season=2027, stage="applied")
    assert "season_late" not in found(season=2028, stage="not_applied")
    assert asked(season=2027)["season_late"] == "stage"


def test_a_season_that_has_ended_stops() -> None:
    gate = found(today=date(2027, 3, 20), season=2027, stage="ranked")["season_over"]
    assert gate.level is GateLevel.STOP
    assert "19 March 2027" in gate.text
    unsent = found(today=date(2027, 3, 4), season=2027, stage="not_applied")
    assert "3 March 2027" in unsent["season_over"].text
    assert "season_late" not in unsent
    assert "season_over" not in found(today=date(2027, 3, 19), season=2027, stage="ranked")


def test_deciding_with_a_score_in_hand_has_a_day() -> None:
    gate = found(season=2028, step2_status="not_taken")["decide_with_score"]
    assert (gate.level, gate.on) == (GateLevel.KNOW, date(2027, 7, 7))
    assert "decide_with_score" not in found(season=2028, step2_ck=240)
    assert "decide_with_score" not in found(season=2028)
    past = found(today=date(2027, 7, 8), season=2028, step2_status="not_taken")
    assert "decide_with_score" not in past


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        (
            {"step3_date": date(2027, 3, 1), "graduation_date": date(2027, 5, 20)},
            "your degree date (20 May 2027)",
        ),
        ({"step1_result": "fail"}, "Step 1 is passed"),
        ({"step2_status": "not_taken"}, "Step 2 CK is passed"),
        (
            {"step2_date": date(2027, 4, 1), "step3_date": date(2027, 3, 1)},
            "Step 2 CK is passed",
        ),
        ({"applicant": "us_img", "ecfmg": "in_progress"}, "your ECFMG certificate"),
    ],
)
def test_step_3_planned_before_it_opens_is_to_be_settled(
    answers: dict[str, Any], reason: str
) -> None:
    gate = found(step3_status="scheduled", **answers)["step3_not_eligible"]
    assert reason in gate.text


def test_step_3_planned_once_everything_is_there_raises_nothing() -> None:
    answers: dict[str, Any] = {
        "applicant": "non_us_img",
        "graduation_date": date(2024, 6, 1),
        "step1_result": "pass",
        "step2_ck": 240,
        "ecfmg": "certified",
        "step3_status": "scheduled",
        "step3_date": date(2027, 2, 1),
    }
    assert "step3_not_eligible" not in found(**answers)
    assert "step3_not_eligible" not in asked(**answers)
    assert asked(**{**answers, "ecfmg": None})["step3_not_eligible"] == "ecfmg"
    assert "step3_not_eligible" not in asked(step3_status="not_taken")


@pytest.mark.parametrize("applicant", ["us_img", "non_us_img"])
def test_an_img_without_a_certificate_settles_it_by_the_rank_list_deadline(applicant: str) -> None:
    gate = found(applicant=applicant, ecfmg="in_progress", season=2028)["ecfmg_needed"]
    assert gate.on == date(2028, 3, 1)
    assert "1 March 2028 (an estimate)" in gate.text
    assert "ecfmg_needed" not in found(applicant=applicant, ecfmg="certified", season=2028)
    assert asked(applicant=applicant)["ecfmg_needed"] == "ecfmg"


def test_a_canadian_graduate_after_june_2025_needs_the_certificate_too() -> None:
    answers: dict[str, Any] = {"applicant": "canadian", "ecfmg": "not_started"}
    late = found(**answers, graduation_date=date(2026, 6, 1))["ecfmg_needed"]
    assert "30 June 2025" in late.text
    assert "ecfmg_needed" not in found(**answers, graduation_date=date(2025, 6, 1))
    assert asked(**answers)["ecfmg_needed"] == "graduation_date"


@pytest.mark.parametrize("applicant", ["us_md_senior", "us_do_graduate"])
def test_graduates_of_us_schools_are_never_asked_for_a_certificate(applicant: str) -> None:
    assert "ecfmg_needed" not in found(applicant=applicant, ecfmg="not_started")
    assert "ecfmg_needed" not in asked(applicant=applicant)


@pytest.mark.parametrize(
    ("answers", "fires"),
    [
        ({"step2_date": date(2026, 1, 2), "step2_ck": 240}, True),
        ({"step2_date": date(2026, 1, 1), "step2_ck": 240}, False),
        ({"step2_date": date(2027, 6, 1)}, True),
        ({"step2_status": "not_taken"}, True),
        ({"step2_ck": 240}, False),
        ({"step2_date": date(2026, 1, 2), "step2_ck": 240, "ecfmg": "certified"}, False),
        ({"step2_date": date(2026, 1, 2), "step2_ck": 240, "applicant": "us_md_senior"}, False),
    ],
)
def test_both_exams_within_seven_years(answers: dict[str, Any], fires: bool) -> None:
    gates = found(
        **{
            "applicant": "us_img",
            "season": 2028,
            "step1_result": "pass",
            "step1_date": date(2019, 1, 1),
            "ecfmg": "in_progress",
            **answers,
        }
    )
    assert ("ecfmg_time_limit" in gates) is fires
    if fires:
        assert "7 years" in gates["ecfmg_time_limit"].text


def test_years_that_run_out_after_the_season_are_no_matter_yet() -> None:
    answers: dict[str, Any] = {
        "applicant": "us_img",
        "season": 2028,
        "step1_result": "pass",
        "step2_status": "not_taken",
        "ecfmg": "in_progress",
    }
    assert "ecfmg_time_limit" not in found(**answers, step1_date=date(2023, 1, 1))
    assert asked(**answers)["ecfmg_time_limit"] == "step1_date"


@pytest.mark.parametrize(
    ("expires", "level"),
    [(date(2027, 5, 1), GateLevel.SETTLE), (date(2031, 1, 1), GateLevel.KNOW)],
)
def test_a_certificate_that_ends_within_the_season_is_to_be_settled(
    expires: date, level: GateLevel
) -> None:
    given: dict[str, Any] = {"season": 2028, "ecfmg": "certified", "ecfmg_expires": expires}
    for applicant in ("us_md_senior", "us_md_graduate", "us_do_senior", "us_do_graduate"):
        assert "ecfmg_certificate_expires" not in found(applicant=applicant, **given)
    open_degree = found(applicant="canadian", **given)["ecfmg_certificate_expires"]
    assert open_degree.missing == "graduation_date"
    gate = found(applicant="us_img", season=2028, ecfmg="certified", ecfmg_expires=expires)[
        "ecfmg_certificate_expires"
    ]
    assert (gate.level, gate.on) == (level, expires)
    assert asked(applicant="us_img", ecfmg="certified")["ecfmg_certificate_expires"] == (
        "ecfmg_expires"
    )


def test_a_visa_is_stated_or_asked_and_never_guessed() -> None:
    assert "visa_needed" in found(visa_needed=True)
    for applicant in ("non_us_img", "canadian"):
        assert "visa_needed" not in found(applicant=applicant)
        assert asked(applicant=applicant)["visa_needed"] == "visa_needed"
    for applicant in ("us_img", "us_md_senior", "us_do_graduate"):
        assert "visa_needed" not in asked(applicant=applicant)
        assert "visa_needed" in found(applicant=applicant, visa_needed=True)
    assert "visa_needed" not in found(visa_needed=False)


def test_comlex_alone_is_never_converted() -> None:
    gate = found(applicant="us_do_senior", step2_status="not_taken", comlex2_score=520)[
        "comlex_only"
    ]
    assert "never turn it into a Step score" in gate.text
    assert "520" not in gate.text
    assert "comlex_only" not in found(applicant="us_do_senior", step2_status="not_taken")
    assert "comlex_only" not in found(applicant="us_do_senior", comlex2_score=520)
    assert "comlex_only" not in found(step2_status="not_taken", comlex2_score=520)


def test_advanced_positions_ask_for_a_first_year() -> None:
    gate = found(positions=("advanced",), prior_training="none")["prelim_needed"]
    assert gate.level is GateLevel.KNOW
    assert "1057 in diagnostic radiology" in gate.text
    assert "prelim_needed" not in found(positions=("advanced",), prior_training="pgy1_done")
    assert "prelim_needed" not in found(positions=("categorical",), prior_training="none")
    assert asked(positions=("advanced",))["prelim_needed"] == "prior_training"


@pytest.mark.parametrize(
    ("answers", "fires"),
    [
        ({"retake_of": "step2_ck", "step2_ck": 240}, True),
        ({"retake_of": "step1", "step1_result": "pass"}, True),
        ({"retake_of": "step3", "step3_status": "passed"}, True),
        ({"retake_of": "step2_ck", "step2_result": "fail"}, False),
        ({"retake_of": "step1"}, False),
        ({"retake_of": "none", "step2_ck": 240}, False),
        ({"retake_of": "step1", "step1_result": "pass", "retake_for_time_limit": True}, False),
    ],
)
def test_a_passed_exam_cannot_be_retaken(answers: dict[str, Any], fires: bool) -> None:
    assert ("passed_exam_cannot_be_retaken" in found(**answers)) is fires


def test_gates_come_with_what_stops_first_then_what_to_settle_then_what_to_know() -> None:
    order = {GateLevel.STOP: 0, GateLevel.SETTLE: 1, GateLevel.KNOW: 2}
    levels = [
        order[gate.level]
        for gate in gates(
            case(
                step2_result="fail",
                positions=("advanced",),
                prior_training="none",
                visa_needed=True,
                season=2028,
            ),
            grounds(),
        )
    ]
    assert levels == sorted(levels)
    assert set(levels) == {0, 1, 2}


def _contradicts(profile: Profile, today: date) -> bool:
    """A score beside a stated lack of one, sittings of an exam not taken, a test day not come."""
    open_status = profile.step2_status not in {None, ExamStatus.SCORED}
    scored = profile.step2_ck is not None or profile.step2_result is not None
    sat = bool(profile.step2_attempts) and profile.step2_status is ExamStatus.NOT_TAKEN
    to_come = profile.step2_date is not None and profile.step2_date > today
    early = to_come and profile.step2_status is ExamStatus.SCORED
    return (open_status and scored) or sat or early


@given(profile=profiles(), today=days, data=st.data())
@settings(max_examples=400, deadline=None)
def test_an_unanswered_question_never_adds_a_gate_save_one_that_names_what_is_missing(
    profile: Profile, today: date, data: st.DataObject
) -> None:
    assume(not _contradicts(profile, today))
    answered = [name for name, value in profile if value not in (None, ())]
    field = data.draw(st.sampled_from(answered))
    less = profile.model_copy(
        update={field: () if isinstance(getattr(profile, field), tuple) else None}
    )
    before = {gate.id for gate in gates(case_of(profile, facts(), today), grounds())}
    after = gates(case_of(less, facts(), today), grounds())
    added = [gate.id for gate in after if gate.id not in before and gate.missing is None]
    assert added == []


def _all(profile: Profile, today: date) -> Iterable[Gate]:
    one = case_of(profile, facts(), today)
    return (*gates(one, grounds()), *gates_asking(one, grounds()))


@given(profile=profiles(), today=days)
@settings(max_examples=300, deadline=None)
def test_every_gate_is_kind_short_and_names_real_fields_and_sources(
    profile: Profile, today: date
) -> None:
    known = facts().sources.keys() | facts().guides.keys()
    for gate in _all(profile, today):
        assert not UNWELCOME.search(gate.text), gate.text
        assert "_" not in gate.text
        assert len(gate.text) <= 420
        assert gate.text[-1] in ".?"
        assert gate.missing is None or gate.missing in Profile.model_fields
        assert {source.id for source in gate.sources} <= known


@given(profile=profiles(), today=days)
@settings(max_examples=200, deadline=None)
def test_a_gate_that_asks_names_an_answer_that_is_not_there(profile: Profile, today: date) -> None:
    one = case_of(profile, facts(), today)
    standing = [gate.id for gate in gates(one, grounds())]
    assert len(standing) == len(set(standing))
    for gate in gates_asking(one, grounds()):
        assert gate.missing is not None
        assert getattr(profile, gate.missing) is None
