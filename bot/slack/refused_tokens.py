"""Slack does not take a token: whether waiting helps, and the sentence for the operator."""

APP_TOKEN, BOT_TOKEN = "READINGROOM_SLACK_APP_TOKEN", "READINGROOM_SLACK_BOT_TOKEN"

_PAGES = {
    APP_TOKEN: "Basic Information, App-Level Tokens; its scope is connections:write",
    BOT_TOKEN: "OAuth & Permissions, Bot User OAuth Token",
}
_WRONG_TOKEN = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "missing_scope",
        "not_allowed_token_type",
        "not_authed",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)
"""Slack's words for a token that is wrong, was withdrawn, or is one for something else."""

WAITING_HELPS = frozenset(
    {
        "fatal_error",
        "internal_error",
        "ratelimited",
        "rate_limited",
        "request_timeout",
        "service_unavailable",
        "team_added_to_org",
        "too_many_websockets",
    }
)
"""Slack's words for what says nothing of the token, and passes."""


def refused_token(variable: str, error: str) -> str:
    """What Slack's refusal of ``APP_TOKEN`` or ``BOT_TOKEN`` means for the operator."""
    if error in _WRONG_TOKEN:
        return (
            f"{variable} was refused by Slack ({error}); copy it again from the page "
            f"{_PAGES[variable]}."
        )
    return (
        f"Slack refused the bot ({error}), and waiting does not help; look at the app on "
        "api.slack.com/apps, and start the bot again."
    )
