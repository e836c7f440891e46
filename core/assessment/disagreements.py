"""Where sources disagree about something that concerns this person."""

from core.assessment.conditions import Judged
from core.assessment.grounds import Grounds
from core.assessment.result import DisagreementShown


def disagreements(judged: Judged, grounds: Grounds) -> tuple[DisagreementShown, ...]:
    """The disagreements whose condition surely holds, in the order of the facts."""
    today = judged.case.today
    return tuple(
        held.shown.on(today) for held in grounds.disagreements if held.test(judged) is True
    )
