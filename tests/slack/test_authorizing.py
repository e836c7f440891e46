"""Which workspaces are answered, and the tokens used there."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.oauth.installation_store import Installation

from bot.slack import leaving, rotating
from bot.slack.authorizing import ManyWorkspaces, OneWorkspace
from bot.slack.calling import Clients, Cut
from bot.slack.installations import StoredInstallations
from bot.slack.rotating import AHEAD, REFUSED_FOR, TokenRotation
from core.storage.engine import Store
from tests.slack.small_slack import CLIENT_ID, CLIENT_SECRET, LIFE, SmallSlack

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BOT = {"team_id": "T1", "user_id": "UBOT", "bot_id": "B1", "team": "Ward", "url": "https://w/"}


@pytest.fixture
def slack(monkeypatch: pytest.MonkeyPatch) -> SmallSlack:
    # The library counts a new token's life by its own clock.
    clock = "slack_sdk.oauth.token_rotation.async_rotator.time"
    monkeypatch.setattr(clock, lambda: NOW.timestamp())
    monkeypatch.setattr(rotating, "_PAUSE", 0.0)
    monkeypatch.setattr(rotating, "_SAVES", (0.0,))
    return SmallSlack()


@pytest.fixture
async def clients(slack: SmallSlack) -> AsyncIterator[Clients]:
    async with slack.reachable() as reached:
        yield reached


@dataclass
class Process:
    """One running copy of the bot over a database that others may have open too."""

    store: Store
    clients: Clients
    now: datetime = NOW
    workspaces: ManyWorkspaces = field(init=False)
    rotation: TokenRotation = field(init=False)

    def __post_init__(self) -> None:
        self.rotation = TokenRotation(
            self.store,
            self.clients,
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
            now=lambda: self.now,
        )
        self.workspaces = ManyWorkspaces(
            self.store, self.clients, self.rotation, now=lambda: self.now
        )

    async def token(self, enterprise: str = "", team: str = "T1") -> str | None:
        result = await self.workspaces.authorized(enterprise, team)
        return None if result is None else result.bot_token

    async def install(
        self, token: str, left: timedelta | None = None, team: str | None = "T1"
    ) -> None:
        expires = None if left is None else int((self.now + left).timestamp())
        await StoredInstallations(self.store, now=lambda: self.now).async_save(
            Installation(
                enterprise_id=None if team else "E1",
                team_id=team,
                bot_token=token,
                bot_id="B1",
                bot_user_id="UBOT",
                bot_scopes="commands",
                bot_refresh_token=None if left is None else f"refresh-{token}",
                bot_token_expires_at=expires,
                user_id="U1",
                is_enterprise_install=team is None,
            )
        )


@pytest.fixture
async def process(tmp_path: Path, clients: Clients) -> AsyncIterator[Process]:
    store = await Store.open(f"sqlite:///{tmp_path / 'shared.db'}")
    made = Process(store, clients)
    yield made
    await made.workspaces.close()
    await store.close()


@pytest.fixture
async def another(tmp_path: Path, clients: Clients, process: Process) -> AsyncIterator[Process]:
    """A second process over the same database."""
    store = await Store.open(f"sqlite:///{tmp_path / 'shared.db'}")
    made = Process(store, clients)
    yield made
    await made.workspaces.close()
    await store.close()


# One workspace.


async def test_the_one_workspace_is_asked_for_once_and_is_the_only_one(
    slack: SmallSlack, clients: Clients
) -> None:
    slack.tokens["xoxb-1"] = BOT
    one = OneWorkspace(clients, "xoxb-1")
    results = await asyncio.gather(*(one.authorized("", "T1") for _ in range(5)))
    assert {result.bot_token for result in results if result} == {"xoxb-1"}
    assert {result.bot_user_id for result in results if result} == {"UBOT"}
    assert await one.authorized("", "T2") is None
    assert await one.authorized("E1", "") is None
    assert slack.calls == ["auth.test"]


async def test_a_token_of_an_organisation_serves_all_its_workspaces(
    slack: SmallSlack, clients: Clients
) -> None:
    slack.tokens["xoxb-1"] = {**BOT, "enterprise_id": "E1", "is_enterprise_install": True}
    one = OneWorkspace(clients, "xoxb-1")
    assert await one.authorized("E1", "T9") is not None
    assert await one.authorized("E2", "T9") is None
    client = await one.client_for("E1", "T9")
    assert client is not None
    assert client.default_params == {"team_id": "T9"}


async def test_a_refused_token_authorises_nothing_and_is_not_quoted(
    clients: Clients, caplog: pytest.LogCaptureFixture
) -> None:
    one = OneWorkspace(clients, "xoxb-wrong")
    assert await one.authorized("", "T1") is None
    assert "invalid_auth" in caplog.text
    assert "xoxb-wrong" not in caplog.text


async def test_while_slack_is_away_nothing_is_remembered(
    slack: SmallSlack, clients: Clients
) -> None:
    slack.tokens["xoxb-1"] = BOT
    slack.broken.add("auth.test")
    one = OneWorkspace(clients, "xoxb-1")
    with pytest.raises(Cut):
        await one.authorized("", "T1")
    slack.broken.clear()
    assert await one.authorized("", "T1") is not None


# Many workspaces.


async def test_a_request_asks_slack_nothing_where_the_token_lasts(
    slack: SmallSlack, process: Process
) -> None:
    await process.install("xoxb-1")
    await process.install("xoxb-2", AHEAD + timedelta(seconds=1), team="T2")
    result = await process.workspaces.authorized("", "T1")
    assert result is not None
    assert (result.bot_token, result.bot_id, result.bot_user_id) == ("xoxb-1", "B1", "UBOT")
    assert (result.team_id, result.bot_scopes) == ("T1", ["commands"])
    assert await process.token(team="T2") == "xoxb-2"
    assert await process.token(team="T3") is None
    assert slack.calls == []


async def test_the_library_is_told_of_a_workspace_by_its_organisation(process: Process) -> None:
    await process.install("xoxb-everywhere", team=None)
    await process.install("xoxb-here", team="T1")
    for whole, token in ((True, "xoxb-everywhere"), (False, "xoxb-here")):
        context = AsyncBoltContext({"is_enterprise_install": whole})
        result = await process.workspaces(
            context=context, enterprise_id="E1", team_id="T1", user_id="U1"
        )
        assert result is not None
        assert (result.bot_token, result.team_id, result["team_id"]) == (token, "T1", "T1")


async def test_every_client_is_new_and_waits_for_room_but_repeats_nothing_blindly(
    process: Process,
) -> None:
    await process.install("xoxb-1")
    await process.install("xoxb-2", team="T2")
    first = await process.workspaces.client_for("", "T1")
    again = await process.workspaces.client_for("", "T1")
    other = await process.workspaces.client_for("", "T2")
    assert first is not None
    assert again is not None
    assert other is not None
    assert len({id(client) for client in (first, again, other)}) == 3
    assert (first.token, other.token) == ("xoxb-1", "xoxb-2")
    (handler,) = first.retry_handlers
    assert isinstance(handler, AsyncRateLimitErrorRetryHandler)
    assert await process.workspaces.client_for("", "T3") is None


async def test_a_token_that_is_about_to_expire_is_used_while_it_is_refreshed(
    slack: SmallSlack, process: Process
) -> None:
    slack.refreshers["refresh-old"] = "any"
    slack.open.clear()
    await process.install("old", AHEAD - timedelta(seconds=1))
    assert await process.token() == "old"
    await slack.reached()
    assert await process.token() == "old"
    slack.open.set()
    await process.workspaces.close()
    assert await process.token() == "xoxe.xoxb-0"
    assert slack.calls == ["oauth.v2.access"]


async def test_a_token_that_expired_is_refreshed_once_for_all_who_wait(
    slack: SmallSlack, process: Process
) -> None:
    slack.refreshers["refresh-old"] = "any"
    await process.install("old", timedelta(0))
    tokens = await asyncio.gather(*(process.token() for _ in range(8)))
    assert tokens == ["xoxe.xoxb-0"] * 8
    assert slack.calls == ["oauth.v2.access"]
    process.now += timedelta(seconds=LIFE)
    assert await process.token() == "xoxe.xoxb-1"


async def test_what_slack_gave_is_saved_though_whoever_asked_gave_up(
    slack: SmallSlack, process: Process
) -> None:
    slack.refreshers["refresh-old"] = "any"
    slack.open.clear()
    await process.install("old", timedelta(0))
    asking = asyncio.create_task(process.token())
    await slack.reached()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    slack.open.set()
    await process.workspaces.close()
    assert await process.token() == "xoxe.xoxb-0"


async def test_of_two_processes_the_slower_uses_what_the_faster_saved(
    slack: SmallSlack, process: Process, another: Process
) -> None:
    slack.refreshers["refresh-old"] = "any"
    await process.install("old", timedelta(0))
    slack.open.clear()
    both = [asyncio.create_task(one.token()) for one in (process, another)]
    await slack.reached(times=2)
    slack.open.set()
    assert await asyncio.gather(*both) == ["xoxe.xoxb-0"] * 2
    assert await process.token() == await another.token() == "xoxe.xoxb-0"


async def test_tokens_are_refreshed_ahead_though_nobody_asks(
    slack: SmallSlack, process: Process
) -> None:
    slack.refreshers["refresh-soon"] = "any"
    await process.install("soon", timedelta(hours=1))
    await process.install("later", timedelta(hours=5), team="T2")
    await process.install("never", team="T3")
    await process.rotation.refresh_ahead()
    tokens = [await process.token(team=team) for team in ("T1", "T2", "T3")]
    assert tokens == ["xoxe.xoxb-0", "later", "never"]
    assert slack.calls == ["oauth.v2.access"]


async def test_a_refused_refresh_is_not_asked_again_at_once_and_quotes_no_token(
    slack: SmallSlack, process: Process, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await process.install("old", timedelta(0))
    assert [await process.token() for _ in range(3)] == [None] * 3
    assert slack.calls == ["oauth.v2.access"]
    assert "invalid_refresh_token" in caplog.text
    assert "refresh-old" not in caplog.text
    slack.refreshers["refresh-old"] = "any"
    process.now += REFUSED_FOR
    assert await process.token() == "xoxe.xoxb-0"


async def test_while_slack_is_away_a_token_that_lasts_a_little_is_used(
    slack: SmallSlack, process: Process
) -> None:
    slack.broken.add("oauth.v2.access")
    slack.refreshers["refresh-old"] = "any"
    await process.install("old", timedelta(minutes=30))
    assert await process.token() == "old"
    process.now += timedelta(minutes=30)
    assert await process.token() is None
    slack.broken.clear()
    assert await process.token() == "xoxe.xoxb-0"


@pytest.mark.parametrize("retry_after", ["3", "3600"])
async def test_a_request_waits_a_moment_for_a_token_and_the_exchange_is_given_up_in_time(
    slack: SmallSlack, process: Process, monkeypatch: pytest.MonkeyPatch, retry_after: str
) -> None:
    slack.no_room["oauth.v2.access"] = retry_after
    monkeypatch.setattr(rotating, "WAITED_FOR", 0.02)
    monkeypatch.setattr(rotating, "EXCHANGED_WITHIN", 0.5)
    await process.install("old", timedelta(0))
    async with asyncio.timeout(5):
        assert await process.token() is None
        await process.rotation.refresh_ahead()
    assert len(slack.calls) <= 2


async def test_slack_that_never_answers_keeps_no_request_and_no_end_waiting(
    slack: SmallSlack, process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack.open.clear()
    monkeypatch.setattr(rotating, "WAITED_FOR", 0.02)
    monkeypatch.setattr(leaving, "ANSWERED_WITHIN", 0.02)
    await process.install("old", timedelta(0))
    async with asyncio.timeout(5):
        assert await process.token() is None
        await process.workspaces.close()
        assert await process.token() is None
    assert slack.calls == ["oauth.v2.access"]
    slack.open.set()


async def test_a_workspace_that_leaves_while_its_token_is_refreshed_is_gone(
    slack: SmallSlack, process: Process
) -> None:
    slack.refreshers["refresh-old"] = "any"
    slack.open.clear()
    await process.install("old", timedelta(0))
    asking = asyncio.create_task(process.token())
    await slack.reached()
    stored = StoredInstallations(process.store, now=lambda: NOW)
    await stored.async_delete_all(enterprise_id=None, team_id="T1")
    slack.open.set()
    assert await asking is None
    assert await process.token() is None


# Tokens that were taken away.


async def note(process: Process, token: str, error: str) -> bool:
    return await process.workspaces.note_refused("", "T1", token=token, error=error)


async def test_a_token_that_was_taken_away_takes_the_installation_along(
    slack: SmallSlack, process: Process
) -> None:
    await process.install("xoxb-1")
    slack.errors["auth.test"] = "account_inactive"
    assert await note(process, "xoxb-1", "token_revoked")
    assert await process.token() is None


@pytest.mark.parametrize(
    ("error", "said_again"),
    [
        pytest.param("invalid_auth", "invalid_auth", id="what is said of an address too"),
        pytest.param("ratelimited", "token_revoked", id="another trouble"),
        pytest.param("token_revoked", "invalid_auth", id="what is not said again"),
        pytest.param("token_revoked", "", id="what was a slip"),
    ],
)
async def test_a_slip_forgets_no_installation(
    slack: SmallSlack, process: Process, error: str, said_again: str
) -> None:
    await process.install("xoxb-1")
    slack.tokens["xoxb-1"] = BOT
    if said_again:
        slack.errors["auth.test"] = said_again
    assert not await note(process, "xoxb-1", error)
    assert await process.token() == "xoxb-1"


async def test_a_cut_line_forgets_no_installation(slack: SmallSlack, process: Process) -> None:
    await process.install("xoxb-1")
    slack.broken.add("auth.test")
    assert not await note(process, "xoxb-1", "account_inactive")
    assert await process.token() == "xoxb-1"


async def test_an_older_token_that_was_taken_away_forgets_no_installation(
    slack: SmallSlack, process: Process
) -> None:
    await process.install("new")
    slack.errors["auth.test"] = "token_revoked"
    assert not await note(process, "old", "token_revoked")
    assert await process.token() == "new"
