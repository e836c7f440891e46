import pytest

from core.facts.catalogue import Facts
from core.terms import Strength

NUMBERS = [f"A{number}" for number in range(1, 21)] + [f"B{number}" for number in range(1, 6)]


def test_every_disagreement_found_in_the_guides_is_held_once(facts: Facts) -> None:
    assert [entry.number for entry in facts.disagreements] == NUMBERS


def test_rules_of_today_overrule_and_guides_among_themselves_do_not(facts: Facts) -> None:
    overruled = {entry.number for entry in facts.disagreements if entry.kind == "overruled"}
    assert overruled == {"A9", "A18", "B1", "B2", "B3", "B4", "B5"}


def test_what_is_overruled_shows_a_guide_and_the_rule(facts: Facts) -> None:
    for entry in facts.disagreements:
        if entry.ruled_by is None:
            assert all(side.guide is not None for side in entry.sides), entry.id
            continue
        assert any(side.guide is not None for side in entry.sides), entry.id
        assert entry.ruled_by in {side.source for side in entry.sides}, entry.id
        assert facts.sources[entry.ruled_by].strength in {Strength.OFFICIAL, Strength.TRANSCRIBED}


@pytest.mark.parametrize(
    ("number", "topic"), [("A1", "step3"), ("B1", "scores"), ("B4", "letters")]
)
def test_a_disagreement_stands_under_its_topic(facts: Facts, number: str, topic: str) -> None:
    (entry,) = [entry for entry in facts.disagreements if entry.number == number]
    assert entry.topic == topic


def test_the_prices_a_disagreement_prints_are_those_of_the_fees(facts: Facts) -> None:
    (entry,) = [entry for entry in facts.disagreements if entry.number == "B5"]
    (fee,) = [fee for fee in facts.application.fees if fee.season == 2026]
    rule = entry.sides[-1].says
    for programs in (50, 60, 80, 100):
        assert f"{programs} cost ${fee.price(programs):,}" in rule


def test_the_marks_a_disagreement_prints_are_those_of_the_examinations(facts: Facts) -> None:
    (entry,) = [entry for entry in facts.disagreements if entry.number == "B1"]
    latest = facts.examinations.pass_marks
    points = sorted(mark.points for mark in latest if mark.exam == "step2_ck")[-3:]
    assert all(str(mark) in entry.sides[-1].says for mark in points)
