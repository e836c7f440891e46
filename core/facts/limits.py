"""What an answer may be: the scales of examinations and the most that is ever plausible."""

from pydantic import Field

from core.facts.provenance import Checked, Dated


class Scale(Dated):
    """The lowest and highest score an examination reports."""

    lowest: int
    highest: int


class Limits(Checked):
    """Bounds of typed answers; outside them an answer is a slip, not a profile."""

    step_score: Scale
    comlex_score: Scale
    attempts: Scale = Field(description="sittings of one examination that were ever allowed")
    count: int = Field(description="the most of anything counted by hand")
    applications: int
    weeks: int
    budget: int
    words: int = Field(description="characters of free text")
    own_dates: int = Field(description="dates of a person's own that are open at once")
    own_title: int = Field(description="characters of what such a date is called")
    earliest_year: int = Field(description="the earliest year of a date that still matters")
    seasons_ahead: int
