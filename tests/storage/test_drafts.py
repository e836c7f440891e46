from datetime import timedelta

import pytest

from core.storage.drafts import (
    Draft,
    drop_draft,
    read_draft,
    read_draft_by_id,
    save_draft,
)
from core.storage.engine import Store
from core.storage.people import person_for
from tests.storage.conftest import NOW

HOUR = timedelta(hours=1)
CONTENT = {"answers": {"step2": "231\u0000", "name": "😀 é"}, "page": 2}


@pytest.fixture
async def person(store: Store) -> int:
    async with store.writing() as tx:
        return await person_for(tx, door="d", tenant="t", platform_id="p", now=NOW)


async def test_a_draft_comes_back_as_it_was_saved(store: Store, person: int) -> None:
    async with store.writing() as tx:
        saved = await save_draft(tx, person, "form", CONTENT, now=NOW, expires_at=NOW + HOUR)
        assert await read_draft(tx, person, "form", now=NOW) == saved
    assert saved == Draft(saved.id, "form", CONTENT, NOW, NOW + HOUR)


async def test_an_expired_draft_is_not_returned(store: Store, person: int) -> None:
    async with store.writing() as tx:
        await save_draft(tx, person, "form", {}, now=NOW, expires_at=NOW + HOUR)
        assert await read_draft(tx, person, "form", now=NOW + HOUR) is None


async def test_a_draft_keeps_its_id_while_it_lives_and_then_gets_another(
    store: Store, person: int
) -> None:
    async with store.writing() as tx:
        first = await save_draft(tx, person, "form", {}, now=NOW, expires_at=NOW + HOUR)
        soon, late = NOW + HOUR / 2, NOW + 3 * HOUR
        second = await save_draft(tx, person, "form", CONTENT, now=soon, expires_at=NOW + 2 * HOUR)
        third = await save_draft(tx, person, "form", {}, now=late, expires_at=NOW + 4 * HOUR)
        assert await read_draft(tx, person, "form", now=late) == third
    assert first.id == second.id != third.id
    assert len(first.id) <= 20


async def test_drafts_of_other_kinds_and_people_are_their_own(store: Store, person: int) -> None:
    async with store.writing() as tx:
        other = await person_for(tx, door="d", tenant="t", platform_id="q", now=NOW)
        for owner, kind in [(person, "form"), (person, "what-if"), (other, "form")]:
            await save_draft(tx, owner, kind, {"of": owner}, now=NOW, expires_at=NOW + HOUR)
        await drop_draft(tx, person, "form")
        await drop_draft(tx, person, "form")
        assert await read_draft(tx, person, "form", now=NOW) is None
        assert await read_draft(tx, person, "what-if", now=NOW) is not None
        assert await read_draft(tx, other, "form", now=NOW) is not None


async def test_a_draft_is_found_by_its_id_while_it_lives_and_by_its_person_alone(
    store: Store, person: int
) -> None:
    async with store.writing() as tx:
        other = await person_for(tx, door="d", tenant="t", platform_id="q", now=NOW)
        saved = await save_draft(tx, person, "form", CONTENT, now=NOW, expires_at=NOW + HOUR)
        await save_draft(tx, person, "what-if", {}, now=NOW, expires_at=NOW + HOUR)
        assert await read_draft_by_id(tx, person, saved.id, now=NOW) == saved
        assert await read_draft_by_id(tx, other, saved.id, now=NOW) is None
        assert await read_draft_by_id(tx, person, saved.id, now=NOW + HOUR) is None
