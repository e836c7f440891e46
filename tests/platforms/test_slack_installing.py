"""Workspaces that install the app for themselves: pages, tokens and removal, on the local Slack."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from bot.slack.troubles import SENTENCES
from core.commands.visit import Library
from core.storage.installations import SavedInstallation, all_installations
from core.storage.servers import present_servers
from tests.platforms.slack_bot import ADDRESS, Running, running_slack
from tests.platforms.slack_server import SlackServer
from tests.platforms.slack_server.installs import TOKEN_LIFE
from tests.platforms.slack_server.people import Team, User

REDIRECT = f"{ADDRESS}/slack/oauth_redirect"


@pytest.fixture
def now(local_slack: SlackServer, monkeypatch: pytest.MonkeyPatch) -> Callable[[], datetime]:
    """The server's clock, which stands still, for the bot and for its library."""
    clock = local_slack.clock
    clock.stop()
    monkeypatch.setattr("slack_sdk.oauth.token_rotation.async_rotator.time", clock.now)
    return lambda: datetime.fromtimestamp(clock.now(), UTC)


@pytest.fixture
async def running(
    local_slack: SlackServer, tmp_path: Path, shelf: Library, now: Callable[[], datetime]
) -> AsyncIterator[Running]:
    """The whole bot, installed nowhere yet."""
    async with running_slack(local_slack, tmp_path / "people.db", shelf, now=now) as bot:
        yield bot


async def page(running: Running, path: str, cookie: str = "") -> tuple[int, str, str]:
    """The status and text of a page, and the cookie that it leaves."""
    address = f"{running.address}{path}"
    async with (
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as browser,
        browser.get(address, headers={"Cookie": cookie}) as answer,
    ):
        left = answer.headers.get("Set-Cookie", "").split(";")[0]
        return answer.status, await answer.text(), left


async def install(running: Running, team: Team, admin: User, *, org_wide: bool = False) -> str:
    """What an administrator sees who installs the app in their browser."""
    _, before, cookie = await page(running, "/slack/install")
    consent = urlsplit(unescape(before.split('href="')[1].split('"')[0]))
    asked = parse_qs(consent.query)
    assert (consent.netloc, asked["redirect_uri"]) == ("slack.com", [REDIRECT])
    code = running.server.agree(
        team,
        admin,
        scopes=frozenset(asked["scope"][0].split(",")),
        org_wide=org_wide,
        redirect_uri=REDIRECT,
    )
    state = asked["state"][0]
    status, after, _ = await page(
        running, f"/slack/oauth_redirect?code={code}&state={state}", cookie
    )
    assert status == 200, after
    return after


async def installed(running: Running) -> tuple[SavedInstallation, ...]:
    async with running.desk.store.reading() as tx:
        return await all_installations(tx, door="slack")


async def present(running: Running) -> frozenset[str]:
    async with running.desk.store.reading() as tx:
        return await present_servers(tx, door="slack")


async def asks(running: Running, user: User) -> str:
    act = await running.server.command(user, "/readingroom", "help")
    return (await act.message()).words


async def test_a_workspace_installs_the_app_and_is_answered(
    running: Running, local_slack: SlackServer
) -> None:
    team = local_slack.team("Radiology", installed=False)
    ada = local_slack.user("Ada", team, admin=True)
    assert "Reading Room is in Radiology" in await install(running, team, ada)
    assert await present(running) == {team.id}
    assert "Commands" in await asks(running, ada)
    # Who the bot is was learnt as it was installed; a request asks nobody.
    assert len(local_slack.matching("auth.test")) == 1
    local_slack.assert_clean()


async def test_two_workspaces_have_tokens_of_their_own(
    running: Running, local_slack: SlackServer
) -> None:
    for name in ("Radiology", "Surgery"):
        team = local_slack.team(name, installed=False)
        user = local_slack.user(f"Head of {name}", team, admin=True)
        await install(running, team, user)
        assert "Commands" in await asks(running, user)
    tokens = {saved.document["bot_token"] for saved in await installed(running)}
    assert len(tokens) == 2
    local_slack.assert_clean()


async def test_an_organisation_installs_the_app_for_its_workspaces(
    running: Running, local_slack: SlackServer
) -> None:
    hospitals = local_slack.enterprise("Hospitals")
    radiology = local_slack.team("Radiology", hospitals, installed=False)
    surgery = local_slack.team("Surgery", hospitals, installed=False)
    ada = local_slack.user("Ada", radiology, admin=True)
    bo = local_slack.user("Bo", surgery)
    assert "Choose workspaces" in await install(running, radiology, ada, org_wide=True)
    assert [saved.team_id for saved in await installed(running)] == [""]
    assert "Commands" in await asks(running, bo)


async def test_a_workspace_that_removed_the_app_leaves_no_token_behind(
    running: Running, local_slack: SlackServer
) -> None:
    team = local_slack.team("Radiology", installed=False)
    ada = local_slack.user("Ada", team, admin=True)
    await install(running, team, ada)
    await local_slack.uninstall(team)
    await running.door.finished()
    assert await installed(running) == ()
    assert await present(running) == frozenset()
    local_slack.advance(60)
    await install(running, team, ada)
    assert await present(running) == {team.id}
    assert "Commands" in await asks(running, ada)


async def test_word_of_a_removal_delivered_again_undoes_no_new_installation(
    running: Running, local_slack: SlackServer
) -> None:
    team = local_slack.team("Radiology", installed=False)
    ada = local_slack.user("Ada", team, admin=True)
    await install(running, team, ada)
    acts = await local_slack.uninstall(team)
    await running.door.finished()
    local_slack.advance(60)
    await install(running, team, ada)
    for act in acts:
        await local_slack.deliver_again(act)
    await running.door.finished()
    assert len(await installed(running)) == 1


async def test_tokens_that_were_revoked_are_forgotten(
    running: Running, local_slack: SlackServer
) -> None:
    team = local_slack.team("Radiology", installed=False)
    await install(running, team, local_slack.user("Ada", team, admin=True))
    await local_slack.revoke_tokens(team)
    await running.door.finished()
    assert await installed(running) == ()


@pytest.mark.parametrize("error", ["token_revoked", "account_inactive"])
async def test_a_token_that_was_taken_away_without_a_word_is_said_and_then_forgotten(
    running: Running, local_slack: SlackServer, error: str
) -> None:
    team = local_slack.team("Radiology", installed=False)
    ada = local_slack.user("Ada", team, admin=True)
    await install(running, team, ada)
    act = await local_slack.command(ada, "/readingroom", "assess", wait=False)
    local_slack.world.installations[-1].ended = error
    assert "no longer connected to this workspace" in (await act.message()).words
    await running.door.finished()
    assert await installed(running) == ()
    assert await present(running) == frozenset()


@pytest.mark.parametrize("error", ["token_revoked", "account_inactive", "invalid_auth"])
async def test_a_slip_of_slacks_is_said_and_costs_no_workspace_its_installation(
    running: Running, local_slack: SlackServer, error: str
) -> None:
    team = local_slack.team("Radiology", installed=False)
    ada = local_slack.user("Ada", team, admin=True)
    await install(running, team, ada)
    local_slack.fail("views.open", error)
    act = await local_slack.command(ada, "/readingroom", "assess")
    assert SENTENCES[error] in (await act.message()).words
    await running.door.finished()
    assert len(await installed(running)) == 1
    assert "Commands" in await asks(running, ada)


async def test_where_slack_has_no_room_for_a_next_token_a_request_is_told_to_try_again(
    running: Running, local_slack: SlackServer
) -> None:
    local_slack.world.rotation = True
    team = local_slack.team("Radiology", installed=False)
    ada = local_slack.user("Ada", team, admin=True)
    await install(running, team, ada)
    local_slack.clock.advance(TOKEN_LIFE)
    local_slack.fail("oauth.v2.access", status=429, retry_after=30)
    act = await local_slack.command(ada, "/readingroom", "help")
    assert act.in_time
    assert "Please try again in a minute" in (await act.message()).words
    assert "Commands" in await asks(running, ada)


async def test_a_token_is_refreshed_as_it_expires_and_the_bot_goes_on(
    running: Running, local_slack: SlackServer
) -> None:
    local_slack.world.rotation = True
    team = local_slack.team("Radiology", installed=False)
    ada = local_slack.user("Ada", team, admin=True)
    await install(running, team, ada)
    (first,) = await installed(running)
    for passed in range(1, 4):
        local_slack.advance(TOKEN_LIFE + 1)
        assert "Commands" in await asks(running, ada)
        assert len(local_slack.matching("oauth.v2.access")) == 1 + passed
    (last,) = await installed(running)
    assert last.document["bot_token"] == local_slack.token(team)
    assert last.document["bot_token"] != first.document["bot_token"]
    assert last.installed_at == first.installed_at
    local_slack.assert_clean()


async def test_another_browser_cannot_install_with_somebodys_link(
    running: Running, local_slack: SlackServer
) -> None:
    team = local_slack.team("Radiology", installed=False)
    ada = local_slack.user("Ada", team, admin=True)
    _, before, _ = await page(running, "/slack/install")
    state = parse_qs(urlsplit(unescape(before.split('href="')[1].split('"')[0])).query)["state"][0]
    code = local_slack.agree(team, ada, redirect_uri=REDIRECT)
    status, after, _ = await page(running, f"/slack/oauth_redirect?code={code}&state={state}")
    assert status == 400
    assert "in the browser in which it began" in after
    assert await installed(running) == ()


async def test_a_workspace_that_installed_nothing_is_told_so_and_starts_nothing(
    running: Running, local_slack: SlackServer
) -> None:
    team = local_slack.team("Radiology")
    ada = local_slack.user("Ada", team)
    act = await local_slack.command(ada, "/readingroom", "help")
    assert "add the app again" in (await act.message()).words
    assert local_slack.matching("chat.*") == []
