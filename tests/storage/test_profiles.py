import asyncio
from datetime import date

import pytest
from sqlalchemy import select

from core.profile.applicant import Profile
from core.storage.documents import DocumentNewer
from core.storage.engine import Store
from core.storage.people import person_for
from core.storage.profiles import ProfileChanged, SavedProfile, read_profile, save_profile
from core.storage.tables import profiles
from core.terms import Specialty
from tests.storage.conftest import NOW

PROFILE = Profile(
    specialty=(Specialty.DR, Specialty.IR), season=2027, step2_ck=231, step2_date=date(2026, 5, 4)
)
LATER = NOW.replace(month=10)


@pytest.fixture
async def person(store: Store) -> int:
    async with store.writing() as tx:
        return await person_for(tx, door="d", tenant="t", platform_id="p", now=NOW)


async def test_nobody_has_a_profile_before_it_is_saved(store: Store, person: int) -> None:
    async with store.reading() as tx:
        assert await read_profile(tx, person) is None


async def test_a_profile_comes_back_as_it_was_saved(store: Store, person: int) -> None:
    async with store.writing() as tx:
        assert await save_profile(tx, person, PROFILE, now=NOW, expected=None) == 1
    async with store.reading() as tx:
        assert await read_profile(tx, person) == SavedProfile(PROFILE, 1, NOW)


async def test_a_second_save_replaces_the_first_and_its_season(store: Store, person: int) -> None:
    changed = PROFILE.model_copy(update={"season": None})
    async with store.writing() as tx:
        first = await save_profile(tx, person, PROFILE, now=NOW, expected=None)
        assert await save_profile(tx, person, changed, now=LATER, expected=first) == 2
        assert await read_profile(tx, person) == SavedProfile(changed, 2, LATER)
        row = (await tx.execute(select(profiles))).one()
    assert row.season is None
    assert row.created_at == NOW


async def test_of_two_saves_at_once_one_is_told_of_the_other(store: Store, person: int) -> None:
    async def save(score: int, expected: int | None) -> int:
        async with store.writing() as tx:
            mine = PROFILE.model_copy(update={"step2_ck": score})
            return await save_profile(tx, person, mine, now=NOW, expected=expected)

    for expected in (None, 1):
        results = await asyncio.gather(
            save(240, expected), save(250, expected), return_exceptions=True
        )
        assert sorted(type(result).__name__ for result in results) == ["ProfileChanged", "int"]


@pytest.mark.parametrize("expected", [None, 1, 7])
async def test_a_save_over_another_version_changes_nothing(
    store: Store, person: int, expected: int | None
) -> None:
    async with store.writing() as tx:
        await save_profile(tx, person, PROFILE, now=NOW, expected=None)
        await save_profile(tx, person, PROFILE, now=NOW, expected=1)
        with pytest.raises(ProfileChanged):
            await save_profile(tx, person, Profile(), now=LATER, expected=expected)
        assert await read_profile(tx, person) == SavedProfile(PROFILE, 2, NOW)


async def test_an_answer_that_cannot_be_read_is_named_and_the_rest_stays(
    store: Store, person: int
) -> None:
    async with store.writing() as tx:
        await save_profile(tx, person, PROFILE, now=NOW, expected=None)
        stored = {"season": 2027, "step2_ck": "two hundred", "shoe_size": 44}
        await tx.execute(profiles.update().values(document=stored))
        found = await read_profile(tx, person)
    assert found == SavedProfile(Profile(season=2027), 1, NOW, ("shoe_size", "step2_ck"))


async def test_a_profile_of_a_newer_version_is_not_read_as_something_else(
    store: Store, person: int
) -> None:
    async with store.writing() as tx:
        await save_profile(tx, person, PROFILE, now=NOW, expected=None)
        await tx.execute(profiles.update().values(document_version=99))
        with pytest.raises(DocumentNewer):
            await read_profile(tx, person)
