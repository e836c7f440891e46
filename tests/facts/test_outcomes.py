import pytest

from core.facts.catalogue import Facts
from core.terms import ApplicantType, Specialty, Strength

POOLED = {
    "dr_md_pooled_210": (36, 58),
    "dr_md_pooled_220": (111, 58),
    "dr_md_pooled_230": (342, 75),
    "dr_md_pooled_240": (683, 84),
    "dr_md_pooled_250": (1767, 94),
    "ir_md_pooled_210": (5, 40),
    "ir_md_pooled_220": (24, 71),
    "ir_md_pooled_230": (61, 79),
    "ir_md_pooled_240": (81, 77),
    "ir_md_pooled_250": (341, 85),
}
EXACT = {
    "dr_md_2024": (625, 86),
    "dr_do_2024": (128, 59),
    "ir_md_2024": (117, 24),
    "ir_do_2024": (13, 14),
    "dr_md_2026": (629, 37),
    "ir_md_2026": (128, 15),
    "dr_non_us_img_2026": (102, 73),
    "ir_non_us_img_2026": (14, 15),
}


def test_pooled_counts_give_back_the_rounded_rates_they_came_from(facts: Facts) -> None:
    held = {count.id: count for count in facts.outcomes.counts if count.low is not None}
    assert held.keys() == POOLED.keys()
    for row, (n, percent) in POOLED.items():
        count = held[row]
        assert not count.exact
        assert count.matched + count.unmatched == n
        assert round(100 * count.matched / n) == percent


def test_counts_by_year_are_exact(facts: Facts) -> None:
    held = {count.id: count for count in facts.outcomes.counts if count.low is None}
    assert {row: (count.matched, count.unmatched) for row, count in held.items()} == EXACT
    assert all(count.exact for count in held.values())


def test_every_outcome_says_whom_it_counts_and_who_is_missing(facts: Facts) -> None:
    outcomes = facts.outcomes
    for row in (*outcomes.counts, *outcomes.rates, *outcomes.spreads, *outcomes.ranks):
        assert row.population
        assert "missing" in row.missing
    for count in outcomes.counts:
        assert "no rank" in count.missing


def test_the_score_is_called_no_divider_with_quartiles_of_both_groups(facts: Facts) -> None:
    (spread,) = [spread for spread in facts.outcomes.spreads if spread.did_not_separate]
    assert spread.id == "dr_non_us_img_step2_2026"
    assert (spread.matched_lower, spread.matched_centre, spread.matched_upper) == (243, 250, 262)
    assert (spread.unmatched_lower, spread.unmatched_centre) == (240, 251)
    assert "already had a rank" in spread.population


def test_the_ranks_of_non_us_imgs_did_separate(facts: Facts) -> None:
    ranks = {row.specialty: row for row in facts.outcomes.ranks}
    dr = ranks[Specialty.DR]
    assert (dr.matched_lower, dr.matched_median, dr.matched_upper) == (2, 5, 8)
    assert (dr.unmatched_lower, dr.unmatched_median, dr.unmatched_upper) == (1, 1.5, 2)


def test_ninety_per_cent_took_different_ranks_in_different_years(facts: Facts) -> None:
    assert {row.years: row.ranks for row in facts.outcomes.ranks_for_ninety} == {
        "2014": 5,
        "2016": 2,
        "2022": 14,
    }


def test_graduates_have_a_rate_of_their_own_and_no_seniors_figure(facts: Facts) -> None:
    graduates = {ApplicantType.US_MD_GRADUATE, ApplicantType.US_DO_GRADUATE}
    outcomes = facts.outcomes
    for row in (*outcomes.counts, *outcomes.rates, *outcomes.spreads, *outcomes.ranks):
        assert not graduates & set(row.applicants)
    rates = {row.applicant: row.percent for row in outcomes.overall}
    assert {rates[graduate] for graduate in graduates} == {48.0}
    assert rates[ApplicantType.US_IMG] == 70.0


@pytest.mark.parametrize("specialty", Specialty)
@pytest.mark.parametrize("applicant", ApplicantType)
def test_for_everybody_something_is_held_or_said_not_to_be(
    facts: Facts, specialty: Specialty, applicant: ApplicantType
) -> None:
    outcomes = facts.outcomes
    held = [
        row
        for row in (*outcomes.counts, *outcomes.rates, *outcomes.spreads)
        if row.specialty is specialty and applicant in row.applicants
    ]
    absent = [
        row
        for row in outcomes.not_held
        if row.specialty is specialty and applicant in row.applicants
    ]
    assert absent
    assert held or len(absent) > 1


def test_signals_stand_beside_their_fair_comparator(facts: Facts) -> None:
    (survey,) = facts.outcomes.signals
    assert (survey.signalled_percent, survey.next_choice_percent, survey.other_percent) == (
        59.8,
        37.0,
        8.5,
    )
    assert survey.n == 202
    assert "IMGs" in survey.limits


def test_reserved_positions_of_2025_are_held(facts: Facts) -> None:
    reserved = {
        row.specialty: (row.offered, row.filled)
        for row in facts.outcomes.positions
        if row.track == "reserved"
    }
    assert reserved == {Specialty.DR: (28, 27), Specialty.IR: (11, 8)}


def test_no_outcome_claims_to_come_from_its_publisher_unread(facts: Facts) -> None:
    outcomes = facts.outcomes
    for row in (*outcomes.counts, *outcomes.rates, *outcomes.spreads, *outcomes.ranks):
        assert row.strength in {Strength.TRANSCRIBED, Strength.SECOND_HAND}
