"""Nothing about studying from the eve of an exam until its score is entered."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from core.facts.reminders import ReminderRules
from core.reminders.occurrence import Occurrence
from core.reminders.wall_clock import instant_of
from core.reminders.when import person_day
from core.timeline.result import PlannedMilestone

_EVE = timedelta(days=1)


def is_silenced(one: Occurrence, plan: Iterable[PlannedMilestone], rules: ReminderRules) -> bool:
    """Whether a reminder is about studying for an exam that is tomorrow, or was taken.

    An exam stands in the plan, whatever its state, until its score is entered.
    """
    plan = tuple(plan)
    rule = next((step.rule for step in plan if step.key == one.milestone_key), "")
    for quiet in rules.exam_quiet.exams:
        if rule in quiet.study:
            for exam in plan:
                if exam.rule == quiet.exam and one.due >= _eve(exam, one.zone):
                    return True
    return False


def _eve(exam: PlannedMilestone, zone: str) -> datetime:
    """When the day before an exam begins where the person is."""
    return instant_of(datetime.combine(person_day(exam.at, zone) - _EVE, time(0)), zone)
