from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from core.assessment.result import Standing
from core.assessment.standing import standings
from core.profile.applicant import Profile
from core.terms import ApplicantType, Band, Position, Result, Specialty
from tests.assessment.cases import TODAY, UNWELCOME, case, grounds
from tests.assessment.profiles import profiles

THIS_YEAR = date(2026, 5, 1)
BEST_FIRST = list(Band)


def standing(**answers: Any) -> Standing:
    [one] = standings(case(**answers), grounds())
    return one


def ids(notes: object) -> list[str]:
    return [note.id for note in notes]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("applicant", "cuts"),
    [
        (
            "us_md_senior",
            {257: "at_or_above_matched", 235: "below_matched", 220: "mildly_low"},
        ),
        ("us_do_senior", {252: "at_or_above_matched", 235: "below_matched", 220: "mildly_low"}),
        ("us_img", {247: "at_or_above_matched", 230: "below_matched", 220: "mildly_low"}),
        ("non_us_img", {250: "at_or_above_matched", 230: "below_matched", 220: "mildly_low"}),
        ("us_md_graduate", {235: "not_low", 220: "mildly_low"}),
        ("us_do_graduate", {235: "not_low", 220: "mildly_low"}),
    ],
)
def test_bands_of_diagnostic_radiology_begin_at_their_cuts(
    applicant: str, cuts: dict[int, str]
) -> None:
    for cut, band in cuts.items():
        at = standing(applicant=applicant, step2_ck=cut, step2_date=THIS_YEAR)
        under = standing(applicant=applicant, step2_ck=cut - 1, step2_date=THIS_YEAR)
        assert at.band == band
        assert BEST_FIRST.index(under.band) > BEST_FIRST.index(at.band)


@pytest.mark.parametrize("applicant", ["us_md_senior", "us_img", "non_us_img", "us_do_graduate"])
def test_the_lowest_bands_are_for_passes_under_older_marks(applicant: str) -> None:
    old = date(2022, 6, 1)
    for score, band in (
        (219, "moderately_low"),
        (210, "moderately_low"),
        (209, "significantly_low"),
    ):
        assert standing(applicant=applicant, step2_ck=score, step2_date=old).band == band


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (255, "at_or_above_matched"),
        (254, "below_matched"),
        (247, "below_matched"),
        (246, "mildly_low"),
        (241, "mildly_low"),
        (240, "moderately_low"),
        (231, "moderately_low"),
        (230, "significantly_low"),
    ],
)
def test_bands_of_interventional_radiology_hang_on_the_mean_of_the_tests_year(
    score: int, band: str
) -> None:
    assert standing(specialty=("ir",), step2_ck=score, step2_date=THIS_YEAR).band == band


def test_an_older_test_is_held_against_its_own_mean() -> None:
    assert standing(specialty=("ir",), step2_ck=240, step2_date=date(2017, 1, 1)).band == (
        "below_matched"
    )


@pytest.mark.parametrize(
    ("answers", "band"),
    [
        ({"step2_result": "fail"}, Band.NOT_PASSING),
        ({"step2_ck": 260, "step2_result": "fail"}, Band.NOT_PASSING),
        ({"step2_ck": 217, "step2_date": THIS_YEAR}, Band.NOT_PASSING),
        ({"step2_ck": 195}, Band.NOT_PASSING),
        ({"step2_ck": 196}, Band.UNKNOWN),
        ({"step2_ck": 217}, Band.UNKNOWN),
        ({"step2_ck": 218}, Band.MODERATELY_LOW),
        ({"step2_ck": 214, "step2_result": "pass"}, Band.MODERATELY_LOW),
        ({}, Band.UNKNOWN),
        ({"step2_result": "pass"}, Band.UNKNOWN),
    ],
)
def test_the_printed_result_and_the_mark_come_before_the_table(
    answers: dict[str, Any], band: Band
) -> None:
    assert standing(**answers).band is band


def test_a_pass_under_the_mark_of_its_day_keeps_the_printed_result_and_says_so() -> None:
    one = standing(step2_ck=214, step2_date=THIS_YEAR, step2_result="pass")
    assert one.band is Band.MODERATELY_LOW
    [note] = [note for note in one.notes if note.id == "printed_result_conflict"]
    assert "218" in note.text


def test_a_band_that_hangs_on_the_test_date_is_unknown_and_asks_for_it() -> None:
    one = standing(specialty=("ir",), step2_ck=240)
    assert one.band is Band.UNKNOWN
    assert "needs_test_date" in ids(one.notes)


@pytest.mark.parametrize("score", [261, 221])
def test_a_band_that_every_year_agrees_on_is_given_without_a_date(score: int) -> None:
    one = standing(specialty=("ir",), step2_ck=score)
    assert one.band is not Band.UNKNOWN
    assert "needs_test_date" not in ids(one.notes)


def test_an_unread_score_asks_for_the_printed_result() -> None:
    assert "needs_result" in ids(standing(step2_ck=210).notes)
    early = standing(step2_ck=190, step2_date=date(2010, 1, 1))
    assert early.band is Band.UNKNOWN
    [note] = [one for one in early.notes if one.id == "needs_result"]
    assert "We hold no pass mark" in note.text


def test_without_an_applicant_type_the_band_is_given_where_all_types_agree() -> None:
    assert standing(applicant=None, step2_ck=225).band is Band.MILDLY_LOW
    one = standing(applicant=None, step2_ck=252)
    assert one.band is Band.UNKNOWN
    assert "needs_applicant" in ids(one.notes)


def test_no_score_yet_asks_for_nothing() -> None:
    one = standing(step2_status="not_taken")
    assert one.band is Band.UNKNOWN
    assert ids(one.notes) == []
    assert (one.score, one.percentile, one.from_centre, one.mean) == (None, None, None, None)


@pytest.mark.parametrize(
    ("answers", "position"),
    [
        ({"step2_ck": 257}, Position.ABOVE_CENTRE),
        ({"step2_ck": 256}, Position.MIDDLE_HALF),
        ({"step2_ck": 249}, Position.MIDDLE_HALF),
        ({"step2_ck": 248}, Position.UNDER_LOWER_QUARTER),
        ({"step2_ck": 248, "applicant": "us_do_senior"}, Position.NO_QUARTILE),
        ({"step2_ck": 248, "applicant": "us_md_graduate"}, Position.NO_QUARTILE),
        ({"step2_ck": 260, "step2_result": "fail"}, Position.NO_QUARTILE),
        ({}, Position.NO_QUARTILE),
    ],
)
def test_the_position_is_among_the_quartiles_of_those_who_matched(
    answers: dict[str, Any], position: Position
) -> None:
    assert standing(**answers).position is position


def test_distances_are_told_from_the_centre_and_from_the_mean() -> None:
    one = standing(applicant="us_img", step2_ck=219, step2_date=THIS_YEAR)
    assert (one.centre, one.centre_statistic, one.centre_year) == (247, "mean", 2022)
    assert (one.from_centre, one.mean, one.from_mean) == (-28, 251, -32)


def test_graduates_have_no_matched_centre() -> None:
    one = standing(applicant="us_md_graduate", step2_ck=240, step2_date=THIS_YEAR)
    assert (one.centre, one.from_centre) == (None, None)


def test_a_pass_under_todays_mark_is_said_to_be_one() -> None:
    one = standing(step2_ck=215, step2_date=date(2024, 1, 1))
    [note] = [note for note in one.notes if note.id == "below_todays_mark"]
    assert "218" in note.text
    assert "below_todays_mark" not in ids(standing(step2_ck=218, step2_date=THIS_YEAR).notes)


@pytest.mark.parametrize(("score", "near"), [(217, False), (218, True), (224, True), (225, False)])
def test_a_pass_within_one_standard_error_of_its_mark_is_near_it(score: int, near: bool) -> None:
    notes = ids(standing(step2_ck=score, step2_date=THIS_YEAR).notes)
    assert ("near_pass_mark" in notes) is near


def test_a_guides_group_that_the_mark_cuts_is_told_as_what_is_left_of_it() -> None:
    one = standing(applicant="us_img", step2_ck=219, step2_date=THIS_YEAR)
    [note] = [note for note in one.notes if note.id == "group_cut_by_mark"]
    assert "210 to 219" in note.text
    assert "218 to 219" in note.text
    for other in (
        standing(applicant="us_md_senior", step2_ck=219, step2_date=THIS_YEAR),
        standing(applicant="us_img", step2_ck=219, step2_date=date(2014, 8, 1)),
    ):
        assert "group_cut_by_mark" not in ids(other.notes)


def test_a_guides_group_is_told_once_and_under_its_own_specialty() -> None:
    both = case(applicant="us_img", specialty=("ir", "dr"), step2_ck=219, step2_date=THIS_YEAR)
    by_aim = {one.specialty: ids(one.notes) for one in standings(both, grounds())}
    assert by_aim[Specialty.DR].count("group_cut_by_mark") == 1
    assert "group_cut_by_mark" not in by_aim[Specialty.IR]


def test_a_mean_of_another_year_is_said_to_be_one() -> None:
    notes = ids(standing(step2_ck=230, step2_date=date(2021, 1, 1)).notes)
    assert "nearest_year_used" in notes
    assert "nearest_year_used" not in ids(standing(step2_ck=230, step2_date=THIS_YEAR).notes)
    assert "newest_year_used" in ids(standing(step2_ck=230).notes)


@pytest.mark.parametrize(
    ("answers", "ours"),
    [
        ({"applicant": "us_img", "step2_ck": 219}, False),
        ({"applicant": "us_img", "step2_ck": 225}, False),
        ({"applicant": "us_md_senior", "step2_ck": 225}, True),
        ({"applicant": "non_us_img", "step2_ck": 225}, True),
        ({"applicant": "us_md_senior", "step2_ck": 260}, False),
        ({"specialty": ("ir",), "step2_ck": 243}, False),
        ({"specialty": ("ir",), "step2_ck": 239}, True),
    ],
)
def test_words_beyond_a_guides_own_audience_are_ours_and_say_so(
    answers: dict[str, Any], ours: bool
) -> None:
    one = standing(**answers, step2_date=THIS_YEAR)
    assert one.ours is ours
    assert ("band_is_ours" in ids(one.notes)) is ours


def test_a_guides_word_is_given_to_those_it_was_written_for_alone() -> None:
    img = standing(applicant="us_img", step2_ck=219, step2_date=THIS_YEAR)
    assert any("US-citizen IMGs" in word.written_for for word in img.guide_words)
    for other in ("us_md_senior", "us_do_senior", "non_us_img", "us_md_graduate", "canadian"):
        words = standing(applicant=other, step2_ck=219, step2_date=THIS_YEAR).guide_words
        assert not any("US-citizen IMGs" in word.written_for for word in words)


def test_a_fail_is_never_given_a_guides_word_for_scores() -> None:
    assert standing(applicant="us_img", step2_ck=212, step2_date=THIS_YEAR).guide_words == ()


@pytest.mark.parametrize(
    ("answers", "dispute"),
    [
        ({"step2_ck": 232}, "dr_md_230_234"),
        ({"applicant": "us_do_senior", "step2_ck": 232}, "dr_do_230_234"),
        ({"specialty": ("ir",), "step2_ck": 245}, "ir_under_the_mean"),
        ({"specialty": ("ir",), "step2_ck": 225}, "ir_md_220_229"),
    ],
)
def test_disputed_scores_carry_the_dispute(answers: dict[str, Any], dispute: str) -> None:
    one = standing(**answers, step2_date=THIS_YEAR)
    [note] = [note for note in one.disputed if note.id == dispute]
    assert note.sources


def test_a_dispute_between_specialties_shows_when_both_are_chosen() -> None:
    both = standings(case(specialty=("dr", "ir"), step2_ck=240, step2_date=THIS_YEAR), grounds())
    assert "dr_beside_ir_230_251" in ids(both[0].disputed)
    assert "dr_beside_ir_230_251" not in ids(standing(step2_ck=240, step2_date=THIS_YEAR).disputed)


def test_counts_that_speak_against_the_word_low_are_shown_with_it() -> None:
    one = standing(specialty=("ir",), step2_ck=240, step2_date=THIS_YEAR)
    assert one.band is Band.MODERATELY_LOW
    [note] = [note for note in one.disputed if note.id == "counts_against_the_word"]
    assert "77 %" in note.text
    assert one.counts_say_more
    weak = standing(step2_ck=225, step2_date=THIS_YEAR)
    assert "counts_against_the_word" not in ids(weak.disputed)
    assert not weak.counts_say_more
    quoted = standing(specialty=("ir",), step2_ck=225, step2_date=THIS_YEAR)
    assert quoted.counts_say_more
    assert "counts_against_the_word" not in ids(quoted.disputed)


def test_several_failures_quote_the_guide_and_keep_the_band() -> None:
    clean = standing(applicant="us_img", step2_ck=235, step2_date=THIS_YEAR)
    failed = standing(applicant="us_img", step2_ck=235, step2_date=THIS_YEAR, failed_attempts=2)
    assert failed.band is clean.band is Band.BELOW_MATCHED
    assert "several_fails" in ids(failed.notes)
    assert "several_fails" not in ids(clean.notes)


def test_state_limits_are_named_for_failures_and_for_old_degrees() -> None:
    [note] = [one for one in standing(failed_attempts=1).notes if one.id == "state_limits"]
    assert note.sources
    old = standing(applicant="us_md_graduate", graduation_date=date(2019, 11, 22))
    assert "state_limits" in ids(old.notes)
    recent = standing(applicant="us_md_graduate", graduation_date=date(2019, 11, 23))
    assert "state_limits" not in ids(recent.notes)


def test_standings_come_in_the_order_the_specialties_were_named() -> None:
    both = standings(case(specialty=("ir", "dr"), step2_ck=240), grounds())
    assert [one.specialty for one in both] == [Specialty.IR, Specialty.DR]


def test_a_fact_due_for_a_check_makes_its_source_stale() -> None:
    fresh = standings(case(step2_ck=240), grounds())[0].sources
    stale = standings(case(step2_ck=240, today=date(2040, 1, 1)), grounds())[0].sources
    assert not any(source.stale for source in fresh)
    assert all(source.stale for source in stale)


scores = st.integers(1, 300)
tested = st.none() | st.dates(date(2009, 1, 1), TODAY)
printed = st.none() | st.sampled_from(Result)


@given(
    applicant=st.none() | st.sampled_from(ApplicantType),
    specialty=st.sampled_from(Specialty),
    low=scores,
    more=st.integers(1, 80),
    tested=tested,
    printed=printed,
)
@example(ApplicantType.US_MD_SENIOR, Specialty.IR, 217, 1, None, None)
@settings(max_examples=400)
def test_a_better_score_never_worsens_a_band(
    applicant: ApplicantType | None,
    specialty: Specialty,
    low: int,
    more: int,
    tested: date | None,
    printed: Result | None,
) -> None:
    bands = [
        standing(
            applicant=applicant,
            specialty=(specialty,),
            step2_ck=min(score, 300),
            step2_date=tested,
            step2_result=printed,
        ).band
        for score in (low, low + more)
    ]
    assume(Band.UNKNOWN not in bands)
    assert BEST_FIRST.index(bands[1]) <= BEST_FIRST.index(bands[0])


@given(
    applicant=st.sampled_from(ApplicantType),
    specialty=st.sampled_from(Specialty),
    score=scores,
    days=st.integers(0, 5000),
)
@settings(max_examples=300)
def test_an_unanswered_test_date_or_type_never_lowers_a_band(
    applicant: ApplicantType, specialty: Specialty, score: int, days: int
) -> None:
    answers: dict[str, Any] = {
        "applicant": applicant,
        "specialty": (specialty,),
        "step2_ck": score,
        "step2_date": TODAY - timedelta(days=days),
    }
    full = standing(**answers).band
    for field in ("step2_date", "applicant"):
        assert standing(**{**answers, field: None}).band in {full, Band.UNKNOWN}


@given(profiles())
@settings(max_examples=150)
def test_every_remark_is_kind_and_says_no_id(profile: Profile) -> None:
    one = case(**profile.model_dump(exclude_none=True))
    for standing in standings(one, grounds()):
        for note in (*standing.notes, *standing.disputed):
            assert not UNWELCOME.search(note.text), note.text
            assert "_" not in note.text
            assert note.text.endswith(".")
