"""How the Slack door is open: which way requests come in, and in how many workspaces."""

from dataclasses import dataclass
from enum import StrEnum

from bot.settings import SettingsRefused, SlackSettings, WebSettings


class Transport(StrEnum):
    """Which way Slack's requests come in."""

    SOCKET = "socket"
    """Socket Mode: the bot opens the connection, and nothing is exposed."""
    HTTP = "http"
    """Signed requests to the bot's own address."""


class Workspaces(StrEnum):
    """Where the app is installed."""

    ONE = "one"
    """In one workspace, whose bot token is a setting."""
    MANY = "many"
    """Wherever somebody installed it by OAuth; the tokens are in the database."""


@dataclass(frozen=True, slots=True)
class Mode:
    """How the Slack door is open."""

    transport: Transport
    workspaces: Workspaces

    @property
    def needs_web(self) -> bool:
        """Whether Slack, or somebody who installs the app, has to reach an address."""
        return self.transport is Transport.HTTP or self.workspaces is Workspaces.MANY


def slack_mode(settings: SlackSettings, web: WebSettings) -> Mode | None:
    """How the door is open with these settings; ``None`` where there is no Slack door.

    Raises :class:`SettingsRefused` where something is missing, or where settings contradict each
    other; the message names the variables.
    """
    if not settings.is_configured:
        return None
    mode = Mode(_transport(settings), _workspaces(settings))
    if mode.transport is Transport.HTTP and settings.signing_secret is None:
        raise SettingsRefused(
            "Slack needs a way in: set READINGROOM_SLACK_APP_TOKEN for Socket Mode, generated on "
            "the page Basic Information of the Slack app under App-Level Tokens, or "
            "READINGROOM_SLACK_SIGNING_SECRET and READINGROOM_WEB_PORT for HTTP."
        )
    if mode.needs_web and web.port is None:
        why = (
            "Slack is to be heard over HTTP, as READINGROOM_SLACK_APP_TOKEN is not set"
            if mode.transport is Transport.HTTP
            else "Workspaces that install the app need its page"
        )
        raise SettingsRefused(f"{why}: set READINGROOM_WEB_PORT.")
    if mode.workspaces is Workspaces.MANY and web.address is None:
        raise SettingsRefused(
            "Workspaces that install the app come back to its own address: set "
            "READINGROOM_WEB_ADDRESS."
        )
    return mode


def _transport(settings: SlackSettings) -> Transport:
    return Transport.HTTP if settings.app_token is None else Transport.SOCKET


def _workspaces(settings: SlackSettings) -> Workspaces:
    client = (settings.client_id, settings.client_secret)
    if settings.bot_token is not None:
        if any(client):
            raise SettingsRefused(
                "READINGROOM_SLACK_BOT_TOKEN is for one workspace, READINGROOM_SLACK_CLIENT_ID and "
                "READINGROOM_SLACK_CLIENT_SECRET are for many: set one or the other."
            )
        return Workspaces.ONE
    if all(client):
        return Workspaces.MANY
    if settings.client_id is not None:
        raise SettingsRefused(
            "READINGROOM_SLACK_CLIENT_SECRET is not set; it stands beside the client ID, on the "
            "page Basic Information of the Slack app."
        )
    if settings.client_secret is not None:
        raise SettingsRefused(
            "READINGROOM_SLACK_CLIENT_ID is not set; it stands beside the client secret, on the "
            "page Basic Information of the Slack app."
        )
    raise SettingsRefused(
        "READINGROOM_SLACK_BOT_TOKEN is not set; copy it from the page OAuth & Permissions of the "
        "Slack app. For many workspaces set READINGROOM_SLACK_CLIENT_ID and "
        "READINGROOM_SLACK_CLIENT_SECRET instead."
    )
