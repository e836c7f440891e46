"""Files on the local Slack, with the unmodified slack-sdk."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.slack_server import SlackServer
from tests.platforms.slack_server.installs import SCOPES
from tests.platforms.slack_server.people import Team


def _client(slack: SlackServer, team: Team) -> AsyncWebClient:
    return AsyncWebClient(slack.token(team), base_url=slack.api)


async def _fetch(url: str, token: str | None) -> tuple[str, bytes]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as answer:
        return answer.content_type, await answer.read()


async def test_a_file_is_uploaded_in_three_steps_and_shown(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    ada = local_slack.user("Ada", team)
    dm = local_slack.dm(ada)
    await _client(local_slack, team).files_upload_v2(
        channel=dm.id, filename="chart.png", content=b"PNG", title="Chart", alt_txt="A line",
        initial_comment="Here it is",
    )  # fmt: skip
    message = dm.visible()[0]
    assert message.text == "Here it is"
    file = message.file("chart.png")
    assert (file.data, file.title, file.alt_text) == (b"PNG", "Chart", "A line")
    assert file.mimetype == "image/png"
    assert local_slack.sees(ada, dm) == [message]


async def test_a_file_needs_all_three_steps(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    dm = local_slack.dm(local_slack.user("Ada", team))
    client = _client(local_slack, team)
    given = await client.files_getUploadURLExternal(filename="a.txt", length=3)
    with pytest.raises(SlackApiError, match="file_not_found"):
        await client.files_completeUploadExternal(
            files=[{"id": given["file_id"]}], channel_id=dm.id
        )
    async with aiohttp.ClientSession() as session:
        async with session.post(given["upload_url"], data=b"four") as answer:
            assert answer.status == 400
        async with session.post(given["upload_url"], data=b"abc") as answer:
            assert answer.status == 200
    done = await client.files_completeUploadExternal(
        files=[{"id": given["file_id"], "title": "A"}], channel_id=dm.id
    )
    assert done["files"][0]["title"] == "A"


async def test_an_upload_that_fails_is_not_completed(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    dm = local_slack.dm(local_slack.user("Ada", team))
    local_slack.fail("upload", status=500)
    with pytest.raises(SlackRequestError, match="500"):
        await _client(local_slack, team).files_upload_v2(
            channel=dm.id, filename="a.txt", content="abc"
        )
    assert dm.visible() == []


async def test_a_file_is_described_and_deleted(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    dm = local_slack.dm(local_slack.user("Ada", team))
    client = _client(local_slack, team)
    await client.files_upload_v2(channel=dm.id, filename="a.txt", content="abc")
    file = dm.visible()[0].files[0]
    described = await client.files_info(file=file.id)
    assert described["file"]["ims"] == [dm.id]
    await client.files_delete(file=file.id)
    assert dm.visible()[0].files == []
    with pytest.raises(SlackApiError, match="file_deleted"):
        await client.files_info(file=file.id)
    with pytest.raises(SlackApiError, match="file_not_found"):
        await client.files_info(file="F0NOTHING")


async def test_a_persons_file_cannot_be_deleted_by_the_app(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    ada = local_slack.user("Ada", team)
    file = local_slack.give(ada, "scores.pdf", b"%PDF")
    with pytest.raises(SlackApiError, match="cant_delete_file"):
        await _client(local_slack, team).files_delete(file=file.id)


async def test_a_file_is_fetched_with_the_token_of_its_workspace_alone(
    local_slack: SlackServer,
) -> None:
    team, other = local_slack.team("Radiology"), local_slack.team("Surgery")
    bare = local_slack.team("Pathology", scopes=SCOPES - {"files:read"})
    ada = local_slack.user("Ada", team)
    file = local_slack.give(ada, "scores.pdf", b"%PDF")
    kind, data = await _fetch(file.url, local_slack.token(team))
    assert (kind, data) == ("application/pdf", b"%PDF")
    for token in (None, "xoxb-another", local_slack.token(other), local_slack.token(bare)):
        kind, data = await _fetch(file.url, token)
        assert kind == "text/html"
        assert b"Sign in" in data
