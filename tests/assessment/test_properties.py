"""What holds of every reading."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date

from hypothesis import given, settings

from core.assessment.assess import Assessment, assess
from core.assessment.result import Cited, Recommended
from core.profile.applicant import Profile
from core.terms import Specialty
from tests.assessment.profiles import days, held, profiles

PHASES = {entry.id: frozenset(entry.phases) for entry in held().facts.guidance}


def within(value: object) -> Iterator[object]:
    yield value
    if isinstance(value, Recommended):
        yield from within(value.advice)
        yield from within(value.because)
    elif hasattr(value, "_fields"):
        for one in value:  # type: ignore[attr-defined]
            yield from within(one)
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from within(one)
    elif isinstance(value, dict):
        yield from within(tuple(value.values()))
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            if field.name != "case":
                yield from within(getattr(value, field.name))


def recommended(reading: Assessment) -> list[Recommended]:
    return [*reading.five, *(one for rest in reading.by_topic.values() for one in rest)]


@settings(max_examples=400, deadline=None)
@given(profiles(), days)
def test_nothing_that_the_phase_rules_out_is_recommended(profile: Profile, today: date) -> None:
    reading = assess(profile, held(), today)
    assert all(reading.phase in PHASES[action.id] for action in recommended(reading))


@settings(max_examples=400, deadline=None)
@given(profiles(), days)
def test_at_most_five_and_all_of_them_distinct_actions(profile: Profile, today: date) -> None:
    five = assess(profile, held(), today).five
    assert len(five) <= held().facts.ranking.places
    assert len({action.id for action in five}) == len(five)
    assert all(action.advice.form == "action" for action in five)
    topics = [action.topic for action in five]
    assert all(topics.count(topic) <= held().facts.ranking.per_topic for topic in topics)


@settings(max_examples=300, deadline=None)
@given(profiles(), days)
def test_every_source_that_is_named_exists(profile: Profile, today: date) -> None:
    known = {*held().facts.sources, *held().facts.guides}
    reading = assess(profile, held(), today)
    named = {one.id for one in within(reading) if isinstance(one, Cited)}
    assert named <= known


@settings(max_examples=300, deadline=None)
@given(profiles(), days)
def test_no_text_of_a_reading_uses_an_unwelcome_word(profile: Profile, today: date) -> None:
    unwelcome = re.compile(r"\b(only|just|red flag|mildly|too late)\b", re.IGNORECASE)
    reading = assess(profile, held(), today)
    for one in within((reading.plan, reading.ask, reading.five, reading.gates)):
        text = getattr(one, "text", "")
        assert not (isinstance(text, str) and unwelcome.search(text)), text


@settings(max_examples=300, deadline=None)
@given(profiles(), days)
def test_every_plan_for_ir_names_dr_and_a_third_way(profile: Profile, today: date) -> None:
    reading = assess(profile, held(), today)
    if Specialty.IR in profile.specialty:
        ways = {way.id for way in reading.plan.other_ways.ways}
        assert reading.plan.other_ways.needed
        assert {"dr_beside_ir", "second_field"} <= ways
