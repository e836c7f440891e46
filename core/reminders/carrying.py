"""Makes what a message carries of a person's milestones, as they stand when it is frozen."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from core.dialogue.spelling import abbreviations_in
from core.facts.catalogue import Facts
from core.reminders.carried import (
    Carried,
    CarriedItem,
    CarriedKind,
    CarriedSource,
    Coming,
    SnoozeChoice,
)
from core.reminders.occurrence import Message, Occurrence
from core.reminders.preferences import Preferences
from core.reminders.wall_clock import wall_of
from core.reminders.when import hours_sentence
from core.timeline.local_time import LocalTime
from core.timeline.result import PlannedMilestone


def carried_item(
    milestone: PlannedMilestone,
    one: Occurrence,
    facts: Facts,
    *,
    due: datetime,
    now: datetime,
    moved_from: LocalTime | None = None,
    moved_why: str = "",
) -> CarriedItem:
    """One date of a message.

    ``due`` is when the message was to go out that carries the reminder ``one``; where that is
    long before ``now``, the person is told. ``moved_from`` is where the date stood before.
    """
    return CarriedItem(
        key=milestone.key,
        rung=one.rung,
        title=milestone.title,
        at=milestone.at.written,
        zone=milestone.at.zone,
        own=milestone.own,
        why=milestone.why,
        todo=milestone.todo,
        still=milestone.still,
        estimated=milestone.estimated,
        past=milestone.at.instant <= now,
        sources=_sources(milestone, facts),
        strength=milestone.strength,
        checked=milestone.checked,
        moved_from=moved_from.written if moved_from else "",
        moved_why=moved_why,
        was_due=_was_due(one, due, now, facts),
    )


def carried_dates(
    kind: CarriedKind,
    items: Iterable[CarriedItem],
    preferences: Preferences,
    facts: Facts,
    *,
    now: datetime,
) -> Carried:
    """A message of one date or several, by their dates; each once, as its nearest reminder."""
    by_key: dict[str, CarriedItem] = {}
    for item in items:
        held = by_key.get(item.key)
        by_key[item.key] = item if held is None else _both(held, item)
    ordered = tuple(sorted(by_key.values(), key=lambda item: (item.when.instant, item.key)))
    return Carried(
        kind=kind,
        zone=preferences.zone,
        today=_today(preferences, now),
        items=ordered,
        snoozes=tuple(
            SnoozeChoice(id=choice.id, label=choice.label)
            for choice in facts.reminders.snoozes.choices
        ),
        abbreviations=abbreviations_in(_words(ordered), facts.abbreviations),
    )


def carried_welcome(
    messages: Iterable[Message],
    plan: Mapping[str, PlannedMilestone],
    preferences: Preferences,
    facts: Facts,
    *,
    now: datetime,
) -> Carried:
    """The first message: what will come, and how often at most."""
    rules = facts.reminders
    coming: list[Coming] = []
    for message in messages:
        for one in message.occurrences:
            if one.milestone_key in plan and len(coming) < rules.welcome.shown:
                coming.append(_coming(message, plan[one.milestone_key]))
    return Carried(
        kind=CarriedKind.WELCOME,
        zone=preferences.zone,
        today=_today(preferences, now),
        coming=tuple(coming),
        most_a_day=rules.limits.most_a_day,
        most_a_week=rules.limits.most_a_week,
        hours=hours_sentence(preferences),
        abbreviations=abbreviations_in((one.title for one in coming), facts.abbreviations),
    )


def carried_check(preferences: Preferences, facts: Facts, *, now: datetime) -> Carried:
    """The question whether reminders are still useful."""
    return Carried(
        kind=CarriedKind.CHECK,
        zone=preferences.zone,
        today=_today(preferences, now),
        unanswered=facts.reminders.silence.ask_after,
    )


def _today(preferences: Preferences, now: datetime) -> date:
    return wall_of(now, preferences.zone).date()


def _was_due(one: Occurrence, due: datetime, now: datetime, facts: Facts) -> str:
    told_after = timedelta(minutes=facts.reminders.lateness.told_after_minutes)
    if now - due <= told_after:
        return ""
    return wall_of(due, one.zone).isoformat(timespec="minutes")


def _sources(milestone: PlannedMilestone, facts: Facts) -> tuple[CarriedSource, ...]:
    held = (facts.sources.get(name) for name in milestone.sources)
    return tuple(CarriedSource(title=one.title, address=one.address) for one in held if one)


def _both(first: CarriedItem, second: CarriedItem) -> CarriedItem:
    """One date that two reminders of a message are of: that it moved, and that it was late."""
    moved = first if first.moved_from else second
    return second.model_copy(
        update={
            "moved_from": moved.moved_from,
            "moved_why": moved.moved_why,
            "was_due": min(filter(None, (first.was_due, second.was_due)), default=""),
        }
    )


def _coming(message: Message, milestone: PlannedMilestone) -> Coming:
    return Coming(
        wall=message.wall.isoformat(timespec="minutes"),
        title=milestone.title,
        at=milestone.at.written,
        zone=milestone.at.zone,
        own=milestone.own,
    )


def _words(items: Iterable[CarriedItem]) -> Iterable[str]:
    for item in items:
        yield from (item.title, item.why, item.todo, item.still, item.moved_why)
