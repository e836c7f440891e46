"""What can be chosen about reminders, and what typed choices amount to."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core.commands.clock_times import (
    ACCEPTED_HOURS,
    UnclearClock,
    hours_words,
    read_hours,
    read_time,
    time_words,
)
from core.commands.natural_dates import LONGEST
from core.commands.setup_questions import known_zones
from core.dialogue.question import Choice, Kind, Question
from core.dialogue.reply import Refusal
from core.facts.reminders import DefaultHours
from core.facts.zones import zone
from core.reminders.hours import waking_hours
from core.reminders.preferences import Preferences
from core.terms import Ladder

_LONGEST_TIME = 30
_NONE = "none"
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
KINDS = {
    Ladder.IRREVERSIBLE: "what cannot be made up for",
    Ladder.PERSON: "what depends on others, as letters",
    Ladder.PREPARATION: "preparation, once a week",
    Ladder.OWN: "dates of your own",
}
"""The kinds of reminder, in the words of a choice."""

DO = Question(
    "do",
    "What do you want to do?",
    "To turn reminders on or off, or to pause them.",
    Kind.CHOICE,
    (
        Choice("on", "remind me"),
        Choice("off", "stop reminders"),
        Choice("pause", "pause them"),
        Choice("resume", "go on after a pause"),
        Choice("again", "try again to reach me"),
    ),
)
ZONE = Question(
    "zone",
    "Your time zone",
    "So that reminders come at your hours.",
    Kind.ZONE,
    aliases=zone,
    known=known_zones,
)
HOUR = Question("hour", "At what time?", "As 07:30 or 7:30 pm.", Kind.WORDS, limit=_LONGEST_TIME)
QUIET = Question(
    "quiet",
    "Quiet hours",
    "Nothing is sent between these: 21:00-07:00, or none.",
    Kind.WORDS,
    limit=_LONGEST_TIME,
)
DIGEST = Question(
    "digest",
    "The day of the weekly overview",
    "What needs no day of its own stands there.",
    Kind.CHOICE,
    (*(Choice(day, day.capitalize()) for day in _DAYS), Choice(_NONE, "no weekly overview")),
)
KIND = Question(
    "kinds",
    "Of what?",
    "The kinds of dates to be reminded of.",
    Kind.CHOICES,
    tuple(Choice(kind.value, words) for kind, words in KINDS.items()),
)
UNTIL = Question(
    "until",
    "Pause until",
    "As 5 January or in 2 weeks; open where nothing is said.",
    Kind.WORDS,
    limit=LONGEST,
)
SHOW = Question(
    "show",
    "What do you want to see?",
    "To look, or to open the settings.",
    Kind.CHOICE,
    (Choice("next", "what comes next"), Choice("settings", "the settings")),
)
SETTINGS = (ZONE, HOUR, QUIET, DIGEST, KIND)
"""What is asked on the form."""


def typed_choice(preferences: Preferences, question: Question) -> str:
    """The choice as it would be typed."""
    match question.name:
        case "zone":
            return preferences.zone
        case "hour":
            return time_words(preferences.hour)
        case "quiet":
            return hours_words(preferences)
        case "digest":
            return _NONE if preferences.digest_day is None else _DAYS[preferences.digest_day]
        case _:
            return ",".join(kind.value for kind in _wanted(preferences))


def with_choices(
    before: Preferences, given: Mapping[str, str], rules: DefaultHours
) -> tuple[Preferences, tuple[Refusal, ...]]:
    """The preferences with what was typed, and what of it cannot be taken.

    What the desk can read by itself it has read before. An answer left open changes nothing.
    """
    changed: dict[str, Any] = {}
    refusals: list[Refusal] = []
    for name in (question.name for question in SETTINGS):
        typed = given.get(name, "")
        if not typed or typed == "unknown":
            continue
        try:
            changed |= _read(name, typed)
        except UnclearClock as unclear:
            refusals.append(Refusal(name, typed, unclear.accepted))
    after = replace(before, **changed)
    fewest = rules.fewest_waking_hours
    if not refusals and waking_hours(after) < fewest:
        accepted = f"{ACCEPTED_HOURS}, with {fewest} hours of a day left to write in"
        refusals.append(Refusal(QUIET.name, given.get(QUIET.name, ""), accepted))
    return after, tuple(refusals)


def _read(name: str, typed: str) -> dict[str, Any]:
    match name:
        case "zone":
            return {"zone": ZONE.read(typed)}
        case "hour":
            return {"hour": read_time(typed)}
        case "quiet":
            begins, ends = read_hours(typed)
            return {"quiet_from": begins, "quiet_to": ends}
        case "digest":
            day = str(DIGEST.read(typed))
            return {"digest_day": None if day == _NONE else _DAYS.index(day)}
        case _:
            wanted = KIND.read(typed)
            kinds = wanted if isinstance(wanted, tuple) else ()
            muted = frozenset(kind for kind in KINDS if kind.value not in kinds)
            return {"muted": muted, "only_irreversible": False}


def _wanted(preferences: Preferences) -> tuple[Ladder, ...]:
    only = preferences.only_irreversible
    return tuple(
        kind
        for kind in KINDS
        if kind not in preferences.muted and (kind is Ladder.IRREVERSIBLE or not only)
    )


def kinds_words(preferences: Preferences) -> str:
    """The kinds that are wanted, as people read them."""
    return "; ".join(KINDS[kind] for kind in _wanted(preferences)) or "nothing"


def digest_words(preferences: Preferences) -> str:
    """The day of the weekly overview."""
    return "none" if preferences.digest_day is None else _DAYS[preferences.digest_day].capitalize()


def default_preferences(rules: DefaultHours, zone: str) -> Preferences:
    """What stands until the person chooses."""
    return Preferences(zone, rules.hour, rules.quiet_from, rules.quiet_to, rules.digest_day)
