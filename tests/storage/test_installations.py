from datetime import timedelta
from typing import Any

from core.storage.engine import Store, Transaction
from core.storage.installations import (
    SavedInstallation,
    all_installations,
    find_installation,
    forget_installation,
    refresh_installation,
    save_installation,
)
from tests.storage.conftest import NOW

LATER = NOW + timedelta(hours=1)


async def save(tx: Transaction, enterprise: str, team: str, token: str, now: Any = NOW) -> None:
    await save_installation(
        tx,
        door="slack",
        enterprise_id=enterprise,
        team_id=team,
        document={"bot_token": token},
        now=now,
    )


async def found(tx: Transaction, enterprise: str, team: str) -> SavedInstallation | None:
    return await find_installation(tx, door="slack", enterprise_id=enterprise, team_id=team)


async def token(tx: Transaction, enterprise: str, team: str) -> str | None:
    saved = await found(tx, enterprise, team)
    return None if saved is None else saved.document["bot_token"]


async def refresh(tx: Transaction, before: SavedInstallation, token: str) -> bool:
    document = {"bot_token": token}
    return await refresh_installation(tx, before, door="slack", document=document, now=LATER)


async def test_the_last_installation_of_a_workspace_is_the_one_that_counts(store: Store) -> None:
    async with store.writing() as tx:
        await save(tx, "", "T1", "first")
        await save(tx, "", "T1", "second", LATER)
        await save(tx, "", "T2", "other")
        saved = await found(tx, "", "T1")
        assert saved is not None
        assert saved.document == {"bot_token": "second"}
        assert (saved.row_version, saved.installed_at) == (2, LATER)
        assert await token(tx, "", "T2") == "other"


async def test_a_workspace_has_its_organisations_installation_and_its_own_before_it(
    store: Store,
) -> None:
    async with store.writing() as tx:
        await save(tx, "E1", "", "everywhere")
        await save(tx, "E1", "T1", "here")
        assert await token(tx, "E1", "T1") == "here"
        assert await token(tx, "E1", "T2") == "everywhere"
        assert await token(tx, "E1", "") == "everywhere"
        assert await token(tx, "E2", "T2") is None
        assert await token(tx, "", "T2") is None
        assert await token(tx, "", "") is None


async def test_a_workspace_in_no_organisation_has_nobody_elses_installation(store: Store) -> None:
    async with store.writing() as tx:
        await save(tx, "", "T1", "here")
        assert await token(tx, "", "T2") is None
        assert await token(tx, "E1", "") is None


async def test_a_workspace_that_joined_an_organisation_has_one_installation(store: Store) -> None:
    async with store.writing() as tx:
        await save(tx, "", "T1", "before")
        assert await token(tx, "E1", "T1") == "before"
        await save(tx, "E1", "T1", "since", LATER)
        assert len(await all_installations(tx, door="slack")) == 1
        assert await token(tx, "", "T1") == "since"


async def test_what_is_forgotten_is_that_installation_and_no_other(store: Store) -> None:
    async with store.writing() as tx:
        for enterprise, team in (("", "T1"), ("", "T2"), ("E1", ""), ("E2", ""), ("E1", "T3")):
            await save(tx, enterprise, team, "any")
        await save_installation(
            tx, door="other", enterprise_id="", team_id="T1", document={}, now=NOW
        )
        for enterprise, team in (("", "T1"), ("E1", ""), ("", "unknown")):
            await forget_installation(tx, door="slack", enterprise_id=enterprise, team_id=team)
        left = [
            (one.enterprise_id, one.team_id) for one in await all_installations(tx, door="slack")
        ]
        assert left == [("", "T2"), ("E1", "T3"), ("E2", "")]
        assert len(await all_installations(tx, door="other")) == 1


async def test_a_refreshed_token_overwrites_the_one_it_came_from(store: Store) -> None:
    async with store.writing() as tx:
        await save(tx, "", "T1", "old")
        before = await found(tx, "", "T1")
        assert before is not None
        assert await refresh(tx, before, "new")
        after = await found(tx, "", "T1")
        assert after is not None
        assert after.document == {"bot_token": "new"}
        assert after.installed_at == NOW


async def test_of_two_refreshed_tokens_the_first_stays(store: Store) -> None:
    async with store.writing() as tx:
        await save(tx, "", "T1", "old")
        before = await found(tx, "", "T1")
        assert before is not None
        assert await refresh(tx, before, "first")
        assert not await refresh(tx, before, "second")
        assert await token(tx, "", "T1") == "first"


async def test_a_refreshed_token_brings_no_forgotten_installation_back(store: Store) -> None:
    async with store.writing() as tx:
        await save(tx, "", "T1", "old")
        before = await found(tx, "", "T1")
        assert before is not None
        await forget_installation(tx, door="slack", enterprise_id="", team_id="T1")
        assert not await refresh(tx, before, "new")
        assert await token(tx, "", "T1") is None
        await save(tx, "", "T1", "again", LATER)
        assert not await refresh(tx, before, "new")
        assert await token(tx, "", "T1") == "again"
