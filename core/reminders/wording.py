"""Sentences of messages: what moved, what is late, and what several dates are together."""

from datetime import datetime

from core.reminders.carried import Carried, CarriedItem, CarriedKind
from core.reminders.when import clock_words, when_words


def titled(carried: Carried) -> str:
    """The title of a message of several dates."""
    many = len(carried.items)
    if not many:
        return "Nothing is due"
    if all(item.was_due for item in carried.items):
        return f"{many} reminders that are late"
    if carried.kind is CarriedKind.DIGEST:
        return f"Your week: {many} dates"
    if carried.kind is CarriedKind.MOVED:
        return f"{many} dates have moved"
    return f"{many} dates to keep in mind"


def moved_words(item: CarriedItem, zone: str) -> str:
    """Where a date stood before, and why it moved; empty where it did not."""
    if item.stood is None:
        return ""
    why = f" {item.moved_why}" if item.moved_why else ""
    return f"This date has moved. It was {when_words(item.stood, zone)}.{why}"


def late_words(item: CarriedItem) -> str:
    """Why it comes now; empty where it is in time."""
    if not item.was_due:
        return ""
    due = clock_words(datetime.fromisoformat(item.was_due))
    return f"This was due {due}, and could not be sent then."
