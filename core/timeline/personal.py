"""Days that are a person's own, as far as their answers tell them."""

from collections.abc import Callable, Mapping
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


_DAYS: Mapping[PersonalDay, tuple[str, Callable[[Case], date | None]]] = {
    PersonalDay.STEP2_TEST: ("step2_date", _step2_test),
    PersonalDay.STEP3_TEST: ("step3_date", _step3_test),
    PersonalDay.STEP1_PASSED: ("step1_date", _step1_passed),
    PersonalDay.GRADUATION: ("graduation_date", lambda case: case.profile.graduation_date),
    PersonalDay.CERTIFICATE_ENDS: ("ecfmg_expires", lambda case: case.profile.ecfmg_expires),
}


def personal_day(case: Case, day: PersonalDay) -> date | None:
    """The day; ``None`` where no answer tells it, or where its exam is behind the person."""
    return _DAYS[day][1](case)


def unanswered(case: Case, day: PersonalDay) -> str | None:
    """The field of the profile that would tell the day; ``None`` where it is answered."""
    field = _DAYS[day][0]
    return field if getattr(case.profile, field) is None else None
