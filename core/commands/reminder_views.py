"""What is answered to the buttons of a reminder."""

from datetime import datetime
from types import MappingProxyType

from core.commands.own_dates import MILESTONE, TIMELINE
from core.commands.remind_views import REMIND
from core.commands.visit import Visit
from core.dialogue.reply import Action, Actions, Paragraph, Reply
from core.dialogue.request import Asked
from core.dialogue.text import text
from core.planning.current import current_plan
from core.reminders.carried import Carried
from core.reminders.document import item_reply, reminder_reply
from core.reminders.occurrence import OtherRung
from core.reminders.pressing import ROUTE, done
from core.reminders.when import clock_words, when_words
from core.storage.occurrences import planned_occurrences
from core.terms import MilestoneState
from core.timeline.result import PlannedMilestone

_SETTLED = MappingProxyType(
    {
        MilestoneState.DONE: "Done. Nothing more comes about it.",
        MilestoneState.DROPPED: "Not for you, then. Nothing more comes about it.",
    }
)
_USEFUL = MappingProxyType(
    {
        "keep": "They stay as they are.",
        "hard": "From now on I write of what cannot be made up for.",
        "off": "Stopped. Nothing more is sent.",
    }
)


async def answered(carried: Carried, delivery_id: int, number: int, visit: Visit) -> Reply:
    """One date of a message as it stands now, with what can still be done with it."""
    states, put_off = await _as_it_stands(carried, visit)
    settled = states | put_off
    said = settled.get(number, "")
    shown = item_reply(carried, delivery_id, number, settled=said)
    key = carried.items[number - 1].key
    ways: tuple[Action, ...] = (Action("Timeline", TIMELINE),)
    if number in states:
        ways = (Action("Put it back", MILESTONE, {"key": key, "do": "back"}), *ways)
    elif said:
        ways = (done(delivery_id, number), *ways)
    left = [other for other in range(1, len(carried.items) + 1) if other not in settled]
    if said and left:
        others = {"delivery": str(delivery_id), "item": str(left[0])}
        ways = (Action("The next of this message", ROUTE, others), *ways)
    again = Asked(ROUTE, {"delivery": str(delivery_id), "item": str(number)})
    data = {**shown.data, "settled": said}
    return Reply(shown.title, (*shown.blocks, Actions((), ways)), data, again)


async def _as_it_stands(carried: Carried, visit: Visit) -> tuple[dict[int, str], dict[int, str]]:
    """What is said of the dates that are settled, and of those put off, by their numbers."""
    if visit.person is None:
        return {}, {}
    prepared = visit.library.prepared
    plan = await current_plan(visit.transaction, visit.person, prepared=prepared, today=visit.today)
    coming = await planned_occurrences(visit.transaction, visit.person)
    later = {
        one.occurrence.milestone_key: one.occurrence.wall
        for one in coming
        if one.occurrence.rung.startswith(OtherRung.SNOOZE)
    }
    states: dict[int, str] = {}
    put_off: dict[int, str] = {}
    for number, item in enumerate(carried.items, 1):
        found = plan.milestone(item.key) or plan.stored.get(item.key)
        if found is not None and found.state in _SETTLED:
            states[number] = _SETTLED[found.state]
        elif item.key in later:
            put_off[number] = f"I come back to it on {clock_words(later[item.key])}."
    return states, put_off


def question_answered(do: str, carried: Carried, delivery_id: int) -> Reply:
    """The question whether reminders are useful, with what was said to it."""
    said = _USEFUL.get(do, "")
    shown = reminder_reply(carried, delivery_id, settled={0: said} if said else {})
    again = Asked(ROUTE, {"delivery": str(delivery_id)})
    ways = Actions((Action("Your reminders", REMIND),))
    return Reply(shown.title, (*shown.blocks, ways), shown.data, again)


def not_put_off(said: str, key: str, *, turn_on: bool = False) -> Reply:
    """Why a reminder was not put off; nothing has changed."""
    actions = [Action("This date", MILESTONE, {"key": key}), Action("Timeline", TIMELINE)]
    if turn_on:
        actions.insert(0, Action("Your reminders", REMIND))
    return Reply(
        text("It stays as it was"),
        (Paragraph(text(said)), Actions(tuple(actions))),
        {"settled": ""},
    )


def put_off_words(milestone: PlannedMilestone, zone: str, now: datetime) -> str:
    """Why a time is no time to come back to a date."""
    when = when_words(milestone.at, zone)
    if milestone.at.instant <= now:
        return f"This date was {when}, so nothing more comes about it by itself."
    return f"That would be after the date itself, {when}. The reminders before it stay."


def gone() -> Reply:
    """What is said to a button of which nothing is stored any more."""
    said = (
        "What this message was about is not stored here any more, so there is nothing left to "
        "change. If you deleted everything, nothing more is sent."
    )
    actions = (Action("Timeline", TIMELINE), Action("Your reminders", REMIND))
    return Reply(
        text("Not here any more"), (Paragraph(text(said)), Actions(actions)), {"settled": ""}
    )
