"""What holds of every reading."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.assessment.assess import Assessment, assess
from core.assessment.result import Cited, Gate, Recommended
from core.profile.applicant import Profile
from core.terms import Band, Specialty
from tests.assessment.profiles import days, held, profiles

BEST_FIRST = list(Band)
PHASES = {entry.id: frozenset(entry.phases) for entry in held().facts.guidance}


PARTS = (
    "bottom_line",
    "gates",
    "asks_for",
    "standing",
    "evidence",
    "five",
    "by_topic",
    "plan",
    "disagreements",
    "unknowns",
    "ask",
)
# What is not read by people, or not written by us: ids, names of fields, titles as printed.
NOT_WORDS = {
    "id",
    "kind",
    "form",
    "field",
    "unless_done",
    "groups",
    "track",
    "title",
    "section",
    "address",
    "centre_statistic",
}
UNWELCOME = re.compile(r"\b(only|just|red flag|mildly|too late)\b", re.IGNORECASE)
IDENTIFIER = re.compile(r"\w_\w")


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, Assessment):
        return PARTS
    if isinstance(value, Recommended):
        return ("advice", "because")
    if is_dataclass(value):
        return tuple(field.name for field in fields(value))
    return getattr(value, "_fields", ())


def children(value: object) -> Iterable[tuple[str, object]]:
    if names := _names(value):
        return [(name, getattr(value, name)) for name in names]
    if isinstance(value, dict):
        return [("", one) for one in value.values()]
    return [("", one) for one in value] if isinstance(value, (tuple, list)) else ()


def within(value: object) -> Iterator[object]:
    yield value
    for _, one in children(value):
        yield from within(one)


def words(value: object) -> Iterator[str]:
    """Every text of ours that people read; what a gate is missing is the name of a field."""
    if isinstance(value, str) and not isinstance(value, StrEnum):
        yield value
    hidden = NOT_WORDS | {"missing"} if isinstance(value, Gate) else NOT_WORDS
    for name, one in children(value):
        if name not in hidden:
            yield from words(one)


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
def test_no_text_of_a_reading_uses_an_unwelcome_word_or_an_identifier(
    profile: Profile, today: date
) -> None:
    said = set(words(assess(profile, held(), today)))
    assert len(said) > 20
    for text in said:
        assert not UNWELCOME.search(text), text
        assert not IDENTIFIER.search(text), text


@settings(max_examples=300, deadline=None)
@given(profiles(), days)
def test_every_plan_for_ir_names_dr_and_a_third_way(profile: Profile, today: date) -> None:
    reading = assess(profile, held(), today)
    if Specialty.IR in profile.specialty:
        ways = {way.id for way in reading.plan.other_ways.ways}
        assert reading.plan.other_ways.needed
        assert {"dr_beside_ir", "second_field"} <= ways


def _bands(profile: Profile, today: date) -> dict[Specialty, Band]:
    return {one.specialty: one.band for one in assess(profile, held(), today).standing}


@settings(max_examples=300, deadline=None)
@given(profiles(), days, st.integers(1, 80))
def test_a_better_score_never_worsens_a_band(profile: Profile, today: date, more: int) -> None:
    assume(profile.step2_ck is not None)
    better = profile.model_copy(update={"step2_ck": min((profile.step2_ck or 0) + more, 300)})
    before, after = _bands(profile, today), _bands(better, today)
    for specialty, band in before.items():
        if Band.UNKNOWN not in {band, after[specialty]}:
            assert BEST_FIRST.index(after[specialty]) <= BEST_FIRST.index(band)


@settings(max_examples=400, deadline=None)
@given(profiles(), days, st.data())
def test_an_answer_taken_back_leaves_a_band_alone_or_unknown(
    profile: Profile, today: date, data: st.DataObject
) -> None:
    """The result as printed apart: it overrules the mark of the day, which then speaks again."""
    kept = {"step2_ck", "step2_result", "specialty"}
    answered = [name for name, value in profile if value not in (None, ()) and name not in kept]
    field = data.draw(st.sampled_from(answered))
    unsaid = () if isinstance(getattr(profile, field), tuple) else None
    full = _bands(profile, today)
    for specialty, band in _bands(profile.model_copy(update={field: unsaid}), today).items():
        assert band in {full[specialty], Band.UNKNOWN} or full[specialty] is Band.UNKNOWN


@settings(max_examples=100, deadline=None)
@given(profiles(), days)
def test_a_part_is_the_same_whenever_it_is_first_read(profile: Profile, today: date) -> None:
    one, other = (assess(profile, held(), today) for _ in range(2))
    first = {part: getattr(one, part) for part in PARTS}
    backwards = {part: getattr(other, part) for part in reversed(PARTS)}
    for part in ("evidence", "plan", "disagreements", "unknowns", "ask", "standing", "gates"):
        assert first[part] == backwards[part]
        assert getattr(one, part) is first[part] or first[part] == ()
