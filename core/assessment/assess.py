"""The assessment: profile, facts and day in; one reading out."""

from dataclasses import dataclass
from datetime import date

from core.assessment.actions import concerning, recommended
from core.assessment.answers import Answers
from core.assessment.asks import asks
from core.assessment.bottom_line import BottomLine, bottom_line
from core.assessment.case import Case, case_of
from core.assessment.conditions import Judged
from core.assessment.deadlines import season_ahead
from core.assessment.disagreements import disagreements
from core.assessment.evidence import evidence
from core.assessment.gates import gates, gates_asking
from core.assessment.plan import plan_for
from core.assessment.plan_tree import Plan
from core.assessment.planning import planning_for
from core.assessment.prepared import Prepared
from core.assessment.result import (
    Ask,
    DisagreementShown,
    Evidence,
    Gate,
    Recommended,
    Standing,
    Unknown,
)
from core.assessment.standing import bands_of, standings
from core.assessment.unknowns import unknowns
from core.profile.applicant import Profile
from core.terms import GateLevel, Phase, Topic


@dataclass(frozen=True, slots=True)
class Assessment:
    """A reading of one profile on one day.

    ``gates`` are those that stand and ``asks_for`` those that wait for an answer, which they
    name. ``by_topic`` holds what applies beside the five. ``case`` is what it was read from.
    """

    case: Case
    phase: Phase
    season: int
    bottom_line: BottomLine
    gates: tuple[Gate, ...]
    asks_for: tuple[Gate, ...]
    standing: tuple[Standing, ...]
    evidence: tuple[Evidence, ...]
    five: tuple[Recommended, ...]
    by_topic: dict[Topic, tuple[Recommended, ...]]
    plan: Plan
    disagreements: tuple[DisagreementShown, ...]
    unknowns: tuple[Unknown, ...]
    ask: tuple[Ask, ...]


def assess(profile: Profile, prepared: Prepared, today: date) -> Assessment:
    """Read a profile by the facts on a day; the same arguments give the same reading."""
    case = case_of(profile, prepared.facts, today)
    standing = standings(case, prepared.grounds)
    judged = Judged(case, bands_of(standing))
    answers = Answers(prepared.rulings, judged)
    standing_gates = gates(case, prepared.grounds)
    asking = gates_asking(case, prepared.grounds)
    stops = tuple(gate.id for gate in standing_gates if gate.level is GateLevel.STOP)
    season = season_ahead(prepared.days, case.season, case.phase, today)
    concerned = concerning(case, prepared, answers)
    recommendations = recommended(case, prepared, answers, concerned, stops, season)
    planning = planning_for(judged, prepared, concerned, season)
    return Assessment(
        case=case,
        phase=case.phase,
        season=case.season,
        bottom_line=bottom_line(case, standing, stops, recommendations.five),
        gates=standing_gates,
        asks_for=asking,
        standing=standing,
        evidence=evidence(case, prepared.grounds),
        five=recommendations.five,
        by_topic=recommendations.by_topic,
        plan=plan_for(planning),
        disagreements=disagreements(judged, prepared.grounds),
        unknowns=unknowns(judged, prepared, answers, (*standing_gates, *asking)),
        ask=asks(case, prepared, answers),
    )
