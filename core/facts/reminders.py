"""How people are reminded: ladders, limits, hours, and when silence or lateness means something."""

from datetime import time
from typing import Self

from pydantic import Field, model_validator

from core.facts.provenance import Checked, Dated
from core.terms import Ladder


class Rung(Checked):
    """One reminder of a ladder.

    It comes ``days`` before the date; on the day from which there is something to do, where it
    ``begins`` (and ``days`` before where there is no such day, if given); or at least so many
    ``waking_hours`` before the moment. One that was sent within ``repeat_hours`` of its new time
    is not sent again for a date that moved.
    """

    name: str = Field(pattern=r"^[a-z0-9]+$", max_length=10)
    days: int | None = Field(default=None, ge=0)
    begins: bool = False
    waking_hours: int | None = Field(default=None, ge=1)
    repeat_hours: int = Field(ge=0)

    @model_validator(mode="after")
    def _has_a_time(self) -> Self:
        if self.waking_hours is not None and (self.days is not None or self.begins):
            raise ValueError(f"{self.name}: waking hours stand alone")
        if self.waking_hours is None and self.days is None and not self.begins:
            raise ValueError(f"{self.name}: there is no time")
        return self


class LadderRules(Dated):
    """The rungs of a ladder, the earliest first; ``weekly`` ones stand in the digest alone."""

    ladder: Ladder
    rungs: tuple[Rung, ...] = Field(min_length=1)
    weekly: bool = False


class MessageLimits(Dated):
    """The most messages on one of the person's days and on any seven days running.

    They do not hold in the last ``urgent_hours`` before something irreversible.
    """

    most_a_day: int = Field(ge=1)
    most_a_week: int = Field(ge=1)
    urgent_hours: int = Field(ge=1)


class DefaultHours(Dated):
    """What stands until a person chooses; ``digest_day`` counts from Monday, 0.

    ``fewest_waking_hours`` is what quiet hours have to leave of a day.
    """

    hour: time
    quiet_from: time
    quiet_to: time
    digest_day: int = Field(ge=0, le=6)
    fewest_waking_hours: int = Field(ge=1, le=24)


class Silence(Dated):
    """After how many unanswered reminders people are asked whether they are still useful."""

    ask_after: int = Field(ge=1)


class Lateness(Dated):
    """When a late reminder says so, and when one whose date has passed is withdrawn.

    One of something irreversible does not wait for the end of quiet hours where fewer than
    ``irreversible_leaves_hours`` would be left then.
    """

    told_after_minutes: int = Field(ge=1)
    pointless_after_days: int = Field(ge=0)
    irreversible_leaves_hours: int = Field(ge=0)


class Snooze(Checked):
    """How long a reminder can be put off, and the words of the button after *Snooze*."""

    id: str = Field(pattern=r"^[a-z0-9]+$")
    days: int = Field(ge=1)
    label: str


class Snoozes(Dated):
    """What a reminder can be put off by, beside a day that the person picks."""

    choices: tuple[Snooze, ...]

    def days(self, choice: str) -> int | None:
        """How many days a choice is, ``None`` for what is none."""
        return next((one.days for one in self.choices if one.id == choice), None)


class Welcome(Dated):
    """How many of the coming reminders the first message shows."""

    shown: int = Field(ge=1)


class ExamQuiet(Checked):
    """Rules of the timeline: an exam's day, and those that speak of studying or testing."""

    exam: str
    study: tuple[str, ...]


class ExamsQuiet(Dated):
    """Exams from whose eve until their score nobody is nudged to study, or to test."""

    exams: tuple[ExamQuiet, ...]


class ReminderRules(Checked):
    """Everything about reminders that is a number."""

    ladders: tuple[LadderRules, ...]
    limits: MessageLimits
    defaults: DefaultHours
    silence: Silence
    lateness: Lateness
    exam_quiet: ExamsQuiet
    snoozes: Snoozes
    welcome: Welcome

    def of(self, ladder: Ladder) -> LadderRules | None:
        """The rules of a ladder, where it has any."""
        return next((rules for rules in self.ladders if rules.ladder is ladder), None)
