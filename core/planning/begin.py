"""Opting in: where the person is written to, what they chose, and the first message."""

from datetime import datetime

from core.assessment.prepared import Prepared
from core.planning.replan import Replanned, replan
from core.reminders.carried import CarriedKind
from core.storage.deliveries import add_delivery, is_under_way
from core.storage.destinations import save_destination
from core.storage.engine import Transaction
from core.storage.reminder_settings import ReminderSettings, read_settings, save_settings


async def begin(
    tx: Transaction,
    person_id: int,
    settings: ReminderSettings,
    *,
    workspace: str,
    prepared: Prepared,
    now: datetime,
) -> Replanned:
    """Write to a person from now on, beginning with a message at once that opens the way.

    ``workspace`` is Slack's team whose installation writes, empty on Discord. Pressed twice there
    is one first message. Raises ``SettingsChanged`` where another change came first.
    """
    saved = await read_settings(tx, person_id)
    expected = saved.row_version if saved else None
    await save_settings(tx, person_id, settings, now=now, expected=expected)
    destination = await save_destination(tx, settings.account_id, workspace=workspace, now=now)
    if not await is_under_way(tx, person_id, CarriedKind.WELCOME):
        await add_delivery(tx, destination, CarriedKind.WELCOME, due_at=now, now=now)
    return await replan(tx, person_id, prepared=prepared, now=now)
