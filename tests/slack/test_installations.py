"""Slack's installation store and state store, over ours."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk.oauth.installation_store import Installation
from sqlalchemy import select

from bot.slack.installations import StoredInstallations
from core.storage.engine import Store
from core.storage.tables import installations

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
EXPIRES = int((NOW + timedelta(hours=12)).timestamp())


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    opened = await Store.open("sqlite://")
    yield opened
    await opened.close()


@pytest.fixture
def stored(store: Store) -> StoredInstallations:
    return StoredInstallations(store, now=lambda: NOW)


def installation(team: str | None = "T1", **given: object) -> Installation:
    whole = team is None
    values: dict[str, object] = {
        "app_id": "A1",
        "team_id": team,
        "bot_token": f"xoxb-{team or 'everywhere'}",
        "bot_id": "B1",
        "bot_user_id": "UBOT",
        "bot_scopes": "commands,chat:write",
        "bot_refresh_token": "xoxe-1",
        "bot_token_expires_at": EXPIRES,
        "user_id": "UINSTALLER",
        "is_enterprise_install": whole,
        "installed_at": NOW.timestamp(),
    }
    return Installation(**{**values, **given})  # type: ignore[arg-type]


async def token(
    stored: StoredInstallations, enterprise: str | None, team: str | None, *, whole: bool = False
) -> str | None:
    bot = await stored.async_find_bot(
        enterprise_id=enterprise, team_id=team, is_enterprise_install=whole
    )
    return None if bot is None else bot.bot_token


async def test_an_installation_is_found_as_it_was_saved(stored: StoredInstallations) -> None:
    saved = installation()
    await stored.async_save(saved)
    found = await stored.async_find_bot(enterprise_id=None, team_id="T1")
    assert found is not None
    assert found.to_dict() == saved.to_bot().to_dict()


async def test_no_users_token_and_no_installer_is_stored(
    store: Store, stored: StoredInstallations
) -> None:
    private = {
        "user_token": "xoxp-secret",
        "user_refresh_token": "xoxe-user",
        "incoming_webhook_url": "https://hooks.example/secret",
        "user_id": "UINSTALLER",
    }
    await stored.async_save(installation(**private))
    async with store.reading() as tx:
        document = str((await tx.execute(select(installations.c.document))).scalar_one())
    assert [value for value in private.values() if value in document] == []
    found = await stored.async_find_installation(enterprise_id=None, team_id="T1")
    assert found is not None
    assert (found.bot_token, found.user_token, found.user_id) == ("xoxb-T1", None, "")


async def test_an_installation_for_a_user_alone_is_none(stored: StoredInstallations) -> None:
    await stored.async_save(installation(bot_token=None, user_id="U1"))
    assert await token(stored, None, "T1") is None


async def test_a_user_has_no_installation_of_their_own(stored: StoredInstallations) -> None:
    await stored.async_save(installation())
    found = await stored.async_find_installation(
        enterprise_id=None, team_id="T1", user_id="UINSTALLER"
    )
    assert found is None
    await stored.async_delete_installation(enterprise_id=None, team_id="T1", user_id="UINSTALLER")
    assert await token(stored, None, "T1") == "xoxb-T1"


async def test_an_organisations_installation_serves_its_workspaces(
    stored: StoredInstallations,
) -> None:
    await stored.async_save(installation(None, enterprise_id="E1"))
    await stored.async_save(installation("T1", enterprise_id="E1"))
    assert await token(stored, "E1", "T1", whole=True) == "xoxb-everywhere"
    assert await token(stored, "E1", "T2") == "xoxb-everywhere"
    assert await token(stored, "E1", None) == "xoxb-everywhere"
    assert await token(stored, "E1", "T1") == "xoxb-T1"
    assert await token(stored, "E2", "T3") is None


@pytest.mark.parametrize("method", ["async_delete_bot", "async_delete_all"])
async def test_a_deleted_installation_is_gone(stored: StoredInstallations, method: str) -> None:
    await stored.async_save(installation("T1"))
    await stored.async_save(installation("T2"))
    await getattr(stored, method)(enterprise_id=None, team_id="T1")
    assert await token(stored, None, "T1") is None
    assert await token(stored, None, "T2") == "xoxb-T2"
