"""Guidance on the running season: what stands first on a day, and what has closed by then."""

from datetime import date
from functools import cache
from typing import Any

import pytest

from core.assessment.assess import Assessment, assess
from core.assessment.prepared import Prepared, prepare
from core.assessment.result import Recommended
from core.facts.broken import FactsBroken
from core.facts.catalogue import Facts
from core.facts.load import load_facts
from core.profile.applicant import Profile
from core.terms import Phase, Specialty, Strength
from tests.facts.conftest import Changed

PREFIXES = ("season_", "soap_", "rank_", "certificate_", "vslo_", "reapply_")
NOVEMBER = date(2026, 11, 22)
STALE = date(2040, 1, 1)
WEAK = {"step2_ck": 228, "step2_date": date(2026, 5, 1)}


@cache
def prepared() -> Prepared:
    return prepare(load_facts())


def reading(today: date, **answers: Any) -> Assessment:
    given = {"applicant": "us_md_senior", "specialty": ("dr",), "season": 2027, **answers}
    return assess(Profile.model_validate(given), prepared(), today)


def first(today: date, **answers: Any) -> list[str]:
    return [action.id for action in reading(today, **answers).five]


def everything(today: date, **answers: Any) -> dict[str, Recommended]:
    one = reading(today, **answers)
    rest = [action for entries in one.by_topic.values() for action in entries]
    return {action.id: action for action in (*one.five, *rest)}


def of_the_season(facts: Facts) -> dict[str, frozenset[Phase]]:
    """The entries that rest on published rules or our own judgement, with their phases."""
    return {entry.id: frozenset(entry.phases) for entry in facts.guidance if not entry.sources}


def test_an_entry_without_a_guide_rests_on_a_publication_that_exists(facts: Facts) -> None:
    entries = [entry for entry in facts.guidance if not entry.sources]
    assert len(entries) > 30
    for entry in entries:
        assert entry.rests_on, entry.id
        assert set(entry.rests_on) <= facts.sources.keys(), entry.id
        assert entry.id.startswith(PREFIXES), entry.id


def test_an_entry_with_neither_guide_nor_publication_is_refused(changed: Changed) -> None:
    root = changed(
        "guidance/season_match.yaml",
        "  rests_on: [nrmp_applicants_faq]\n",
        "",
    )
    with pytest.raises(FactsBroken, match="needs a section of a guide or a source it rests on"):
        load_facts(root)


def test_an_entry_that_rests_on_an_unknown_publication_is_refused(changed: Changed) -> None:
    root = changed("guidance/season_match.yaml", "[nrmp_applicants_faq]", "[nobody]")
    with pytest.raises(FactsBroken) as refused:
        load_facts(root)
    assert str(refused.value) == "guidance, rank_couples: there is no source 'nobody'"


def test_advice_cites_the_publications_it_rests_on_and_how_firmly_they_are_known() -> None:
    advice = everything(NOVEMBER, stage="interviewing")["season_register_nrmp"].advice
    assert [cited.id for cited in advice.sources] == [
        "nrmp_match_calendars",
        "nrmp_help_programs",
        "match_calendar_2027",
    ]
    assert advice.sources[1].strength is Strength.OFFICIAL


def test_advice_says_when_what_it_rests_on_is_due_for_a_check() -> None:
    answers = {"season": 2099, "reapplicant": True}
    fresh = everything(NOVEMBER, **answers)["reapply_new_letters"].advice
    stale = everything(STALE, **answers)["reapply_new_letters"].advice
    assert not any(cited.stale for cited in fresh.sources)
    assert any(cited.stale for cited in stale.sources)


def test_a_guides_entry_may_rest_on_a_rule_too() -> None:
    cited = everything(date(2027, 2, 5), stage="interviewing")["soap_ready"].advice.sources
    assert cited[0].id == "general"
    assert {"nrmp_help_programs", "soap_contact_rule"} <= {one.id for one in cited}


CURRENT = {
    "season_answer_offers",
    "season_invitation_filter",
    "season_register_nrmp",
    "season_keep_preliminary",
    "season_mock_interviews",
}


@pytest.mark.parametrize("stage", ["applied", "interviewing"])
@pytest.mark.parametrize("score", [228, 262])
def test_in_november_an_applicant_is_told_of_offers_registration_and_practice(
    stage: str, score: int
) -> None:
    told = first(NOVEMBER, stage=stage, step2_ck=score, step2_date=date(2026, 5, 1))
    assert set(told) == CURRENT


def test_an_img_in_november_is_told_of_the_pathway_first_among_papers() -> None:
    told = first(NOVEMBER, stage="interviewing", applicant="us_img", **WEAK)
    assert {"certificate_pathways", "season_register_nrmp", "season_answer_offers"} <= set(told)
    action = everything(NOVEMBER, stage="interviewing", applicant="us_img")["certificate_pathways"]
    assert action.on == date(2026, 12, 13)


def test_a_pending_step2_stands_among_the_five_with_the_day_eight_weeks_before_ranks() -> None:
    pending = {"stage": "interviewing", "step2_status": "scheduled"}
    assert "season_step2_before_ranking" in first(NOVEMBER, **pending)
    action = everything(NOVEMBER, **pending)["season_step2_before_ranking"]
    assert action.on == date(2027, 1, 6)


def test_what_is_settled_leaves_its_place() -> None:
    settled = everything(
        NOVEMBER,
        stage="interviewing",
        applicant="us_img",
        nrmp_registered=True,
        ecfmg="certified",
        interviews_dr=12,
        prior_training="pgy1_done",
    )
    assert settled.keys().isdisjoint(
        {
            "season_register_nrmp",
            "certificate_pathways",
            "season_count_interviews",
            "season_keep_preliminary",
            "season_few_interviews",
        }
    )


def test_a_plan_of_categorical_positions_alone_needs_no_preliminary_year() -> None:
    alone = everything(NOVEMBER, stage="interviewing", positions=("categorical",))
    both = everything(NOVEMBER, stage="interviewing", positions=("categorical", "advanced"))
    assert "season_keep_preliminary" not in alone
    assert "season_keep_preliminary" in both


@pytest.mark.parametrize("today", [NOVEMBER, date(2026, 12, 14), date(2027, 1, 15)])
def test_few_interviews_bring_up_the_second_plan_and_name_no_chance(today: date) -> None:
    assert "season_few_interviews" in first(today, stage="interviewing", interviews_dr=2, **WEAK)
    ir = {"stage": "interviewing", "specialty": ("ir",), "interviews_ir": 1}
    advice = everything(today, **ir)["season_few_interviews"].advice
    assert "%" not in advice.text + advice.reason


def test_between_submitting_and_review_letters_are_looked_at_once_more() -> None:
    assert first(date(2026, 9, 10), stage="applied", **WEAK)[2] == "season_letters_in_place"
    assert "season_letters_in_place" not in everything(NOVEMBER, stage="applied")


@pytest.mark.parametrize("stage", ["interviewing", "ranked"])
def test_in_february_the_list_is_certified_linked_and_soap_prepared(stage: str) -> None:
    told = first(date(2027, 2, 5), stage=stage, **WEAK)
    expected = {"rank_certify", "rank_supplemental_lists", "soap_ready", "soap_person_beside"}
    assert expected <= set(told)
    assert ("ranking_would_go" in told) == (stage == "interviewing")


def test_in_february_an_img_is_told_of_verification_and_who_is_not_registered_to_register() -> None:
    told = first(
        date(2027, 2, 5), stage="interviewing", applicant="us_img", nrmp_registered=False, **WEAK
    )
    assert {"rank_img_verified", "rank_register_late"} <= set(told)


def test_couples_link_their_lists_while_there_is_time() -> None:
    assert "rank_couples" in first(
        NOVEMBER, stage="interviewing", couples=True, nrmp_registered=True, **WEAK
    )
    assert "rank_couples" in everything(date(2027, 2, 5), stage="interviewing", couples=True)
    assert "rank_couples" not in everything(NOVEMBER, stage="interviewing", couples=False)


def test_once_lists_are_closed_nothing_speaks_of_changing_them() -> None:
    told = everything(date(2027, 3, 8), stage="ranked", couples=True, **WEAK)
    assert {"soap_ready", "soap_person_beside"} <= told.keys()
    assert not any(id_.startswith("rank") for id_ in told)


def test_match_week_begins_with_the_message_and_ends_with_rest() -> None:
    told = first(date(2027, 3, 16), stage="ranked", applicant="us_img", **WEAK)
    assert told[0] == "soap_monday"
    assert set(told[1:]) == {
        "soap_apply",
        "soap_programs_call_first",
        "soap_rounds",
        "soap_rest",
    }


def test_after_match_day_soap_is_no_longer_spoken_of() -> None:
    told = everything(date(2027, 3, 19), stage="ranked")
    assert told.keys().isdisjoint({"soap_apply", "soap_rounds", "soap_programs_call_first"})


def test_after_the_match_both_outcomes_are_spoken_to_and_people_come_first() -> None:
    told = first(date(2027, 3, 25), stage="ranked", **WEAK)
    assert told[:4] == [
        "season_matched_paperwork",
        "season_unmatched_people",
        "reapply_ask_for_feedback",
        "reapply_decide_with_figures",
    ]
    skipped = everything(date(2027, 3, 25), stage="not_applied")
    assert skipped.keys().isdisjoint(told[:4])


def test_in_july_the_list_letters_and_signals_lead_and_certifying_is_at_hand() -> None:
    july = date(2026, 7, 1)
    told = first(july, stage="not_applied", **WEAK)
    assert {
        "programs_review_list",
        "letters_dates_and_upload",
        "signals_where_you_are_known",
    } <= set(told)
    assert {
        "season_certify_once",
        "season_preliminary_applications",
        "season_money_ready",
        "season_eras_token",
    } <= everything(july, stage="not_applied").keys()


def test_in_the_last_days_before_submitting_certifying_is_among_the_five() -> None:
    assert "season_certify_once" in first(date(2026, 9, 1), stage="not_applied", **WEAK)


def test_once_files_are_open_nothing_speaks_of_certifying() -> None:
    told = everything(date(2026, 10, 20), stage="not_applied", applicant="us_img")
    assert told.keys().isdisjoint(
        {"season_certify_once", "season_documents_img", "season_preliminary_applications"}
    )


def test_a_third_year_is_told_of_vslo_papers_a_test_window_and_a_mentor() -> None:
    told = first(NOVEMBER, season=2028, stage="not_applied", step2_status="not_taken")
    assert {"vslo_papers", "step2_score_in_time", "mentors_radiologist"} <= set(told)


def test_vslo_papers_are_for_students_without_an_away_rotation() -> None:
    assert "vslo_papers" in everything(NOVEMBER, season=2028)
    done = everything(NOVEMBER, season=2028, away_rotations_done=0, away_rotations_planned=1)
    assert "vslo_papers" not in done
    assert "vslo_papers" not in everything(NOVEMBER, season=2028, applicant="us_md_graduate")


def test_an_img_graduate_is_told_of_the_certificate_or_of_the_seven_years() -> None:
    graduate = {
        "season": 2028,
        "applicant": "us_img",
        "graduation_date": date(2024, 6, 1),
        **WEAK,
    }
    assert "certificate_expiry" in first(NOVEMBER, ecfmg="certified", **graduate)
    assert "certificate_seven_years" not in everything(NOVEMBER, ecfmg="certified", **graduate)
    assert "certificate_seven_years" in first(NOVEMBER, ecfmg="in_progress", **graduate)


def test_a_reapplicant_is_told_of_feedback_what_is_different_letters_and_reserved_places() -> None:
    told = first(
        NOVEMBER,
        season=2028,
        applicant="us_md_graduate",
        reapplicant=True,
        graduation_date=date(2026, 6, 1),
        prior_training="pgy1_in_progress",
        **WEAK,
    )
    assert {
        "reapply_look_back",
        "reapply_what_is_different",
        "reapply_new_letters",
        "reapply_reserved_positions",
    } <= set(told)


def test_certification_is_spoken_of_to_those_who_need_it() -> None:
    for stage in ("interviewing", "ranked"):
        for today in (NOVEMBER, date(2027, 2, 5)):
            told = everything(today, stage=stage)
            assert not any(id_.startswith(("certificate_", "rank_img")) for id_ in told)


@pytest.mark.parametrize(
    ("today", "stage"),
    [
        (date(2026, 7, 1), "not_applied"),
        (date(2026, 9, 10), "applied"),
        (NOVEMBER, "interviewing"),
        (date(2027, 2, 5), "interviewing"),
        (date(2027, 3, 8), "ranked"),
        (date(2027, 3, 16), "ranked"),
        (date(2027, 3, 25), "ranked"),
    ],
)
@pytest.mark.parametrize("applicant", ["us_md_senior", "us_do_graduate", "non_us_img"])
def test_nothing_of_another_phase_appears(today: date, stage: str, applicant: str) -> None:
    phases = of_the_season(prepared().facts)
    one = reading(today, stage=stage, applicant=applicant, couples=True, reapplicant=True)
    told = everything(today, stage=stage, applicant=applicant, couples=True, reapplicant=True)
    seen = told.keys() & phases.keys()
    assert seen
    assert all(one.phase in phases[id_] for id_ in seen)


def test_ir_first_by_way_of_dr_and_both_at_once_never_stand_together() -> None:
    for score in range(205, 266, 3):
        for applicant in ("us_md_senior", "us_img", "non_us_img"):
            for fails in (None, 0, 1, 2):
                told = everything(
                    NOVEMBER,
                    season=2028,
                    applicant=applicant,
                    specialty=(Specialty.IR,),
                    step2_ck=score,
                    step2_date=date(2026, 5, 1),
                    failed_attempts=fails,
                )
                assert len(told.keys() & {"ir_path_both", "ir_path_dr_first"}) == 1


def test_the_count_of_few_interviews_that_is_told_is_the_one_that_is_asked(facts: Facts) -> None:
    few = next(entry for entry in facts.guidance if entry.id == "season_few_interviews")
    at = few.parameters["fewer_than"]
    assert isinstance(at, int)
    assert "season_few_interviews" in everything(
        NOVEMBER, stage="interviewing", interviews_dr=at - 1
    )
    assert "season_few_interviews" not in everything(
        NOVEMBER, stage="interviewing", interviews_dr=at
    )
