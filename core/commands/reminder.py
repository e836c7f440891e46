"""``reminder``: the buttons of a reminder, however old the message is that they stand under."""

from dataclasses import replace
from datetime import date, time, timedelta

from core.commands.answering import person_here
from core.commands.natural_dates import LONGEST, UnclearTime, read_when
from core.commands.own_dates import last_day
from core.commands.remind_views import REMIND
from core.commands.reminder_views import (
    answered,
    gone,
    not_put_off,
    put_off_words,
    question_answered,
)
from core.commands.visit import Visit
from core.dialogue.command import Command
from core.dialogue.form import Asking, Form
from core.dialogue.question import Choice, Kind, Question
from core.dialogue.reply import Refusal, Refused, Reply, Sentence
from core.dialogue.request import Asked
from core.dialogue.text import text
from core.planning.arriving import has_arrived
from core.planning.current import CurrentPlan, current_plan
from core.planning.putting_off import put_off_until
from core.planning.replan import replan
from core.reminders.carried import (
    Carried,
    CarriedItem,
    CarriedKind,
    CarriedUnreadable,
    read_carried,
)
from core.reminders.document import reminder_reply
from core.reminders.pressing import ROUTE, WHOLE, WHOLE_AGAIN
from core.reminders.wall_clock import wall_of
from core.storage.claiming import Claim
from core.storage.deliveries import SavedDelivery, read_delivery
from core.storage.milestones import set_state
from core.storage.occurrences import sent_occurrences
from core.storage.reminder_settings import (
    ReminderState,
    SavedSettings,
    note_answered,
    read_settings,
    save_settings,
)
from core.terms import MilestoneState

_LONGEST_NUMBER = 20

DELIVERY = Question("delivery", "Which message?", "To find it.", Kind.WORDS, limit=_LONGEST_NUMBER)
ITEM = Question("item", "Which of its dates?", "To find it.", Kind.WORDS, limit=_LONGEST_NUMBER)
DO = Question(
    "do",
    "What do you want to do with it?",
    "Each of these can be undone.",
    Kind.CHOICE,
    (
        Choice("show", "show it"),
        Choice("done", "it is done"),
        Choice("snooze", "remind me later"),
        Choice("drop", "not for me"),
        Choice("keep", "keep all reminders"),
        Choice("hard", "what cannot be made up for"),
        Choice("off", "stop reminders"),
    ),
)
UNTIL = Question(
    "until",
    "When shall I come back to it?",
    "As next friday, 15 January or in 10 days.",
    Kind.WORDS,
    limit=LONGEST,
)
_PICK = "pick"

DECLARED = Command(
    ROUTE,
    "One reminder.",
    (DELIVERY, ITEM, DO, UNTIL),
    writes=True,
    views=frozenset({DELIVERY.name, ITEM.name}),
    listed=False,
    afresh=None,
)
"""The declaration of ``reminder``, which no help lists."""

_STATES = {"done": MilestoneState.DONE, "drop": MilestoneState.DROPPED}


async def run(asked: Asked, visit: Visit) -> Reply | Form | Refused:
    """Answer a press: look, finish, put off or drop a date, or say what is useful.

    Whoever presses has to be the one it was sent to. Pressed twice it is the same. What is
    answered has arrived, also where its platform did not say so. Raises ``SettingsChanged``
    where another press came first.
    """
    found = await _found(asked, visit)
    if not isinstance(found, tuple):
        return found
    delivery, carried = found
    do = str(DO.read(asked.given.get(DO.name, "")) or "show")
    if DO.name in asked.given:
        await _is_there(delivery, visit)
    if carried.kind is CarriedKind.CHECK:
        return await _useful(do, carried, delivery, visit)
    which = asked.given.get(ITEM.name, "")
    if which in {WHOLE, WHOLE_AGAIN} and do == "show":
        return reminder_reply(carried, delivery.id, maybe_again=which == WHOLE_AGAIN)
    number = _number(which)
    if not 1 <= number <= len(carried.items):
        return gone()
    item = carried.items[number - 1]
    if do in _STATES:
        state = _STATES[do]
        person = await _here(visit)
        await set_state(visit.transaction, person, item.key, state, at=item.when, now=visit.now)
        await _plan_anew(person, visit)
    elif do == "snooze":
        return await _snooze(asked, item, number, found, visit)
    return await answered(carried, delivery.id, number, visit)


async def _found(asked: Asked, visit: Visit) -> tuple[SavedDelivery, Carried] | Reply | Refused:
    number = _number(asked.given.get(DELIVERY.name, ""))
    delivery = await read_delivery(visit.transaction, number)
    if delivery is None or visit.person is None:
        return gone()
    if delivery.person_id != visit.person:
        said = f"This reminder is somebody else's; yours are under /{REMIND}"
        return Refused((Sentence("person", "", said),))
    try:
        return delivery, read_carried(delivery.carried)
    except CarriedUnreadable:
        return gone()


async def _is_there(delivery: SavedDelivery, visit: Visit) -> None:
    """A message whose button is pressed has arrived, and its person has answered it."""
    nobodys = Claim(delivery.id, "", delivery.attempts)
    if await has_arrived(
        visit.transaction, delivery, nobodys, message_id="", channel_id="", now=visit.now
    ):
        await note_answered(visit.transaction, visit.person or 0)


def _number(typed: str) -> int:
    """A number of a button; 0, which is none, where it cannot be read."""
    return int(typed) if typed.isascii() and typed.isdigit() else 0


async def _snooze(
    asked: Asked,
    item: CarriedItem,
    number: int,
    found: tuple[SavedDelivery, Carried],
    visit: Visit,
) -> Reply | Form | Refused:
    """Put a date off: by a choice of the rules, or to a day that is asked for."""
    delivery, carried = found
    typed = asked.given.get(UNTIL.name, "")
    if typed in {"", _PICK}:
        arguments = {DELIVERY.name: str(delivery.id), ITEM.name: str(number), DO.name: "snooze"}
        return Form(text("Remind me later"), 1, 1, (Asking(UNTIL),), ROUTE, arguments)
    person = await _here(visit)
    saved = await read_settings(visit.transaction, person)
    plan = await _plan(person, visit)
    milestone = plan.milestone(item.key)
    if milestone is None or milestone.state is not MilestoneState.OPEN:
        return await answered(carried, delivery.id, number, visit)
    if saved is None or saved.settings.state is not ReminderState.ON:
        return not_put_off("Reminders are not on, so nothing would come.", item.key, turn_on=True)
    zone = saved.settings.preferences.zone
    try:
        day, at = _day_meant(typed, zone, visit)
    except UnclearTime as unclear:
        return Refused((Refusal(UNTIL.name, typed, unclear.accepted),))
    sent = await sent_occurrences(visit.transaction, person)
    put_off = put_off_until(milestone, day, at, saved.settings.preferences, sent)
    if put_off.due <= visit.now:
        put_off = put_off_until(
            milestone, day + timedelta(days=1), at, saved.settings.preferences, sent
        )
    if put_off.due >= milestone.at.instant:
        return not_put_off(put_off_words(milestone, zone, visit.now), item.key)
    await replan(
        visit.transaction,
        person,
        prepared=visit.library.prepared,
        now=visit.now,
        put_off=put_off,
    )
    return await answered(carried, delivery.id, number, visit)


def _day_meant(typed: str, zone: str, visit: Visit) -> tuple[date, time | None]:
    """The day, and the time of day where one was said, by the person's calendar.

    Raises ``UnclearTime``.
    """
    days = visit.library.facts.reminders.snoozes.days(typed)
    today = wall_of(visit.now, zone).date()
    if days is not None:
        return today + timedelta(days=days), None
    last = last_day(visit.library.facts.calendar)
    at = read_when(typed, now=visit.now, zone=zone, until=last)
    if at.time is None:
        return at.day, None
    there = wall_of(at.instant, zone)
    return there.date(), there.time()


async def _useful(do: str, carried: Carried, delivery: SavedDelivery, visit: Visit) -> Reply:
    """What somebody says to the question whether reminders are useful."""
    saved = await read_settings(visit.transaction, visit.person or 0)
    if saved is None:
        return gone()
    if do in {"keep", "hard", "off"}:
        person = await _here(visit)
        await _choose(do, saved, person, visit)
        await _plan_anew(person, visit)
    return question_answered(do, carried, delivery.id)


async def _choose(do: str, saved: SavedSettings, person: int, visit: Visit) -> None:
    before = saved.settings
    state = ReminderState.OFF if do == "off" else before.state
    preferences = replace(before.preferences, only_irreversible=do == "hard")
    if do == "off":
        preferences = before.preferences
    after = replace(before, state=state, preferences=preferences)
    if after != before:
        await save_settings(
            visit.transaction, person, after, now=visit.now, expected=saved.row_version
        )


async def _here(visit: Visit) -> int:
    """The person, who has answered with this."""
    person = await person_here(visit)
    await note_answered(visit.transaction, person)
    return person


async def _plan_anew(person: int, visit: Visit) -> None:
    await replan(visit.transaction, person, prepared=visit.library.prepared, now=visit.now)


async def _plan(person: int, visit: Visit) -> CurrentPlan:
    prepared = visit.library.prepared
    return await current_plan(visit.transaction, person, prepared=prepared, today=visit.today)
