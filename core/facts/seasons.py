"""Seasons: season N is the one whose residency starts in July of year N."""

from datetime import UTC, date, datetime
from typing import Self
from zoneinfo import ZoneInfo

from pydantic import Field, NaiveDatetime, field_validator, model_validator

from core.facts.provenance import Checked, Dated
from core.facts.zones import known_zone
from core.terms import MilestoneName


class Milestone(Dated):
    """A date of the season as a wall-clock time in ``zone``; ``timed`` is false for a bare day.

    Where no exact day is known, ``at`` is the first and ``until`` the last day it may fall on.
    """

    name: MilestoneName
    at: NaiveDatetime
    until: date | None = None
    zone: str = "America/New_York"
    timed: bool = True

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, zone: str) -> str:
        if not known_zone(zone):
            raise ValueError(f"there is no zone {zone}")
        return zone

    @model_validator(mode="after")
    def _spans_days(self) -> Self:
        if self.until is not None and (self.timed or self.until <= self.at.date()):
            raise ValueError("until is a day after that of at, which then has no hour")
        return self

    @model_validator(mode="after")
    def _is_on_the_clock(self) -> Self:
        there = self.instant.astimezone(UTC).astimezone(ZoneInfo(self.zone))
        if self.timed and there.replace(tzinfo=None) != self.at:
            raise ValueError(f"the clocks of {self.zone} skip {self.at:%Y-%m-%d %H:%M}")
        return self

    @property
    def instant(self) -> datetime:
        """The moment itself, aware, in its own zone."""
        return self.at.replace(tzinfo=ZoneInfo(self.zone))

    @property
    def last_day(self) -> date:
        """The last calendar day it may fall on, in its own zone."""
        return self.until or self.at.date()


class Season(Checked):
    """One season's dates."""

    season: int
    milestones: tuple[Milestone, ...]

    def milestone(self, name: MilestoneName) -> Milestone | None:
        """The date of that name, where one is held."""
        for milestone in self.milestones:
            if milestone.name is name:
                return milestone
        return None

    def day(self, name: MilestoneName) -> date | None:
        """The calendar day of a date of the season, in that date's own zone."""
        milestone = self.milestone(name)
        return milestone.at.date() if milestone else None

    def is_over(self, today: date) -> bool:
        """Whether its last day has passed; never where that day is not held."""
        ends = self.day(MilestoneName.SEASON_ENDS)
        return ends is not None and ends < today


class Margins(Dated):
    """Weeks that a score should be there before it is needed, and other spans of the plan."""

    score_safe_weeks: int
    score_risky_weeks: int
    step2_run_up_months: int = Field(description="months of preparation, the longest advised")
    retention_days: int = Field(description="days an untouched profile is kept after its season")
    server_retention_days: int = Field(description="days a server is kept after it removed the bot")
    delivery_days: int = Field(description="days a message is kept after it was sent or given up")
    erasure_days: int = Field(
        description="days it is kept who was deleted, where nobody says how old backups get"
    )


class Calendar(Checked):
    """Every season held."""

    seasons: tuple[Season, ...]
    margins: Margins

    def season(self, number: int) -> Season | None:
        """The season of that year, where one is held."""
        for season in self.seasons:
            if season.season == number:
                return season
        return None
