"""Plans a person's rows anew: where their dates stand, which reminders come, in which messages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.assessment.prepared import Prepared
from core.planning.asking import Asked, asking
from core.planning.current import CurrentPlan, current_plan
from core.planning.marker import by_another_calendar, planned_by
from core.planning.moves import changed_dates, moved_occurrences, settled_moves, without_moves
from core.planning.putting_off import held_back, same_put_off, was_put_off
from core.reminders.arrange import counted, messages
from core.reminders.carried import CarriedKind
from core.reminders.occurrence import Message, Occurrence, OtherRung, Sent, tells_of_move
from core.reminders.preferences import Preferences
from core.reminders.schedule import occurrences
from core.reminders.wall_clock import wall_of
from core.storage.deliveries import add_delivery, withdraw_waiting
from core.storage.destinations import Destination, read_destination
from core.storage.engine import Transaction
from core.storage.milestones import forget_moves, read_milestones, save_planned
from core.storage.occurrences import (
    planned_occurrences,
    replace_planned,
    sent_occurrences,
)
from core.storage.reminder_settings import (
    ReminderState,
    SavedSettings,
    note_asked,
    note_planned,
    read_settings,
    save_settings,
)

HORIZON = timedelta(weeks=6)
"""How far ahead messages are written; everybody is planned anew each week, so that six of them
may fail in a row. Reminders themselves are written for the whole season."""

CORRECTED = "The calendar of the season has been corrected."


@dataclass(frozen=True, slots=True)
class Replanned:
    """What planning came to.

    ``reminders`` are all to come, ``messages`` those that are written; ``moved`` are the keys of
    dates of which the person is told that they moved. ``next_due`` is when the first message is
    due.
    """

    reminders: int = 0
    messages: int = 0
    moved: tuple[str, ...] = ()
    next_due: datetime | None = None


async def replan(
    tx: Transaction,
    person_id: int,
    *,
    prepared: Prepared,
    now: datetime,
    why: str = "",
    put_off: Occurrence | None = None,
) -> Replanned:
    """Plan a person's rows anew in the open transaction; what was sent stays sent.

    ``why`` is a sentence on why dates move, where the person did not move them; where the rows
    are of another calendar it is that. ``put_off`` is what the person puts off now, in place of
    what they put off before of the same date. Nothing is done for somebody who never opted in.
    Raises what reading a profile raises.
    """
    # Two who plan one person at once would each miss what the other writes.
    saved = await read_settings(tx, person_id, alone=True)
    if saved is None:
        return Replanned()
    saved = await _with_pause_ended(tx, person_id, saved, now)
    destination = await read_destination(tx, saved.settings.account_id)
    off = saved.settings.state is ReminderState.OFF
    planned = await planned_occurrences(tx, person_id)
    if off:
        await withdraw_waiting(tx, person_id, keep=())
    else:
        await withdraw_waiting(tx, person_id)
    sent = await sent_occurrences(tx, person_id)
    why = why or (CORRECTED if by_another_calendar(saved.planned_by, prepared) else "")
    plan = await _dated(tx, person_id, saved, sent, prepared=prepared, now=now, why=why)
    await note_planned(tx, person_id, planned_by(prepared, now))
    begins = _begins(saved, now)
    if begins is None:
        # Whoever turns reminders on again has what they put off until after that.
        chosen = (one.occurrence for one in planned if was_put_off(one.occurrence))
        still = [(one, None) for one in chosen if one.due > now]
        await replace_planned(tx, person_id, still, now=now)
        return Replanned()
    went = _identities(sent)
    kept = [one.occurrence for one in planned if one.occurrence.identity not in went]
    if put_off is not None:
        kept = [one for one in kept if not same_put_off(one, put_off)]
        kept.append(put_off)
    if begins > now:
        # What would have come during a pause is not made up for after it.
        kept = [one for one in kept if one.due > begins]
    asked = asking(saved, kept, prepared.facts.reminders, now=begins)
    if asked.at != saved.asked_at:
        await note_asked(tx, person_id, at=asked.at)
    out = _arranged(plan, asked, kept, sent, prepared, now=begins)
    open_to = destination if destination and destination.unreachable_at is None else None
    await _write(tx, person_id, out, open_to, now=now)
    return Replanned(
        sum(len(message.occurrences) for message in out),
        sum(message.due <= now + HORIZON for message in out) if open_to else 0,
        tuple(one.milestone_key for message in out for one in message.occurrences if _moved(one)),
        out[0].due if out and open_to else None,
    )


def arranged(
    plan: CurrentPlan, preferences: Preferences, prepared: Prepared, *, now: datetime
) -> tuple[Message, ...]:
    """The messages that somebody would get who opted in now; nothing is read or written."""
    asked = Asked(preferences, None, None)
    return _arranged(plan, asked, (), (), prepared, now=now)


async def _with_pause_ended(
    tx: Transaction, person_id: int, saved: SavedSettings, now: datetime
) -> SavedSettings:
    if not saved.settings.pause_is_over(now):
        return saved
    settings = replace(saved.settings, state=ReminderState.ON, paused_until=None)
    version = await save_settings(tx, person_id, settings, now=now, expected=saved.row_version)
    return replace(saved, settings=settings, row_version=version)


async def _dated(
    tx: Transaction,
    person_id: int,
    saved: SavedSettings,
    sent: Iterable[Sent],
    *,
    prepared: Prepared,
    now: datetime,
    why: str,
) -> CurrentPlan:
    """The plan as it stands, its dates stored; moves that were told are forgotten."""
    today = wall_of(now, saved.settings.preferences.zone).date()
    plan = await current_plan(tx, person_id, prepared=prepared, today=today)
    told = settled_moves(plan.stored.values(), sent)
    if told:
        await forget_moves(tx, person_id, told)
    known = without_moves(plan.stored, told)
    season = tuple(one for one in plan.milestones if not one.own)
    changed = tuple(changed_dates(season, known, why=why, today=today))
    await save_planned(tx, person_id, changed, now=now)
    if not changed and not told:
        return plan
    stored = {row.key: row for row in await read_milestones(tx, person_id)}
    return replace(plan, stored=stored)


def _begins(saved: SavedSettings, now: datetime) -> datetime | None:
    """From when on the person may be written to; ``None`` where it is not known to be ever."""
    match saved.settings.state:
        case ReminderState.ON:
            return now
        case ReminderState.PAUSED:
            return saved.settings.paused_until
        case ReminderState.OFF:
            return None


def _arranged(
    plan: CurrentPlan,
    asked: Asked,
    kept: Sequence[Occurrence],
    sent: Sequence[Sent],
    prepared: Prepared,
    *,
    now: datetime,
) -> tuple[Message, ...]:
    preferences, rules = asked.preferences, prepared.facts.reminders
    moved = tuple(moved_occurrences(plan.milestones, plan.stored, preferences, sent, now=now))
    telling, known = _identities(moved), _identities(kept)
    others = [one for one in kept if not _apart(one) or one.identity in telling]
    others += [one for one in moved if one.identity not in known]
    coming = held_back(
        occurrences(plan.milestones, preferences, rules, now=now, sent=sent, kept=others)
    )
    asking_too = () if asked.check is None else (asked.check,)
    went = counted(sent, plan.milestones, rules)
    return messages((*coming, *asking_too), preferences, rules, sent_at=went)


async def _write(
    tx: Transaction,
    person_id: int,
    out: Iterable[Message],
    destination: Destination | None,
    *,
    now: datetime,
) -> None:
    """The reminders, and messages for some weeks; none where the person cannot be reached."""
    rows: list[tuple[Occurrence, int | None]] = []
    for message in out:
        delivery_id = None
        if destination is not None and message.due <= now + HORIZON:
            delivery_id = await add_delivery(
                tx, destination, _kind(message), due_at=message.due, now=now
            )
        rows += [(one, delivery_id) for one in message.occurrences]
    await replace_planned(tx, person_id, rows, now=now)


def _kind(message: Message) -> CarriedKind:
    if any(one.rung == OtherRung.CHECK for one in message.occurrences):
        return CarriedKind.CHECK
    if all(map(_moved, message.occurrences)):
        return CarriedKind.MOVED
    return (
        CarriedKind.DIGEST
        if all(one.weekly for one in message.occurrences)
        else CarriedKind.REMINDER
    )


def _apart(one: Occurrence) -> bool:
    """Whether planning decides by itself if it still has to be said."""
    return one.rung == OtherRung.CHECK or tells_of_move(one.rung)


def _moved(one: Occurrence) -> bool:
    return tells_of_move(one.rung)


def _identities(found: Iterable[Occurrence | Sent]) -> frozenset[tuple[str, str, str]]:
    return frozenset(one.identity for one in found)
