"""The assessment: profile, facts and day in; one reading out."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from core.assessment.actions import Recommendations, concerning, recommended
from core.assessment.answers import Answers
from core.assessment.asks import asks
from core.assessment.bottom_line import BottomLine, bottom_line
from core.assessment.case import Case, case_of
from core.assessment.conditions import Judged
from core.assessment.deadlines import season_ahead
from core.assessment.disagreements import disagreements
from core.assessment.entries import PreparedEntry
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
class _Basis:
    """What the parts of a reading that are worked out when first read rest on."""

    judged: Judged
    prepared: Prepared
    answers: Answers
    concerned: tuple[PreparedEntry, ...]
    season_ahead: int
    recommendations: Recommendations


@dataclass(frozen=True)
class Assessment:
    """A reading of one profile on one day.

    ``gates`` are those that stand and ``asks_for`` those that wait for an answer, which they
    name. ``case`` is what it was read from, and settles everything else: what most people
    never open is worked out when it is first read, and is the same whenever that is.
    """

    case: Case
    phase: Phase
    season: int
    bottom_line: BottomLine
    gates: tuple[Gate, ...]
    asks_for: tuple[Gate, ...]
    standing: tuple[Standing, ...]
    five: tuple[Recommended, ...]
    _basis: _Basis = field(repr=False, compare=False)

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """What published figures say, nearest to the score first."""
        return evidence(self.case, self._basis.prepared.grounds)

    @cached_property
    def by_topic(self) -> dict[Topic, tuple[Recommended, ...]]:
        """What applies beside the five, by topic, best first."""
        return self._basis.recommendations.by_topic()

    @cached_property
    def plan(self) -> Plan:
        """The application plan."""
        basis = self._basis
        return plan_for(
            planning_for(basis.judged, basis.prepared, basis.concerned, basis.season_ahead)
        )

    @cached_property
    def disagreements(self) -> tuple[DisagreementShown, ...]:
        """Where sources disagree about something that concerns this person."""
        return disagreements(self._basis.judged, self._basis.prepared.grounds)

    @cached_property
    def unknowns(self) -> tuple[Unknown, ...]:
        """The unanswered fields that would change the reading, the most telling first."""
        basis = self._basis
        return unknowns(basis.judged, basis.prepared, basis.answers, (*self.gates, *self.asks_for))

    @cached_property
    def ask(self) -> tuple[Ask, ...]:
        """Questions to take to people."""
        return asks(self.case, self._basis.prepared, self._basis.answers)


def assess(profile: Profile, prepared: Prepared, today: date) -> Assessment:
    """Read a profile by the facts on a day; the same arguments give the same reading."""
    case = case_of(profile, prepared.facts, today)
    standing = standings(case, prepared.grounds)
    judged = Judged(case, bands_of(standing))
    answers = Answers(prepared.rulings, judged)
    standing_gates = gates(case, prepared.grounds)
    stops = tuple(gate.id for gate in standing_gates if gate.level is GateLevel.STOP)
    season = season_ahead(prepared.days, case.season, case.phase, today)
    concerned = concerning(case, prepared, answers)
    recommendations = recommended(case, prepared, answers, concerned, stops, season)
    return Assessment(
        case=case,
        phase=case.phase,
        season=case.season,
        bottom_line=bottom_line(case, standing, stops, recommendations.five),
        gates=standing_gates,
        asks_for=gates_asking(case, prepared.grounds),
        standing=standing,
        five=recommendations.five,
        _basis=_Basis(judged, prepared, answers, concerned, season, recommendations),
    )
