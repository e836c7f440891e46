"""Every figure of the plan comes from the facts, from the person, or from a sum that is shown."""

import re
from collections.abc import Iterator
from datetime import date

from hypothesis import given, settings
from pydantic import BaseModel

from core.assessment.assess import Assessment, assess
from core.assessment.plan_tree import LetterPart, Plan, Price
from core.profile.applicant import Profile
from tests.assessment.profiles import days, held, profiles
from tests.assessment.test_properties import within

_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_NAMES = re.compile(r"\b(Step [123]|Steps 1 and 2|Level 2-CE|PGY-\d|J-1|H-1B|COMLEX \d)\b")


def figures(text: str) -> set[str]:
    return set(_FIGURE.findall(_NAMES.sub("", text).replace(",", "")))


def told(plan: Plan) -> Iterator[str]:
    for one in within(plan):
        for name in ("text", "price_text"):
            if isinstance(value := getattr(one, name, None), str):
                yield value


def in_facts(value: object) -> Iterator[str]:
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from in_facts(getattr(value, name))
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from in_facts(one)
    elif isinstance(value, dict):
        yield from in_facts(tuple(value.values()))
    elif isinstance(value, (int, float)):
        yield f"{value:g}" if isinstance(value, float) else str(value)
    elif isinstance(value, str):
        yield from figures(value)


_FACTS = held().facts
_HELD = {
    figure
    for part in (_FACTS.guidance, _FACTS.application, _FACTS.outcomes, _FACTS.examinations)
    for figure in in_facts(part)
}


def derived(reading: Assessment) -> Iterator[int]:
    """Sums and seasons that the plan holds as data beside its words."""
    for one in within(reading.plan):
        if isinstance(one, Price):
            yield from (one.programs, one.dollars, one.next_ten)
        elif isinstance(one, LetterPart):
            yield from (one.missing or 0, one.there or 0, one.promised or 0)
        elif (starts := getattr(one, "starts", None)) is not None:
            yield starts
    for fee in _FACTS.application.fees:
        yield fee.season
        for tier in fee.tiers:
            yield (tier.up_to or 0) + 1
    yield 1  # the first program of the first tier
    yield reading.season
    yield max(track.starts for track in reading.plan.positions) - 1


@settings(max_examples=300, deadline=None)
@given(profiles(), days)
def test_no_figure_of_the_plan_is_made_up(profile: Profile, today: date) -> None:
    reading = assess(profile, held(), today)
    own = {str(value) for _, value in profile if isinstance(value, int)}
    allowed = _HELD | own | {str(figure) for figure in derived(reading)}
    for text in told(reading.plan):
        if "would pay ERAS" not in text:
            assert figures(text) <= allowed, text
