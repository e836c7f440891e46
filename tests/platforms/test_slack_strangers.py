"""People of another workspace in a shared channel, and people of an organisation."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from core.commands.visit import Account, Library
from core.dialogue.identifier import write_identifier
from core.dialogue.reply import Reply
from core.dialogue.request import Asked
from core.storage.servers import read_server
from tests.platforms.slack_bot import NOON, running_slack
from tests.platforms.slack_scene import ANSWERS, Scene, scene_in
from tests.platforms.slack_server import SlackServer
from tests.platforms.slack_server.messages import Message
from tests.platforms.slack_server.people import User


@dataclass(frozen=True)
class Shared:
    """A channel that is shared with another workspace, and Eve, who administers that one."""

    scene: Scene
    eve: User

    async def posted(self, command: str, **given: str) -> Message:
        """A message of the bot's there, with a button that anybody may press."""
        scene = self.scene
        client = AsyncWebClient(scene.server.token(scene.team), base_url=scene.server.api)
        button = {
            "type": "button",
            "action_id": "press:1",
            "text": {"type": "plain_text", "text": "Go"},
            "value": write_identifier(command, given),
        }
        blocks = [{"type": "actions", "elements": [button]}]
        await client.chat_postMessage(channel=scene.channel.id, text="Go", blocks=blocks)
        return scene.channel.messages[-1]

    async def presses(self, message: Message, label: str = "Go") -> Message:
        """What Eve is answered."""
        act = await self.scene.server.press(self.eve, message, message.pressable[label])
        await self.scene.finished()
        return await act.message()


@pytest.fixture
def shared(scene: Scene) -> Shared:
    """The other workspace has not installed the app."""
    home = scene.server.team("Elsewhere", installed=False)
    eve = scene.server.user("Eve", home, admin=True)
    scene.channel.members.append(scene.team.bot)
    scene.channel.share(home)
    scene.channel.join(eve)
    return Shared(scene, eve)


async def saved(scene: Scene, tenant: str, user: User) -> dict[str, object]:
    """The answers that are stored of an account."""
    account = Account("slack", tenant, user.id)
    shown = await scene.running.desk.answer(Asked("profile"), account, now=NOON)
    assert isinstance(shown, Reply)
    profile: dict[str, object] = shown.data["profile"]
    return profile


async def test_somebody_of_another_workspace_has_an_account_of_their_own_workspace(
    shared: Shared,
) -> None:
    answer = await shared.presses(await shared.posted("assess", **ANSWERS))
    assert answer.seen_by is shared.eve
    assert "Your 219 is a pass" in answer.words
    assert (await saved(shared.scene, shared.eve.home_team.id, shared.eve))["step2_ck"] == 219
    assert await saved(shared.scene, shared.scene.team.id, shared.eve) == {}


async def test_an_administrator_of_another_workspace_administers_nothing_here(
    shared: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where Slack says of them that they are one, as they are at home."""
    told = {**shared.eve.info(), "is_admin": True}
    monkeypatch.setattr(shared.eve, "info", lambda **_: told)
    said = await shared.presses(await shared.posted("setup", default_zone="America/Chicago"))
    assert "may manage this workspace" in said.words
    async with shared.scene.running.desk.store.reading() as tx:
        here = await read_server(tx, door="slack", platform_id=shared.scene.team.id)
    assert here is None or here.settings.zone is None


@pytest.mark.parametrize(
    "error", ["user_not_visible", "user_not_found", "not_allowed_to_dm", "cannot_dm_external_user"]
)
async def test_who_no_direct_message_reaches_is_told_kindly_where_they_are(
    shared: Shared, error: str
) -> None:
    shared.scene.server.refuse_dms(shared.eve, error)
    answer = await shared.presses(await shared.posted("assess", **ANSWERS))
    evidence = await shared.presses(answer, "Evidence")
    assert "Your score is 219" in evidence.words
    said = await shared.presses(evidence, "Open in direct message")
    assert said.seen_by is shared.eve
    assert "the bot is not in your own workspace" in said.words
    assert "here I can answer you in the channel" in said.words


async def test_whose_answer_can_be_nowhere_any_more_breaks_nothing(shared: Shared) -> None:
    message = await shared.posted("about")
    server = shared.scene.server
    server.refuse_dms(shared.eve, "user_not_visible")
    server.fail("response_url", "used_url", times=None)
    server.fail("chat.postEphemeral", "user_not_in_channel", times=None)
    act = await server.press(shared.eve, message, message.pressable["Go"])
    await shared.scene.finished()
    assert act.status == 200
    assert not act.shown
    server.heal()
    assert "About Reading Room" in (await shared.presses(message)).words


@pytest.mark.parametrize("org_wide", [False, True])
async def test_somebody_of_an_organisation_has_one_account_in_all_of_it(
    local_slack: SlackServer, tmp_path: Path, shelf: Library, org_wide: bool
) -> None:
    group = local_slack.enterprise("University")
    team = local_slack.team("Radiology", group, installed=False)
    local_slack.install(team, org_wide=org_wide)
    async with running_slack(local_slack, tmp_path / "a.db", shelf, team=team) as running:
        scene = scene_in(running, team)
        assert "Your 219 is a pass" in (await scene.reads()).words
        assert (await saved(scene, group.id, scene.ada))["step2_ck"] == 219
        assert await saved(scene, team.id, scene.ada) == {}
        form = await scene.opens("profile page:letters")
        await scene.sends(form, {"letters_radiology": "2"})
        await local_slack.write(scene.ada, "/assess step2_ck:225")
        await scene.finished()
        assert all(one.args["team_id"] == team.id for one in local_slack.matching("chat.*"))
        stored = await saved(scene, group.id, scene.ada)
        assert (stored["letters_radiology"], stored["step2_ck"]) == (2, 225)
    local_slack.assert_clean()
