"""What it means for a message when Discord refuses it, by Discord's own numbers."""

from datetime import timedelta
from http import HTTPStatus
from types import MappingProxyType

import discord

from core.deliveries.outcome import Outcome, Reason, Rejected, Retry, Unreachable

CHANNEL_GONE = frozenset({10003, 50001})
"""Unknown Channel, Missing Access: a direct message that was opened once has another one now."""

_GONE, _CLOSED = Unreachable(Reason.ACCOUNT_GONE), Unreachable(Reason.CLOSED)
_SHOWN_BADLY = Rejected(Reason.UNSHOWABLE)
UNKNOWN_NUMBER = Retry(timedelta(hours=1), Reason.REFUSED)
"""What is not listed here may mend itself. The message stays until its date is past, and an
operator sees the reason."""

OF_PERSON = MappingProxyType(
    {
        10003: _CLOSED,  # Unknown Channel, though it was opened a moment ago
        10013: _GONE,  # Unknown User
        50001: _CLOSED,  # Missing Access
        50007: _CLOSED,  # Cannot send messages to this user
        50013: _CLOSED,  # Missing Permissions
        50033: _GONE,  # Invalid Recipient(s)
        50278: Unreachable(Reason.NO_SHARED_SERVER),
    }
)
"""What Discord says of a person, or of the direct message with them."""

OF_BOT = MappingProxyType(
    {
        # Opening direct messages too fast. Discord says no time; minutes were seen to do.
        40003: Retry(timedelta(minutes=10), Reason.TOO_MANY_OPENED),
        # Flagged for it: the operator has to appeal, which takes days, and nothing is lost by then.
        20026: Retry(timedelta(hours=1), Reason.TOO_MANY_OPENED),
        20028: Retry(timedelta(seconds=10), Reason.RATE_LIMITED),  # too much in one channel
        130000: Retry(timedelta(minutes=1), Reason.PLATFORM_TROUBLE),  # overloaded
    }
)
"""What Discord says of the bot, or of itself."""

_UNSHOWABLE = frozenset({50006, 50035, 40005})
"""Empty message, Invalid Form Body, too large."""

_KEPT_OUT = Retry(timedelta(minutes=1), Reason.PLATFORM_TROUBLE)
"""A token that was reset, or a guard before Discord: the operator is told by the door itself."""


def refused(error: discord.HTTPException, *, of_person: bool) -> Outcome:
    """How a message ended that Discord refused; ``of_person`` says that it was for one."""
    if error.code in OF_BOT:
        return OF_BOT[error.code]
    if error.status == HTTPStatus.UNAUTHORIZED:
        return _KEPT_OUT
    if error.status == HTTPStatus.FORBIDDEN and error.code == 0:
        return _KEPT_OUT
    if of_person and error.code in OF_PERSON:
        return OF_PERSON[error.code]
    return _SHOWN_BADLY if error.code in _UNSHOWABLE else UNKNOWN_NUMBER
