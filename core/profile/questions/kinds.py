"""Short ways to write a question of each kind, so that the lists of questions read as lists."""

from core.dialogue.question import Choice, Kind, Question
from core.facts.limits import Limits, Scale


def choice(
    name: str, label: str, reason: str, *choices: tuple[str, str], required: bool = False
) -> Question:
    """One of several values."""
    return Question(name, label, reason, Kind.CHOICE, _choices(choices), required=required)


def choices(
    name: str, label: str, reason: str, *of: tuple[str, str], required: bool = False
) -> Question:
    """Any of several values."""
    return Question(name, label, reason, Kind.CHOICES, _choices(of), required=required)


def yes_no(name: str, label: str, reason: str) -> Question:
    """Yes or no."""
    return Question(name, label, reason, Kind.YES_NO)


def day(name: str, label: str, reason: str) -> Question:
    """A calendar day."""
    return Question(name, label, reason, Kind.DAY)


def score(name: str, label: str, reason: str, scale: Scale, *statuses: tuple[str, str]) -> Question:
    """A score within the examination's scale, or a word on where one stands with it."""
    return Question(
        name,
        label,
        reason,
        Kind.WHOLE,
        _choices(statuses),
        minimum=scale.lowest,
        maximum=scale.highest,
    )


def count(name: str, label: str, reason: str, most: int) -> Question:
    """A whole number from none to the most that is plausible."""
    return Question(name, label, reason, Kind.WHOLE, minimum=0, maximum=most)


def attempts(name: str, label: str, reason: str, limits: Limits) -> Question:
    """Sittings of one examination."""
    return count(name, label, reason, limits.attempts.highest)


def _choices(pairs: tuple[tuple[str, str], ...]) -> tuple[Choice, ...]:
    return tuple(Choice(value, label) for value, label in pairs)
