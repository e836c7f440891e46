"""All facts together, frozen, with their sources."""

from dataclasses import dataclass

from core.facts.application import Application
from core.facts.asks import Asks
from core.facts.bands import Bands
from core.facts.disagreements import Disagreement
from core.facts.examinations import Examinations
from core.facts.guidance import GuidanceEntry, Guide, GuideId
from core.facts.limits import Limits
from core.facts.outcomes import Outcomes
from core.facts.provenance import Source
from core.facts.ranking import Ranking
from core.facts.reminders import ReminderRules
from core.facts.seasons import Calendar
from core.facts.support import Support
from core.facts.timeline import TimelineRules


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything we hold as fact or guidance; ``version`` is the day of the newest check."""

    version: str
    sources: dict[str, Source]
    guides: dict[GuideId, Guide]
    guidance: tuple[GuidanceEntry, ...]
    disagreements: tuple[Disagreement, ...]
    examinations: Examinations
    bands: Bands
    calendar: Calendar
    timeline: TimelineRules
    outcomes: Outcomes
    application: Application
    support: Support
    limits: Limits
    ranking: Ranking
    asks: Asks
    reminders: ReminderRules
    abbreviations: dict[str, str]
