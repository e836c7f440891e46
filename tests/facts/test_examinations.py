from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.facts.catalogue import Facts
from core.facts.load import load_facts
from core.terms import Exam, Strength


@pytest.mark.parametrize(
    ("tested", "points"),
    [
        (date(2012, 7, 1), 196),
        (date(2013, 6, 30), 196),
        (date(2013, 7, 1), 203),
        (date(2014, 6, 30), 203),
        (date(2014, 7, 1), 209),
        (date(2022, 6, 30), 209),
        (date(2022, 7, 1), 214),
        (date(2025, 6, 30), 214),
        (date(2025, 7, 1), 218),
        (date(2026, 11, 22), 218),
    ],
)
def test_the_step_2_mark_is_the_one_in_force_on_the_day(
    facts: Facts, tested: date, points: int
) -> None:
    mark = facts.examinations.pass_mark(Exam.STEP2_CK, tested)
    assert mark is not None
    assert mark.points == points


@pytest.mark.parametrize(("tested", "points"), [(date(2023, 12, 31), 198), (date(2024, 1, 1), 200)])
def test_the_step_3_mark_changed_with_the_year_2024(
    facts: Facts, tested: date, points: int
) -> None:
    mark = facts.examinations.pass_mark(Exam.STEP3, tested)
    assert mark is not None
    assert mark.points == points


def test_before_the_first_mark_held_there_is_none(facts: Facts) -> None:
    assert facts.examinations.pass_mark(Exam.STEP2_CK, date(2012, 6, 30)) is None
    assert facts.examinations.pass_mark(Exam.STEP1, date(2020, 1, 1)) is None


def test_a_mark_we_did_not_read_at_its_owner_says_so(facts: Facts) -> None:
    mark = facts.examinations.pass_mark(Exam.STEP2_CK, date(2026, 1, 1))
    assert mark is not None
    assert mark.strength is Strength.TRANSCRIBED


@pytest.mark.parametrize(
    ("tested", "starts", "mean"),
    [
        (date(2016, 7, 1), 2016, 242),
        (date(2019, 6, 30), 2018, 243),
        (date(2024, 6, 30), 2023, 249),
        (date(2024, 7, 1), 2024, 250),
        (date(2025, 7, 1), 2025, 251),
        (date(2026, 6, 30), 2025, 251),
        (date(2026, 11, 22), 2025, 251),
        (date(2010, 1, 1), 2016, 242),
        (date(2019, 8, 1), 2018, 243),
        (date(2023, 6, 1), 2023, 249),
    ],
)
def test_the_norm_is_the_test_years_or_the_nearest_held(
    facts: Facts, tested: date, starts: int, mean: int
) -> None:
    norm = facts.examinations.norm(Exam.STEP2_CK, tested)
    assert norm is not None
    assert (norm.year_starts.year, norm.mean) == (starts, mean)


def test_without_a_day_the_norm_is_the_latest(facts: Facts) -> None:
    norm = facts.examinations.norm(Exam.STEP2_CK, None)
    assert norm is not None
    assert norm.mean == 251


def test_an_examination_without_norms_has_none(facts: Facts) -> None:
    assert facts.examinations.norm(Exam.COMLEX2, date(2026, 1, 1)) is None
    assert facts.examinations.norm(Exam.COMLEX2, None) is None


FACTS = load_facts()


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)))
def test_no_other_norm_is_nearer_than_the_one_given(tested: date) -> None:
    norm = FACTS.examinations.norm(Exam.STEP2_CK, tested)
    assert norm is not None
    others = [other for other in FACTS.examinations.norms if other.exam is Exam.STEP2_CK]
    assert norm.days_away(tested) == min(other.days_away(tested) for other in others)


@given(st.dates(date(2012, 7, 1), date(2040, 1, 1)))
def test_marks_of_step_2_never_fall(tested: date) -> None:
    today = FACTS.examinations.pass_mark(Exam.STEP2_CK, tested)
    tomorrow = FACTS.examinations.pass_mark(Exam.STEP2_CK, tested + timedelta(days=1))
    assert today is not None
    assert tomorrow is not None
    assert tomorrow.points >= today.points


def test_percentiles_rise_with_the_score_and_name_their_population(facts: Facts) -> None:
    for table in facts.examinations.percentiles:
        assert [table.rows[score] for score in sorted(table.rows)] == sorted(table.rows.values())
        assert table.population == "US MD first-takers"


@pytest.mark.parametrize(
    ("score", "percentile"), [(210, 1), (220, 3), (230, 9), (240, 23), (250, 44), (260, 71)]
)
def test_step_2_percentiles_are_those_of_the_2026_edition(
    facts: Facts, score: int, percentile: int
) -> None:
    (table,) = [t for t in facts.examinations.percentiles if t.exam is Exam.STEP2_CK]
    assert table.edition == 2026
    assert table.rows[score] == percentile


def test_rules_of_attempts_and_step_3_are_the_owners(facts: Facts) -> None:
    attempts, step3 = facts.examinations.attempts, facts.examinations.step3
    assert attempts.most_attempts == 4
    assert (attempts.months_after_first, attempts.months_after_latest) == (12, 6)
    assert step3.needs_degree
    assert step3.needs_both_steps
    assert step3.needs_ecfmg_certificate
    assert facts.examinations.ecfmg.exams_within_years == 7
    assert facts.examinations.no_retake.strength is Strength.OFFICIAL


def test_the_unreadable_scores_are_those_that_some_mark_passes_and_another_fails(
    facts: Facts,
) -> None:
    marks = [mark.points for mark in facts.examinations.pass_marks if mark.exam is Exam.STEP2_CK]
    cutoffs = facts.bands.cutoffs
    assert (cutoffs.unreadable_low, cutoffs.unreadable_high) == (min(marks), max(marks) - 1)


def test_limits_hold_the_attempts_that_were_ever_legal(facts: Facts) -> None:
    assert facts.limits.attempts.highest == 6
    assert (facts.limits.step_score.lowest, facts.limits.step_score.highest) == (1, 300)
    assert (facts.limits.comlex_score.lowest, facts.limits.comlex_score.highest) == (9, 999)
