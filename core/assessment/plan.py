"""The application plan, put together from its parts."""

from core.assessment.applications import applications
from core.assessment.circumstances import circumstances
from core.assessment.experience_plan import rotations, us_experience
from core.assessment.letters_plan import letters_plan
from core.assessment.other_ways import other_ways
from core.assessment.plan_tree import Plan
from core.assessment.planning import Planning
from core.assessment.positions import positions
from core.assessment.research_plan import research
from core.assessment.signals_plan import signals
from core.assessment.step3_plan import step3
from core.assessment.story_plan import story


def plan_for(planning: Planning) -> Plan:
    """Every part of the plan for this person on this day."""
    return Plan(
        applications=applications(planning),
        other_ways=other_ways(planning),
        positions=positions(planning),
        letters=letters_plan(planning),
        rotations=rotations(planning),
        us_experience=us_experience(planning),
        research=research(planning),
        step3=step3(planning),
        story=story(planning),
        signals=signals(planning),
        circumstances=circumstances(planning),
    )
