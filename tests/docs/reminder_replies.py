"""Reminders of every kind and size, as people get them, the longest and the most hostile too."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from core.dialogue.reply import Reply
from core.facts.catalogue import Facts
from core.reminders.carried import Carried, CarriedItem, CarriedKind
from core.reminders.carrying import (
    carried_check,
    carried_dates,
    carried_item,
    carried_welcome,
)
from core.reminders.document import item_reply, reminder_reply
from core.reminders.occurrence import Message, Occurrence
from core.reminders.wall_clock import wall_of
from core.terms import Ladder, MilestoneState
from core.timeline.local_time import LocalTime
from core.timeline.result import PlannedMilestone
from tests.reminders.made import preferences

LATEST = 2**63 - 1
"""The highest id that a database gives."""

SIZES = (2, 5, 12, 40)
_LONG = 12
"""A message of so many dates may have pages."""

DUE = datetime(2027, 1, 23, 3, tzinfo=UTC)
LATE = datetime(2027, 1, 25, 3, tzinfo=UTC)
AFTER = datetime(2027, 12, 1, tzinfo=UTC)
WHY = "The National Resident Matching Program has moved it, and says so on its own calendar page."

LONGEST = 100
HOSTILE = tuple(
    (told * LONGEST)[:LONGEST]
    for told in (
        "W", "\U0001f600", "**a** _b_ ", "<@1> @everyone ", "# a ", "```a", "`",
        "[a](https://a.b) ", "||a||", "a\u0301", "*", "<!channel> <@U012AB3CD> ", "&lt;&amp;",
        "\u05d0\u05d1\u05d2 ", "<!date^1^{date}|a> ", ":smile:", "_", "<t:1:R> ", "~", "- a 1. b ",
    )
)  # fmt: skip
"""What somebody may call a date of their own, as long as they may."""


def rule_dates(facts: Facts) -> list[PlannedMilestone]:
    """A date by every rule of the timeline, with all that the rule says."""
    at = LocalTime.read("2027-01-29T23:59", "America/New_York")
    return [
        PlannedMilestone(
            key=f"{rule.id}@2027",
            rule=rule.id,
            title=rule.filled(rule.title),
            at=at,
            ladder=Ladder.IRREVERSIBLE,
            why=rule.filled(rule.why),
            todo=rule.filled(rule.todo),
            still=rule.filled(rule.still),
            estimated=True,
            sources=rule.sources,
            strength=rule.strength,
            checked=rule.checked,
            state=MilestoneState.OPEN,
        )
        for rule in facts.timeline.rules
    ]


def own_dates() -> list[PlannedMilestone]:
    """Dates of a person's own with every hostile title, in a zone that is not theirs."""
    at = LocalTime.read("2027-01-29T23:59", "America/Argentina/ComodRivadavia")
    return [
        PlannedMilestone(f"own-{number}", "", title, at, Ladder.OWN)
        for number, title in enumerate(HOSTILE, 1)
    ]


def by_size(reminders: Mapping[str, Reply]) -> dict[str, list[Reply]]:
    """The messages by how many dates they are of, and the others by what they are."""
    sized: dict[str, list[Reply]] = {}
    for name, reply in reminders.items():
        sizes = [word for word in name.replace(",", "").split() if word.isdecimal()]
        kind, _, _ = name.partition(",")
        one = "the first message" if kind == "welcome" else "whether reminders are useful"
        other = one if kind in {"welcome", "check"} else "1 date"
        sized.setdefault(f"{sizes[0]} dates" if sizes else other, []).append(reply)
    return sized


def is_long(name: str) -> bool:
    """Whether it is a message of so many dates that it may have pages."""
    sizes = [int(word.rstrip(",")) for word in name.split() if word.rstrip(",").isdecimal()]
    return any(size >= _LONG for size in sizes)


def every_reminder(facts: Facts) -> dict[str, Reply]:
    """Every message with a name for it."""
    return dict(_named(facts))


def _named(facts: Facts) -> Iterator[tuple[str, Reply]]:
    ruled, own = rule_dates(facts), own_dates()
    longest = sorted(ruled, key=lambda one: -len(one.title + one.why + one.todo + one.still))
    for one in (*ruled, *own):
        for how, now in (("late", LATE), ("past", AFTER)):
            yield f"{one.key}, {how}", _message(CarriedKind.REMINDER, [one], facts, now)
        moved = _carried(CarriedKind.MOVED, [one], facts, LATE, moved=True)
        yield f"{one.key}, moved", reminder_reply(moved, LATEST, maybe_again=True)
    for one in own:
        yield f"{one.key}, in time", _message(CarriedKind.REMINDER, [one], facts, DUE)
        several = _carried(CarriedKind.MOVED, [one, *ruled[:1]], facts, LATE, moved=True)
        yield f"{one.key}, by itself", item_reply(several, LATEST, 1)
        yield f"{one.key}, settled", reminder_reply(several, LATEST, settled={1: "Done."})
    for size in SIZES:
        for what, dates in (("rules", longest), ("own", own * 2)):
            some = [replace(one, key=f"{n}-{one.key}") for n, one in enumerate(dates[:size])]
            yield f"a week of {size}, {what}", _message(CarriedKind.DIGEST, some, facts, DUE)
            late = _carried(CarriedKind.REMINDER, some, facts, LATE)
            yield f"{size} late, {what}", reminder_reply(late, LATEST, maybe_again=True)
            moved = _carried(CarriedKind.MOVED, some, facts, LATE, moved=True)
            yield f"{size} moved, {what}", reminder_reply(moved, LATEST, maybe_again=True)
            settled = dict.fromkeys(range(1, size, 2), "Done.")
            yield f"{size} settled, {what}", reminder_reply(moved, LATEST, settled=settled)
    yield from _others(own, facts)


def _others(own: list[PlannedMilestone], facts: Facts) -> Iterator[tuple[str, Reply]]:
    person = preferences()
    coming = tuple(_occurrence(one) for one in own)
    plan = {one.key: one for one in own}
    message = Message(coming[0].wall, person.zone, DUE, coming)
    for name, messages in (("nothing due", ()), ("five to come", (message,))):
        carried = carried_welcome(messages, plan, person, facts, now=DUE)
        yield f"welcome, {name}", reminder_reply(carried, LATEST, maybe_again=True)
    check = carried_check(person, facts, now=DUE)
    yield "check", reminder_reply(check, LATEST, maybe_again=True)
    yield "check, answered", reminder_reply(check, LATEST, settled={0: "They stay."})


def _message(
    kind: CarriedKind, dates: list[PlannedMilestone], facts: Facts, now: datetime
) -> Reply:
    return reminder_reply(_carried(kind, dates, facts, now), LATEST)


def _carried(
    kind: CarriedKind,
    dates: list[PlannedMilestone],
    facts: Facts,
    now: datetime,
    *,
    moved: bool = False,
) -> Carried:
    before = LocalTime(date(2027, 1, 22), None, "America/New_York") if moved else None
    items: list[CarriedItem] = [
        carried_item(
            one,
            _occurrence(one),
            facts,
            due=DUE,
            now=now,
            moved_from=before,
            moved_why=WHY if moved else "",
        )
        for one in dates
    ]
    return carried_dates(kind, items, preferences(), facts, now=now)


def _occurrence(of: PlannedMilestone) -> Occurrence:
    zone = preferences().zone
    return Occurrence(of.key, "7d", of.at.written, wall_of(DUE, zone), zone, DUE)
