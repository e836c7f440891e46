"""Whether somebody who never answers is asked if reminders are useful, and what they get then."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from core.facts.reminders import ReminderRules
from core.reminders.hours import next_sending
from core.reminders.occurrence import Occurrence, OtherRung
from core.reminders.preferences import Preferences
from core.storage.reminder_settings import SavedSettings


@dataclass(frozen=True, slots=True)
class Asked:
    """What holds for a person by their silence.

    ``at`` is since when they are asked, ``None`` as long as they are not; ``check`` is the
    question where it has to go out still.
    """

    preferences: Preferences
    at: datetime | None
    check: Occurrence | None


def asking(
    saved: SavedSettings, kept: Iterable[Occurrence], rules: ReminderRules, *, now: datetime
) -> Asked:
    """Ask once after so many reminders without an answer, and then leave what is irreversible.

    ``kept`` are the reminders planned so far. Whoever answers gets everything they chose again;
    a question that did not go out by then is taken back.
    """
    chosen = saved.settings.preferences
    waiting = next((one for one in kept if one.rung == OtherRung.CHECK), None)
    if saved.unanswered < rules.silence.ask_after:
        return Asked(chosen, None if waiting else saved.asked_at, None)
    quiet = replace(chosen, only_irreversible=True)
    if saved.asked_at is not None and waiting is None:
        return Asked(quiet, saved.asked_at, None)
    wall, due = next_sending(now, chosen)
    target = waiting.target if waiting else wall.date().isoformat()
    check = Occurrence("", OtherRung.CHECK, target, wall, chosen.zone, due)
    return Asked(quiet, saved.asked_at or now, check)
