from collections.abc import Iterable
from typing import Any, Literal, get_args, get_origin

import pytest

from core.facts.catalogue import Facts
from core.facts.check import conditions_of, parts_of
from core.facts.conditions import AnswerAmong, AnswerIs, CountAtLeast, CountBelow
from core.facts.references import problems
from core.profile.applicant import Profile
from core.terms import ApplicantType, Specialty, Strength


def test_the_packaged_facts_load_and_contradict_nothing(facts: Facts) -> None:
    assert list(problems(facts)) == []
    assert facts.guidance


def test_the_version_is_the_day_of_the_newest_check(facts: Facts) -> None:
    assert facts.version == max(
        [
            fact.checked.isoformat()
            for fact in (
                *facts.examinations.norms,
                *facts.support.lines,
                *facts.application.fees,
                *facts.timeline.rules,
            )
        ]
    )


def test_every_guide_can_be_cited_as_guidance(facts: Facts) -> None:
    assert set(facts.guides) == {"dr", "dr_us_img", "ir", "ir_us_img", "general"}
    for guide in facts.guides.values():
        assert facts.sources[guide.id].title == guide.title
        assert facts.sources[guide.id].strength is Strength.GUIDANCE


@pytest.mark.parametrize("specialty", Specialty)
@pytest.mark.parametrize("applicant", ApplicantType)
def test_everybody_has_a_band_table_for_either_specialty(
    facts: Facts, specialty: Specialty, applicant: ApplicantType
) -> None:
    assert facts.bands.table(specialty, applicant) is not None


def _literals(annotation: Any) -> set[str]:
    if get_origin(annotation) is Literal:
        return set(get_args(annotation))
    return {value for part in get_args(annotation) for value in _literals(part)}


def _types(annotation: Any) -> Iterable[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from _types(part)


def test_every_condition_asks_for_an_answer_the_profile_can_give(facts: Facts) -> None:
    for file, entry, condition in conditions_of(facts):
        for part in parts_of(condition):
            where = f"{file}: {entry}"
            if not isinstance(part, AnswerAmong | AnswerIs | CountAtLeast | CountBelow):
                continue
            assert part.field in Profile.model_fields, where
            annotation = Profile.model_fields[part.field].annotation
            if isinstance(part, AnswerAmong):
                accepted = _literals(annotation)
                assert not accepted or set(part.among) <= accepted, where
            elif isinstance(part, AnswerIs):
                assert bool in _types(annotation), where
            else:
                assert int in _types(annotation), where
