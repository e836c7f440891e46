import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.assessment.evidence import evidence
from core.assessment.intervals import wilson
from core.assessment.result import Evidence
from core.assessment.scale_chart import scale_chart
from core.dialogue.reply import Picture, ScaleChart
from core.terms import ApplicantType, Specialty
from tests.assessment.cases import UNWELCOME, case, facts, grounds, numbers

THIS_YEAR = date(2026, 5, 1)


def rows(**answers: Any) -> tuple[Evidence, ...]:
    return evidence(case(**answers), grounds())


def ids(**answers: Any) -> list[str]:
    return [row.id for row in rows(**answers)]


def chart(**answers: Any) -> Picture | None:
    one = case(**answers)
    return scale_chart(one, grounds(), one.profile.specialty[0])


@pytest.mark.parametrize(
    ("matched", "n", "low", "high"),
    [(21, 36, 42.2, 72.9), (81, 263, 25.5, 36.6), (0, 10, 0.0, 27.8), (10, 10, 72.2, 100.0)],
)
def test_the_interval_is_wilsons(matched: int, n: int, low: float, high: float) -> None:
    below, above = wilson(matched, n)
    assert (round(100 * below, 1), round(100 * above, 1)) == (low, high)


def test_nobody_has_no_interval() -> None:
    with pytest.raises(ValueError, match="at least one person"):
        wilson(0, 0)


@given(n=st.integers(1, 5000), data=st.data())
def test_an_interval_holds_its_share_within_nought_and_one(n: int, data: st.DataObject) -> None:
    matched = data.draw(st.integers(0, n))
    low, high = wilson(matched, n)
    assert 0 <= low <= matched / n <= high <= 1


def test_the_counts_of_the_scores_own_band_come_first_then_its_neighbours() -> None:
    assert ids(step2_ck=225, step2_date=THIS_YEAR)[:3] == [
        "dr_md_pooled_220",
        "dr_md_pooled_210",
        "dr_md_pooled_230",
    ]
    assert ids(step2_ck=260)[:2] == ["dr_md_pooled_250", "dr_md_pooled_240"]
    assert "dr_md_pooled_240" not in ids(step2_ck=225)


def test_a_count_carries_its_n_interval_year_and_who_is_missing() -> None:
    row = rows(step2_ck=215, step2_date=date(2024, 1, 1))[0]
    assert (row.matched, row.unmatched, row.n) == (21, 15, 36)
    assert (row.rate, row.low, row.high) == (58.3, 42.2, 72.9)
    assert "about 21 matched (58 %; 95 % interval 42 to 73 %)" in row.text
    assert row.year == "2020-2024"
    assert "no rank" in row.missing
    assert row.sources


def test_exact_counts_are_not_called_about() -> None:
    row = next(row for row in rows(step2_ck=260) if row.id == "dr_md_2026")
    assert "629 matched" in row.text
    assert "about" not in row.text


@pytest.mark.parametrize("specialty", list(Specialty))
def test_a_score_under_the_lowest_band_is_shown_no_other_peoples_counts(
    specialty: Specialty,
) -> None:
    shown = rows(specialty=(specialty,), step2_ck=209, step2_date=date(2020, 1, 1))
    assert not [row.id for row in shown if "pooled" in row.id]
    assert [row for row in shown if not row.held and "under 210" in row.text]


@pytest.mark.parametrize(
    "answers", [{"step2_result": "fail"}, {"step2_ck": 212, "step2_date": THIS_YEAR}]
)
def test_a_fail_is_never_placed_among_the_bands_of_people_who_had_passed(
    answers: dict[str, Any],
) -> None:
    assert not [one for one in ids(**answers) if "pooled" in one]


def test_before_there_is_a_score_every_band_is_shown() -> None:
    assert len([one for one in ids(step2_status="scheduled") if "pooled" in one]) == 5


@pytest.mark.parametrize("applicant", ["us_md_graduate", "us_do_graduate"])
@pytest.mark.parametrize("specialty", list(Specialty))
def test_graduates_are_never_shown_what_was_counted_among_seniors(
    applicant: str, specialty: Specialty
) -> None:
    shown = rows(applicant=applicant, specialty=(specialty,), step2_ck=240)
    assert not any("senior" in row.text or "senior" in row.population for row in shown)
    [held] = [row for row in shown if row.held]
    assert held.rate == 48.0
    assert "not a figure of radiology" in held.text


@pytest.mark.parametrize("applicant", list(ApplicantType))
@pytest.mark.parametrize("specialty", list(Specialty))
def test_every_kind_of_applicant_is_told_what_is_not_held_and_where_it_may_be(
    applicant: ApplicantType, specialty: Specialty
) -> None:
    missing = [
        row
        for row in rows(applicant=applicant, specialty=(specialty,), step2_ck=240)
        if not row.held
    ]
    assert missing
    for row in missing:
        assert row.kind == "not_held"
        assert "we hold no figure" in row.text
        assert row.where in row.text


@pytest.mark.parametrize("applicant", list(ApplicantType))
def test_every_held_row_says_who_is_missing_and_names_its_source(applicant: ApplicantType) -> None:
    for row in rows(applicant=applicant, specialty=("dr", "ir"), step2_ck=240):
        if row.held:
            assert row.missing
            assert row.population
            assert row.year
            assert row.sources


def test_that_the_score_did_not_separate_goes_with_quartiles_and_a_rank() -> None:
    said = [
        row
        for applicant in ApplicantType
        for row in rows(applicant=applicant, specialty=("dr", "ir"), step2_ck=240)
        if "did not separate" in row.text
    ]
    assert [row.id for row in said] == ["dr_non_us_img_step2_2026"]
    assert "Among those who already had a rank" in said[0].text
    assert {"243", "250", "262", "240", "251"} <= numbers(said[0].text)


def test_rows_of_two_specialties_follow_the_order_the_person_named() -> None:
    named = [row.specialty for row in rows(specialty=("ir", "dr"), step2_ck=240)]
    assert named == sorted(named, reverse=True)


def test_before_the_type_is_known_no_row_is_shown() -> None:
    assert rows(applicant=None, step2_ck=240) == ()


def test_rows_due_for_a_check_have_stale_sources() -> None:
    fresh, stale = rows(step2_ck=240)[0], rows(step2_ck=240, today=date(2040, 1, 1))[0]
    assert fresh.text == stale.text
    assert not any(source.stale for source in fresh.sources)
    assert all(source.stale for source in stale.sources)


def test_every_figure_of_a_row_stands_in_the_facts_or_is_worked_out_from_them() -> None:
    outcomes = facts().outcomes
    groups = (
        outcomes.counts,
        outcomes.rates,
        outcomes.spreads,
        outcomes.ranks,
        outcomes.ranks_for_ninety,
    )
    by_id = {fact.id: fact for group in groups for fact in group}
    for applicant in ApplicantType:
        for row in rows(applicant=applicant, specialty=("dr", "ir"), step2_status="not_taken"):
            allowed = numbers(row.year) | numbers(row.population) | {"95"}
            if row.id in by_id:
                allowed |= numbers(re.sub(r"\.0\b", "", by_id[row.id].model_dump_json()))
            elif row.held:
                held = [one for one in outcomes.overall if one.applicant is applicant]
                allowed |= {f"{one.percent:g}" for one in held} | {str(one.active) for one in held}
            else:
                allowed |= numbers(" ".join(one.what + one.where for one in outcomes.not_held))
            if row.matched is not None and row.n is not None:
                shares = (row.matched / row.n, *wilson(row.matched, row.n))
                allowed |= {str(row.n), *(f"{100 * share:.0f}" for share in shares)}
            assert numbers(row.text) <= allowed, row.text


@pytest.mark.parametrize("applicant", list(ApplicantType))
def test_rows_are_worded_kindly(applicant: ApplicantType) -> None:
    for row in rows(applicant=applicant, specialty=("dr", "ir"), step2_ck=240):
        assert not UNWELCOME.search(row.text), row.text
        assert row.text.endswith(".")
        assert "_" not in row.text


def test_the_chart_shows_the_score_beside_the_middle_half_of_those_who_matched() -> None:
    picture = chart(step2_ck=240)
    assert picture is not None
    drawn = picture.chart
    assert isinstance(drawn, ScaleChart)
    assert drawn.own.at == 240
    [matched] = drawn.ranges
    assert (matched.low, matched.centre, matched.high) == (249, 257, 265)
    [unmatched] = drawn.marks
    assert unmatched.at == 242
    assert drawn.source


def test_the_charts_words_say_the_same_as_the_picture() -> None:
    for applicant in ("us_md_senior", "us_do_senior", "us_img", "non_us_img"):
        picture = chart(applicant=applicant, step2_ck=240)
        assert picture is not None
        told = numbers(picture.alternative)
        assert isinstance(picture.chart, ScaleChart)
        for part in picture.chart.ranges:
            assert {f"{part.low:g}", f"{part.centre:g}", f"{part.high:g}"} <= told
            assert numbers(part.label) <= told
        for mark in (*picture.chart.marks, picture.chart.own):
            assert f"{mark.at:g}" in told
            assert numbers(mark.label) <= told
        assert numbers(picture.chart.title) <= told
        assert not UNWELCOME.search(picture.alternative)


def test_a_mean_without_quartiles_is_a_mark_and_no_range() -> None:
    picture = chart(applicant="us_do_senior", step2_ck=240)
    assert picture is not None
    assert isinstance(picture.chart, ScaleChart)
    assert picture.chart.ranges == ()
    assert [mark.at for mark in picture.chart.marks] == [252, 237]


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"step2_ck": 212, "step2_date": THIS_YEAR},
        {"step2_ck": 240, "applicant": "us_md_graduate"},
        {"step2_ck": 240, "applicant": "canadian"},
        {"step2_ck": 240, "applicant": None},
    ],
)
def test_there_is_no_chart_without_a_passing_score_and_a_figure(
    answers: dict[str, Any],
) -> None:
    assert chart(**answers) is None


@given(score=st.integers(218, 300), applicant=st.sampled_from(ApplicantType))
@settings(max_examples=100)
def test_the_first_row_is_of_the_band_that_holds_the_score(
    score: int, applicant: ApplicantType
) -> None:
    shown = rows(applicant=applicant, step2_ck=score)
    bands = {count.id: count for count in facts().outcomes.counts if count.low is not None}
    if shown[0].id in bands:
        band = bands[shown[0].id]
        assert band.low is not None
        assert band.low <= score
        assert band.high is None or score <= band.high
