"""A wall-clock time in its own zone: what is stored, and the instant it is."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Self
from zoneinfo import ZoneInfo

_LAST_MINUTE = time(23, 59)


@dataclass(frozen=True, slots=True)
class LocalTime:
    """A day, with a time of day where one is known, in an IANA zone."""

    day: date
    time: time | None
    zone: str

    @classmethod
    def read(cls, written: str, zone: str) -> Self:
        """What :attr:`written` gave; raises ``ValueError`` for anything else."""
        if "T" not in written:
            return cls(date.fromisoformat(written), None, zone)
        moment = datetime.fromisoformat(written)
        return cls(moment.date(), moment.time(), zone)

    @property
    def written(self) -> str:
        """``2027-01-29T23:59``, or ``2027-01-29`` where there is no time of day."""
        if self.time is None:
            return self.day.isoformat()
        return datetime.combine(self.day, self.time).isoformat(timespec="minutes")

    @property
    def instant(self) -> datetime:
        """The moment itself, in UTC; the last minute of a day without a time.

        Of an hour that is there twice it is the first; one that is skipped counts on from
        before the change of clocks.
        """
        local = datetime.combine(self.day, self.time or _LAST_MINUTE, ZoneInfo(self.zone))
        return local.astimezone(UTC)
