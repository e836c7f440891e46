"""The pages by which a workspace installs the app, and what is saved."""

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Bot

from bot.slack.authorizing import ManyWorkspaces
from bot.slack.calling import Clients
from bot.slack.install_pages import FAILURES, failure_page
from bot.slack.installations import StoredInstallations
from bot.slack.installing import Installing
from bot.slack.rotating import TokenRotation
from bot.slack.states import LIVES, SignedStates
from core.storage.engine import Store
from core.storage.errors import StoreBusy
from core.storage.servers import present_servers
from tests.slack.small_slack import CLIENT_ID, CLIENT_SECRET, SmallSlack

LIBRARYS_OWN = (
    "SLACK_BOT_TOKEN",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
    "SLACK_INSTALL_PATH",
    "SLACK_REDIRECT_URI",
    "SLACK_REDIRECT_URI_PATH",
    "SLACK_SCOPES",
    "SLACK_SIGNING_SECRET",
    "SLACK_USER_SCOPES",
    "SLACK_VERIFICATION_TOKEN",
)
"""Variables from which the library takes what it is not given."""

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ADDRESS = "https://reading.example"
GIVEN = {
    "token_type": "bot",
    "access_token": "xoxb-given",
    "bot_user_id": "UBOT",
    "app_id": "A1",
    "scope": "commands,chat:write",
    "team": {"id": "T1", "name": "Ward <3"},
    "enterprise": None,
    "is_enterprise_install": False,
    "authed_user": {"id": "U1", "access_token": "xoxp-users"},
}
ORGANISATION = {
    **GIVEN,
    "team": None,
    "enterprise": {"id": "E1", "name": "Hospitals"},
    "is_enterprise_install": True,
}
AUTH = {"team_id": "T1", "bot_id": "B1", "url": "https://hospitals.example/"}


@dataclass
class Browser:
    """Somebody who installs the app, with the cookie that their browser keeps."""

    installing: Installing
    cookie: str = ""

    async def begins(self, query: str = "") -> BoltResponse:
        page = await self.installing.handle_installation(AsyncBoltRequest(body="", query=query))
        self._keep(page)
        return page

    async def comes_back(self, query: str) -> BoltResponse:
        page = await self.installing.handle_callback(
            AsyncBoltRequest(body="", query=query, headers={"cookie": self.cookie})
        )
        self._keep(page)
        return page

    async def agrees(self, code: str = "good") -> BoltResponse:
        consent = way_on(await self.begins())
        return await self.comes_back(f"code={code}&state={consent['state'][0]}")

    def _keep(self, page: BoltResponse) -> None:
        for cookie in page.headers.get("set-cookie", ()):
            self.cookie = cookie.split(";")[0]


def way_on(page: BoltResponse) -> dict[str, list[str]]:
    """The parameters of the link on a page."""
    address = unescape(page.body.split('href="')[1].split('"')[0])
    return parse_qs(urlsplit(address).query, keep_blank_values=True)


@pytest.fixture
def slack() -> SmallSlack:
    return SmallSlack(tokens={"xoxb-given": AUTH}, codes={"good": GIVEN})


@pytest.fixture
async def clients(slack: SmallSlack) -> AsyncIterator[Clients]:
    async with slack.reachable() as reached:
        yield reached


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    opened = await Store.open("sqlite://")
    yield opened
    await opened.close()


@dataclass
class Clock:
    now: datetime = NOW


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def browser(store: Store, clients: Clients, clock: Clock) -> Browser:
    return Browser(made(store, clients, clock))


def made(store: Store, clients: Clients, clock: Clock, secret: str = CLIENT_SECRET) -> Installing:
    def now() -> datetime:
        return clock.now

    rotation = TokenRotation(store, clients, client_id=CLIENT_ID, client_secret=secret, now=now)
    return Installing(
        store,
        clients,
        ManyWorkspaces(store, clients, rotation, now=now),
        client_id=CLIENT_ID,
        client_secret=secret,
        scopes=["commands", "chat:write"],
        address=ADDRESS,
        now=now,
    )


async def bot_in(store: Store, enterprise: str | None, team: str | None) -> Bot | None:
    stored = StoredInstallations(store, now=lambda: NOW)
    return await stored.async_find_bot(enterprise_id=enterprise, team_id=team)


async def present(store: Store) -> frozenset[str]:
    async with store.reading() as tx:
        return await present_servers(tx, door="slack")


async def test_the_install_page_leads_to_slacks_consent_for_the_bot_alone(
    browser: Browser,
) -> None:
    page = await browser.begins()
    assert page.status == 200
    assert way_on(page) == {
        "client_id": [CLIENT_ID],
        "scope": ["commands,chat:write"],
        "user_scope": [""],
        "redirect_uri": [f"{ADDRESS}/slack/oauth_redirect"],
        "state": [browser.cookie.partition("=")[2]],
    }
    assert "does not read channels" in page.body


@pytest.mark.parametrize(
    ("team", "asked"),
    [("T123", ["T123"]), ("T1%26scope%3Dadmin", None), ("%3Cscript%3E", None), ("", None)],
)
async def test_a_link_may_name_a_workspace_and_nothing_else(
    browser: Browser, team: str, asked: list[str] | None
) -> None:
    page = await browser.begins(f"team={team}")
    assert way_on(page).get("team") == asked
    assert way_on(page)["scope"] == ["commands,chat:write"]
    assert "<script" not in page.body


async def test_every_page_loads_nothing_and_is_kept_nowhere(browser: Browser) -> None:
    for page in (await browser.begins(), await browser.agrees(), await browser.comes_back("")):
        assert page.headers["cache-control"] == ["no-store"]
        assert page.headers["referrer-policy"] == ["no-referrer"]
        assert "default-src 'none'" in page.headers["content-security-policy"][0]
        assert "src=" not in page.body
        assert '<html lang="en">' in page.body


async def test_who_agrees_has_the_bot_in_their_workspace(store: Store, browser: Browser) -> None:
    page = await browser.agrees()
    assert page.status == 200
    assert "Reading Room is in Ward &lt;3" in page.body
    assert way_on(page) == {"app": ["A1"], "team": ["T1"]}
    bot = await bot_in(store, None, "T1")
    assert bot is not None
    assert (bot.bot_token, bot.bot_id, bot.bot_user_id) == ("xoxb-given", "B1", "UBOT")
    assert bot.bot_token_expires_at is None
    assert await present(store) == {"T1"}
    assert browser.cookie.endswith("=deleted")


async def test_a_token_that_expires_is_saved_with_its_time_and_what_refreshes_it(
    store: Store, browser: Browser, slack: SmallSlack
) -> None:
    slack.codes["good"] = {**GIVEN, "refresh_token": "xoxe-1", "expires_in": 43_200}
    await browser.agrees()
    bot = await bot_in(store, None, "T1")
    assert bot is not None
    expires = int((NOW + timedelta(hours=12)).timestamp())
    assert (bot.bot_refresh_token, bot.bot_token_expires_at) == ("xoxe-1", expires)


async def test_an_organisation_has_the_bot_in_the_workspaces_it_chose(
    store: Store, browser: Browser, slack: SmallSlack
) -> None:
    slack.codes["good"], slack.teams = ORGANISATION, ["T1", "T2", "T3"]
    page = await browser.agrees()
    assert "Reading Room is in Hospitals" in page.body
    manage = "https://hospitals.example/manage/organization/apps/profile/A1/workspaces/add"
    assert manage in page.body
    bot = await bot_in(store, "E1", "T2")
    assert bot is not None
    assert bot.is_enterprise_install
    assert await present(store) == {"T1", "T2", "T3"}


async def test_an_organisation_is_installed_though_its_workspaces_are_not_told(
    store: Store, browser: Browser, slack: SmallSlack
) -> None:
    slack.codes["good"] = ORGANISATION
    slack.errors["auth.teams.list"] = "fatal_error"
    assert (await browser.agrees()).status == 200
    assert await bot_in(store, "E1", None) is not None


async def reason_of(page: BoltResponse) -> list[str]:
    return [
        reason
        for reason in FAILURES
        if failure_page(reason, f"{ADDRESS}/slack/install") == page.body
    ]


async def test_who_cancels_is_told_so_and_not_with_their_own_words(browser: Browser) -> None:
    page = await browser.comes_back("error=access_denied")
    assert "You cancelled" in page.body
    page = await browser.comes_back("error=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "alert" not in page.body
    assert "Slack reported a problem" in page.body


async def test_another_browser_cannot_finish_what_one_began(
    store: Store, browser: Browser, slack: SmallSlack
) -> None:
    state = way_on(await browser.begins())["state"][0]
    other = Browser(browser.installing)
    page = await other.comes_back(f"code=good&state={state}")
    assert page.status == 400
    assert await reason_of(page) == ["invalid_browser"]
    assert await bot_in(store, None, "T1") is None
    assert slack.calls == []


async def test_a_state_is_good_once(browser: Browser, slack: SmallSlack) -> None:
    state = way_on(await browser.begins())["state"][0]
    kept = browser.cookie
    await browser.comes_back(f"code=good&state={state}")
    slack.codes["good"], browser.cookie = GIVEN, kept
    page = await browser.comes_back(f"code=good&state={state}")
    assert page.status == 401
    assert await reason_of(page) == ["invalid_state"]
    assert slack.codes == {"good": GIVEN}


async def test_who_takes_too_long_starts_again(browser: Browser, clock: Clock) -> None:
    state = way_on(await browser.begins())["state"][0]
    clock.now += LIVES
    page = await browser.comes_back(f"code=good&state={state}")
    assert await reason_of(page) == ["invalid_state"]
    assert f"{ADDRESS}/slack/install" in page.body


async def test_a_code_that_is_over_starts_again(browser: Browser) -> None:
    page = await browser.agrees("over")
    assert await reason_of(page) == ["invalid_code"]


async def test_who_comes_back_without_a_code_is_told_so(browser: Browser) -> None:
    state = way_on(await browser.begins())["state"][0]
    assert await reason_of(await browser.comes_back(f"state={state}")) == ["missing_code"]


@pytest.mark.parametrize("method", ["oauth.v2.access", "auth.test"])
async def test_while_slack_is_away_nothing_is_saved(
    store: Store, browser: Browser, slack: SmallSlack, method: str
) -> None:
    slack.broken.add(method)
    page = await browser.agrees()
    assert page.status == 502
    assert await reason_of(page) == ["unreachable"]
    assert await bot_in(store, None, "T1") is None


async def test_a_wrong_client_secret_is_told_to_the_operator_alone(
    store: Store, clients: Clients, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    page = await Browser(made(store, clients, clock, "another-secret")).agrees()
    assert page.status == 500
    assert await reason_of(page) == ["misconfigured"]
    assert "bad_client_secret" not in page.body
    assert "bad_client_secret" in caplog.text


async def test_a_database_that_is_busy_is_told_of_kindly(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(*_: object, **__: object) -> None:
        raise StoreBusy("The database is busy; try again in a moment.")

    with monkeypatch.context() as patch:
        patch.setattr(StoredInstallations, "async_save", busy)
        assert await reason_of(await browser.agrees()) == ["storage_error"]
    with monkeypatch.context() as patch:
        patch.setattr(SignedStates, "async_consume", busy)
        page = await browser.agrees()
        assert page.status == 503
        assert await reason_of(page) == ["storage_error"]


async def test_no_code_token_or_state_is_logged(
    browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await browser.agrees()
    await browser.agrees("over-and-secret")
    for secret in ("xoxb-given", "over-and-secret", CLIENT_SECRET):
        assert secret not in caplog.text


async def test_nothing_of_the_environment_is_used(
    store: Store,
    clients: Clients,
    clock: Clock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in LIBRARYS_OWN:
        monkeypatch.setenv(name, "from-the-environment")
    installing = made(store, clients, clock)
    app = AsyncApp(
        client=clients.with_token(None), signing_secret=CLIENT_SECRET, oauth_flow=installing
    )
    browser = Browser(installing)
    page = await browser.begins()
    assert "from-the-environment" not in page.body
    assert (await browser.comes_back("code=good&state=unknown")).status == 400
    assert (await browser.agrees()).status == 200
    settings = installing.settings
    told = [f"{value}" for value in vars(settings).values() if isinstance(value, (str, list))]
    assert "from-the-environment" not in " ".join(told)
    assert isinstance(app.installation_store, StoredInstallations)
    assert isinstance(settings.state_store, SignedStates)
    assert isinstance(app._async_authorize, ManyWorkspaces)
    assert (app._token, app._signing_secret) == (None, CLIENT_SECRET)
    assert list(tmp_path.iterdir()) == []
