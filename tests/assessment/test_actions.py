"""What is recommended first, for whom, and until when."""

from datetime import date
from typing import Any

import pytest

from core.assessment.assess import Assessment, assess
from core.assessment.result import Recommended
from core.profile.applicant import Profile
from core.terms import MilestoneName, Phase, Stage, Topic
from tests.assessment.profiles import TODAY, held, seeded, varied


def reading(today: date = TODAY, **answers: Any) -> Assessment:
    given = {"applicant": "us_img", "specialty": ("dr",), **answers}
    return assess(Profile.model_validate(given), held(), today)


def everything(one: Assessment) -> dict[str, Recommended]:
    rest = [action for entries in one.by_topic.values() for action in entries]
    return {action.id: action for action in (*one.five, *rest)}


def test_five_distinct_actions_are_shown_and_no_more_than_two_of_a_topic() -> None:
    one = reading(step2_ck=222, step2_date=date(2026, 6, 1))
    ids = [action.id for action in one.five]
    assert len(set(ids)) == len(ids) == held().facts.ranking.places
    assert {action.advice.form for action in one.five} == {"action"}
    topics = [action.topic for action in one.five]
    assert max(topics.count(topic) for topic in topics) <= held().facts.ranking.per_topic


def test_the_five_are_not_repeated_among_the_topics() -> None:
    one = reading(step2_ck=222)
    shown = {action.id for action in one.five}
    assert not any(action.id in shown for rest in one.by_topic.values() for action in rest)


def test_notes_stand_among_the_topics_and_never_among_the_five() -> None:
    one = reading(step2_ck=222)
    forms = {action.advice.form for rest in one.by_topic.values() for action in rest}
    assert "note" in forms
    assert all(action.advice.form == "action" for action in one.five)


def test_what_is_done_is_left_out() -> None:
    assert "letters_radiology" in everything(reading(letters_radiology=0))
    assert "letters_radiology" not in everything(reading(letters_radiology=3))


def test_an_answer_that_would_retire_an_action_is_named() -> None:
    asked = everything(reading())["letters_radiology"]
    told = everything(reading(letters_radiology=0, letters_radiology_promised=1))
    assert asked.unless_done == "letters_radiology"
    assert told["letters_radiology"].unless_done is None


def test_an_action_says_why_in_the_persons_own_answers() -> None:
    undone = everything(reading(letters_radiology=0, letters_radiology_promised=0))
    assert [because.text for because in undone["letters_radiology"].because] == [
        "you have no radiology letter yet"
    ]
    weak = everything(reading(step2_ck=222))["programs_community_core"]
    assert "your Step 2 CK is 222" in [because.text for because in weak.because]


def test_advice_for_everybody_is_there_because_of_the_specialty_or_the_phase() -> None:
    actions = everything(reading())
    assert actions["letters_radiology"].because[0].text == "you aim for diagnostic radiology"
    assert actions["letters_packet"].because[0].text == "you aim for diagnostic radiology"
    running = everything(reading(season=2027, stage=Stage.INTERVIEWING))
    assert "interviews are the task now" in {
        because.text for action in running.values() for because in action.because
    }


def test_a_due_date_counts_back_from_the_persons_own_season() -> None:
    season = held().facts.calendar.season(2028)
    assert season is not None
    submit = season.milestone(MilestoneName.SUBMIT)
    assert submit is not None
    entry = next(one for one in held().facts.guidance if one.id == "letters_radiology")
    assert entry.due is not None
    action = everything(reading(season=2028))["letters_radiology"]
    assert action.on is not None
    assert (submit.at.date() - action.on).days == 7 * entry.due.weeks_before
    assert action.estimated


def test_a_due_date_of_a_published_season_is_no_estimate() -> None:
    action = everything(reading(date(2026, 7, 1), season=2027))["letters_radiology"]
    assert action.on is not None
    assert not action.estimated


def test_a_day_already_past_is_shown_as_it_is_and_ranks_as_urgent() -> None:
    early = everything(reading(date(2027, 6, 10), season=2028))["programs_review_list"]
    late = everything(reading(date(2027, 8, 20), season=2028))["programs_review_list"]
    assert early.on == late.on
    assert late.on is not None
    assert late.on < date(2027, 8, 20)
    assert late.score > early.score


def test_after_programs_open_files_what_was_for_submitting_is_gone() -> None:
    late = reading(date(2026, 10, 20), season=2027, stage="not_applied")
    assert late.phase is Phase.APPLYING
    assert "programs_review_list" not in everything(late)


def test_something_that_a_date_opens_can_still_be_done_after_it() -> None:
    interviewing = reading(season=2027, stage="interviewing", research_projects=2)
    assert interviewing.phase is Phase.INTERVIEWING
    assert "research_explain_projects" in everything(interviewing)


def test_after_a_season_the_dates_are_those_of_the_next_one() -> None:
    after = reading(date(2027, 4, 10), season=2027, stage="ranked")
    action = everything(after)["letters_radiology"]
    assert after.phase is Phase.AFTER
    assert action.on is not None
    assert action.on > date(2027, 4, 10)


def test_a_fail_puts_the_retake_first_and_lets_radiology_spending_wait() -> None:
    failed = reading(step2_ck=205, step2_date=date(2026, 6, 1))
    assert failed.five[0].id == "record_pass_next_attempt"
    topics = {action.topic for action in failed.five}
    assert topics.isdisjoint({Topic.APPLICATIONS, Topic.SIGNALS, Topic.ROTATIONS, Topic.PROGRAMS})


@pytest.mark.parametrize(
    "answers",
    [
        {"step2_result": "fail", "step2_attempts": 4},
        {"step1_result": "fail", "step1_attempts": 4},
        {"step2_ck": 205, "step2_date": date(2026, 6, 1), "step2_attempts": 4},
    ],
)
def test_after_the_last_attempt_no_exam_is_advised_first(answers: dict[str, Any]) -> None:
    one = reading(**answers)
    assert "attempt_limit" in {gate.id for gate in one.gates}
    topics = {action.topic for action in one.five}
    assert topics.isdisjoint({Topic.STEP2, Topic.STEP3})
    assert one.five[0].id == "record_talk_it_through"


NOT_WITHOUT_INTERVIEWS = {
    "season_mock_interviews",
    "season_answer_offers",
    "season_write_impressions",
    "season_withdraw_in_time",
    "season_keep_preliminary",
    "season_few_interviews",
    "interviews_common_questions",
    "interviews_score_answer",
    "conduct_interview_day",
}
WITHOUT_INTERVIEWS = {
    "season_none_ask_to_write",
    "season_none_second_way",
    "season_none_next_season",
}


@pytest.mark.parametrize(
    "answers",
    [
        {"interviews_dr": 0},
        {"interviews_dr": 0, "interviews_ir": 0, "interviews_prelim": 0},
        {"specialty": ("ir",), "interviews_ir": 0},
    ],
)
def test_without_an_interview_people_and_other_ways_come_first(answers: dict[str, Any]) -> None:
    given = {"season": 2027, "stage": "applied", "step2_ck": 222, **answers}
    one = reading(applicant="us_md_senior", **given)
    assert {action.id for action in one.five} >= WITHOUT_INTERVIEWS
    assert everything(reading(**given)).keys() >= WITHOUT_INTERVIEWS
    assert NOT_WITHOUT_INTERVIEWS.isdisjoint(everything(one))
    assert not [ask for ask in one.ask if "interviews I hold" in ask.question]
    assert [ask for ask in one.ask if "write to about me" in ask.question]


@pytest.mark.parametrize(
    "answers",
    [{}, {"interviews_dr": 3}, {"interviews_dr": 0, "interviews_prelim": 2}],
)
def test_with_an_interview_or_no_answer_interviews_are_prepared(
    answers: dict[str, Any],
) -> None:
    one = reading(season=2027, stage="applied", step2_ck=222, **answers)
    assert "season_mock_interviews" in {action.id for action in one.five}
    assert WITHOUT_INTERVIEWS.isdisjoint(everything(one))


@pytest.mark.parametrize(
    ("today", "answers"),
    [
        (TODAY, {}),
        (TODAY, {"season": 2027, "stage": "interviewing"}),
        (date(2026, 8, 1), {"season": 2027}),
        (date(2027, 2, 10), {"season": 2027, "stage": "ranked"}),
    ],
)
@pytest.mark.parametrize("ecfmg", ["in_progress", "certified", None])
def test_a_canadian_graduate_who_is_no_img_is_advised_no_certificate(
    today: date, answers: dict[str, Any], ecfmg: str | None
) -> None:
    given = {"applicant": "canadian", "step2_ck": 240, "ecfmg": ecfmg, **answers}
    certificate = {entry.id for entry in held().facts.guidance if "img" in str(entry.applies)}
    before = reading(today, **given, graduation_date=date(2025, 6, 30))
    assert certificate.isdisjoint(everything(before))
    assert not [gate.id for gate in before.gates if gate.id.startswith("ecfmg")]
    assert not [ask.whom for ask in before.ask if "ECFMG" in ask.whom]
    if ecfmg == "in_progress":
        after = reading(today, **given, graduation_date=date(2025, 7, 1))
        assert not certificate.isdisjoint(everything(after))


def test_interviews_lead_while_interviews_run() -> None:
    one = reading(season=2027, stage="interviewing", step2_ck=222)
    assert one.five[0].topic is Topic.INTERVIEWS


@pytest.mark.parametrize(
    ("today", "leads"),
    [
        (
            date(2027, 2, 10),
            {"ranking_would_go", "rank_certify", "rank_img_verified", "soap_ready"},
        ),
        (date(2027, 3, 15), {"soap_monday"}),
    ],
)
def test_the_rank_list_and_soap_lead_in_their_weeks(today: date, leads: set[str]) -> None:
    one = reading(today, season=2027, stage="interviewing")
    assert {action.id for action in one.five[: len(leads)]} == leads


def test_one_of_the_five_brings_a_person_in_where_any_can() -> None:
    people = held().facts.ranking.people
    bringing = {
        entry.id
        for entry in held().facts.guidance
        if entry.topic in people.topics or entry.id in people.entries
    }
    rng = seeded(5)
    for _ in range(300):
        one = assess(varied(rng), held(), TODAY)
        if bringing.isdisjoint(one_id for one_id in everything(one)):
            continue
        if any(gate.level.value == "stop" for gate in one.gates):
            continue
        assert any(action.id in bringing for action in one.five)


def test_what_is_for_ir_alone_gives_way_where_ir_is_low_and_dr_is_aimed_at_too() -> None:
    aside = set(held().facts.ranking.ir_beside_dr.entries)
    answers = {"applicant": "us_img", "step2_ck": 231, "step2_date": date(2026, 6, 1)}

    def shown(*aims: str) -> set[str]:
        profile = Profile.model_validate({**answers, "season": 2028, "specialty": aims})
        return {action.id for action in assess(profile, held(), TODAY).five}

    assert shown("ir") & aside
    assert not shown("dr", "ir") & aside
    assert shown("dr", "ir") & {"second_field_choose", "mentors_ir_and_dr"}


def test_every_entry_that_the_ranking_names_exists() -> None:
    ids = {entry.id for entry in held().facts.guidance}
    ranking = held().facts.ranking
    named = {entry for remedy in ranking.remedies for entry in remedy.entries}
    assert named | set(ranking.people.entries) <= ids


def test_equal_scores_are_ordered_by_id() -> None:
    one = reading(step2_ck=222)
    for entries in one.by_topic.values():
        keys = [(-action.score, action.id) for action in entries]
        assert keys == sorted(keys)
