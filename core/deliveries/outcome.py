"""How sending one message may end: a closed set, and what each means for its row."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Reason(StrEnum):
    """Why a message did not go out, or may have; never a value of anybody's."""

    RATE_LIMITED = "rate_limited"
    PLATFORM_TROUBLE = "platform_trouble"
    NO_CONNECTION = "no_connection"
    NOT_OURS = "not_ours"
    STOPPING = "stopping"
    CLOSED = "closed"
    NO_SHARED_SERVER = "no_shared_server"
    ACCOUNT_GONE = "account_gone"
    NOT_INSTALLED = "not_installed"
    MESSAGES_OFF = "messages_off"
    TOO_MANY_OPENED = "too_many_opened"
    REFUSED = "refused"
    UNSHOWABLE = "unshowable"
    TIMED_OUT = "timed_out"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Delivered:
    """It arrived, under the platform's own id; ``channel_id`` is the direct message's."""

    message_id: str
    channel_id: str = ""


@dataclass(frozen=True, slots=True)
class Retry:
    """It surely did not arrive, and may be sent again after a while."""

    after: timedelta
    reason: Reason


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The person takes no messages of the bot; they are told when they come by."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Rejected:
    """The platform does not take this message, and trying the same again does not help."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have arrived: the answer was lost on the way."""

    reason: Reason


Outcome = Delivered | Retry | Unreachable | Rejected | Unknown


@dataclass(frozen=True, slots=True)
class Found:
    """A message whose answer was lost is there, under this id."""

    message_id: str
    channel_id: str = ""


@dataclass(frozen=True, slots=True)
class NotThere:
    """It surely is not there, so that it can be sent."""


@dataclass(frozen=True, slots=True)
class CannotTell:
    """It could not be looked up for now; look again after a while."""

    after: timedelta
    reason: Reason


Looked = Found | NotThere | CannotTell
