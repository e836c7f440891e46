"""One person planned by two at once, on both databases: as if one had come after the other."""

import asyncio

from core.commands.visit import Library
from core.profile.applicant import Profile
from core.reminders.carried import CarriedKind
from core.storage.engine import Store
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
