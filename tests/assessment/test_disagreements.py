from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from core.assessment.case import case_of
from core.assessment.citing import ByDay
from core.assessment.conditions import Judged, compiled
from core.assessment.disagreements import disagreements
from core.assessment.grounds import grounds_of
from core.assessment.result import DisagreementShown
from core.assessment.standing import bands_of, standings
from core.facts.disagreements import Side
from core.profile.applicant import Profile
from core.terms import Strength
from tests.assessment.cases import TODAY, facts, grounds, judged
from tests.assessment.profiles import profiles


def shown(*, today: date = TODAY, **answers: Any) -> dict[str, DisagreementShown]:
    found = disagreements(judged(today=today, **answers), grounds())
    return {one.id: one for one in found}


def test_a_disagreement_about_everybody_is_shown_with_all_its_sides() -> None:
    one = shown()["number_of_programs"]
    [held] = [fact for fact in facts().disagreements if fact.id == one.id]
    assert [says for says, _ in one.sides] == [side.says for side in held.sides]
    for (_, source), side in zip(one.sides, held.sides, strict=True):
        assert side.guide is not None
        assert (source.id, source.section) == (side.guide.guide, side.guide.section)
        assert source.strength is Strength.GUIDANCE
    assert one.reading == held.reading


def test_a_disagreement_that_concerns_somebody_else_is_not_shown() -> None:
    assert "step3_before_applying" in shown(applicant="us_img")
    assert "step3_before_applying" not in shown(step2_ck=250, failed_attempts=0, reapplicant=False)


def test_a_disagreement_whose_condition_is_unknown_is_not_shown() -> None:
    assert "what_is_low" not in shown()
    assert "what_is_low" in shown(step2_ck=230)


def test_a_rule_that_overrules_the_guides_is_cited_with_its_strength() -> None:
    overruled = [
        one
        for one in disagreements(judged(applicant="us_img", step2_ck=219), grounds())
        if one.kind == "overruled"
    ]
    assert overruled
    for one in overruled:
        assert one.rule is not None
        assert one.rule.id in facts().sources or one.rule.id in facts().guides


def test_a_rule_is_as_firm_as_the_weakest_fact_that_rests_on_its_source() -> None:
    mark = shown(applicant="us_img", step2_ck=219)["pass_mark_218"]
    assert mark.rule is not None
    assert mark.rule.strength is Strength.TRANSCRIBED
    assert mark.rule.checked == TODAY
    assert not mark.rule.stale


def test_a_rule_due_for_a_check_is_shown_as_stale() -> None:
    late = shown(today=date(2040, 1, 1), applicant="us_img", step2_ck=219)["pass_mark_218"]
    assert late.rule is not None
    assert late.rule.stale


def test_a_side_without_guide_or_source_is_refused() -> None:
    held = facts().disagreements[0]
    broken = held.model_copy(update={"sides": (Side(says="nobody"), *held.sides)})
    with pytest.raises(ValueError, match="neither guide nor source"):
        grounds_of(replace(facts(), disagreements=(broken,)))


def test_what_is_worked_out_by_day_changes_the_day_after_it_falls_due() -> None:
    first, second = date(2027, 1, 1), date(2027, 6, 1)
    by_day = ByDay((second, first), lambda day: [due for due in (first, second) if day > due])
    assert by_day.on(first) == []
    assert by_day.on(date(2027, 1, 2)) == [first]
    assert by_day.on(second) == [first]
    assert by_day.on(date(2027, 6, 2)) == [first, second]


@given(profiles())
@settings(max_examples=100, deadline=None)
def test_those_and_no_others_are_shown_whose_condition_surely_holds(profile: Profile) -> None:
    one = case_of(profile, facts(), TODAY)
    about = Judged(one, bands_of(standings(one, grounds())))
    expected = [held.id for held in facts().disagreements if compiled(held.when)(about) is True]
    assert [found.id for found in disagreements(about, grounds())] == expected
