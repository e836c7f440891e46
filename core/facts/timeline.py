"""Rules of a person's timeline: what is due when, for whom, and what is left once it is past.

A rule's sentences hold no numbers: a figure stands in ``parameters`` and is named in the text,
and its anchors may name the same figure, so that a correction moves both.
"""

from enum import StrEnum
from typing import Literal, NamedTuple, Self

from pydantic import Field, field_validator, model_validator

from core.facts.conditions import Always, Condition
from core.facts.figures import check_figures
from core.facts.guidance import Applies
from core.facts.provenance import Checked, Dated
from core.facts.zones import known_zone
from core.terms import Ladder, MilestoneName, Phase

Figure = int | str
"""A whole number, or a parameter of the rule by its name, with ``-`` before it to count back."""


class PersonalDay(StrEnum):
    """Days that are a person's own; a sitting of an exam is one whose result is still open."""

    STEP2_TEST = "step2_test"
    STEP3_TEST = "step3_test"
    STEP1_PASSED = "step1_passed"
    GRADUATION = "graduation"
    CERTIFICATE_ENDS = "certificate_ends"


class CalendarDay(Checked):
    """A day of the calendar year of a season, or of the year before it."""

    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=28)
    year: Literal["before", "of"] = Field(description="the season's own year, or the one before")


class Shift(NamedTuple):
    """How far a date lies from its anchor; what is negative lies before it."""

    years: int
    months: int
    days: int


class Anchor(Checked):
    """What a date is counted from: exactly one of the first four, and how far from it.

    ``rule`` is the date of another rule. ``seasons_later`` takes a milestone from a later
    season. Without any shift a milestone keeps its hour.
    """

    milestone: MilestoneName | None = None
    personal: PersonalDay | None = None
    calendar: CalendarDay | None = None
    rule: str | None = None
    seasons_later: int = Field(default=0, ge=0)
    years: Figure = 0
    months: Figure = 0
    weeks: Figure = 0
    days: Figure = 0

    @model_validator(mode="after")
    def _counted_from_one_thing(self) -> Self:
        given = (self.milestone, self.personal, self.calendar, self.rule)
        if sum(one is not None for one in given) != 1:
            raise ValueError("an anchor is a milestone, a personal day, a calendar day or a rule")
        if self.seasons_later and self.milestone is None:
            raise ValueError("only a milestone is taken from a later season")
        return self

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure it names."""
        return self.years, self.months, self.weeks, self.days


class TimelineRule(Dated):
    """One date of a timeline.

    The first anchor of ``at`` that a person and season have gives the date; ``begins`` the day
    from which there is something to do. ``still`` is true through the day of ``still_until``. The
    rule applies where ``when`` holds; it is done where ``done_when`` holds, and left out where
    the day ``settled_by`` lies on or before its own.
    ``phases`` are those in which something can still be done, and ``ahead`` says whether it is
    shown before they begin, ``kept`` whether it stays, as past, once they are behind the person.
    With ``within_season`` a date after the season's last is left out.
    The span of a ``drawn`` one belongs in a picture of the season.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]+$", max_length=40)
    title: str = Field(max_length=70)
    why: str = Field(max_length=240)
    todo: str = Field(max_length=300)
    still: str = Field(max_length=240)
    at: tuple[Anchor, ...] = Field(min_length=1)
    begins: tuple[Anchor, ...] = ()
    still_until: tuple[Anchor, ...] = ()
    ladder: Ladder
    applies: Applies = Applies()
    when: Condition = Always(kind="always")
    done_when: Condition | None = None
    settled_by: PersonalDay | None = None
    done_with: str | None = None
    phases: tuple[Phase, ...] = Field(min_length=1)
    ahead: bool = True
    kept: bool = True
    within_season: bool = False
    drawn: bool = False
    parameters: dict[str, Figure] = Field(default_factory=dict)

    @field_validator("ladder")
    @classmethod
    def _not_somebodys_own(cls, ladder: Ladder) -> Ladder:
        if ladder is Ladder.OWN:
            raise ValueError("a rule's date is nobody's own")
        return ladder

    @model_validator(mode="after")
    def _figures_are_parameters(self) -> Self:
        check_figures(self.id, (self.title, self.why, self.todo, self.still), self.parameters)
        for anchor in (*self.at, *self.begins, *self.still_until):
            for figure in anchor.figures:
                if self._count(figure) is None:
                    raise ValueError(f"{self.id}: no whole number {figure!r} among the parameters")
        return self

    def _count(self, figure: Figure) -> int | None:
        if isinstance(figure, int):
            return figure
        held = self.parameters.get(figure.lstrip("-"))
        if not isinstance(held, int):
            return None
        return -held if figure.startswith("-") else held

    def shift(self, anchor: Anchor) -> Shift:
        """How far the rule's date lies from one of its anchors, in whole numbers."""
        years, months, weeks, days = (self._count(figure) or 0 for figure in anchor.figures)
        return Shift(years, months, weeks * 7 + days)

    def filled(self, sentence: str) -> str:
        """One of its sentences with the figures filled in."""
        return sentence.format_map(self.parameters)


class TimelineRules(Checked):
    """Every rule; ``zone`` is the IANA zone of days that no calendar gives one.

    ``still_until`` ends what a rule says of its past, where the rule has no such day itself.
    """

    zone: str
    still_until: tuple[Anchor, ...] = Field(min_length=1)
    rules: tuple[TimelineRule, ...]

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, zone: str) -> str:
        if not known_zone(zone):
            raise ValueError(f"there is no zone {zone}")
        return zone

    @field_validator("still_until")
    @classmethod
    def _a_date_of_every_season(cls, anchors: tuple[Anchor, ...]) -> tuple[Anchor, ...]:
        shifts = [figure for anchor in anchors for figure in anchor.figures]
        if any(anchor.milestone is None for anchor in anchors) or any(shifts):
            raise ValueError("what a rule says of its past ends on a milestone of the season")
        return anchors
