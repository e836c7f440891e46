"""How many programs, and what they cost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.assessment.assess import assess
from core.assessment.plan_tree import Applications
from core.assessment.pricing import affordable, fee_for
from core.profile.applicant import Profile
from tests.assessment.profiles import TODAY, held

FEES = held().facts.application.fees
FEE = fee_for(FEES, 2027)


def applications(**answers: object) -> Applications:
    given = {"applicant": "us_img", "specialty": ("dr",), "step2_ck": 222, **answers}
    return assess(Profile.model_validate(given), held(), TODAY).plan.applications


def test_every_guides_range_stands_by_itself_with_its_source() -> None:
    ranges = {one.id: one for one in applications().ranges}
    assert {"applications_dr", "applications_dr_us_img", "applications_dr_us_img_lower"} <= set(
        ranges
    )
    assert all(one.sources for one in ranges.values())
    bounds = {
        (one.low.programs, one.high.programs if one.high else None) for one in ranges.values()
    }
    assert len(bounds) > 1


@pytest.mark.parametrize(
    ("programs", "dollars"), [(30, 330), (50, 930), (60, 1230), (80, 1830), (100, 2430)]
)
def test_prices_are_the_tiers_of_the_season(programs: int, dollars: int) -> None:
    assert FEE.price(programs) == dollars


def test_a_range_is_priced_at_both_ends_with_the_next_ten() -> None:
    one = next(one for one in applications().ranges if one.id == "applications_dr")
    assert one.high is not None
    assert (one.low.dollars, one.high.dollars) == (
        FEE.price(one.low.programs),
        FEE.price(one.high.programs),
    )
    assert one.low.next_ten == FEE.price(one.low.programs + 10) - one.low.dollars
    assert f"${one.low.dollars:,}" in one.price_text
    assert f"${one.high.dollars:,}" in one.price_text


@given(st.integers(0, 20_000))
def test_a_budget_buys_as_many_programs_as_it_pays_for(dollars: int) -> None:
    most = held().facts.limits.applications
    bought = affordable(FEE, dollars, most)
    assert FEE.price(bought) <= dollars
    assert bought == most or FEE.price(bought + 1) > dollars


def test_a_budget_is_told_in_programs() -> None:
    notes = {note.id: note.text for note in applications(budget=930).fees}
    assert "Your $930 would pay ERAS for 50 programs" in notes["budget"]
    assert "budget" not in {note.id for note in applications().fees}


def test_a_season_without_fees_of_its_own_takes_the_latest_and_says_so() -> None:
    assert fee_for(FEES, 2031).season == max(fee.season for fee in FEES)
    assert fee_for(FEES, 1999).season == min(fee.season for fee in FEES)
    told = next(note.text for note in applications(season=2028).fees if note.id == "fees")
    assert "Fees for season 2028 are not held yet." in told


def test_no_range_is_shown_to_somebody_whose_score_is_not_weak() -> None:
    strong = applications(applicant="us_md_senior", step2_ck=262, failed_attempts=0)
    assert strong.ranges == ()
    assert strong.fees


def test_the_mix_is_in_the_guides_words_without_counts_of_ours() -> None:
    mix = {note.id for note in applications().mix}
    assert "programs_reach_core_safety" in mix
