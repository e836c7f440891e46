"""How recommended actions are put in order: our own judgement, kept as data."""

from typing import Literal

from pydantic import Field

from core.facts.provenance import Checked, Dated
from core.terms import Phase, Topic


class Urgency(Checked):
    """An action that has to be begun within so many weeks gains so many points."""

    within_weeks: int = Field(ge=0)
    add: int


class Lead(Checked):
    """Topics that lead in these phases, and by how many points."""

    phases: tuple[Phase, ...] = Field(min_length=1)
    topics: tuple[Topic, ...] = Field(min_length=1)
    add: int


class Remedy(Checked):
    """What leads where a gate stands (``entries``, in order), and which topics wait for it."""

    gate: str
    entries: tuple[str, ...] = ()
    waits: tuple[Topic, ...] = ()


class People(Checked):
    """Actions that bring somebody in: whole topics, and single entries of other topics."""

    topics: tuple[Topic, ...]
    entries: tuple[str, ...] = ()


class Aside(Checked):
    """Entries that give way, and by how many points (``add``, negative)."""

    entries: tuple[str, ...] = Field(min_length=1)
    add: int


class UnknownWeights(Checked):
    """What an unanswered question weighs for each thing an answer could change."""

    gate: int
    band: int
    per_effect: int


class Ranking(Dated):
    """Points and places of the actions that matter most now.

    ``weeks_needed`` is how long a thing of each effort takes when done well, in weeks;
    ``cramped`` is added (negative) where less than that is left, and ``later`` (negative)
    where beginning can wait longer than every urgency. ``ir_beside_dr`` holds where the score is
    low for IR and DR is aimed at too.
    """

    places: int = Field(ge=1)
    per_topic: int = Field(ge=1)
    per_effect: int
    per_effort: int
    urgencies: tuple[Urgency, ...] = Field(description="soonest first")
    later: int
    overdue: int
    weeks_needed: dict[Literal[1, 2, 3], int]
    cramped: int
    ir_beside_dr: Aside
    leads: tuple[Lead, ...]
    remedies: tuple[Remedy, ...]
    people: People
    unknowns: UnknownWeights
