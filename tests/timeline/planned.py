"""Builders: a person's timeline from a few answers, by the package's own facts."""

from datetime import date
from typing import Any

from core.facts.catalogue import Facts
from core.profile.applicant import Profile
from core.timeline.plan import timeline_for
from core.timeline.result import PlannedMilestone, Timeline
from tests.assessment.profiles import TODAY, held


def facts() -> Facts:
    """The package's own facts."""
    return held().facts


def timeline(*, today: date = TODAY, **answers: Any) -> Timeline:
    """The timeline of a US MD senior for DR, unless the answers say otherwise."""
    given: dict[str, Any] = {"applicant": "us_md_senior", "specialty": ("dr",), **answers}
    return timeline_for(Profile.model_validate(given), held(), today)


def by_rule(planned: Timeline) -> dict[str, PlannedMilestone]:
    """Its milestones by the ids of their rules."""
    return {milestone.rule: milestone for milestone in planned.milestones}


def open_rules(planned: Timeline, today: date = TODAY) -> set[str]:
    """The ids of the rules that are offered as work on a day."""
    return {milestone.rule for milestone in planned.milestones if milestone.is_open_on(today)}


def days(planned: Timeline) -> dict[str, date]:
    """The day of every milestone by the id of its rule."""
    return {milestone.rule: milestone.at.day for milestone in planned.milestones}
