"""Builders: a case from a few answers, before the package's own facts, on one fixed day."""

import re
from datetime import date
from functools import cache
from typing import Any

from core.assessment.case import Case, case_of
from core.assessment.conditions import Judged
from core.assessment.grounds import Grounds, grounds_of
from core.assessment.standing import bands_of, standings
from core.facts.catalogue import Facts
from core.facts.load import load_facts
from core.profile.applicant import Profile

TODAY = date(2026, 11, 22)
UNWELCOME = re.compile(r"\b(only|just|red flag|mildly|too late)\b", re.IGNORECASE)


@cache
def grounds() -> Grounds:
    """The grounds of the package's own facts."""
    return grounds_of(load_facts())


def facts() -> Facts:
    """The package's own facts."""
    return grounds().facts


def case(*, today: date = TODAY, **answers: Any) -> Case:
    """A case of a US MD senior for diagnostic radiology, unless the answers say otherwise."""
    given: dict[str, Any] = {"applicant": "us_md_senior", "specialty": ("dr",), **answers}
    return case_of(Profile.model_validate(given), facts(), today)


def judged(*, today: date = TODAY, **answers: Any) -> Judged:
    """A case with its bands."""
    one = case(today=today, **answers)
    return Judged(one, bands_of(standings(one, grounds())))


def numbers(text: str) -> set[str]:
    """The figures of a text; names that carry a digit are no figures."""
    bare = re.sub(r"\b(Step [123]|PGY-\d|J-1|H-1B|Level 2-CE)\b", "", text).replace(",", "")
    return set(re.findall(r"\d+(?:\.\d+)?", bare))
