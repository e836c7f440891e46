"""Where sources disagree about something that concerns this person."""

from dataclasses import dataclass

from core.assessment.citing import Citations
from core.assessment.conditions import Judged, Test, compiled
from core.assessment.grounds import Grounds
from core.assessment.result import Cited, DisagreementShown
from core.facts.disagreements import Disagreement, Side


def disagreements(judged: Judged, grounds: Grounds) -> tuple[DisagreementShown, ...]:
    """The disagreements whose condition surely holds, in the order of the facts."""
    return tuple(held.shown for held in grounds.disagreements if held.test(judged) is True)
