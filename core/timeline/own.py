"""Dates that people add themselves."""

from core.terms import Ladder, MilestoneState
from core.timeline.local_time import LocalTime
from core.timeline.result import PlannedMilestone


def own_milestone(
    key: str, title: str, at: LocalTime, state: MilestoneState = MilestoneState.OPEN
) -> PlannedMilestone:
    """A person's own date as a milestone, under the key that it is stored by."""
    return PlannedMilestone(key=key, rule="", title=title, at=at, ladder=Ladder.OWN, state=state)
