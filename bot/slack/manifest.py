"""The manifest from which Slack makes the app, made from the commands' declarations."""

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from bot.settings import SettingsRefused, SlackSettings, WebSettings
from bot.slack.addresses import EVENTS_PATH, REDIRECT_PATH
from bot.slack.limits import COMMAND_DESCRIPTION, COMMAND_HINT
from bot.slack.mode import Mode, Transport, Workspaces
from bot.slack.scopes import EVENTS, ORGANISATION_EVENTS, SCOPES
from core.dialogue.command import Command
from core.dialogue.line import UMBRELLA

NAME = "Reading Room"
"""The app's name, and its bot's."""
DESCRIPTION = "An honest, sourced reading of a radiology residency application."
LONG_DESCRIPTION = (
    "Reading Room helps medical students who want a radiology residency and whose board scores "
    "are not their strongest card. It reads a profile against published figures and guides, says "
    "where each sentence comes from, and what to do next. It computes no chance of matching, ranks "
    "no program and replaces no adviser. Answers are private: /readingroom privacy shows what is "
    "stored, exports it and deletes it."
)
BACKGROUND = "#1b2733"
"""The colour behind the app's name; light letters can be read on it."""

_HEAD = """\
# The Reading Room app for Slack, as `readingroom slack-manifest` prints it. On api.slack.com/apps
# choose Create New App, From a manifest, the workspace, and paste all of this.
"""
_HINT_OF_ALL = "help, or a command as: topic plan"
_HINT_OF_A_FORM = "nothing, and a form opens; or "
_HINTED = 2
"""Answers of an example that a hint shows: more are cut where Slack's line is narrow."""
_ONE_LINE = 10_000
"""A width at which no line is broken, so that a reason can stand behind any."""


def planned_mode(
    settings: SlackSettings, *, over_http: bool = False, many_workspaces: bool = False
) -> Mode:
    """How the app will be reached. Before there is an app nothing is set: Socket Mode, and one
    workspace, unless a setting or whoever asks says otherwise."""
    signed = settings.app_token is None and settings.signing_secret is not None
    return Mode(
        Transport.HTTP if over_http or signed else Transport.SOCKET,
        Workspaces.MANY if many_workspaces or settings.client_id else Workspaces.ONE,
    )


def manifest(
    commands: Mapping[str, Command], slashes: Sequence[str], mode: Mode, web: WebSettings
) -> dict[str, Any]:
    """The whole manifest; ``slashes`` are the slash commands' names without their strokes.

    Raises :class:`SettingsRefused` where Slack has to be told an address and none is set.
    """
    if mode.needs_web and web.address is None:
        raise SettingsRefused(
            "READINGROOM_WEB_ADDRESS is not set, and Slack has to be told an address."
        )
    requests = web.at(EVENTS_PATH) if mode.transport is Transport.HTTP else None
    many = mode.workspaces is Workspaces.MANY
    events = (*EVENTS, *ORGANISATION_EVENTS) if many else EVENTS
    redirects = {"redirect_urls": [web.at(REDIRECT_PATH)]} if many else {}
    return {
        "display_information": {
            "name": NAME,
            "description": DESCRIPTION,
            "long_description": LONG_DESCRIPTION,
            "background_color": BACKGROUND,
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": NAME, "always_online": False},
            "slash_commands": [_slash_command(name, commands, requests) for name in slashes],
        },
        "oauth_config": {**redirects, "scopes": {"bot": [scope.name for scope in SCOPES]}},
        "settings": {
            "event_subscriptions": {
                **({"request_url": requests} if requests else {}),
                "bot_events": [event.name for event in events],
            },
            "interactivity": {
                "is_enabled": True,
                **(
                    {"request_url": requests, "message_menu_options_url": requests}
                    if requests
                    else {}
                ),
            },
            # Only an installation of its own page can be one of a whole organisation.
            "org_deploy_enabled": many,
            "socket_mode_enabled": mode.transport is Transport.SOCKET,
            # A token that is a setting cannot be exchanged for the next; those in the database can.
            "token_rotation_enabled": many,
        },
    }


def as_yaml(made: Mapping[str, Any]) -> str:
    """The manifest to paste, with the reason of every scope and event beside it."""
    reasons = {f"- {need.name}": need.reason for need in (*SCOPES, *EVENTS, *ORGANISATION_EVENTS)}
    written = yaml.safe_dump(dict(made), sort_keys=False, allow_unicode=True, width=_ONE_LINE)
    lines = [
        f"{line}  # {reasons[line.strip()]}" if line.strip() in reasons else line
        for line in written.splitlines()
    ]
    return _HEAD + "\n".join(lines) + "\n"


def _slash_command(
    name: str, commands: Mapping[str, Command], requests: str | None
) -> dict[str, Any]:
    if name == UMBRELLA:
        listed = ", ".join(command.name for command in commands.values() if command.listed)
        description = f"{DESCRIPTION} Commands: {listed}."
        hint = _HINT_OF_ALL
    else:
        command = commands[name]
        description = command.summary
        hint = _hint(command)
    return {
        "command": f"/{name}",
        **({"url": requests} if requests else {}),
        "description": description[:COMMAND_DESCRIPTION],
        **({"usage_hint": hint[:COMMAND_HINT]} if hint else {}),
        "should_escape": False,
    }


def _hint(command: Command) -> str:
    """What to write behind it: the start of its first example, or nothing where a form opens."""
    example = next((one.split()[1:] for one in command.examples if " " in one), [])
    start = " ".join(example[:_HINTED])
    return f"{_HINT_OF_A_FORM}{start}" if command.opens_form and start else start
