"""One person is one account, wherever in Slack they ask; and nobody has another's."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from core.commands.visit import Account, Library
from core.dialogue.identifier import write_identifier
from core.dialogue.reply import Reply
from core.dialogue.request import Asked
from core.storage.servers import read_server
from tests.contract.slack_seen import entered
from tests.platforms.slack_bot import NOON, Running, running_slack
from tests.platforms.slack_scene import ANSWERS
from tests.platforms.slack_server import Act, SlackServer
from tests.platforms.slack_server.people import Enterprise, Team, User
from tests.platforms.slack_server.places import Channel
from tests.platforms.slack_server.views import View

NOT_TOLD = "Slack did not say what has to be known of you"


@dataclass(frozen=True)
class Meeting:
    """A channel that people of several workspaces are in, and the bot of one of them."""

    running: Running
    team: Team
    channel: Channel

    @property
    def server(self) -> SlackServer:
        return self.running.server

    def joined(self, name: str, home: Team, *, also: Team | None = None) -> User:
        """Somebody in the channel, who administers their own workspace."""
        user = self.server.user(name, home, admin=True)
        if also is not None:
            user.also.append(also)
        elif home is not self.team:
            self.channel.share(home)
        self.channel.join(user)
        return user

    async def presses(self, user: User, command: str, **given: str) -> Act:
        """Press a button of the bot's in the channel."""
        client = AsyncWebClient(self.server.token(self.team), base_url=self.server.api)
        button = {
            "type": "button",
            "action_id": "press:1",
            "text": {"type": "plain_text", "text": "Go"},
            "value": write_identifier(command, given),
        }
        blocks = [{"type": "actions", "elements": [button]}]
        await client.chat_postMessage(channel=self.channel.id, text="Go", blocks=blocks)
        message = self.channel.messages[-1]
        act = await self.server.press(user, message, "press:1")
        await self.running.door.finished()
        return act

    async def opens(self, user: User) -> View:
        """The form behind a button in the channel."""
        return await (await self.presses(user, "assess")).modal()

    async def sends(self, user: User, form: View) -> None:
        """Fill it in and send it."""
        await self.server.submit(user, form, entered(form, ANSWERS))
        await self.running.door.finished()

    async def finds_at_home(self, user: User, words: str) -> None:
        """Open the bot's App Home, and wait until it says something."""
        self.running.pauses.end()
        await self.server.open_home(user, self.team)
        homes, team = user.homes, self.team.id
        await self.server.until(lambda: team in homes and words in homes[team].words)

    async def saved(self, tenant: str, user: User) -> object:
        """The score that is stored of an account."""
        account = Account("slack", tenant, user.id)
        shown = await self.running.desk.answer(Asked("profile"), account, now=NOON)
        assert isinstance(shown, Reply)
        return shown.data["profile"].get("step2_ck")

    def asked_about(self) -> int:
        """How often Slack was asked about somebody."""
        return len(self.server.matching("users.info"))


@pytest.fixture
def hospitals(local_slack: SlackServer) -> Enterprise:
    return local_slack.enterprise("Hospitals")


@pytest.fixture
async def meeting(
    local_slack: SlackServer, tmp_path: Path, shelf: Library, hospitals: Enterprise
) -> AsyncIterator[Meeting]:
    """The bot in one workspace of an organisation."""
    team = local_slack.team("Radiology", hospitals)
    async with running_slack(local_slack, tmp_path / "a.db", shelf, team=team) as running:
        yield Meeting(running, team, local_slack.channel("general", team))
    local_slack.assert_clean()


def elsewhere(server: SlackServer, kind: str) -> tuple[Team, str]:
    """A workspace of other people, and the tenant of those who are in it."""
    if kind == "organisation":
        group = server.enterprise("Clinics")
        return server.team("Surgery", group, installed=False), group.id
    team = server.team("Surgery", installed=False)
    return team, team.id


@pytest.mark.parametrize("kind", ["organisation", "workspace"])
async def test_a_stranger_who_presses_and_sends_a_form_is_one_person_of_their_own_tenant(
    meeting: Meeting, hospitals: Enterprise, kind: str
) -> None:
    home, tenant = elsewhere(meeting.server, kind)
    eve = meeting.joined("Eve", home)
    await meeting.sends(eve, await meeting.opens(eve))
    assert await meeting.saved(tenant, eve) == 219
    for other in {hospitals.id, meeting.team.id, home.id} - {tenant}:
        assert await meeting.saved(other, eve) is None
    await meeting.presses(eve, "assess", step2_ck="225")
    assert await meeting.saved(tenant, eve) == 225
    await meeting.finds_at_home(eve, "225")


@pytest.mark.parametrize("kind", ["organisation", "workspace"])
async def test_a_stranger_administers_nothing_here_whatever_they_are_at_home(
    meeting: Meeting, kind: str
) -> None:
    eve = meeting.joined("Eve", elsewhere(meeting.server, kind)[0])
    said = await (await meeting.presses(eve, "setup", default_zone="America/Chicago")).message()
    assert "may manage this workspace" in said.words
    async with meeting.running.desk.store.reading() as tx:
        here = await read_server(tx, door="slack", platform_id=meeting.team.id)
    assert here is None or here.settings.zone is None


async def test_a_colleague_of_another_workspace_is_one_person_in_every_way_of_asking(
    meeting: Meeting, hospitals: Enterprise
) -> None:
    server, home = meeting.server, meeting.server.team("Surgery", hospitals, installed=False)
    bo = meeting.joined("Bo", home, also=meeting.team)
    await meeting.sends(bo, await meeting.opens(bo))
    assert await meeting.saved(hospitals.id, bo) == 219
    await meeting.presses(bo, "assess", step2_ck="225")
    assert await meeting.saved(hospitals.id, bo) == 225
    await server.command(bo, "/assess", "step2_ck:230", channel=meeting.channel)
    await meeting.running.door.finished()
    assert await meeting.saved(hospitals.id, bo) == 230
    await server.write(bo, "/assess step2_ck:235", team=meeting.team)
    await meeting.running.door.finished()
    assert await meeting.saved(hospitals.id, bo) == 235
    await meeting.finds_at_home(bo, "235")
    for other in (home.id, meeting.team.id):
        assert await meeting.saved(other, bo) is None


async def test_a_colleague_who_is_not_in_the_workspace_administers_nothing_in_it(
    meeting: Meeting, hospitals: Enterprise
) -> None:
    bo = meeting.joined("Bo", meeting.server.team("Surgery", hospitals, installed=False))
    said = await (await meeting.presses(bo, "setup", default_zone="America/Chicago")).message()
    assert "may manage this workspace" in said.words


async def test_a_stranger_sends_a_form_where_a_whole_organisation_has_the_app(
    local_slack: SlackServer, tmp_path: Path, shelf: Library, hospitals: Enterprise
) -> None:
    team = local_slack.team("Radiology", hospitals, installed=False)
    local_slack.install(team, org_wide=True)
    async with running_slack(local_slack, tmp_path / "a.db", shelf, team=team) as running:
        meeting = Meeting(running, team, local_slack.channel("general", team))
        home, tenant = elsewhere(local_slack, "organisation")
        eve, ada = meeting.joined("Eve", home), meeting.joined("Ada", team)
        for user, own in ((eve, tenant), (ada, hospitals.id)):
            await meeting.sends(user, await meeting.opens(user))
            await meeting.presses(user, "assess", step2_ck="225")
            assert await meeting.saved(own, user) == 225
        said = await (await meeting.presses(eve, "setup", show="yes")).message()
        assert "may manage this workspace" in said.words
        said = await (await meeting.presses(ada, "setup", show="yes")).message()
        assert "may manage this workspace" not in said.words
    local_slack.assert_clean()


@pytest.mark.parametrize("trouble", ["refused", "cut", "nothing"])
async def test_where_slack_does_not_say_whose_a_person_is_nothing_is_read_or_saved(
    meeting: Meeting, hospitals: Enterprise, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, tenant = elsewhere(meeting.server, "organisation")
    eve = meeting.joined("Eve", home)
    if trouble == "refused":
        meeting.server.fail("users.info", "user_not_found", times=None)
    elif trouble == "cut":
        meeting.server.reset("users.info", times=None)
    else:
        monkeypatch.setattr(User, "info", lambda user, *, stranger=False: {"id": user.id})
    said = await (await meeting.presses(eve, "assess", **ANSWERS)).message()
    assert NOT_TOLD in said.words
    for tried in (tenant, hospitals.id, home.id, meeting.team.id):
        assert await meeting.saved(tried, eve) is None
    meeting.server.heal()
    monkeypatch.undo()


async def test_whoever_is_in_danger_is_offered_people_though_slack_does_not_say_whose_they_are(
    meeting: Meeting,
) -> None:
    eve = meeting.joined("Eve", elsewhere(meeting.server, "workspace")[0])
    meeting.server.fail("users.info", "user_not_found", times=None)
    act = await meeting.server.write(eve, "I want to die", team=meeting.team)
    await meeting.running.door.finished()
    said = await act.message()
    assert NOT_TOLD not in said.words
    assert "988" in said.words


async def test_who_is_at_home_is_known_though_slack_says_nothing(
    meeting: Meeting, hospitals: Enterprise
) -> None:
    meeting.server.fail("users.info", "internal_error", times=None)
    ada = meeting.joined("Ada", meeting.team)
    await meeting.sends(ada, await meeting.opens(ada))
    await meeting.server.write(ada, "/assess step2_ck:225")
    await meeting.running.door.finished()
    assert await meeting.saved(hospitals.id, ada) == 225


async def test_slack_is_asked_about_a_stranger_once(meeting: Meeting) -> None:
    eve = meeting.joined("Eve", elsewhere(meeting.server, "workspace")[0])
    await meeting.sends(eve, await meeting.opens(eve))
    await meeting.presses(eve, "about")
    assert meeting.asked_about() == 1
