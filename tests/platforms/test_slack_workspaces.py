"""Many workspaces: each with its own token and clients, come, gone, and refreshed in use."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import pytest
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.calling import Clients
from bot.slack.installations import StoredInstallations
from core.commands.servers import note_joined
from core.commands.visit import Library
from core.storage.installations import SavedInstallation, all_installations
from core.storage.servers import present_servers
from tests.platforms.slack_bot import Running, running_slack
from tests.platforms.slack_server import SlackServer
from tests.platforms.slack_server.core import Request
from tests.platforms.slack_server.installs import TOKEN_LIFE
from tests.platforms.slack_server.people import Team, User

FORM = {"applicant": "us_img", "specialty": ["dr", "ir"], "step2_ck": "239"}


class Workspaces:
    """A Slack with several workspaces, and the bot, which can be started again."""

    def __init__(self, server: SlackServer, database: Path, shelf: Library) -> None:
        self.server = server
        self._database, self._shelf = database, shelf

    def running(self) -> Any:
        return running_slack(self.server, self._database, self._shelf, now=self.now)

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.server.clock.now(), UTC)

    async def install(self, running: Running, team: Team, *, org_wide: bool = False) -> None:
        """Save an installation as the page does after Slack's consent."""
        given = self.server.install(team, org_wide=org_wide)
        store, enterprise = running.desk.store, team.enterprise
        rotates = self.server.world.rotation
        installation = Installation(
            app_id=self.server.world.app_id,
            enterprise_id=enterprise.id if enterprise else None,
            team_id=None if org_wide else team.id,
            bot_token=given.token,
            bot_id=team.bot_id,
            bot_user_id=team.bot.id,
            bot_scopes=",".join(given.scopes),
            bot_refresh_token=given.refresh_token,
            bot_token_expires_at=self._expiry() if rotates else None,
            user_id="",
            is_enterprise_install=org_wide,
            installed_at=self.server.clock.now(),
        )
        await StoredInstallations(store, now=self.now).async_save(installation)
        await note_joined(store, "slack", team.id, self.now())

    def _expiry(self) -> int:
        return int(self.server.clock.now()) + TOKEN_LIFE

    def calls(self, *methods: str) -> list[Request]:
        """The calls of some methods, or all that came with a token."""
        made = [one for one in self.server.requests if one.team]
        return [one for one in made if not methods or one.method in methods]


@pytest.fixture(params=["socket", "http"])
async def slack(
    request: pytest.FixtureRequest, tmp_path: Path, shelf: Library
) -> AsyncIterator[Workspaces]:
    way: Literal["socket", "http"] = request.param
    async with SlackServer(via=way) as server:
        server.limits.relax()
        yield Workspaces(server, tmp_path / "people.db", shelf)
        server.assert_clean()


@pytest.fixture
def clock(slack: Workspaces, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's clock stands still, for the bot and for its library too."""
    slack.server.clock.stop()
    monkeypatch.setattr("slack_sdk.oauth.token_rotation.async_rotator.time", slack.server.clock.now)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[AsyncWebClient]:
    """Every client that the bot makes."""
    clients: list[AsyncWebClient] = []
    with_token = Clients.with_token

    def noted(self: Clients, token: str | None) -> AsyncWebClient:
        clients.append(with_token(self, token))
        return clients[-1]

    monkeypatch.setattr(Clients, "with_token", noted)
    return clients


async def two_teams(slack: Workspaces, running: Running) -> tuple[User, User]:
    """Somebody in one workspace, and somebody in another."""
    people = []
    for name in ("Radiology", "Surgery"):
        team = slack.server.team(name, installed=False)
        await slack.install(running, team)
        people.append(slack.server.user(f"Head of {name}", team, admin=True))
    return people[0], people[1]


def colleague(slack: Workspaces, user: User) -> User:
    """Somebody else in the same workspace."""
    return slack.server.user(f"Next to {user.name}", user.home_team)


async def help_for(slack: Workspaces, user: User) -> str:
    act = await slack.server.command(user, "/readingroom", "help")
    return (await act.message()).words


async def reads(slack: Workspaces, user: User) -> None:
    """A form opened, filled in, answered in the direct message; App Home before and after."""
    server = slack.server
    await server.open_home(user)
    await server.command(user, "/assess")
    await server.until(lambda: user.modal, "the form")
    assert user.modal is not None
    sent = await server.submit(user, user.modal, FORM)
    assert "239" in (await sent.message()).words


async def installed(running: Running) -> dict[str, SavedInstallation]:
    async with running.desk.store.reading() as tx:
        found = await all_installations(tx, door="slack")
    return {one.team_id: one for one in found}


def people_named(request: Request) -> set[str]:
    """The ids of people in the arguments of a call."""
    named = [request.args.get(name) for name in ("user", "user_id", "users")]
    return {one for one in named if isinstance(one, str)}


async def test_workspaces_that_ask_at_once_are_each_answered_with_their_own_token(
    slack: Workspaces, made: list[AsyncWebClient]
) -> None:
    async with slack.running() as running:
        ada, bo = await two_teams(slack, running)
        await asyncio.gather(reads(slack, ada), reads(slack, bo))
        running.pauses.end()
        await slack.server.saw("views.publish", 4)
        teams = {ada.id: ada.home_team.id, bo.id: bo.home_team.id}
        for call in slack.calls():
            assert {teams[who] for who in people_named(call)} <= {call.team}, call.method
        for method in ("views.open", "views.publish", "users.info", "chat.postMessage"):
            assert {one.team for one in slack.calls(method)} == set(teams.values())
        for user in (ada, bo):
            published = [one for one in slack.calls("views.publish") if user.id in str(one.args)]
            assert len(published) == 2  # as it was opened, and after the reading
        tokens = {slack.server.token(one.home_team) for one in (ada, bo)}
    # Nobody's client was given another token, and no client of everybody's was given any.
    assert {client.token for client in made} <= {None, *tokens}


async def test_no_two_requests_share_a_client_not_even_in_one_workspace(
    slack: Workspaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.slack import listening

    used: list[AsyncWebClient] = []
    exchange = listening._exchange

    def noted(*given: Any) -> Any:
        found = exchange(*given)
        if found is not None:
            used.append(found.client)
        return found

    monkeypatch.setattr(listening, "_exchange", noted)
    async with slack.running() as running:
        ada, bo = await two_teams(slack, running)
        people = (ada, bo, colleague(slack, ada), colleague(slack, bo))
        await asyncio.gather(*(help_for(slack, user) for user in people))
        assert len({id(client) for client in used}) == len(used) >= 4
        by_token = [client.token for client in used]
        assert set(by_token) == {slack.server.token(one.home_team) for one in (ada, bo)}


async def test_one_workspace_that_leaves_takes_nothing_of_another_along(
    slack: Workspaces,
) -> None:
    async with slack.running() as running:
        ada, bo = await two_teams(slack, running)
        await slack.server.uninstall(ada.home_team)
        await running.door.finished()
        assert set(await installed(running)) == {bo.home_team.id}
        async with running.desk.store.reading() as tx:
            assert await present_servers(tx, door="slack") == {bo.home_team.id}
        assert "Commands" in await help_for(slack, bo)


async def test_revoked_tokens_are_forgotten_in_their_workspace_alone(slack: Workspaces) -> None:
    async with slack.running() as running:
        ada, bo = await two_teams(slack, running)
        await slack.server.revoke_tokens(bo.home_team)
        await running.door.finished()
        assert set(await installed(running)) == {ada.home_team.id}
        assert "Commands" in await help_for(slack, ada)


async def test_where_the_app_is_not_known_every_request_is_taken_and_nothing_is_done(
    slack: Workspaces,
) -> None:
    server = slack.server
    async with slack.running() as running:
        bo = server.user("Bo", server.team("Surgery"))
        home = await server.open_home(bo)
        wrote = await server.write(bo, "hello")
        told = await server.command(bo, "/assess")
        await running.door.finished()
        assert {act.status for act in (home, wrote, told)} == {200}
        assert "no longer connected to this workspace" in (await told.message()).words
        assert slack.calls() == []


async def test_a_token_of_one_workspace_answers_in_no_other(
    slack: Workspaces, tmp_path: Path, shelf: Library
) -> None:
    server = slack.server
    here, there = server.team("Radiology"), server.team("Surgery")
    ada, bo = server.user("Ada", here), server.user("Bo", there)
    async with running_slack(server, tmp_path / "one.db", shelf, team=here) as running:
        told = await server.command(bo, "/readingroom", "help")
        assert "no longer connected to this workspace" in (await told.message()).words
        await server.open_home(bo)
        await running.door.finished()
        assert not [one for one in slack.calls() if one.method != "auth.test"]
        assert "Commands" in await help_for(slack, ada)


async def test_an_organisation_is_served_by_one_token_in_all_its_workspaces(
    slack: Workspaces,
) -> None:
    server = slack.server
    hospitals = server.enterprise("Hospitals")
    radiology = server.team("Radiology", hospitals, installed=False)
    surgery = server.team("Surgery", hospitals, installed=False)
    async with slack.running() as running:
        await slack.install(running, radiology, org_wide=True)
        ada, bo = server.user("Ada", radiology), server.user("Bo", surgery)
        await asyncio.gather(reads(slack, ada), reads(slack, bo))
        running.pauses.end()
        await slack.server.saw("views.publish", 4)
        assert ada.homes.keys() == {radiology.id}
        assert bo.homes.keys() == {surgery.id}
        assert set(await installed(running)) == {""}


@pytest.mark.usefixtures("clock")
async def test_two_requests_that_find_an_expired_token_refresh_it_once(
    slack: Workspaces,
) -> None:
    server = slack.server
    server.world.rotation = True
    async with slack.running() as running:
        ada, bo = await two_teams(slack, running)
        old = {one.home_team.id: server.token(one.home_team) for one in (ada, bo)}
        server.advance(TOKEN_LIFE + 1)
        refreshing = server.hold("oauth.v2.access", times=2)
        people = (ada, bo, colleague(slack, ada), colleague(slack, bo))
        asked = [asyncio.create_task(help_for(slack, user)) for user in people]
        await refreshing.caught(2)
        refreshing.release()
        for task in asked:
            assert "Commands" in await task
        assert len(server.matching("oauth.v2.access")) == 2
        for team, saved in (await installed(running)).items():
            token = saved.document["bot_token"]
            assert token == server.token(server.world.teams[team]) != old[team]


@pytest.mark.usefixtures("clock")
async def test_a_refreshed_token_is_there_after_a_restart_and_expires_in_its_turn(
    slack: Workspaces,
) -> None:
    server = slack.server
    server.world.rotation = True
    async with slack.running() as running:
        ada, _ = await two_teams(slack, running)
        server.advance(TOKEN_LIFE + 1)
        assert "Commands" in await help_for(slack, ada)
        refreshed = server.token(ada.home_team)
    so_far = len(server.matching("oauth.v2.access"))
    async with slack.running() as running:
        assert "Commands" in await help_for(slack, ada)
        assert (await installed(running))[ada.home_team.id].document["bot_token"] == refreshed
        # The other workspace's token, which had expired, was refreshed ahead at the start.
        await server.saw("oauth.v2.access", so_far + 1)
        server.advance(TOKEN_LIFE + 1)
        assert "Commands" in await help_for(slack, ada)
        assert server.token(ada.home_team) != refreshed


@pytest.mark.usefixtures("clock")
async def test_a_page_that_waits_while_its_token_is_refreshed_is_published(
    slack: Workspaces,
) -> None:
    server = slack.server
    server.world.rotation = True
    async with slack.running() as running:
        ada, _ = await two_teams(slack, running)
        await reads(slack, ada)
        await running.door.finished()
        server.advance(TOKEN_LIFE - 30)
        assert "Commands" in await help_for(slack, ada)
        running.pauses.end()
        await server.saw("views.publish", 2)
        assert not [one for one in slack.calls("views.publish") if one.error]
