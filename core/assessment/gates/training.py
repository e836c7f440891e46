"""Gates of the position itself: a visa, and the first year before an advanced position."""

from core.assessment.case import Case
from core.assessment.conditions.words import SPECIALTIES
from core.assessment.grounds import Grounds
from core.assessment.result import Gate
from core.terms import GateLevel


def visa_needed(case: Case, grounds: Grounds) -> Gate | None:
    """The person has said that a visa is needed; nothing else ever says so."""
    if not case.profile.visa_needed:
        return None
    return Gate(
        id="visa_needed",
        level=GateLevel.SETTLE,
        text=(
            "You need a visa, so which kind a program sponsors comes before everything else it"
            " says. Ask each program, or read its page, before you pay for an application, and"
            " look at the visa rules again every month."
        ),
        sources=grounds.citations.all_of(case.today, *case.facts.application.visas),
    )


def prelim_needed(case: Case, grounds: Grounds) -> Gate | None:
    """Advanced positions are in the plan and no first year is done or under way."""
    profile = case.profile
    if "advanced" not in profile.positions or profile.prior_training != "none":
        return None
    counts = [
        count
        for count in case.facts.outcomes.positions
        if count.track == "advanced" and count.specialty in profile.specialty
    ]
    newest = max((count.year for count in counts), default=None)
    offered = [count for count in counts if count.year == newest]
    numbers = " and ".join(
        f"{count.offered} in {SPECIALTIES[count.specialty]}" for count in offered
    )
    many = f" (in {newest} there were {numbers})" if numbers else ""
    return Gate(
        id="prelim_needed",
        level=GateLevel.KNOW,
        text=(
            f"Advanced positions begin in the second year{many}, so a first year is applied for,"
            " interviewed for and ranked beside them. Plan preliminary or transitional programs"
            " from the start."
        ),
        sources=grounds.citations.all_of(case.today, *offered),
    )
