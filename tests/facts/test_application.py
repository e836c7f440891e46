import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.facts.application import ApplicationFee
from core.facts.catalogue import Facts
from core.facts.load import load_facts
from core.terms import Specialty, Strength

FACTS = load_facts()


def _fee(facts: Facts, season: int) -> ApplicationFee:
    (fee,) = [fee for fee in facts.application.fees if fee.season == season]
    return fee


@pytest.mark.parametrize("season", [2026, 2027])
@pytest.mark.parametrize(
    ("programs", "dollars"),
    [
        (0, 0),
        (1, 11),
        (30, 330),
        (31, 360),
        (40, 630),
        (50, 930),
        (60, 1230),
        (80, 1830),
        (100, 2430),
    ],
)
def test_programs_cost_what_the_worked_examples_say(
    facts: Facts, season: int, programs: int, dollars: int
) -> None:
    assert _fee(facts, season).price(programs) == dollars


@given(st.integers(0, 400))
def test_one_more_program_never_costs_less_than_the_one_before(programs: int) -> None:
    fee = _fee(FACTS, 2027)
    one = fee.price(programs + 1) - fee.price(programs)
    assert fee.price(programs + 2) - fee.price(programs + 1) >= one > 0


def test_fees_of_2026_are_official_and_of_2027_second_hand(facts: Facts) -> None:
    assert _fee(facts, 2026).strength is Strength.OFFICIAL
    assert _fee(facts, 2027).strength is Strength.SECOND_HAND


def test_signals_of_2027_are_marked_unverified(facts: Facts) -> None:
    later = [signals for signals in facts.application.signals if signals.season == 2027]
    assert {(s.specialties, s.gold, s.silver, s.shared) for s in later} == {
        ((Specialty.DR, Specialty.IR), 6, 9, True),
        ((Specialty.IR,), 8, 0, False),
    }
    for signals in later:
        assert signals.strength is Strength.SECOND_HAND
        assert "unverified" in signals.note


def test_signals_of_2025_are_one_official_pool(facts: Facts) -> None:
    (signals,) = [signals for signals in facts.application.signals if signals.season == 2025]
    assert (signals.gold, signals.silver, signals.shared) == (6, 6, True)
    assert signals.strength is Strength.OFFICIAL


def test_four_letters_and_about_a_page(facts: Facts) -> None:
    assert facts.application.letters.per_program == 4
    statement = facts.application.statement
    assert (statement.words_low, statement.words_high) == (700, 850)


def test_visa_facts_are_looked_at_monthly(facts: Facts) -> None:
    visas = [v for v in facts.application.visas if v.id.startswith(("j1", "h1b"))]
    assert len(visas) >= 4
    for visa in visas:
        assert (visa.check_again - visa.checked).days <= 31
