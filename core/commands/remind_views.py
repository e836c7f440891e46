"""Reminders as replies: what they would be, how they stand, what comes next, what was changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from core.commands.clock_times import hours_words, time_words
from core.commands.own_dates import TIMELINE
from core.commands.remind_questions import digest_words, kinds_words
from core.commands.visit import Visit
from core.dialogue.reply import (
    Action,
    Actions,
    Block,
    Fields,
    Heading,
    Item,
    Items,
    Paragraph,
    Reply,
    Row,
)
from core.dialogue.request import Asked
from core.dialogue.text import Strong, text
from core.planning.current import current_plan
from core.reminders.hours import is_quiet
from core.reminders.wall_clock import wall_of
from core.reminders.when import clock_words, hours_sentence, when_words
from core.storage.destinations import Destination, read_destination
from core.storage.occurrences import planned_occurrences
from core.storage.reminder_settings import ReminderState, SavedSettings

REMIND = "remind"
_SHOWN = 5
_TITLE = "Your reminders"
_CHANGE = "Change hour, zone or kinds"

NO_MESSAGES = frozenset({"console"})
"""Doors without direct messages."""

_OPENING = MappingProxyType(
    {
        "discord": "allow direct messages from members of a server that we share (the server's "
        "menu, Privacy Settings)",
        "slack": "open the bot under Apps and look at its Messages tab",
    }
)
"""By door: what lets the bot write to somebody, as the end of a sentence."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody's reminders stand."""

    saved: SavedSettings
    destination: Destination | None

    @property
    def closed(self) -> bool:
        """Whether the person could not be reached."""
        return self.destination is not None and self.destination.unreachable_at is not None


async def standing_of(saved: SavedSettings, visit: Visit) -> Standing:
    """How reminders stand, with where they go."""
    to = await read_destination(visit.transaction, saved.settings.account_id)
    return Standing(saved, to)


def offer(visit: Visit) -> Reply:
    """What reminders are, to somebody who has none."""
    if visit.account.door in NO_MESSAGES:
        return no_messages()
    limits = visit.library.facts.reminders.limits
    said = (
        f"I can write to you alone, in time for the dates of your timeline: at most "
        f"{limits.most_a_day} a day and {limits.most_a_week} a week (in the last days before "
        "something irreversible there may be more), at your hour and never in your quiet hours. "
        "Nothing comes unless you ask for it, and you can stop at any time."
    )
    actions = (Action("Remind me", REMIND, {"do": "on"}), Action("Timeline", TIMELINE))
    return Reply(
        text("Reminders by direct message"),
        (Paragraph(text(said)), Actions(actions)),
        {"state": None},
        Asked(REMIND),
    )


def no_messages() -> Reply:
    """What is said where nothing can be sent."""
    said = (
        "This terminal has no direct messages, so nothing can be sent from here. On Discord and "
        "Slack the same command turns reminders on. Your dates are in your timeline, and a file "
        "of them goes into any calendar."
    )
    calendar = Action("Calendar file", TIMELINE, {"show": "calendar"})
    return Reply(
        text("No reminders from a terminal"),
        (Paragraph(text(said)), Actions((Action("Timeline", TIMELINE), calendar))),
        {"state": None},
    )


async def shown(standing: Standing, visit: Visit, said: str = "") -> Reply:
    """How reminders stand and what comes next; ``said`` stands before it, if anything."""
    settings, person = standing.saved.settings, visit.person
    blocks: list[Block] = [Paragraph(text(said))] if said else []
    blocks += _closed(standing)
    blocks.append(Fields(tuple(_rows(standing.saved))))
    if settings.state is not ReminderState.OFF and person is not None:
        blocks += await _coming(person, visit, standing)
    blocks.append(_ways_on(standing.saved))
    return Reply(text(_TITLE), tuple(blocks), _data(standing), Asked(REMIND))


def on_its_way(standing: Standing) -> Reply:
    """What is said when the first message is being sent, and what to do if it does not come."""
    door = standing.destination.door if standing.destination else ""
    first = "A first message is on its way to you. It shows what will come and when."
    hours = hours_sentence(standing.saved.settings.preferences)
    change = f"{hours} If that is not your clock, press {_CHANGE}."
    otherwise = "If it does not come within a minute, "
    if how := _OPENING.get(door, ""):
        otherwise += f"{how}, then "
    otherwise += "press Try again. Your timeline is safe either way."
    return Reply(
        text("Reminders are on"),
        (
            Paragraph(text(first)),
            Paragraph(text(change)),
            Paragraph(text(otherwise), quiet=True),
            Actions(
                (
                    Action(_TITLE, REMIND),
                    Action("Try again", REMIND, {"do": "again"}),
                    Action(_CHANGE, REMIND, {"show": "settings"}),
                )
            ),
        ),
        _data(standing),
    )


def closed_notice(door: str) -> tuple[Block, ...]:
    """What somebody is told who could not be reached, with the way to try again."""
    said = "I could not reach you by direct message, so a reminder is waiting for you. "
    if how := _OPENING.get(door, ""):
        said += f"To receive it, {how}, then press Try again. "
    said += "Your timeline is safe."
    return (
        Paragraph(text(said)),
        Actions((Action("Try again", REMIND, {"do": "again"}),)),
    )


def _closed(standing: Standing) -> tuple[Block, ...]:
    if standing.destination is None or not standing.closed:
        return ()
    return closed_notice(standing.destination.door)


def _rows(saved: SavedSettings) -> Iterator[Row]:
    preferences = saved.settings.preferences
    yield Row("State", text(_state(saved)))
    chosen = "" if saved.settings.zone_chosen else " (as your platform says)"
    yield Row("Time zone", text(f"{preferences.zone}{chosen}"))
    after = ""
    if is_quiet(preferences.hour, preferences):
        after = f" (at {time_words(preferences.quiet_to)}, when your quiet hours end)"
    yield Row("Time", text(f"{time_words(preferences.hour)}{after}"))
    yield Row("Quiet hours", text(hours_words(preferences)))
    yield Row("Weekly overview", text(digest_words(preferences)))
    yield Row("Of", text(kinds_words(preferences)))


def _state(saved: SavedSettings) -> str:
    until = saved.settings.paused_until
    match saved.settings.state:
        case ReminderState.ON:
            return "on"
        case ReminderState.OFF:
            return "off; what you chose is kept"
        case ReminderState.PAUSED if until is None:
            return "paused, until you go on"
        case ReminderState.PAUSED:
            return f"paused until {_here(until, saved)}"


def _here(at: datetime | None, saved: SavedSettings) -> str:
    zone = saved.settings.preferences.zone
    return clock_words(wall_of(at, zone)) if at else ""


async def _coming(person: int, visit: Visit, standing: Standing) -> list[Block]:
    zone = standing.saved.settings.preferences.zone
    plan = await current_plan(
        visit.transaction, person, prepared=visit.library.prepared, today=visit.today
    )
    coming = await planned_occurrences(visit.transaction, person)
    items: list[Item] = []
    for one in (stored.occurrence for stored in coming):
        milestone = plan.milestone(one.milestone_key)
        if milestone is not None and len(items) < _SHOWN:
            comes = f"I write on {clock_words(wall_of(one.due, zone))}"
            of = f"It is on {when_words(milestone.at, zone)}. {comes}."
            title = Strong(milestone.title, as_typed=milestone.own)
            items.append(Item(text(title), text(of)))
    if not items:
        return [Paragraph(text("Nothing is due for now; I write when something is."))]
    return [Heading(text("What comes next")), Items(tuple(items))]


def _ways_on(saved: SavedSettings) -> Actions:
    change = Action(_CHANGE, REMIND, {"show": "settings"})
    stop = Action("Stop reminders", REMIND, {"do": "off"})
    timeline = Action("Timeline", TIMELINE)
    match saved.settings.state:
        case ReminderState.ON:
            return Actions((change, Action("Pause", REMIND, {"do": "pause"}), stop, timeline))
        case ReminderState.PAUSED:
            return Actions((Action("Go on", REMIND, {"do": "resume"}), change, stop, timeline))
        case ReminderState.OFF:
            return Actions((Action("Remind me", REMIND, {"do": "on"}), timeline))


def _data(standing: Standing) -> dict[str, Any]:
    settings = standing.saved.settings
    preferences = settings.preferences
    until = settings.paused_until
    return {
        "state": settings.state.value,
        "paused_until": until.isoformat() if until else None,
        "zone": preferences.zone,
        "hour": time_words(preferences.hour),
        "quiet": hours_words(preferences),
        "digest_day": preferences.digest_day,
        "muted": sorted(kind.value for kind in preferences.muted),
        "only_irreversible": preferences.only_irreversible,
        "reachable": not standing.closed,
    }
