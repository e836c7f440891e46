"""What a person's rows were planned by, in a few characters."""

from datetime import datetime
from functools import lru_cache

from core.assessment.prepared import Prepared
from core.timeline.digest import rules_digest

_BETWEEN = ":"


def planned_by(prepared: Prepared, now: datetime) -> str:
    """The digest of the calendar and its rules, and the week.

    With each week everybody is planned anew: a person's phase follows the days, and messages
    are written for some weeks ahead.
    """
    year, week, _ = now.isocalendar()
    return f"{_digest(prepared)}{_BETWEEN}{year}-{week:02}"


def by_another_calendar(marker: str, prepared: Prepared) -> bool:
    """Whether rows were planned by another calendar or other rules; not where by none yet."""
    return bool(marker) and marker.partition(_BETWEEN)[0] != _digest(prepared)


# Facts are told apart by identity, and a corrected date makes new ones.
@lru_cache(maxsize=8)
def _digest(prepared: Prepared) -> str:
    return rules_digest(prepared.facts)
