from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from core.assessment.case import case_of
from core.assessment.conditions import Judged, compiled, explain, missing_fields, ruling_on
from core.assessment.conditions.told import CHOICES, YES_NO, choice_told, count_told
from core.assessment.standing import bands_of, standings
from core.facts import conditions as kinds
from core.profile.applicant import Profile
from tests.assessment.cases import TODAY, facts, grounds, judged
from tests.assessment.profiles import profiles

READ: TypeAdapter[Any] = TypeAdapter(kinds.Condition)

# Of each kind: a condition, then answers by which it is true, false and unknown; for unknown
# ones the fields that would decide it, and words of the explanation where it is known.
KINDS: dict[
    str, tuple[dict[str, Any], dict[str, Any], dict[str, Any], dict[str, Any], set[str], str]
]
KINDS = {
    "all": (
        {"of": [{"kind": "always"}, {"kind": "answer_is", "field": "mentor", "value": True}]},
        {"mentor": True},
        {"mentor": False},
        {},
        {"mentor"},
        "radiology mentor",
    ),
    "any": (
        {
            "of": [
                {"kind": "answer_is", "field": "mentor", "value": True},
                {"kind": "count_at_least", "field": "failed_courses", "count": 1},
            ]
        },
        {"mentor": True},
        {"mentor": False, "failed_courses": 0},
        {"mentor": False},
        {"failed_courses"},
        "radiology mentor",
    ),
    "not": (
        {"of": {"kind": "answer_is", "field": "mentor", "value": True}},
        {"mentor": False},
        {"mentor": True},
        {},
        {"mentor"},
        "radiology mentor",
    ),
    "applicant_among": (
        {"among": ["us_img"]},
        {"applicant": "us_img"},
        {"applicant": "us_do_senior"},
        {"applicant": None},
        {"applicant"},
        "you are a US",
    ),
    "specialty_includes": (
        {"specialty": "ir"},
        {"specialty": ("dr", "ir")},
        {"specialty": ("dr",)},
        {"specialty": ()},
        {"specialty"},
        "you aim for diagnostic radiology",
    ),
    "stage_among": (
        {"among": ["applied"]},
        {"stage": "applied"},
        {"stage": "ranked"},
        {},
        {"stage"},
        "",
    ),
    "exam_status_among": (
        {"exam": "step2_ck", "among": ["not_taken"]},
        {"step2_status": "not_taken"},
        {"step2_ck": 230},
        {},
        {"step2_status"},
        "Step 2 CK",
    ),
    "score_below": (
        {"exam": "step2_ck", "points": 220},
        {"step2_ck": 219},
        {"step2_ck": 220},
        {},
        {"step2_ck"},
        "your Step 2 CK is 2",
    ),
    "score_at_least": (
        {"exam": "step3", "points": 220},
        {"step3_score": 220},
        {"step3_score": 219},
        {},
        {"step3_score"},
        "your Step 3 is 2",
    ),
    "score_below_mean": (
        {"by": 5},
        {"step2_ck": 246, "step2_date": date(2026, 5, 1)},
        {"step2_ck": 247, "step2_date": date(2026, 5, 1)},
        {"step2_ck": 240},
        {"step2_date"},
        "the mean of its year was 251",
    ),
    "failed_attempts_at_least": (
        {"count": 2},
        {"failed_attempts": 2},
        {"failed_attempts": 1},
        {"step1_result": "fail"},
        {"failed_attempts"},
        "on record",
    ),
    "record_among": (
        {"among": ["several_fails"]},
        {"failed_attempts": 3},
        {"failed_attempts": 1},
        {"step1_result": "fail"},
        {"failed_attempts"},
        "on record",
    ),
    "band_among": (
        {"among": ["mildly_low", "not_passing"]},
        {"step2_ck": 225},
        {"step2_ck": 245},
        {"step2_ck": 210},
        {"step2_result", "step2_date"},
        "your Step 2 CK is 2",
    ),
    "trend_among": (
        {"among": ["up"]},
        {"step1_score": 220, "step2_ck": 230},
        {"step1_score": 240, "step2_ck": 230},
        {"step2_ck": 230},
        {"step1_score"},
        "your Step 1",
    ),
    "letters_at_least": (
        {"letter": "radiology", "count": 2},
        {"letters_radiology": 1, "letters_radiology_promised": 1},
        {"letters_radiology": 0, "letters_radiology_promised": 1},
        {"letters_radiology": 1},
        {"letters_radiology_promised"},
        "radiology letter",
    ),
    "letters_below": (
        {"letter": "radiology", "count": 1},
        {"letters_radiology": 0, "letters_radiology_promised": 0},
        {"letters_radiology": 1},
        {},
        {"letters_radiology", "letters_radiology_promised"},
        "radiology letter",
    ),
    "rotations_at_least": (
        {"rotation": "sub_internship", "count": 1},
        {"sub_internships_done": 1},
        {"sub_internships_done": 0, "sub_internships_planned": 0},
        {"sub_internships_done": 0},
        {"sub_internships_planned"},
        "sub-internship",
    ),
    "rotations_below": (
        {"rotation": "away", "count": 1},
        {"away_rotations_done": 0, "away_rotations_planned": 0},
        {"away_rotations_planned": 1},
        {},
        {"away_rotations_done", "away_rotations_planned"},
        "away rotation",
    ),
    "research_at_least": (
        {"work": "papers", "count": 1},
        {"research_papers": 1},
        {"research_papers": 0},
        {},
        {"research_papers"},
        "published paper",
    ),
    "research_below": (
        {"work": "radiology", "count": 1},
        {"research_radiology": 0},
        {"research_radiology": 1},
        {},
        {"research_radiology"},
        "radiology research",
    ),
    "count_below": (
        {"field": "us_clinical_weeks", "count": 4},
        {"us_clinical_weeks": 0},
        {"us_clinical_weeks": 4},
        {},
        {"us_clinical_weeks"},
        "clinical experience in the US",
    ),
    "count_at_least": (
        {"field": "interviews_dr", "count": 1},
        {"interviews_dr": 1},
        {"interviews_dr": 0},
        {},
        {"interviews_dr"},
        "diagnostic radiology interview",
    ),
    "answer_is": (
        {"field": "home_dr", "value": True},
        {"home_dr": True},
        {"home_dr": False},
        {},
        {"home_dr"},
        "diagnostic radiology program",
    ),
    "answer_among": (
        {"field": "second_field", "among": ["none", "undecided"]},
        {"second_field": ("undecided",)},
        {"second_field": ("neurology",)},
        {},
        {"second_field"},
        "second field is",
    ),
    "graduated": (
        {"value": True},
        {"applicant": "us_md_graduate"},
        {"applicant": "us_md_senior"},
        {"applicant": "us_img"},
        {"graduation_date"},
        "you",
    ),
    "counts_as_img": (
        {"value": True},
        {"applicant": "canadian", "graduation_date": date(2026, 6, 1)},
        {"applicant": "canadian", "graduation_date": date(2024, 6, 1)},
        {"applicant": "canadian"},
        {"graduation_date"},
        "Canad",
    ),
    "years_since_graduation_at_least": (
        {"years": 3},
        {"graduation_date": date(2023, 11, 22)},
        {"graduation_date": date(2023, 11, 23)},
        {"applicant": "us_img"},
        {"graduation_date"},
        "your degree came in 2023",
    ),
}
WITHOUT_QUESTION = {"always", "said_none"}


def condition(kind: str) -> object:
    return READ.validate_python({"kind": kind, **KINDS[kind][0]})


def test_every_kind_of_the_schema_is_answered_explained_and_traced_here() -> None:
    union = get_args(kinds.Condition)[0]
    schema = {get_args(kind.model_fields["kind"].annotation)[0] for kind in get_args(union)}
    assert schema == KINDS.keys() | WITHOUT_QUESTION


def test_what_is_no_condition_is_refused() -> None:
    with pytest.raises(TypeError, match="no answer is defined"):
        ruling_on(object())


@pytest.mark.parametrize("kind", KINDS)
def test_a_condition_is_yes_no_or_unknown(kind: str) -> None:
    _, yes, no, unknown, _, _ = KINDS[kind]
    found = [compiled(condition(kind))(judged(**answers)) for answers in (yes, no, unknown)]
    assert found == [True, False, None]


@pytest.mark.parametrize("kind", KINDS)
def test_a_known_condition_is_explained_by_the_persons_own_answer(kind: str) -> None:
    _, yes, no, _, _, words = KINDS[kind]
    for answers in (yes, no):
        because = explain(condition(kind), judged(**answers))
        assert because
        assert all(one.field in Profile.model_fields for one in because)
    assert any(words in one.text for one in explain(condition(kind), judged(**yes)))


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_condition_names_the_answers_that_would_decide_it(kind: str) -> None:
    _, yes, no, unknown, fields, _ = KINDS[kind]
    assert missing_fields(condition(kind), judged(**unknown)) == fields
    for answers in (yes, no):
        assert missing_fields(condition(kind), judged(**answers)) == frozenset()


def test_what_holds_for_everybody_needs_no_explanation() -> None:
    always = kinds.Always(kind="always")
    assert compiled(always)(judged()) is True
    assert explain(always, judged()) == ()
    assert missing_fields(always, judged()) == frozenset()


NONE = {
    "kind": "said_none",
    "fields": ["interviews_dr", "interviews_ir"],
    "others": ["interviews_prelim"],
}


@pytest.mark.parametrize(
    ("answers", "holds", "because"),
    [
        ({}, False, []),
        ({"interviews_prelim": 0}, False, []),
        ({"interviews_dr": 0}, True, ["interviews_dr"]),
        ({"interviews_dr": 0, "interviews_ir": 0}, True, ["interviews_dr", "interviews_ir"]),
        ({"interviews_ir": 0, "interviews_prelim": 0}, True, ["interviews_ir"]),
        ({"interviews_dr": 0, "interviews_ir": 2}, False, ["interviews_ir"]),
        ({"interviews_dr": 0, "interviews_prelim": 3}, False, ["interviews_prelim"]),
        ({"interviews_dr": 4}, False, ["interviews_dr"]),
    ],
)
def test_none_is_what_was_said_and_never_silence(
    answers: dict[str, Any], holds: bool, because: list[str]
) -> None:
    none, about = READ.validate_python(NONE), judged(**answers)
    assert compiled(none)(about) is holds
    assert compiled(READ.validate_python({"kind": "not", "of": NONE}))(about) is not holds
    assert [one.field for one in explain(none, about)] == because
    assert missing_fields(none, about) == frozenset()


def test_none_of_a_thing_is_said_in_words() -> None:
    letters = READ.validate_python({"kind": "letters_below", "letter": "radiology", "count": 2})
    [because] = explain(letters, judged(letters_radiology=0, letters_radiology_promised=0))
    assert because.text == "you have no radiology letter yet"


def test_a_fail_by_the_mark_is_explained_with_the_mark_of_the_day() -> None:
    band = condition("band_among")
    [because] = explain(band, judged(step2_ck=214, step2_date=date(2026, 1, 1)))
    assert because.text == "your Step 2 CK is 214 and the pass mark that day was 218"


def test_either_of_two_reasons_names_the_one_that_holds() -> None:
    [because] = explain(condition("any"), judged(mentor=False, failed_courses=2))
    assert because.text == "you have 2 failed courses"


def test_a_score_still_to_come_is_not_asked_for() -> None:
    for kind in ("score_below", "band_among"):
        assert missing_fields(condition(kind), judged(step2_status="scheduled")) == frozenset()


def test_a_part_that_another_part_has_decided_is_not_waited_for() -> None:
    both = READ.validate_python(
        {
            "kind": "all",
            "of": [
                {"kind": "answer_is", "field": "mentor", "value": True},
                {"kind": "answer_is", "field": "home_dr", "value": True},
            ],
        }
    )
    assert missing_fields(both, judged(mentor=False)) == frozenset()
    assert missing_fields(both, judged(mentor=True)) == {"home_dr"}


@pytest.mark.parametrize(
    ("exam", "answers", "expected"),
    [
        ("step1", {"step1_result": "pass", "step1_attempts": 1}, False),
        ("step1", {"step1_result": "pass", "step1_attempts": 2}, True),
        ("step1", {"failed_attempts": 0}, False),
        ("step1", {"failed_attempts": 1}, None),
        ("step1", {"failed_attempts": 1, "step2_result": "fail"}, False),
        ("comlex2", {"comlex_fails": 1}, True),
        ("comlex2", {"comlex_fails": 0}, False),
        ("comlex2", {"failed_attempts": 0}, None),
    ],
)
def test_failures_of_one_exam_are_told_apart_from_those_of_others(
    exam: str, answers: dict[str, Any], expected: bool | None
) -> None:
    fails = READ.validate_python({"kind": "failed_attempts_at_least", "exam": exam, "count": 1})
    assert compiled(fails)(judged(**answers)) is expected


def test_a_band_of_a_specialty_not_aimed_at_does_not_hold() -> None:
    band = READ.validate_python({"kind": "band_among", "among": ["mildly_low"], "specialty": "ir"})
    assert compiled(band)(judged(step2_ck=225)) is False
    assert compiled(band)(judged(specialty=(), step2_ck=225)) is None
    assert missing_fields(band, judged(specialty=(), step2_ck=225)) == {"specialty"}


def test_every_answer_of_the_profile_has_its_words() -> None:
    properties = Profile.model_json_schema()["properties"]
    for name, schema in properties.items():
        kinds_of_answer = {part.get("type") for part in schema.get("anyOf", [schema])}
        if "boolean" in kinds_of_answer:
            assert len(YES_NO[name]) == 2
        elif "integer" in kinds_of_answer:
            assert "3" in count_told(name, 3)
        elif name in {"ties", "country"}:
            assert "Ohio" in choice_told(name, "Ohio")
        elif not name.endswith(("_date", "_expires", "last_clinical_work")):
            assert CHOICES[name]


def test_every_choice_of_the_profile_has_its_words() -> None:
    schema = Profile.model_json_schema()
    for name, words in CHOICES.items():
        assert set(words) == _choices(schema["properties"][name], schema)


def _choices(part: object, schema: dict[str, Any]) -> set[str]:
    if isinstance(part, list):
        return set().union(*(_choices(one, schema) for one in part))
    if not isinstance(part, dict):
        return set()
    if "$ref" in part:
        return _choices(schema["$defs"][part["$ref"].rsplit("/", 1)[1]], schema)
    found = set(part.get("enum", [])) | ({part["const"]} if "const" in part else set())
    return found.union(*(_choices(part[key], schema) for key in ("anyOf", "items") if key in part))


def every_condition() -> list[Any]:
    held = facts()
    return [
        *(entry.when for entry in held.guidance),
        *(entry.done_when for entry in held.guidance if entry.done_when is not None),
        *(one.when for one in held.disagreements),
    ]


@given(profile=profiles(), data=st.data())
@settings(max_examples=100, deadline=None)
def test_answering_is_told_apart_from_waiting_for_every_condition_of_the_facts(
    profile: Profile, data: st.DataObject
) -> None:
    one = case_of(profile, facts(), TODAY)
    about = Judged(one, bands_of(standings(one, grounds())))
    for held in data.draw(st.lists(st.sampled_from(every_condition()), min_size=5, max_size=5)):
        answer = compiled(held)(about)
        missing = missing_fields(held, about)
        assert answer is None or missing == frozenset()
        assert all(getattr(profile, field) in (None, ()) for field in missing)
        assert all("_" not in because.text for because in explain(held, about))
