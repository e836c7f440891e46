"""Tokens, scopes and installation on the local Slack, with the unmodified slack-sdk."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.slack_server import SlackServer
from tests.platforms.slack_server.installs import SCOPES, TOKEN_LIFE

# slack-sdk signs in to oauth.v2.access with what aiohttp is about to drop.
pytestmark = pytest.mark.filterwarnings(
    "ignore:BasicAuth is deprecated:DeprecationWarning:slack_sdk.web.async_base_client"
)

WRONG = "another"


def _client(slack: SlackServer, token: str | None = None) -> AsyncWebClient:
    return AsyncWebClient(token, base_url=slack.api)


async def test_a_token_tells_whose_it_is_and_what_it_may(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology", scopes=frozenset({"chat:write", "commands"}))
    answer = await _client(local_slack, local_slack.token(team)).auth_test()
    assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == (
        team.id,
        team.bot.id,
        team.bot_id,
    )
    assert answer.headers["x-oauth-scopes"] == "chat:write,commands"


async def test_a_call_without_a_good_token_is_refused(local_slack: SlackServer) -> None:
    team = local_slack.team("Radiology")
    token = local_slack.token(team)
    with pytest.raises(SlackApiError, match="not_authed"):
        await _client(local_slack).auth_test()
    with pytest.raises(SlackApiError, match="invalid_auth"):
        await _client(local_slack, "xoxb-other").auth_test()
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        await _client(local_slack, local_slack.app_token).auth_test()
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        await _client(local_slack).apps_connections_open(app_token=token)
    with pytest.raises(SlackApiError, match="invalid_auth"):
        await _client(local_slack).apps_connections_open(app_token=WRONG)


async def test_a_revoked_token_is_good_no_more(local_slack: SlackServer) -> None:
    client = _client(local_slack, local_slack.token(local_slack.team("Radiology")))
    assert not (await client.auth_revoke(test=True))["revoked"]
    assert (await client.auth_revoke())["revoked"]
    with pytest.raises(SlackApiError, match="token_revoked"):
        await client.auth_test()


@pytest.mark.parametrize(
    ("scope", "method", "kind"),
    [
        ("chat:write", "chat.postMessage", "public"),
        ("chat:write", "chat.postEphemeral", "public"),
        ("im:write", "conversations.open", "public"),
        ("im:history", "conversations.history", "im"),
        ("channels:history", "conversations.history", "public"),
        ("channels:read", "conversations.info", "public"),
        ("im:read", "conversations.info", "im"),
        ("channels:read", "users.conversations", "public"),
        ("users:read", "users.info", "public"),
        ("files:write", "files.getUploadURLExternal", "public"),
        ("files:write", "files.completeUploadExternal", "public"),
        ("files:write", "files.delete", "public"),
        ("files:read", "files.info", "public"),
    ],
)
async def test_a_method_asks_for_its_scope(
    local_slack: SlackServer, scope: str, method: str, kind: str
) -> None:
    team = local_slack.team("Radiology", scopes=SCOPES - {scope})
    ada = local_slack.user("Ada", team)
    channel = local_slack.dm(ada) if kind == "im" else local_slack.channel("general", team)
    client = _client(local_slack, local_slack.token(team))
    args = {"channel": channel.id, "users": ada.id, "user": ada.id, "text": "x"}
    with pytest.raises(SlackApiError, match="missing_scope") as caught:
        await client.api_call(method, data=args)
    assert caught.value.response["needed"] == scope
    assert scope not in caught.value.response["provided"].split(",")


async def test_a_code_becomes_a_token_once(local_slack: SlackServer) -> None:
    world = local_slack.world
    team = local_slack.team("Radiology", installed=False)
    ada = local_slack.user("Ada", team, admin=True)
    code = local_slack.agree(team, ada, redirect_uri="https://example.org/callback")
    client = _client(local_slack)
    keys = {"client_id": world.client_id, "client_secret": world.client_secret, "code": code}
    with pytest.raises(SlackApiError, match="bad_redirect_uri"):
        await client.oauth_v2_access(**keys, redirect_uri="https://example.org/other")
    answer = await client.oauth_v2_access(**keys, redirect_uri="https://example.org/callback")
    assert answer["team"] == {"id": team.id, "name": "Radiology"}
    assert answer["authed_user"]["id"] == ada.id
    assert answer["bot_user_id"] == team.bot.id
    assert "refresh_token" not in answer.data
    test = await _client(local_slack, answer["access_token"]).auth_test()
    assert test["team_id"] == team.id
    with pytest.raises(SlackApiError, match="code_already_used"):
        await client.oauth_v2_access(**keys, redirect_uri="https://example.org/callback")


async def test_a_wrong_or_old_code_and_a_wrong_client_are_refused(
    local_slack: SlackServer,
) -> None:
    world = local_slack.world
    team = local_slack.team("Radiology", installed=False)
    code = local_slack.agree(team, local_slack.user("Ada", team))
    client = _client(local_slack)
    secret = world.client_secret
    with pytest.raises(SlackApiError, match="invalid_code"):
        await client.oauth_v2_access(
            client_id=world.client_id, client_secret=secret, code="another"
        )
    with pytest.raises(SlackApiError, match="bad_client_secret"):
        await client.oauth_v2_access(client_id=world.client_id, client_secret=WRONG, code=code)
    with pytest.raises(SlackApiError, match="invalid_client_id"):
        await client.oauth_v2_access(client_id="1.2", client_secret=secret, code=code)
    local_slack.clock.advance(601)
    with pytest.raises(SlackApiError, match="code_expired"):
        await client.oauth_v2_access(client_id=world.client_id, client_secret=secret, code=code)


async def test_a_token_expires_and_is_refreshed_and_an_old_refresh_token_is_refused(
    local_slack: SlackServer,
) -> None:
    world = local_slack.world
    world.rotation = True
    team = local_slack.team("Radiology", installed=False)
    code = local_slack.agree(team, local_slack.user("Ada", team))
    client = _client(local_slack)
    keys = {"client_id": world.client_id, "client_secret": world.client_secret}
    first = await client.oauth_v2_access(**keys, code=code)
    assert first["expires_in"] == TOKEN_LIFE
    local_slack.clock.advance(TOKEN_LIFE + 1)
    with pytest.raises(SlackApiError, match="token_expired"):
        await _client(local_slack, first["access_token"]).auth_test()
    refresh = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    second = await client.oauth_v2_access(**keys, **refresh)
    assert second["access_token"] != first["access_token"]
    await _client(local_slack, second["access_token"]).auth_test()
    with pytest.raises(SlackApiError, match="invalid_refresh_token"):
        await client.oauth_v2_access(**keys, **refresh)
    refresh["refresh_token"] = second["refresh_token"]
    await client.oauth_v2_access(**keys, **refresh)
