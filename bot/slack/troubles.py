"""What it means to a person when Slack refuses: one sentence what happened, one what to do."""

from types import MappingProxyType

_CLOSED = (
    "Slack does not let me write to you directly: the app's Messages tab is switched off in this "
    "workspace. Ask the people who run this bot to switch it on, on the app's page App Home."
)
_NOT_TO_THEM = (
    "Slack does not let me write to you directly. What I can say in a channel is there; for "
    "pictures and files, ask an administrator of this workspace whether apps may write to you."
)
_STRANGER = (
    "Slack does not let me write to you directly, because the bot is not in your own workspace. "
    "Ask an administrator there to add it; here I can answer you in the channel."
)
_REMOVED = (
    "Reading Room is no longer connected to this workspace. What is saved about you is still "
    "yours. Ask an administrator to add the app again."
)
_NOT_TAKEN = (
    "Slack does not take what the bot sends for the moment; the people who run it can see why. "
    "What is saved about you is safe."
)
_NO_ROOM = "Slack takes no more messages of the bot for the moment. Please try again in a minute."

SENTENCES = MappingProxyType(
    {
        "messages_tab_disabled": _CLOSED,
        "cannot_dm_bot": _CLOSED,
        "cannot_dm_user": _NOT_TO_THEM,
        "user_disabled": _NOT_TO_THEM,
        "user_not_found": _STRANGER,
        "user_not_visible": _STRANGER,
        "users_not_found": _STRANGER,
        "not_allowed_to_dm": _STRANGER,
        "cannot_dm_external_user": _STRANGER,
        "account_inactive": _REMOVED,
        "token_revoked": _REMOVED,
        "token_expired": _NOT_TAKEN,
        "invalid_auth": _NOT_TAKEN,
        "not_authed": _NOT_TAKEN,
        "team_access_not_granted": _REMOVED,
        "ratelimited": _NO_ROOM,
        "rate_limited": _NO_ROOM,
    }
)
"""By Slack's own word for a refusal: what a person is told."""

NOT_TOLD = (
    "Slack did not say what has to be known of you or of this workspace for that, so nothing was "
    "changed. Please try again in a minute."
)
"""Where a person's right, or the channels that the bot is in, could not be looked at."""
BROKEN_OFF = "Slack broke off as I answered. If you see no answer, please ask to see it again."
"""Where an answer may have arrived, and may not."""
ELSEWHERE = "It is in our direct message: open Reading Room under Apps, and there Messages."
"""Where an answer went that was asked for in a channel."""
ONE_MOMENT = "One moment: the answer takes a little longer."
"""What is shown where an answer is not ready at once."""
