"""What a message carries, frozen when it is first sent: everything that it says, as data."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from core.terms import Strength
from core.timeline.local_time import LocalTime

CARRIED_VERSION = 1
"""The version that is written; raised when a field changes its name or meaning."""

_STEPS: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = MappingProxyType({})
"""By version: how what was written by it becomes what the next one writes."""

PLAIN = "plain"
"""The field of a message that its platform did not take as it was; see :class:`Carried`."""


class CarriedUnreadable(Exception):
    """What is stored is nothing that a message carries. The message quotes nothing of it."""


class CarriedKind(StrEnum):
    """What a message is for."""

    WELCOME = "welcome"
    REMINDER = "reminder"
    DIGEST = "digest"
    MOVED = "moved"
    CHECK = "check"


class _Kept(BaseModel):
    # What a newer version added is passed over.
    model_config = ConfigDict(frozen=True, extra="ignore")


class CarriedSource(_Kept):
    """What a date rests on, as people see it."""

    title: str
    address: str | None = None


class CarriedItem(_Kept):
    """One date of a message.

    ``at`` and ``moved_from`` are written wall-clock times in ``zone`` (see
    :class:`core.timeline.local_time.LocalTime`). ``was_due`` is the wall-clock time, by the
    person, at which a late one was to come.
    """

    key: str
    rung: str
    title: str
    at: str
    zone: str
    own: bool = False
    why: str = ""
    todo: str = ""
    still: str = ""
    estimated: bool = False
    past: bool = False
    sources: tuple[CarriedSource, ...] = ()
    strength: Strength | None = None
    checked: date | None = None
    moved_from: str = ""
    moved_why: str = ""
    was_due: str = ""

    @property
    def when(self) -> LocalTime:
        """Its date."""
        return LocalTime.read(self.at, self.zone)

    @property
    def stood(self) -> LocalTime | None:
        """Where it stood before it moved, as long as that has to be told."""
        return LocalTime.read(self.moved_from, self.zone) if self.moved_from else None


class Coming(_Kept):
    """A reminder that the first message announces: when it comes, by the person, and of what."""

    wall: str
    title: str
    at: str
    zone: str
    own: bool = False

    @property
    def when(self) -> LocalTime:
        """The date it is for."""
        return LocalTime.read(self.at, self.zone)


class SnoozeChoice(_Kept):
    """How long a reminder may be put off: the choice's id, and the words after *Snooze*."""

    id: str
    label: str


class Carried(_Kept):
    """A whole message.

    ``zone`` is the person's and ``today`` their day when it was frozen. ``coming``, the limits and
    ``hours``, a sentence on the person's hours, are for the first message, ``unanswered`` is for
    the question whether reminders are useful.
    ``abbreviations`` are those it uses, with their long forms. A ``plain`` one says titles and
    dates and nothing else.
    """

    version: int = CARRIED_VERSION
    kind: CarriedKind
    zone: str
    today: date
    items: tuple[CarriedItem, ...] = ()
    snoozes: tuple[SnoozeChoice, ...] = ()
    coming: tuple[Coming, ...] = ()
    most_a_day: int = 1
    most_a_week: int = 1
    hours: str = ""
    unanswered: int = 0
    abbreviations: dict[str, str] = {}
    plain: bool = False

    def written(self) -> dict[str, Any]:
        """The same as plain JSON data; :func:`read_carried` reads it."""
        return self.model_dump(mode="json", exclude_defaults=True) | {"version": self.version}


def read_carried(raw: object) -> Carried:
    """What :meth:`Carried.written` gave, by this version or an earlier one.

    Of a newer version what is known is read. Raises :class:`CarriedUnreadable`.
    """
    if not isinstance(raw, Mapping):
        raise CarriedUnreadable("What is stored is no message.")
    read = dict(raw)
    version = read.get("version")
    for step in range(version if isinstance(version, int) else 1, CARRIED_VERSION):
        read = _STEPS[step](read)
    try:
        return Carried.model_validate(read)
    except ValidationError:
        # Without the cause, which quotes what it says.
        raise CarriedUnreadable("What is stored is no message.") from None
