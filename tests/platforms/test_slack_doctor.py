"""``readingroom doctor`` with Slack settings, as an operator meets it."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.slack.scopes import SCOPE_NAMES
from tests.platforms.slack_server import SlackServer

PATIENCE = 30
WEB = {
    "READINGROOM_WEB_PORT": "8080",
    "READINGROOM_WEB_ADDRESS": "https://bot.example.org",
}


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        yield server
        server.assert_clean()


class Operator:
    """Runs ``readingroom doctor`` in a process of its own."""

    def __init__(self, folder: Path, server: SlackServer) -> None:
        team = server.team("Radiology", scopes=frozenset(SCOPE_NAMES))
        self._folder = folder
        self.secrets = (
            *(server.app_token, server.token(team)),
            *(server.signing_secret, server.world.client_secret),
        )
        self.one = {"READINGROOM_SLACK_BOT_TOKEN": server.token(team)}
        self.many = {
            "READINGROOM_SLACK_CLIENT_ID": server.world.client_id,
            "READINGROOM_SLACK_CLIENT_SECRET": server.world.client_secret,
        }
        self.socket = {"READINGROOM_SLACK_APP_TOKEN": server.app_token}
        self.http = {"READINGROOM_SLACK_SIGNING_SECRET": server.signing_secret}
        self._settings = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "READINGROOM_DATABASE": f"sqlite:///{folder / 'people.db'}",
            "READINGROOM_SLACK_API": server.api,
        }

    async def finds(self, *settings: dict[str, str]) -> tuple[int, list[str]]:
        """Exit status and findings; no token or secret is in them, and nothing else is written."""
        given = {name: value for some in settings for name, value in some.items()}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-W", "ignore", "-m", "bot", "doctor"),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            cwd=self._folder,
            env=self._settings | given,
        )
        async with asyncio.timeout(PATIENCE):
            out, err = await process.communicate()
        said = out.decode()
        assert not any(secret in said for secret in self.secrets)
        assert err == b""
        return process.returncode or 0, [" ".join(line.split()) for line in said.splitlines()]


@pytest.fixture
def operator(tmp_path: Path, slack: SlackServer) -> Operator:
    return Operator(tmp_path, slack)


def wrongs(found: list[str]) -> list[str]:
    return [line for line in found if line.startswith("wrong ")]


async def test_nothing_is_wrong_with_socket_mode_in_one_workspace(operator: Operator) -> None:
    status, found = await operator.finds(operator.socket, operator.one)
    assert (status, wrongs(found)) == (0, [])
    assert "good Slack takes the bot's token, in the workspace Radiology." in found
    assert "good The bot has every scope that it needs." in found
    assert "good Slack takes the app-level token, and Socket Mode can be opened." in found
    assert any("Messages tab" in line for line in found)
    assert not any("DISCORD" in line for line in found)


async def test_a_secret_that_socket_mode_does_not_use_is_worth_a_note(operator: Operator) -> None:
    status, found = await operator.finds(operator.socket, operator.one, operator.http)
    assert status == 0
    assert any("note READINGROOM_SLACK_SIGNING_SECRET is not used" in line for line in found)


async def test_nothing_is_wrong_with_http_in_one_workspace(operator: Operator) -> None:
    status, found = await operator.finds(operator.http, operator.one, WEB)
    assert (status, wrongs(found)) == (0, [])
    assert (
        "note Slack has to send commands, events and presses to "
        "https://bot.example.org/slack/events." in found
    )


async def test_http_without_an_outside_address_says_what_it_is_for(operator: Operator) -> None:
    status, found = await operator.finds(
        operator.http, operator.one, {"READINGROOM_WEB_PORT": "8080"}
    )
    assert status == 0
    assert any(line.startswith("note READINGROOM_WEB_ADDRESS is not set") for line in found)


async def test_nothing_is_wrong_with_many_workspaces(operator: Operator) -> None:
    status, found = await operator.finds(operator.socket, operator.many, WEB)
    assert (status, wrongs(found)) == (0, [])
    assert "good Slack knows the client ID and takes the client secret." in found
    assert (
        "note This page adds the app to a workspace: https://bot.example.org/slack/install" in found
    )


async def test_scopes_that_are_missing_or_needless_are_named(
    operator: Operator, slack: SlackServer
) -> None:
    team = slack.team("Small", scopes=frozenset({"commands", "chat:write", "reactions:write"}))
    status, found = await operator.finds(
        operator.socket, {"READINGROOM_SLACK_BOT_TOKEN": slack.token(team)}
    )
    assert status == 1
    (said,) = wrongs(found)
    assert "lacks 7 scopes: im:write, im:history, users:read, files:write" in said
    assert any("1 scope that it does not need: reactions:write" in line for line in found)


@pytest.mark.parametrize("error", ["invalid_auth", "account_inactive", "token_revoked"])
async def test_a_bots_token_that_is_refused_is_told_with_slacks_word(
    operator: Operator, slack: SlackServer, error: str
) -> None:
    slack.fail("auth.test", error)
    status, found = await operator.finds(operator.socket, operator.one)
    assert status == 1
    (said,) = wrongs(found)
    assert said.startswith(f"wrong READINGROOM_SLACK_BOT_TOKEN was refused by Slack ({error})")


async def test_both_tokens_are_looked_at_whichever_is_wrong(operator: Operator) -> None:
    status, found = await operator.finds(
        {"READINGROOM_SLACK_APP_TOKEN": "xapp-1-wrong"},
        {"READINGROOM_SLACK_BOT_TOKEN": "xoxb-wrong"},
    )
    assert status == 1
    bot, app = wrongs(found)
    assert bot.startswith("wrong READINGROOM_SLACK_BOT_TOKEN was refused by Slack")
    assert app.startswith("wrong READINGROOM_SLACK_APP_TOKEN was refused by Slack")
    assert "connections:write" in app
    assert not any("xapp-1-wrong" in line or "xoxb-wrong" in line for line in found)


@pytest.mark.parametrize("variable", ["CLIENT_ID", "CLIENT_SECRET"])
async def test_a_client_that_slack_does_not_know_is_told(operator: Operator, variable: str) -> None:
    status, found = await operator.finds(
        operator.socket, operator.many, WEB, {f"READINGROOM_SLACK_{variable}": "wrong"}
    )
    assert status == 1
    (said,) = wrongs(found)
    assert "READINGROOM_SLACK_CLIENT_ID or READINGROOM_SLACK_CLIENT_SECRET was refused" in said


async def test_a_slack_in_trouble_is_told_apart_from_a_wrong_token(
    operator: Operator, slack: SlackServer
) -> None:
    slack.fail("auth.test", status=503)
    slack.reset("apps.connections.open")
    status, found = await operator.finds(operator.socket, operator.one)
    assert status == 1
    assert len(wrongs(found)) == 2
    assert all("Slack cannot be reached" in line for line in wrongs(found))


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"READINGROOM_SLACK_BOT_TOKEN": ""}, "READINGROOM_SLACK_BOT_TOKEN is not set"),
        ({"READINGROOM_SLACK_BOT_TOKEN": "xapp-1"}, "BOT_TOKEN cannot be used: it starts with"),
        ({"READINGROOM_SLACK_SHORT_NAMES": "topic"}, "a command of Slack's own"),
        ({"READINGROOM_WEB_ADDRESS": "http://example.org"}, "WEB_ADDRESS cannot be used"),
    ],
)
async def test_a_setting_that_cannot_be_used_is_named(
    operator: Operator, settings: dict[str, str], said: str
) -> None:
    status, found = await operator.finds(operator.socket, operator.one, settings)
    assert status == 1
    assert any(said in line for line in wrongs(found)), found


async def test_without_settings_the_variables_of_both_platforms_are_named(
    operator: Operator,
) -> None:
    status, found = await operator.finds()
    assert status == 1
    (said,) = wrongs(found)
    assert "READINGROOM_DISCORD_TOKEN is not set" in said
    assert "READINGROOM_SLACK_BOT_TOKEN" in said


async def test_a_discord_setting_that_cannot_be_used_does_not_hide_what_slack_says(
    operator: Operator,
) -> None:
    status, found = await operator.finds(
        operator.socket, operator.one, {"READINGROOM_DISCORD_DEVELOPMENT_SERVER": "mine"}
    )
    assert status == 1
    assert len(wrongs(found)) == 1
    assert "good Slack takes the bot's token, in the workspace Radiology." in found
