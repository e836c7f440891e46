"""An organisation that installs the app once, and adds it to its workspaces one by one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.commands.visit import Library
from tests.platforms.slack_bot import Running, running_slack
from tests.platforms.slack_server import SlackServer
from tests.platforms.slack_server.installs import Installation
from tests.platforms.slack_server.people import Enterprise
from tests.platforms.test_slack_installing import asks, install, installed, present


@pytest.fixture
async def running(
    local_slack: SlackServer, tmp_path: Path, shelf: Library
) -> AsyncIterator[Running]:
    """The whole bot, installed nowhere yet."""
    async with running_slack(local_slack, tmp_path / "people.db", shelf) as bot:
        yield bot


@pytest.fixture
def hospitals(local_slack: SlackServer) -> Enterprise:
    return local_slack.enterprise("Hospitals")


async def installs(running: Running, hospitals: Enterprise) -> Installation:
    """The organisation's installation, with one workspace in it."""
    team = running.server.team("Radiology", hospitals, installed=False)
    ada = running.server.user("Ada", team, admin=True)
    await install(running, team, ada, org_wide=True)
    return running.server.world.installations[-1]


async def test_the_workspaces_of_an_organisation_are_known_as_it_installs_the_app(
    running: Running, local_slack: SlackServer, hospitals: Enterprise
) -> None:
    surgery = local_slack.team("Surgery", hospitals, installed=False)
    local_slack.team("Elsewhere", installed=False)
    whole = await installs(running, hospitals)
    assert await present(running) == {surgery.id, whole.team.id}
    local_slack.assert_clean()


async def test_a_workspace_that_an_organisation_adds_the_app_to_later_is_known_and_answered(
    running: Running, local_slack: SlackServer, hospitals: Enterprise
) -> None:
    whole = await installs(running, hospitals)
    surgery = local_slack.team("Surgery", hospitals, installed=False)
    bo = local_slack.user("Bo", surgery)
    await local_slack.grant(whole, surgery)
    await running.door.finished()
    assert await present(running) == {whole.team.id, surgery.id}
    assert "Commands" in await asks(running, bo)
    local_slack.assert_clean()


async def test_a_workspace_that_an_organisation_takes_the_app_from_is_forgotten_and_no_other(
    running: Running, local_slack: SlackServer, hospitals: Enterprise
) -> None:
    surgery = local_slack.team("Surgery", hospitals, installed=False)
    pathology = local_slack.team("Pathology", hospitals, installed=False)
    whole = await installs(running, hospitals)
    ada = whole.installer
    await local_slack.withdraw(whole, surgery, pathology)
    await running.door.finished()
    assert await present(running) == {whole.team.id}
    assert [saved.team_id for saved in await installed(running)] == [""]
    assert "Commands" in await asks(running, ada)
    await local_slack.grant(whole, surgery)
    await running.door.finished()
    assert await present(running) == {whole.team.id, surgery.id}


@pytest.mark.parametrize("listed", [None, "T1", [None, 7], []])
async def test_an_event_of_access_that_lists_no_workspace_does_nothing(
    running: Running, local_slack: SlackServer, hospitals: Enterprise, listed: object
) -> None:
    whole = await installs(running, hospitals)
    for what in ("granted", "revoked"):
        act = await local_slack.grant(whole, whole.team)
        event = {**act.payload["event"], "type": f"team_access_{what}", "team_ids": listed}
        payload = {**act.payload, "event": event, "event_id": f"Ev{what}"}
        await local_slack.forge("events_api", payload, whole.team)
    await running.door.finished()
    assert await present(running) == {whole.team.id}
