"""One reminder at one time, and messages that carry one or several."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A rung of a milestone's ladder, for the date that the milestone has.

    ``milestone_key`` is empty for what belongs to none. ``rung`` names the reminder within its
    ladder (``30d``, ``last``, ``snooze``, ``digest``, ``welcome``, ``moved``, ``check``) and
    ``target`` the date it is for, as it is stored: together they are what is reminded of once.
    ``wall`` is naive, in ``zone``; ``due`` is the same in UTC. An ``urgent`` one falls into the
    last hours before something irreversible, and no limit holds it back.
    """

    milestone_key: str
    rung: str
    target: str
    wall: datetime
    zone: str
    due: datetime
    urgent: bool = False

    @property
    def identity(self) -> tuple[str, str, str]:
        """What makes it the same reminder, whenever it is due."""
        return self.milestone_key, self.rung, self.target


@dataclass(frozen=True, slots=True)
class Message:
    """Occurrences that go out together, when the first of them is due or before."""

    wall: datetime
    zone: str
    due: datetime
    occurrences: tuple[Occurrence, ...]
