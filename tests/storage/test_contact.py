from datetime import time, timedelta

from core.reminders.preferences import Preferences
from core.storage.contact import Contact, read_contact
from core.storage.destinations import note_told, note_unreachable, save_destination
from core.storage.engine import Store
from core.storage.people import account_of, person_for
from core.storage.reminder_settings import ReminderSettings, note_sent, save_settings
from tests.storage.conftest import NOW

CHOSEN = Preferences("Asia/Karachi", time(7, 30), time(21), time(7))
LATER = NOW + timedelta(hours=1)


async def test_how_somebody_stands_is_one_row_from_opting_in_on(store: Store) -> None:
    known = {"door": "slack", "tenant": "t", "platform_id": "p"}
    async with store.writing() as tx:
        person = await person_for(tx, **known, now=NOW)
        account = await account_of(tx, **known)
        assert account is not None
        assert await read_contact(tx, person) is None
        settings = ReminderSettings(account, CHOSEN, zone_chosen=False)
        await save_settings(tx, person, settings, now=NOW, expected=None)
        zone = CHOSEN.zone
        assert await read_contact(tx, person) == Contact(account, "", None, 0, zone, follows=True)
        await save_destination(tx, account, workspace="T1", now=NOW)
        await note_sent(tx, person)
        await note_unreachable(tx, account, reason="closed", now=LATER)
        met = await read_contact(tx, person)
        assert met == Contact(account, "slack", LATER, 1, zone, follows=True)
        await note_told(tx, account, now=LATER)
        met = await read_contact(tx, person)
        assert met == Contact(account, "slack", None, 1, zone, follows=True)


async def test_nobody_stands_for_another(store: Store) -> None:
    async with store.writing() as tx:
        person = await person_for(tx, door="d", tenant="t", platform_id="p", now=NOW)
        other = await person_for(tx, door="d", tenant="t", platform_id="q", now=NOW)
        account = await account_of(tx, door="d", tenant="t", platform_id="p")
        assert account is not None
        settings = ReminderSettings(account, CHOSEN, zone_chosen=True)
        await save_settings(tx, person, settings, now=NOW, expected=None)
        assert await read_contact(tx, other) is None
        met = await read_contact(tx, person)
    assert met is not None
    assert not met.follows
