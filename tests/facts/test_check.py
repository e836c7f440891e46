from datetime import date, timedelta

from core.facts.catalogue import Facts
from core.facts.check import check_facts
from core.profile.applicant import Profile
from core.terms import Strength

DAY = date(2026, 11, 22)


def test_on_the_day_of_the_check_nothing_is_stale_and_nothing_wrong(facts: Facts) -> None:
    report = check_facts(facts, today=DAY, profile_fields=Profile.model_fields)
    assert report.stale == ()
    assert report.problems == ()
    assert report.dated > 150


def test_a_fact_is_stale_the_day_after_it_should_be_checked_again(facts: Facts) -> None:
    visa = facts.application.visas[0]
    on_the_day = check_facts(facts, today=visa.check_again)
    after = check_facts(facts, today=visa.check_again + timedelta(days=1))
    name = f"visas {visa.id}"
    assert name not in {found.name for found in on_the_day.stale}
    (found,) = [found for found in after.stale if found.name == name]
    assert (found.file, found.check_again) == ("application.yaml", visa.check_again)
    assert found.sources == visa.sources


def test_everything_is_stale_in_the_end(facts: Facts) -> None:
    report = check_facts(facts, today=date(2100, 1, 1))
    assert len(report.stale) == report.dated


def test_estimates_are_listed_with_their_season(facts: Facts) -> None:
    report = check_facts(facts, today=DAY)
    names = {found.name for found in report.estimated}
    assert "seasons 2028 milestones submit" in names
    assert all(found.strength is Strength.ESTIMATE for found in report.estimated)


def test_second_hand_facts_are_listed_with_their_file(facts: Facts) -> None:
    report = check_facts(facts, today=DAY)
    found = {(found.file, found.name) for found in report.second_hand}
    assert ("application.yaml", "statement") in found
    assert ("support.yaml", "finder") in found


def test_names_tell_facts_apart(facts: Facts) -> None:
    report = check_facts(facts, today=date(2100, 1, 1))
    names = [(found.file, found.name) for found in report.stale]
    assert len(set(names)) == len(names)


def test_a_condition_on_an_answer_nobody_gives_is_a_problem(facts: Facts) -> None:
    without = set(Profile.model_fields) - {"reapplicant"}
    report = check_facts(facts, today=DAY, profile_fields=without)
    assert report.problems
    assert {problem.wrong for problem in report.problems} == {
        "the profile has no answer 'reapplicant'"
    }
    assert "step3_before_applying" in {problem.entry for problem in report.problems}
