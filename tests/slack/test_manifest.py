"""The app manifest: Slack takes it, every command is in it, and nothing is asked for in vain."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import SecretStr, ValidationError
from slack_sdk.web.async_client import AsyncWebClient

import bot.slack
from bot.settings import SettingsRefused, SlackSettings, WebSettings
from bot.slack.manifest import as_yaml, manifest, planned_mode
from bot.slack.mode import Mode, Transport, Workspaces
from bot.slack.scopes import EVENTS, ORGANISATION_EVENTS, SCOPES
from bot.slack.slash_names import SLACKS_OWN, slash_names
from core.commands.registry import entries
from core.commands.visit import Library
from core.dialogue.command import Command
from core.dialogue.line import UMBRELLA, read_line
from core.dialogue.request import Asked
from tests.slack.manifest_limits import Manifest, read_manifest

SOCKET, HTTP, ONE, MANY = Transport.SOCKET, Transport.HTTP, Workspaces.ONE, Workspaces.MANY
ADDRESSED = WebSettings.model_validate({"address": "https://bot.example.org"})
EVERY_MODE = [Mode(transport, where) for transport in Transport for where in Workspaces]

SCOPE_OF_METHOD = {
    "api_test": None,
    "apps_connections_open": None,
    "auth_teams_list": None,
    "auth_test": None,
    "chat_delete": "chat:write",
    "chat_postEphemeral": "chat:write",
    "chat_postMessage": "chat:write",
    "chat_update": "chat:write",
    "conversations_history": "im:history",
    "conversations_open": "im:write",
    "files_completeUploadExternal": "files:write",
    "files_delete": "files:write",
    "files_getUploadURLExternal": "files:write",
    "files_info": "files:read",
    "oauth_v2_access": None,
    "oauth_v2_exchange": None,
    "users_conversations": "channels:read groups:read",
    "users_info": "users:read",
    "views_open": None,
    "views_publish": None,
    "views_push": None,
    "views_update": None,
}
"""The scopes of the methods, as the methods' pages in Slack's documentation say."""
NEEDED_BY_WHAT_SLACK_SENDS = {"commands", "im:history", "files:read"}
"""Slash commands, the event message.im, and the address of a file that somebody sent."""


@pytest.fixture(scope="module")
def commands(shelf: Library) -> dict[str, Command]:
    return {name: entry.command for name, entry in entries(shelf).items()}


@pytest.fixture
def defaults() -> SlackSettings:
    """Nobody's own settings are read."""
    return SlackSettings.model_construct()


def read(commands: dict[str, Command], settings: SlackSettings, mode: Mode) -> Manifest:
    """What is printed to paste, read as Slack reads it."""
    made = manifest(commands, slash_names(settings, commands), mode, ADDRESSED)
    return read_manifest(yaml.safe_load(as_yaml(made)))


@pytest.mark.parametrize("mode", EVERY_MODE)
def test_slack_takes_what_is_printed_in_every_mode(
    commands: dict[str, Command], defaults: SlackSettings, mode: Mode
) -> None:
    made = manifest(commands, slash_names(defaults, commands), mode, ADDRESSED)
    assert yaml.safe_load(as_yaml(made)) == json.loads(json.dumps(made))
    written = read(commands, defaults, mode)
    assert written.settings.socket_mode_enabled is (mode.transport is SOCKET)
    assert written.settings.token_rotation_enabled is (mode.workspaces is MANY)
    assert bool(written.oauth_config.redirect_urls) is (mode.workspaces is MANY)
    # A whole organisation can install it where Slack tells of the workspaces it is added to.
    assert written.settings.org_deploy_enabled is (mode.workspaces is MANY)
    told = set(written.settings.event_subscriptions.bot_events)
    assert {"team_access_granted", "team_access_revoked"} & told == (
        {event.name for event in ORGANISATION_EVENTS} if mode.workspaces is MANY else set()
    )


def test_over_http_everything_comes_to_one_address(
    commands: dict[str, Command], defaults: SlackSettings
) -> None:
    written = read(commands, defaults, Mode(HTTP, MANY))
    assert {command.url for command in written.features.slash_commands} == {
        "https://bot.example.org/slack/events"
    }
    assert written.settings.event_subscriptions.request_url == (
        "https://bot.example.org/slack/events"
    )
    assert written.oauth_config.redirect_urls == ["https://bot.example.org/slack/oauth_redirect"]


@pytest.mark.parametrize("mode", [Mode(HTTP, ONE), Mode(SOCKET, MANY)])
def test_without_an_address_what_needs_one_is_refused(
    commands: dict[str, Command], mode: Mode
) -> None:
    with pytest.raises(SettingsRefused, match="READINGROOM_WEB_ADDRESS"):
        manifest(commands, [UMBRELLA], mode, WebSettings.model_construct())


def test_people_can_write_to_the_bot_and_open_their_own_page(
    commands: dict[str, Command], defaults: SlackSettings
) -> None:
    home = read(commands, defaults, Mode(SOCKET, ONE)).features.app_home
    assert home.home_tab_enabled
    assert home.messages_tab_enabled
    assert not home.messages_tab_read_only_enabled


def test_every_command_that_help_names_can_be_reached(
    commands: dict[str, Command], defaults: SlackSettings
) -> None:
    everything, *short = read(commands, defaults, Mode(SOCKET, ONE)).features.slash_commands
    assert everything.command == f"/{UMBRELLA}"
    for name, command in commands.items():
        asked = read_line(f"/{UMBRELLA} {name}", commands)
        assert isinstance(asked, Asked)
        assert asked.command == name
        assert (f" {name}" in everything.description) is command.listed
    assert [command.command for command in short] == ["/assess", "/timeline"]
    assert short[0].description == commands["assess"].summary


def test_a_hint_is_a_line_that_the_command_reads(
    commands: dict[str, Command], defaults: SlackSettings
) -> None:
    for slash in read(commands, defaults, Mode(SOCKET, ONE)).features.slash_commands[1:]:
        opens_form = commands[slash.command.removeprefix("/")].opens_form
        told, _, example = (slash.usage_hint or "").rpartition("; or ")
        assert told == ("nothing, and a form opens" if opens_form else "")
        assert isinstance(read_line(f"{slash.command} {example}", commands), Asked)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, Mode(SOCKET, ONE)),
        ({"signing_secret": SecretStr("s")}, Mode(HTTP, ONE)),
        ({"signing_secret": SecretStr("s"), "app_token": SecretStr("xapp-1")}, Mode(SOCKET, ONE)),
        ({"client_id": "12.34"}, Mode(SOCKET, MANY)),
    ],
)
def test_the_settings_say_how_the_app_will_be_reached(
    defaults: SlackSettings, change: dict[str, Any], expected: Mode
) -> None:
    assert planned_mode(defaults.model_copy(update=change)) == expected
    assert planned_mode(defaults, over_http=True, many_workspaces=True) == Mode(HTTP, MANY)


def test_every_scope_and_event_stands_with_its_reason_beside_it(
    commands: dict[str, Command], defaults: SlackSettings
) -> None:
    lines = as_yaml(
        manifest(commands, slash_names(defaults, commands), Mode(SOCKET, MANY), ADDRESSED)
    ).splitlines()
    for need in (*SCOPES, *EVENTS, *ORGANISATION_EVENTS):
        assert sum(line.strip() == f"- {need.name}  # {need.reason}" for line in lines) == 1
        assert need.reason.startswith("to ")


def test_no_scope_is_asked_for_in_vain_and_none_is_missing() -> None:
    used = {scope for needed in SCOPE_OF_METHOD.values() if needed for scope in needed.split()}
    assert used | NEEDED_BY_WHAT_SLACK_SENDS == {scope.name for scope in SCOPES}


def called_methods() -> Iterator[str]:
    """The methods of Slack's library that the door's code names."""
    for path in Path(bot.slack.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            name = node.attr if isinstance(node, ast.Attribute) else ""
            if "_" in name and not name.startswith(("_", "BASE")) and hasattr(AsyncWebClient, name):
                yield name


def test_the_scopes_of_every_method_that_is_called_are_known() -> None:
    assert set(called_methods()) <= set(SCOPE_OF_METHOD)


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("display_information", "description"), "x" * 141),
        (("display_information", "long_description"), "x" * 174),
        (("features", "bot_user", "display_name"), ""),
        (("oauth_config", "scopes", "user"), ["chat:write"]),
        (("settings", "socket_mode_enabled"), "yes"),
    ],
)
def test_what_slack_would_refuse_is_seen_here(
    commands: dict[str, Command],
    defaults: SlackSettings,
    where: tuple[str, ...],
    value: object,
) -> None:
    made = manifest(commands, slash_names(defaults, commands), Mode(SOCKET, ONE), ADDRESSED)
    part = made
    for name in where[:-1]:
        part = part[name]
    part[where[-1]] = value
    with pytest.raises(ValidationError):
        read_manifest(made)


def named(defaults: SlackSettings, short: str) -> SlackSettings:
    return defaults.model_copy(update={"short_names": short})


@pytest.mark.parametrize(
    ("short", "said"),
    [
        ("topic", "holds topic, which is a command of Slack's own"),
        ("assess,remind", "holds remind, which is a command of Slack's own"),
        ("xoxb-hunter2", "holds a name that no slash command can have"),
        ("Assess", "holds a name that no slash command can have"),
        (
            "talk",
            "these can be listed there: assess, timeline, whatif, profile, privacy, about, season, "
            "setup, propose",
        ),
        ("assess,assess", "holds assess twice"),
    ],
)
def test_a_short_name_that_cannot_be_had_is_a_sentence(
    commands: dict[str, Command], defaults: SlackSettings, short: str, said: str
) -> None:
    with pytest.raises(SettingsRefused, match=r"^READINGROOM_SLACK_SHORT_NAMES ") as refused:
        slash_names(named(defaults, short), commands)
    assert said in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_the_default_short_names_come_with_their_commands(
    commands: dict[str, Command], defaults: SlackSettings
) -> None:
    assert slash_names(defaults, commands) == (UMBRELLA, "assess", "timeline")
    later = commands | {"checklist": Command("checklist", "What is to be done, to tick.")}
    assert slash_names(defaults, later) == (UMBRELLA, "assess", "timeline", "checklist")


def test_none_is_a_list_of_short_names_too(
    commands: dict[str, Command], defaults: SlackSettings
) -> None:
    assert slash_names(named(defaults, "none"), commands) == (UMBRELLA,)


def test_none_of_slacks_own_names_is_ours(defaults: SlackSettings) -> None:
    assert UMBRELLA not in SLACKS_OWN
    assert not SLACKS_OWN & set(defaults.wanted_short_names)
    assert {"remind", "topic", "who", "me", "msg", "dnd", "status", "search"} <= SLACKS_OWN


def test_no_more_commands_are_named_than_a_manifest_holds(defaults: SlackSettings) -> None:
    many = {f"c{number}": Command(f"c{number}", "One of many.") for number in range(50)}
    with pytest.raises(SettingsRefused, match="holds more names than a Slack app can have"):
        slash_names(named(defaults, ",".join(many)), many)
    del many["c49"]
    assert len(slash_names(named(defaults, ",".join(many)), many)) == 50


def test_a_name_that_is_too_long_for_slack_is_refused(defaults: SlackSettings) -> None:
    longest, longer = "x" * 31, "x" * 32
    made = {name: Command(name, "A long one.") for name in (longest, longer)}
    assert slash_names(named(defaults, longest), made) == (UMBRELLA, longest)
    with pytest.raises(SettingsRefused, match="no slash command can have"):
        slash_names(named(defaults, longer), made)


def printed(folder: Path, *arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    checkout = str(Path(__file__).parents[2])
    without_chat = (
        "import sys; from bot.cli import main; "
        "sys.modules.update(dict.fromkeys(['discord', 'slack_sdk', 'slack_bolt'])); main()"
    )
    return subprocess.run(
        [sys.executable, "-c", without_chat, "slack-manifest", *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "PYTHONPATH": checkout,
            **{f"READINGROOM_{name}": value for name, value in settings.items()},
        },
    )


def test_it_is_printed_without_a_token_a_database_or_a_chat_library(tmp_path: Path) -> None:
    done = printed(tmp_path)
    assert done.returncode == 0, done.stderr
    assert read_manifest(yaml.safe_load(done.stdout)).settings.socket_mode_enabled
    assert not [*tmp_path.rglob("*.db")]


def test_it_is_printed_for_http_and_for_many_workspaces(tmp_path: Path) -> None:
    address = {"WEB_ADDRESS": "https://bot.example.org"}
    done = printed(tmp_path, "--http", "--many", "--json", **address)
    written = read_manifest(json.loads(done.stdout))
    assert not written.settings.socket_mode_enabled
    assert written.oauth_config.redirect_urls


def test_what_cannot_be_printed_is_one_sentence(tmp_path: Path) -> None:
    done = printed(tmp_path, "--http")
    assert done.returncode == 1
    assert done.stderr.startswith("READINGROOM_WEB_ADDRESS is not set")
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
