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
    ``still`` says what can be done once it is past, and is empty where nothing can any more. An
    ``estimated`` one rests on a date that nobody has published. The span of a ``drawn`` one
    belongs in a picture of the season. ``sources`` are ids of the facts' sources, with the
    weakest strength and the earliest day of checking. ``done_with`` is the key of an earlier one
    for the same, which finishes this one too.
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
    drawn: bool = False
    done_with: str = ""
    sources: tuple[str, ...] = ()
    strength: Strength | None = None
    checked: date | None = None
    state: MilestoneState = MilestoneState.OPEN

    @property
    def own(self) -> bool:
        """Whether the person added it."""
        return not self.rule

    def is_past(self, today: date) -> bool:
        """Whether its day is over."""
        return self.at.day < today

    def is_open_on(self, today: date) -> bool:
        """Whether it is still to be done, on a day that leaves time for it."""
        return self.state is MilestoneState.OPEN and not self.is_past(today)


@dataclass(frozen=True, slots=True)
class Timeline:
    """One person's milestones for a season, by their dates.

    ``missing`` are fields of the profile that would add or move dates if they were answered, the
    most telling first. An ``undated`` season is one of which no dates are held: what stands
    here then are days of the person's own. One that is ``over`` is behind everybody.
    """

    season: int
    phase: Phase
    milestones: tuple[PlannedMilestone, ...]
    missing: tuple[str, ...] = ()
    undated: bool = False
    over: bool = False
