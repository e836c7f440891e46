"""A person's timeline as it stands now: what the season gives, with states and own dates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from core.assessment.prepared import Prepared
from core.profile.applicant import Profile
from core.storage.engine import Transaction
from core.storage.milestones import StoredMilestone, read_milestones
from core.storage.profiles import read_profile
from core.terms import MilestoneState
from core.timeline.own import own_milestone
from core.timeline.plan import timeline_for
from core.timeline.result import PlannedMilestone, Timeline


@dataclass(frozen=True, slots=True)
class CurrentPlan:
    """Everything that is dated for one person.

    ``milestones`` are the season's and the person's own by their dates, each with its state;
    ``stored`` are the rows they were merged with, by key. ``timeline`` is the season's part
    without any state, and ``None`` for somebody without a profile.
    """

    profile: Profile | None
    timeline: Timeline | None
    milestones: tuple[PlannedMilestone, ...]
    stored: dict[str, StoredMilestone]

    def milestone(self, key: str) -> PlannedMilestone | None:
        """The milestone of a key, ``None`` where the plan has none such (any more)."""
        return next((one for one in self.milestones if one.key == key), None)


async def current_plan(
    tx: Transaction, person_id: int, *, prepared: Prepared, today: date
) -> CurrentPlan:
    """A person's plan from what is stored, on their day ``today``.

    Raises what reading a profile raises.
    """
    saved = await read_profile(tx, person_id)
    profile = saved.profile if saved else None
    timeline = timeline_for(profile, prepared, today) if profile else None
    stored = await read_milestones(tx, person_id)
    season = timeline.milestones if timeline else ()
    by_key = {one.key: one for one in stored}
    return CurrentPlan(profile, timeline, merged(season, stored), by_key)


def merged(
    season: Iterable[PlannedMilestone], stored: Iterable[StoredMilestone]
) -> tuple[PlannedMilestone, ...]:
    """Dates of the season with the states that are stored, and the person's own, by date.

    What is stored as open says nothing against the plan, which knows what the person answered;
    nor against a date that they finished with an earlier one for the same.
    """
    rows = tuple(stored)
    states = {row.key: row.state for row in rows if row.state is not MilestoneState.OPEN}
    own = [own_milestone(row.key, row.title, row.at, row.state) for row in rows if row.own]
    planned = [replace(one, state=_state(one, states)) for one in season]
    return tuple(sorted([*planned, *own], key=lambda one: (one.at.instant, one.key)))


def _state(one: PlannedMilestone, chosen: Mapping[str, MilestoneState]) -> MilestoneState:
    if one.key in chosen:
        return chosen[one.key]
    earlier = chosen.get(one.done_with)
    return MilestoneState.DONE if earlier is MilestoneState.DONE else one.state
