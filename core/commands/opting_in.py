"""Opting in to reminders: in which zone, through which account, and with what chosen."""

from dataclasses import asdict, replace

from core.commands.answering import person_here
from core.commands.places import settings_here
from core.commands.remind_questions import DO, ZONE, default_preferences, with_choices
from core.commands.remind_views import (
    NO_MESSAGES,
    REMIND,
    no_messages,
    on_its_way,
    shown,
    standing_of,
)
from core.commands.visit import Visit
from core.dialogue.form import Asking, Form
from core.dialogue.reply import Refusal, Refused, Reply
from core.dialogue.request import Asked
from core.dialogue.text import text
from core.facts.zones import known_zone
from core.planning.begin import begin
from core.storage.people import account_of
from core.storage.reminder_settings import (
    ReminderSettings,
    ReminderState,
    SavedSettings,
    read_settings,
)


async def opted_in(
    asked: Asked, saved: SavedSettings | None, visit: Visit
) -> Reply | Form | Refused:
    """Opt in: the zone is asked for once, where neither person nor platform has told it."""
    if visit.account.door in NO_MESSAGES:
        return no_messages()
    rules = visit.library.facts.reminders.defaults
    told = visit.where.zone if known_zone(visit.where.zone) else ""
    typed = ZONE.read(asked.given.get(ZONE.name, ""))
    zone = str(typed or "") or (saved.settings.preferences.zone if saved else "") or told
    if not zone:
        if ZONE.name in asked.given:
            return Refused(
                (Refusal(ZONE.name, asked.given[ZONE.name], replace(ZONE, required=True).accepted),)
            )
        here = (await settings_here(visit.where, visit.account.door, visit.transaction)).zone
        question = replace(ZONE, required=True)
        arguments = {**asked.given, DO.name: "on"}
        asking = (Asking(question, here or ""),)
        return Form(text("When is your morning?"), 1, 1, asking, REMIND, arguments)
    chosen = saved.settings.preferences if saved else default_preferences(rules, zone)
    others = {name: given for name, given in asked.given.items() if name != ZONE.name}
    after, refusals = with_choices(replace(chosen, zone=zone), others, rules)
    if refusals:
        return Refused(refusals)
    zone_chosen = typed is not None or (saved is not None and saved.settings.zone_chosen)
    standing = await standing_of(saved, visit) if saved else None
    if standing is not None and saved is not None and after == saved.settings.preferences:
        reached = standing.destination is not None and standing.destination.channel_id
        if saved.settings.state is ReminderState.ON and reached and not standing.closed:
            return await shown(standing, visit, "Reminders are on already.")
    return await begun(ReminderSettings(0, after, zone_chosen), visit)


async def begun(settings: ReminderSettings, visit: Visit) -> Reply:
    """Write to the person by way of the account with which they ask."""
    if visit.account.door in NO_MESSAGES:
        return no_messages()
    person = await person_here(visit)
    account = await account_of(visit.transaction, **asdict(visit.account))
    if account is None:
        raise LookupError("the person was deleted while they opted in")
    settings = replace(settings, account_id=account, paused_until=None)
    await begin(
        visit.transaction,
        person,
        settings,
        workspace=_workspace(visit),
        prepared=visit.library.prepared,
        now=visit.now,
    )
    saved = await read_settings(visit.transaction, person)
    if saved is None:
        raise LookupError("the person was deleted while they opted in")
    return on_its_way(await standing_of(saved, visit))


def _workspace(visit: Visit) -> str:
    """Slack's team whose installation writes; empty where one token writes to everybody."""
    if visit.account.door != "slack":
        return ""
    return visit.where.server.platform_id if visit.where.server else visit.account.tenant
