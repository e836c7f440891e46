"""What the bot asks Slack to be allowed and to be told, each with why; nothing more is needed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Need:
    """A scope or an event by Slack's name for it, and what would not work without it."""

    name: str
    reason: str


SCOPES = (
    Need("commands", "to have slash commands"),
    Need("chat:write", "to answer and to remind in a person's direct message with the bot"),
    Need("im:write", "to open that direct message when the person asks for it"),
    Need(
        "im:history",
        "to hear what a person writes to the bot alone, and to see whether a reminder arrived "
        "whose answer was lost",
    ),
    Need("users:read", "to read a person's time zone, and whether they administer the workspace"),
    Need("files:write", "to send pictures and exports to the direct message, and delete them"),
    Need("files:read", "to read a file that a person sends to the bot"),
    Need(
        "channels:read",
        "to learn which public channels the bot is in, when an administrator chooses channels "
        "for checklists",
    ),
    Need(
        "groups:read",
        "to learn which private channels the bot was invited to, when an administrator chooses "
        "channels for checklists",
    ),
)
"""The bot's scopes. No message of a channel can be read with them."""

EVENTS = (
    Need("app_home_opened", "to show a person's own page when they open it"),
    Need("app_uninstalled", "to forget a workspace that removed the app"),
    Need("message.im", "to answer what a person writes to the bot alone"),
    Need("tokens_revoked", "to forget a token that a workspace withdrew"),
)
"""The events that Slack is asked to send."""

ORGANISATION_EVENTS = (
    Need("team_access_granted", "to know a workspace that an organisation adds the app to"),
    Need("team_access_revoked", "to forget a workspace that an organisation takes the app from"),
)
"""Further events, with many workspaces: of organisations that installed the app as a whole. Slack
asks for no scope for them."""

SCOPE_NAMES = tuple(scope.name for scope in SCOPES)
"""The scopes as an installation asks for them."""
