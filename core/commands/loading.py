"""Loads ahead of time what would otherwise be loaded while somebody waits for an answer."""

from datetime import date, datetime

from core.commands.natural_dates import read_when
from core.timeline.calendar_file import calendar_file


def load_ahead(now: datetime) -> None:
    """Load what reads dates as people say them, and what writes calendar files.

    It takes some tenths of a second: call it in a thread, off the event loop.
    """
    read_when("next friday 5pm", now=now, zone="UTC", until=date.max)
    calendar_file((), name="", identity="", changed_at=now, cited=str)
