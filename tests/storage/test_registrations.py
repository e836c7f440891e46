from datetime import timedelta

from sqlalchemy import select

from core.storage.engine import Store
from core.storage.registrations import forget_registered, note_registered, registered
from core.storage.tables import registrations
from tests.storage.conftest import NOW


async def test_the_last_registration_of_a_scope_is_the_one_that_counts(store: Store) -> None:
    later = NOW + timedelta(hours=1)
    async with store.writing() as tx:
        for digest, now in (("old", NOW), ("new", later)):
            await note_registered(tx, door="discord", scope="1:global", digest=digest, now=now)
        await note_registered(tx, door="discord", scope="1:2", digest="other", now=NOW)
        assert await registered(tx, door="discord") == {"1:global": "new", "1:2": "other"}
        when = select(registrations.c.registered_at).where(registrations.c.scope == "1:global")
        assert (await tx.execute(when)).scalar() == later


async def test_doors_and_scopes_are_their_own(store: Store) -> None:
    async with store.writing() as tx:
        for door, scope in (("discord", "1:global"), ("discord", "1:2"), ("slack", "1:2")):
            await note_registered(tx, door=door, scope=scope, digest="any", now=NOW)
        await forget_registered(tx, door="discord", scope="1:2")
        await forget_registered(tx, door="discord", scope="1:2")
        assert await registered(tx, door="discord") == {"1:global": "any"}
        assert await registered(tx, door="slack") == {"1:2": "any"}
