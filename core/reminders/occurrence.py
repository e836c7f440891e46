"""One reminder at one time, and messages that carry one or several."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class OtherRung(StrEnum):
    """Reminders that are of no ladder.

    A ``SNOOZE`` comes at the time that the person put it off to (a further one of the same date
    is called ``snooze2`` and so on), ``MOVED`` tells of a date that stands elsewhere (``moved2``
    of one that comes back to where it stood once), ``CHECK`` asks whether reminders are useful,
    and ``WELCOME`` is the first message.
    """

    SNOOZE = "snooze"
    MOVED = "moved"
    CHECK = "check"
    WELCOME = "welcome"


def tells_of_move(rung: str) -> bool:
    """Whether a rung tells of a date that stands elsewhere."""
    return rung.startswith(OtherRung.MOVED)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A rung of a milestone's ladder, for the date that the milestone has.

    ``milestone_key`` is empty for what belongs to none. ``rung`` names the reminder within its
    ladder (``30d``, ``last``), or what else it is (see :class:`OtherRung`), and ``target`` the
    date it is for, as it is stored: together they are what is reminded of once. ``wall`` is
    naive, in ``zone``; ``due`` is the same in UTC. An ``urgent`` one falls into the last hours
    before something irreversible, and no limit holds it back. A ``hard`` one is of something
    irreversible and is never put off; a ``weekly`` one stands in the digest. One that cannot
    wait longer than ``until`` is moved to no later message.
    """

    milestone_key: str
    rung: str
    target: str
    wall: datetime
    zone: str
    due: datetime
    urgent: bool = False
    hard: bool = False
    weekly: bool = False
    until: datetime | None = None

    @property
    def identity(self) -> tuple[str, str, str]:
        """What makes it the same reminder, whenever it is due."""
        return self.milestone_key, self.rung, self.target


@dataclass(frozen=True, slots=True)
class Sent:
    """A reminder that went out, or is ``under_way``, with when."""

    identity: tuple[str, str, str]
    sent_at: datetime
    under_way: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """Occurrences that go out together; ``due`` is when, and ``wall`` the same in ``zone``."""

    wall: datetime
    zone: str
    due: datetime
    occurrences: tuple[Occurrence, ...]

    @property
    def urgent(self) -> bool:
        """Whether one of them is, so that no limit holds it back."""
        return any(one.urgent for one in self.occurrences)
