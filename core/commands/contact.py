"""Somebody comes by: they have answered, may be in another zone, and are told what they missed."""

from dataclasses import replace
from datetime import datetime

from core.assessment.prepared import Prepared
from core.commands.remind_views import closed_notice
from core.commands.visit import Where
from core.dialogue.buttons import buttons
from core.dialogue.command import Command
from core.dialogue.reply import Reply
from core.facts.zones import known_zone
from core.planning.replan import replan
from core.storage.contact import Contact
from core.storage.destinations import note_told
from core.storage.engine import Transaction
from core.storage.reminder_settings import note_answered, read_settings, save_settings

_HOME = "home"
"""A page that a platform opens by itself: nobody has said anything by that."""


def has_news(met: Contact, where: Where, command: Command) -> bool:
    """Whether there is anything to note or to tell; mostly there is not."""
    if command.name == _HOME:
        return False
    return met.unanswered > 0 or met.untold_at is not None or _elsewhere(met, where)


def tells(met: Contact, reply: Reply, command: Command) -> bool:
    """Whether this answer tells that the person could not be reached.

    Never where others read it, nor beside words that are about something else than dates.
    """
    return met.untold_at is not None and command.private and not reply.urgent


def with_notice(reply: Reply, met: Contact) -> Reply:
    """The answer behind the notice that the person could not be reached, if it has none."""
    notice = closed_notice(met.door)
    again = [button for block in notice for button in buttons(Reply((), (block,)))]
    if any(button in again for button in buttons(reply)):
        return reply
    return replace(reply, blocks=(*notice, *reply.blocks))


async def noted(
    tx: Transaction,
    person_id: int,
    met: Contact,
    where: Where,
    prepared: Prepared,
    *,
    now: datetime,
    told: bool,
) -> None:
    """Note that the person was here, and plan anew where that changes what comes.

    Raises ``SettingsChanged`` where they changed their settings at the same moment.
    """
    plan_anew = False
    if met.unanswered:
        silence = prepared.facts.reminders.silence
        plan_anew = await note_answered(tx, person_id) and met.unanswered >= silence.ask_after
    if _elsewhere(met, where):
        saved = await read_settings(tx, person_id)
        if saved is not None and not saved.settings.zone_chosen:
            there = replace(saved.settings.preferences, zone=where.zone)
            settings = replace(saved.settings, preferences=there)
            await save_settings(tx, person_id, settings, now=now, expected=saved.row_version)
            plan_anew = True
    if plan_anew:
        await replan(tx, person_id, prepared=prepared, now=now)
    if told:
        # After the settings, as everybody who changes both does.
        await note_told(tx, met.account_id, now=now)


def _elsewhere(met: Contact, where: Where) -> bool:
    """Whether the platform tells another zone than the one that follows it."""
    return met.follows and known_zone(where.zone) and where.zone != met.zone
