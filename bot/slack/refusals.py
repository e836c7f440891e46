"""What it means for a message when Slack refuses it, by Slack's own words."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from core.deliveries.outcome import Outcome, Reason, Rejected, Retry, Unknown, Unreachable

CHANNEL_GONE = frozenset({"channel_not_found", "not_in_channel", "is_archived"})
"""A direct message that was opened once may have another channel now."""

_CLOSED, _GONE = Unreachable(Reason.CLOSED), Unreachable(Reason.ACCOUNT_GONE)
_NOT_INSTALLED = Unreachable(Reason.NOT_INSTALLED)
_UNSHOWABLE = Rejected(Reason.UNSHOWABLE)
_BROKE = Unknown(Reason.PLATFORM_TROUBLE)
"""Slack says of these errors that some of what was asked may have been done."""

TOKEN_TROUBLE = Retry(timedelta(minutes=5), Reason.NOT_INSTALLED)
"""Said of a machine whose address Slack does not let in too, and of a token that is about to be
exchanged: it mends without the person, who is not told that they cannot be reached."""

UNKNOWN_WORD = Retry(timedelta(hours=1), Reason.REFUSED)
"""Much of what Slack says and is not listed here mends itself, as a workspace that is being moved
or a permission. The message stays until its date is past, and an operator sees the reason."""

_MEANS: Mapping[str, Outcome] = MappingProxyType(
    {
        "fatal_error": _BROKE,
        "internal_error": _BROKE,
        "request_timeout": _BROKE,
        "service_unavailable": _BROKE,
        "ratelimited": Retry(timedelta(seconds=30), Reason.RATE_LIMITED),
        "rate_limited": Retry(timedelta(seconds=30), Reason.RATE_LIMITED),
        "message_limit_exceeded": Retry(timedelta(minutes=1), Reason.RATE_LIMITED),
        "team_added_to_org": Retry(timedelta(minutes=5), Reason.PLATFORM_TROUBLE),
        "account_inactive": _NOT_INSTALLED,
        "token_revoked": _NOT_INSTALLED,
        "team_access_not_granted": _NOT_INSTALLED,
        "invalid_auth": TOKEN_TROUBLE,
        "not_authed": TOKEN_TROUBLE,
        "token_expired": TOKEN_TROUBLE,
        "ekm_access_denied": TOKEN_TROUBLE,
        "missing_scope": TOKEN_TROUBLE,
        "messages_tab_disabled": Unreachable(Reason.MESSAGES_OFF),
        "cannot_dm_bot": _CLOSED,
        "cannot_dm_external_user": _CLOSED,
        "cannot_dm_user": _CLOSED,
        "not_allowed_to_dm": _CLOSED,
        "restricted_action": _CLOSED,
        "user_disabled": _GONE,
        "user_not_found": _GONE,
        "user_not_visible": _GONE,
        "users_not_found": _GONE,
        "invalid_blocks": _UNSHOWABLE,
        "invalid_blocks_format": _UNSHOWABLE,
        "invalid_metadata_format": _UNSHOWABLE,
        "metadata_too_large": _UNSHOWABLE,
        "msg_blocks_too_long": _UNSHOWABLE,
        "msg_too_long": _UNSHOWABLE,
        "no_text": _UNSHOWABLE,
    }
)


def refused(error: str, *, of_person: bool) -> Outcome:
    """How a message ended that Slack refused; ``of_person`` says that it was for one."""
    if of_person and error in CHANNEL_GONE:
        # The channel was opened a moment ago: Slack archives it with the account.
        return _GONE if error == "is_archived" else _CLOSED
    return _MEANS.get(error, UNKNOWN_WORD)
