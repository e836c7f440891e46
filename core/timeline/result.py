"""What planning gives: a person's milestones, each with when, why and what to do."""

from dataclasses import dataclass
from datetime import date

from core.terms import Ladder, MilestoneState, Phase, Strength
from core.timeline.local_time import LocalTime


@dataclass(frozen=True, slots=True)
class PlannedMilestone:
    """One date of a person's timeline.

    ``key`` stays the same when the date moves: the rule and its season (``nrmp_standard@2027``),
    or ``own-3``. ``begins`` is the day from which there is something to do, where it is a span.
    ``still`` says what can be done once it is past. An ``estimated`` one rests on a date that
    nobody has published. ``sources`` are ids of the facts' sources, with the weakest strength
    and the earliest day of checking.
    """

    key: str
    rule: str
    title: str
    at: LocalTime
    ladder: Ladder
    why: str = ""
    todo: str = ""
    still: str = ""
    begins: date | None = None
    estimated: bool = False
    sources: tuple[str, ...] = ()
    strength: Strength | None = None
    checked: date | None = None
    state: MilestoneState = MilestoneState.OPEN

    @property
    def own(self) -> bool:
        """Whether the person added it."""
        return not self.rule


@dataclass(frozen=True, slots=True)
class Timeline:
    """One person's milestones for a season, by their dates.

    ``missing`` are fields of the profile that would add or move dates if they were answered.
    """

    season: int
    phase: Phase
    milestones: tuple[PlannedMilestone, ...]
    missing: tuple[str, ...] = ()
