"""The parts of the plan: who is told what, and when a part is closed."""

from datetime import date

import pytest

from core.assessment.assess import assess
from core.assessment.plan_tree import Plan
from core.profile.applicant import Profile
from tests.assessment.profiles import TODAY, held


def plan(today: date = TODAY, /, **answers: object) -> Plan:
    given = {"applicant": "us_img", "specialty": ("dr",), **answers}
    return assess(Profile.model_validate(given), held(), today).plan


def ids(notes: tuple[object, ...]) -> list[str]:
    return [getattr(note, "id") for note in notes]  # noqa: B009 - notes of several kinds


def text_of(notes: tuple[object, ...], id_: str) -> str:
    return next(str(note.text) for note in notes if note.id == id_)  # type: ignore[attr-defined]


class TestOtherWays:
    def test_a_plan_for_ir_alone_names_dr_and_a_third_way(self) -> None:
        ways = plan(applicant="us_md_senior", specialty=("ir",)).other_ways
        assert ways.needed
        assert {"dr_beside_ir", "second_field", "bridge_year"} <= set(ids(ways.ways))

    def test_a_strong_senior_for_dr_needs_no_other_way(self) -> None:
        strong = plan(applicant="us_md_senior", step2_ck=260, failed_attempts=0)
        assert not strong.other_ways.needed
        assert strong.other_ways.ways == ()

    @pytest.mark.parametrize(
        "answers",
        [
            {"applicant": "non_us_img", "step2_ck": 260},
            {"applicant": "us_md_senior", "step2_ck": 260, "reapplicant": True},
            {"applicant": "us_md_senior", "step2_ck": 260, "failed_attempts": 1},
            {"applicant": "us_md_senior", "step2_ck": 225},
        ],
    )
    def test_a_plan_for_dr_names_another_way_where_it_should(
        self, answers: dict[str, object]
    ) -> None:
        assert plan(**answers).other_ways.needed

    def test_medicine_first_is_shown_as_uncertain(self) -> None:
        assert "uncertain" in text_of(plan().other_ways.ways, "medicine_first")

    def test_a_named_field_is_taken_up(self) -> None:
        chosen = plan(second_field=("neurology",)).other_ways
        assert "neurology" in text_of(chosen.ways, "second_field")


class TestPositions:
    def test_each_track_says_when_it_starts_and_what_was_offered(self) -> None:
        tracks = {track.id: track for track in plan(season=2028).positions}
        assert tracks["dr_categorical"].starts == 2028
        assert tracks["dr_advanced"].starts == 2029
        assert tracks["dr_reserved"].starts == 2028
        counts = held().facts.outcomes.positions
        for track in tracks.values():
            assert any(
                count.offered == track.offered and count.year == track.offered_year
                for count in counts
            )

    @pytest.mark.parametrize(
        ("prior", "is_open"),
        [
            (None, None),
            ("other", None),
            ("none", False),
            ("pgy1_done", True),
            ("pgy1_in_progress", True),
        ],
    )
    def test_reserved_positions_turn_on_prior_training(
        self, prior: str | None, is_open: bool | None
    ) -> None:
        tracks = {track.track: track for track in plan(prior_training=prior).positions}
        assert tracks["reserved"].is_open is is_open

    def test_an_advanced_position_asks_for_a_first_year_applied_for_apart(self) -> None:
        tracks = {track.track: track for track in plan(season=2028).positions}
        assert "a PGY-1 from July 2028 that you apply for separately" in tracks["advanced"].text


class TestLetters:
    def test_there_is_a_set_for_each_kind_of_program_within_the_cap(self) -> None:
        letters = plan(specialty=("dr", "ir"), second_field=("internal_medicine",)).letters
        assert [one.id for one in letters.sets] == ["dr", "ir", "second_field"]
        for one in letters.sets:
            assert one.cap == held().facts.application.letters.per_program
            assert sum(part.low or 0 for part in one.parts) <= one.cap

    def test_what_is_missing_is_counted_from_what_is_there_and_promised(self) -> None:
        one = plan(letters_radiology=1, letters_radiology_promised=0).letters.sets[0].parts[0]
        assert (one.there, one.promised, one.missing) == (1, 0, one.low - 1 if one.low else None)

    def test_an_unanswered_count_stays_unknown(self) -> None:
        part = plan().letters.sets[0].parts[0]
        assert part.missing is None
        assert "not answered yet" in part.text

    def test_enough_in_hand_needs_no_further_answer(self) -> None:
        assert plan(letters_radiology=3).letters.sets[0].parts[0].missing == 0

    def test_a_second_field_that_is_undecided_has_no_set_yet(self) -> None:
        assert [one.id for one in plan(second_field=("undecided",)).letters.sets] == ["dr"]


class TestExperience:
    def test_us_experience_is_asked_of_international_graduates_alone(self) -> None:
        assert plan(applicant="us_md_senior").us_experience == ()
        assert plan().us_experience

    def test_kinds_of_us_experience_are_told_apart(self) -> None:
        told = plan(us_clinical_weeks=6, us_clinical_kind=("hands_on", "shadowing"))
        assert text_of(told.us_experience, "us_weeks") == (
            "Weeks of clinical experience in the US: 6, as hands-on work and shadowing."
        )

    def test_rotations_say_what_is_done_and_what_is_not_answered(self) -> None:
        told = plan(radiology_rotations_done=2)
        assert text_of(told.rotations, "count_radiology") == (
            "Radiology rotations: 2 done, planned not answered."
        )
        assert "not answered yet" in text_of(told.rotations, "count_away")


class TestResearch:
    def test_a_research_year_is_shown_with_its_conditions_and_its_price(self) -> None:
        notes = plan(step2_ck=222, mentor=False).research
        assert "find the person before" in text_of(notes, "research_year_mentor")
        assert "costs a year" in text_of(notes, "research_year_price")

    def test_a_year_that_is_not_possible_is_not_argued_for(self) -> None:
        assert "research_year_price" not in ids(
            plan(step2_ck=222, research_year="not_possible").research
        )


class TestStep3:
    def test_by_default_step_3_waits(self) -> None:
        assert "step3_waits" in ids(plan(step2_ck=222).step3)

    def test_it_is_an_option_for_an_img_graduate_with_several_weak_results(self) -> None:
        notes = plan(
            step2_ck=222,
            step2_result="pass",
            failed_attempts=1,
            graduation_date=date(2025, 5, 1),
        ).step3
        assert "step3_option" in ids(notes)
        assert ids(notes)[0] == "step3_eligible"

    def test_it_is_no_option_before_graduation_or_for_a_single_weak_result(self) -> None:
        student = plan(step2_ck=222, failed_attempts=1, graduation_date=date(2027, 5, 1))
        single = plan(step2_ck=222, failed_attempts=0, graduation_date=date(2025, 5, 1))
        assert "step3_option" not in ids(student.step3) + ids(single.step3)

    def test_the_certificate_is_named_for_an_img_alone(self) -> None:
        assert "ECFMG certificate" in text_of(plan().step3, "step3_eligible")
        senior = plan(applicant="us_md_senior").step3
        assert "ECFMG" not in text_of(senior, "step3_eligible")


class TestStory:
    def test_a_fail_is_addressed(self) -> None:
        notes = plan(step2_ck=240, failed_attempts=1).story
        assert text_of(notes, "story_whether").startswith("Address it")

    def test_a_weak_score_without_a_fail_need_not_be(self) -> None:
        notes = plan(step2_ck=222, failed_attempts=0).story
        assert text_of(notes, "story_whether").startswith("By default you need not")

    def test_each_guides_length_stands_by_itself(self) -> None:
        lengths = [id_ for id_ in ids(plan(step2_ck=222).story) if id_.startswith("story_length")]
        assert {"story_length_dr", "story_length_dr_us_img_statement"} <= set(lengths)

    def test_without_a_weak_result_there_is_no_story_to_tell(self) -> None:
        assert plan(applicant="us_md_senior", step2_ck=260, failed_attempts=0).story == ()


class TestSignals:
    def test_unverified_counts_say_so(self) -> None:
        notes = plan(date(2026, 7, 1), season=2027).signals
        assert "unverified" in text_of(notes, "signals_dr_ir")

    def test_the_survey_stands_beside_its_comparator_with_its_limits(self) -> None:
        survey = held().facts.outcomes.signals[0]
        told = text_of(plan().signals, "signal_survey_1")
        for figure in (survey.signalled_percent, survey.next_choice_percent, survey.other_percent):
            assert f"{figure:g} %" in told
        assert survey.limits in told

    def test_a_season_without_counts_of_its_own_says_so(self) -> None:
        assert "For season 2029 none" in text_of(plan(season=2029).signals, "signals_dr_ir")


class TestCircumstances:
    def test_nothing_is_said_of_what_was_not_named(self) -> None:
        assert plan().circumstances == ()

    @pytest.mark.parametrize(
        ("answer", "id_"),
        [
            ({"military": True}, "military"),
            ({"education_interrupted": "yes"}, "interrupted"),
            ({"couples": True}, "couples"),
            ({"visa_needed": True}, "visa_j1_sponsor"),
        ],
    )
    def test_each_circumstance_has_its_statement(self, answer: dict[str, object], id_: str) -> None:
        assert id_ in ids(plan(**answer).circumstances)

    @pytest.mark.parametrize("answer", [{"military": True}, {"couples": True}])
    def test_what_is_stated_as_a_fact_names_its_source(self, answer: dict[str, object]) -> None:
        [note] = plan(**answer).circumstances
        assert note.sources
        assert all(source.checked for source in note.sources)

    def test_visa_facts_carry_the_day_they_were_checked_and_go_stale(self) -> None:
        fresh = plan(visa_needed=True).circumstances[0].sources[0]
        stale = plan(date(2027, 3, 1), season=2028, visa_needed=True).circumstances[0].sources[0]
        assert fresh.checked is not None
        assert not fresh.stale
        assert stale.stale


def test_a_locked_application_closes_what_can_no_longer_change() -> None:
    closed = plan(season=2027, stage="interviewing", step2_ck=222, signals_dr=12)
    assert closed.applications.ranges == ()
    assert closed.letters.sets == ()
    assert closed.rotations == closed.research == closed.us_experience == ()
    assert ids(closed.signals) == ["signals_used"]
    assert closed.positions
    assert closed.other_ways.needed


def test_what_rests_on_a_guide_names_its_passages() -> None:
    one = plan(
        specialty=("ir",),
        step2_ck=222,
        step2_date=date(2026, 6, 1),
        second_field=("neurology",),
        education_interrupted="yes",
    )
    assert all(way.sources for way in one.other_ways.ways)
    assert all(part.sources for group in one.letters.sets for part in group.parts)
    assert all(note.sources for note in one.step3)
    assert one.story[0].sources
    assert one.circumstances[0].sources


def test_a_note_of_a_guide_stands_with_its_label_which_holds_the_figure() -> None:
    told = text_of(plan().us_experience, "us_experience_weeks")
    assert told.startswith("Arrange 4 to 8 weeks of clinical work in the US. ")
