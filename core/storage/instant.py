"""The one column type for instants: what goes in has a zone, what comes out is UTC."""

from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, TypeDecorator


class NaiveInstant(ValueError):
    """A datetime without a time zone was to be stored or compared."""


class Instant(TypeDecorator[datetime]):
    """A moment in time, to the microsecond, kept in UTC on both databases.

    Refuses a datetime without a zone with ``NaiveInstant``: SQLite would take it silently and
    give it back as a different moment.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn a zoned datetime into UTC."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise NaiveInstant("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give UTC back; SQLite drops the zone that was stored."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
