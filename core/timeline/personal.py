"""Days that are a person's own, as far as their answers tell them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from core.assessment.case import Case
from core.facts.timeline import PersonalDay
from core.terms import NOT_SCORED


def _step2_test(case: Case) -> date | None:
    return case.profile.step2_date if case.step2.status in NOT_SCORED else None


def _step3_test(case: Case) -> date | None:
    return case.profile.step3_date if case.profile.step3_status == "scheduled" else None


def _step1_passed(case: Case) -> date | None:
    return case.profile.step1_date if case.profile.step1_result == "pass" else None


@dataclass(frozen=True, slots=True)
class _Told:
    """How a day is told: by which field, and for whom that field would tell it."""

    field: str
    day: Callable[[Case], date | None]
    for_whom: Callable[[Case], bool]


_DAYS: Mapping[PersonalDay, _Told] = {
    PersonalDay.STEP2_TEST: _Told(
        "step2_date", _step2_test, lambda case: case.step2.status in NOT_SCORED
    ),
    PersonalDay.STEP3_TEST: _Told(
        "step3_date", _step3_test, lambda case: case.profile.step3_status == "scheduled"
    ),
    PersonalDay.STEP1_PASSED: _Told(
        "step1_date", _step1_passed, lambda case: case.profile.step1_result == "pass"
    ),
    PersonalDay.GRADUATION: _Told(
        "graduation_date", lambda case: case.profile.graduation_date, lambda case: True
    ),
    PersonalDay.CERTIFICATE_ENDS: _Told(
        "ecfmg_expires", lambda case: case.profile.ecfmg_expires, lambda case: True
    ),
}


def personal_day(case: Case, day: PersonalDay) -> date | None:
    """The day; ``None`` where no answer tells it, or where its exam is behind the person."""
    return _DAYS[day].day(case)


def unanswered(case: Case, day: PersonalDay) -> str | None:
    """The field of the profile that would tell the day; ``None`` where none is open."""
    told = _DAYS[day]
    is_open = getattr(case.profile, told.field) is None and told.for_whom(case)
    return told.field if is_open else None
