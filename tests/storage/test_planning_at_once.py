"""One person planned by two at once, on both databases: as if one had come after the other."""

import asyncio
from datetime import timedelta

from core.commands.visit import Library
from core.profile.applicant import Profile
from core.reminders.carried import CarriedKind
from core.storage.claiming import Claim, Claimant, claim_waiting
from core.storage.destinations import save_destination
from core.storage.engine import Store
from core.storage.reminder_settings import read_settings, save_settings
from core.storage.settling import settle_delivered
from core.terms import ApplicantType
from tests.planning.conftest import NOW, SENIOR, somebody

AUTUMN = NOW.replace(year=2027, month=9, day=1)


async def test_every_message_carries_something_and_nothing_is_carried_twice(
    store: Store, shelf: Library
) -> None:
    ada = await somebody(store, shelf.prepared)
    await ada.opts_in(AUTUMN)
    before = sorted(one.occurrence.identity for one in await ada.planned())
    for _ in range(3):
        await asyncio.gather(*(ada.replans(AUTUMN) for _ in range(4)))
    planned = await ada.planned()
    assert sorted(one.occurrence.identity for one in planned) == before
    messages = {one.id for one in await ada.messages() if one.kind is not CarriedKind.WELCOME}
    assert {one.delivery_id for one in planned if one.delivery_id} == messages
    assert messages


async def test_who_plans_last_plans_by_what_is_saved(store: Store, shelf: Library) -> None:
    ada = await somebody(store, shelf.prepared)
    await ada.opts_in(AUTUMN)
    for applicant in (ApplicantType.NON_US_IMG, ApplicantType.US_MD_SENIOR) * 2:
        profile = SENIOR.model_copy(update={"applicant": applicant})

        async def changes(profile: Profile = profile) -> None:
            await ada.is_now(profile)
            await ada.replans(AUTUMN)

        await asyncio.gather(changes(), ada.replans(AUTUMN), ada.replans(AUTUMN))
        after = [one.occurrence for one in await ada.planned()]
        await ada.replans(AUTUMN)
        assert [one.occurrence for one in await ada.planned()] == after


async def test_who_opts_in_again_as_a_message_arrives_waits_for_it_or_it_for_them(
    store: Store, shelf: Library
) -> None:
    ada = await somebody(store, shelf.prepared)
    await ada.opts_in(AUTUMN)
    by = Claimant("a run", timedelta(seconds=30))
    due = AUTUMN + timedelta(days=30)
    async with store.writing() as tx:
        rows = await claim_waiting(tx, by, door="discord", workspace="", now=due, most=99)
    row = next(one for one in rows if one.kind is CarriedKind.REMINDER)
    claim = Claim(row.id, by.holder, row.attempts)
    begun = asyncio.Event()

    async def arrives() -> bool:
        async with store.writing() as tx:
            begun.set()
            return await settle_delivered(tx, claim, message_id="m", channel_id="c", now=AUTUMN)

    async with store.writing() as tx:
        saved = await read_settings(tx, ada.person)
        assert saved is not None
        await save_settings(tx, ada.person, saved.settings, now=AUTUMN, expected=saved.row_version)
        arriving = asyncio.create_task(arrives())
        # On PostgreSQL it has begun by then and waits; on SQLite one writes at a time.
        await asyncio.wait({asyncio.create_task(begun.wait()), arriving}, timeout=0.3)
        await save_destination(tx, ada.account, workspace="", now=AUTUMN)
    assert await arriving
