"""``/remind``: direct messages in time, on and off, at which hours and of what."""

from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from core.commands.answering import person_here
from core.commands.natural_dates import UnclearTime, read_when
from core.commands.opting_in import begun, opted_in
from core.commands.own_dates import last_day
from core.commands.remind_questions import (
    DIGEST,
    DO,
    HOUR,
    KIND,
    QUIET,
    SETTINGS,
    SHOW,
    UNTIL,
    ZONE,
    typed_choice,
    with_choices,
)
from core.commands.remind_views import (
    REMIND,
    offer,
    shown,
    standing_of,
)
from core.commands.visit import Visit
from core.dialogue.command import Command
from core.dialogue.form import Asking, Form
from core.dialogue.reply import Refusal, Refused, Reply
from core.dialogue.request import Asked
from core.dialogue.text import text
from core.planning.replan import replan
from core.reminders.preferences import Preferences
from core.reminders.wall_clock import instant_of
from core.storage.reminder_settings import (
    ReminderSettings,
    ReminderState,
    SavedSettings,
    note_answered,
    read_settings,
    save_settings,
)

_ON_SETTINGS = {question.name for question in SETTINGS}

DECLARED = Command(
    REMIND,
    "Reminders by direct message: on, off, pause, at your hours.",
    (DO, ZONE, HOUR, QUIET, DIGEST, KIND, UNTIL, SHOW),
    writes=True,
    views=frozenset({SHOW.name}),
    examples=(
        "/remind",
        "/remind on zone:chicago hour:07:30",
        '/remind pause until:"5 January 2027"',
    ),
)
"""The declaration of ``/remind``."""


def opening(fields: tuple[str, ...]) -> Asked | None:
    """The request that opens the settings, where they ask for one of the fields."""
    return Asked(REMIND, {"show": "settings"}) if _ON_SETTINGS & set(fields) else None


async def run(asked: Asked, visit: Visit) -> Reply | Form | Refused:
    """Show how reminders stand; with choices, change them and plan anew.

    Raises ``SettingsChanged`` where the person changed them elsewhere at the same moment.
    """
    given = asked.given
    saved = await _saved(visit)
    do = str(DO.read(given.get(DO.name, "")) or "")
    if saved is None:
        if do == "on" or _ON_SETTINGS & given.keys():
            return await opted_in(asked, None, visit)
        return offer(visit)
    if given.get(SHOW.name) == "settings":
        return _form(saved)
    if visit.person is not None and given.keys() - {SHOW.name}:
        await person_here(visit)
        await note_answered(visit.transaction, visit.person)
    if do:
        return await _done(do, asked, saved, visit)
    if _ON_SETTINGS & given.keys():
        return await _changed(asked, saved, visit)
    return await shown(await standing_of(saved, visit), visit)


async def _done(
    do: str, asked: Asked, saved: SavedSettings, visit: Visit
) -> Reply | Form | Refused:
    match do:
        case "on":
            return await opted_in(asked, saved, visit)
        case "again":
            return await begun(replace(saved.settings, state=ReminderState.ON), visit)
        case "off":
            return await kept(saved, visit, "Stopped. Nothing more is sent.", ReminderState.OFF)
        case "resume":
            return await kept(saved, visit, "Going on.", ReminderState.ON)
        case _:
            return await _pause(asked.given.get(UNTIL.name, ""), saved, visit)


async def _saved(visit: Visit) -> SavedSettings | None:
    return await read_settings(visit.transaction, visit.person) if visit.person else None


def _form(saved: SavedSettings) -> Form:
    chosen = saved.settings.preferences
    askings = tuple(Asking(one, typed_choice(chosen, one)) for one in SETTINGS)
    return Form(text("Your reminders"), 1, 1, askings, REMIND)


async def _pause(typed: str, saved: SavedSettings, visit: Visit) -> Reply | Refused:
    """Pause until a day, or until the person goes on."""
    until: datetime | None = None
    zone = saved.settings.preferences.zone
    if typed:
        last = last_day(visit.library.facts.calendar)
        try:
            at = read_when(typed, now=visit.now, zone=zone, until=last)
        except UnclearTime as unclear:
            return Refused((Refusal(UNTIL.name, typed, unclear.accepted),))
        until = instant_of(datetime.combine(at.day, at.time or time(0)), at.zone)
        if until <= visit.now:
            today = visit.now.astimezone(ZoneInfo(zone)).date()
            accepted = f"a day after {today.isoformat()}, because today has begun"
            return Refused((Refusal(UNTIL.name, typed, accepted),))
    said = "Paused. What falls into the pause is not sent later."
    return await kept(saved, visit, said, ReminderState.PAUSED, until)


async def _changed(asked: Asked, saved: SavedSettings, visit: Visit) -> Reply | Refused:
    rules = visit.library.facts.reminders.defaults
    before = saved.settings.preferences
    after, refusals = with_choices(before, asked.given, rules)
    if refusals:
        return Refused(refusals)
    if after == before:
        return await shown(await standing_of(saved, visit), visit, "It was so already.")
    return await saved_anew(_with(saved.settings, after), saved, visit, "Saved.")


def _with(settings: ReminderSettings, after: Preferences) -> ReminderSettings:
    chosen = settings.zone_chosen or after.zone != settings.preferences.zone
    return replace(settings, preferences=after, zone_chosen=chosen)


async def kept(
    saved: SavedSettings,
    visit: Visit,
    said: str,
    state: ReminderState,
    until: datetime | None = None,
) -> Reply:
    """Turn reminders on or off, or pause them, keeping what was chosen."""
    settings = replace(saved.settings, state=state, paused_until=until)
    return await saved_anew(settings, saved, visit, said)


async def saved_anew(
    settings: ReminderSettings, saved: SavedSettings, visit: Visit, said: str
) -> Reply:
    """Save the settings, plan anew, and show how it stands."""
    person = await person_here(visit)
    tx, now = visit.transaction, visit.now
    await save_settings(tx, person, settings, now=now, expected=saved.row_version)
    await replan(tx, person, prepared=visit.library.prepared, now=now)
    after = await read_settings(tx, person)
    return await shown(await standing_of(after or saved, visit), visit, said)
