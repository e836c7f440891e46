"""What a check of the settings found, in sentences for the person who runs the bot."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How a finding counts."""

    GOOD = "good"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``said`` names a variable and what to do, never a value."""

    level: Level
    said: str


def good(said: str) -> Finding:
    """Something that is as it should be."""
    return Finding(Level.GOOD, said)


def note(said: str) -> Finding:
    """Something worth knowing that stops nothing."""
    return Finding(Level.NOTE, said)


def wrong(said: str) -> Finding:
    """Something that has to be put right."""
    return Finding(Level.WRONG, said)


def counted(number: int, what: str) -> str:
    """``1 server``, ``2 servers``."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
