"""Reminders at every door: asked for, chosen, answered, stopped; a terminal says that it cannot."""

from core.deliveries.freeze import Frozen
from core.deliveries.freezing import freeze
from core.dialogue.request import Asked
from core.reminders.carried import read_carried
from core.reminders.document import reminder_reply
from core.storage.deliveries import saved_delivery
from core.storage.people import find_person
from core.storage.reminder_settings import SavedSettings, read_settings
from core.storage.tables import deliveries
from tests.contract.console_door import ConsoleDoor
from tests.contract.people import ADA
from tests.contract.visitor import NOON, Door, Seen, Visitor

SEASON = {**ADA, "season_stage": "2028_not_applied"}


async def settings(door: Door, visitor: Visitor) -> SavedSettings | None:
    account = visitor.account
    known = {"door": account.door, "tenant": account.tenant, "platform_id": account.platform_id}
    async with door.desk.store.reading() as tx:
        person = await find_person(tx, **known)
        return await read_settings(tx, person) if person else None


async def offered(door: Door) -> tuple[Visitor, Seen]:
    """Somebody who has told of themselves, and what they are offered."""
    ada = await door.visitor("Ada")
    await ada.types("assess", **SEASON)
    return ada, await ada.types("remind")


async def opted_in(door: Door) -> Visitor:
    ada, offer = await offered(door)
    on = await ada.presses(offer, "Remind me")
    if on.form is not None:
        on = await ada.fills(on, zone="EST")
    assert "on its way" in on.text
    assert on.private
    return ada


async def test_nothing_is_sent_unless_it_is_asked_for(door: Door) -> None:
    ada, offer = await offered(door)
    assert offer.private
    if isinstance(door, ConsoleDoor):
        assert "no direct messages" in offer.text
        return
    assert "Nothing comes unless you ask for it" in offer.text
    assert await settings(door, ada) is None


async def test_opting_in_asks_for_a_zone_once_where_none_is_told(door: Door) -> None:
    if isinstance(door, ConsoleDoor):
        return
    ada = await opted_in(door)
    saved = await settings(door, ada)
    assert saved is not None
    assert saved.settings.preferences.zone in {"America/New_York", "Etc/UTC"}
    assert saved.row_version == 1
    shown = await ada.types("remind")
    assert "What comes next" in shown.text


async def test_hours_and_kinds_are_chosen_on_a_form_and_by_options(door: Door) -> None:
    if isinstance(door, ConsoleDoor):
        return
    ada = await opted_in(door)
    form = await ada.presses(await ada.types("remind"), "Change hour, zone or kinds")
    assert set(form.opened.filled) == {"zone", "hour", "quiet", "digest", "kinds"}
    saved = await ada.fills(form, hour="7:30 pm", digest="none", kinds="irreversible,own")
    assert "19:30" in saved.text
    changed = await ada.types("remind", quiet="21:00-06:00")
    assert "21:00-06:00" in changed.text
    refused = await ada.types("remind", hour="noonish")
    assert "07:30 or 7:30 pm" in refused.text
    again = await ada.mends(refused)
    assert again.opened.filled["hour"] == "noonish"


async def test_they_are_paused_gone_on_with_and_stopped(door: Door) -> None:
    if isinstance(door, ConsoleDoor):
        return
    ada = await opted_in(door)
    paused = await ada.types("remind", do="pause", until="in 2 weeks")
    assert "paused until" in paused.text
    on = await ada.presses(paused, "Go on")
    assert "What comes next" in on.text
    off = await ada.presses(on, "Stop reminders")
    assert "what you chose is kept" in off.text
    assert "What comes next" not in off.text


async def test_a_reminder_that_was_sent_can_be_answered_by_its_person(door: Door) -> None:
    if isinstance(door, ConsoleDoor):
        return
    ada, ben = await opted_in(door), await door.visitor("Ben")
    delivery = await first_message(door)
    given = {"delivery": str(delivery), "item": "1"}
    shown = await door.desk.answer(Asked("reminder", given), ada.account, now=NOON)
    assert getattr(shown, "data", {}).get("settled") == ""
    other = await door.desk.answer(Asked("reminder", given), ben.account, now=NOON)
    assert "settled" not in str(other) or "not stored here" in str(other)


async def first_message(door: Door) -> int:
    """The first message that carries dates, frozen as it would be at its time."""
    async with door.desk.store.writing() as tx:
        query = deliveries.select().where(deliveries.c.kind != "welcome")
        row = (await tx.execute(query.order_by(deliveries.c.due_at))).first()
        assert row is not None
        one = saved_delivery(row)
        prepared = door.desk.library.prepared
        frozen = await freeze(tx, one, prepared=prepared, now=one.due_at)
        assert isinstance(frozen, Frozen)
        await tx.execute(
            deliveries.update()
            .where(deliveries.c.id == one.id)
            .values(carried=frozen.carried, state="delivered")
        )
    assert reminder_reply(read_carried(frozen.carried), one.id).blocks
    return one.id
