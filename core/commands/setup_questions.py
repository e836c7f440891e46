"""What an administrator may choose for a server, and what typed choices amount to."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from core.dialogue.question import MOST_PICKED, Choice, Kind, Question, Unreadable, Value
from core.dialogue.reply import Refusal
from core.facts.seasons import Calendar
from core.facts.zones import zone, zones
from core.storage.servers import ServerSettings

_LONGEST_PICKED = MOST_PICKED * 22
"""Characters of the most ids, with a comma and a blank behind each."""


def known_zones() -> tuple[Choice, ...]:
    """Every zone that can be chosen."""
    return tuple(Choice(name, name) for name in zones())


ZONE = Question(
    "default_zone",
    "Time zone here",
    "It decides which day it is for people here.",
    Kind.ZONE,
    aliases=zone,
    known=known_zones,
)
LEADERS = Question(
    "leaders",
    "Leaders",
    "They may post checklists here.",
    Kind.LEADERS,
    limit=_LONGEST_PICKED,
)
CHANNELS = Question(
    "checklist_channels",
    "Channels that may receive checklists",
    "No checklist is posted anywhere else.",
    Kind.CHANNELS,
    limit=_LONGEST_PICKED,
)
SHOW = Question(
    "show",
    "Only show the settings?",
    "To look without changing anything.",
    Kind.YES_NO,
    required=True,
)
_SEASON = "default_season"

KEPT_AS: Mapping[str, str] = MappingProxyType(
    {
        ZONE.name: "zone",
        _SEASON: "season",
        LEADERS.name: "leader_roles",
        CHANNELS.name: "checklist_channels",
    }
)
"""By the name of a question: the setting that it asks for."""


def settings_questions(calendar: Calendar, today: date | None = None) -> tuple[Question, ...]:
    """The questions of the form; with ``today`` no season that is over is accepted."""
    held = sorted(calendar.seasons, key=lambda season: season.season)
    offered = tuple(
        Choice(str(one.season), f"Residency from July {one.season}")
        for one in held
        if today is None or not one.is_over(today)
    )
    season = Question(
        _SEASON,
        "Season that most people here apply in",
        "It is offered first to those who have not said theirs.",
        Kind.CHOICE,
        offered,
    )
    return (ZONE, season, LEADERS, CHANNELS)


def typed_choice(settings: ServerSettings, question: Question) -> str:
    """The saved choice as it would be typed; empty where there is none or it is not offered now."""
    value = getattr(settings, KEPT_AS[question.name])
    if isinstance(value, tuple):
        return ",".join(value)
    typed = "" if value is None else str(value)
    offered = {choice.value for choice in question.choices}
    return "" if question.kind is Kind.CHOICE and typed not in offered else typed


def with_choices(
    before: ServerSettings, given: Mapping[str, str], questions: tuple[Question, ...]
) -> tuple[ServerSettings, tuple[Refusal, ...]]:
    """The settings with what was typed, and what of it could not be read."""
    chosen: dict[str, Any] = {}
    refusals: list[Refusal] = []
    for question in questions:
        if question.name not in given:
            continue
        typed = given[question.name]
        try:
            chosen[KEPT_AS[question.name]] = _kept(question, question.read(typed))
        except Unreadable as wrong:
            refusals.append(Refusal(question.name, typed, wrong.accepted))
    return replace(before, **chosen), tuple(refusals)


def _kept(question: Question, value: Value) -> Value:
    if question.kind in {Kind.LEADERS, Kind.CHANNELS}:
        # In order, so that the same ones in another order are no change.
        return tuple(sorted(value)) if isinstance(value, tuple) else ()
    return int(str(value)) if question.name == _SEASON and value is not None else value
