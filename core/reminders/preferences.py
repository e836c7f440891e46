"""What a person has chosen about reminders."""

from dataclasses import dataclass
from datetime import time

from core.terms import Ladder


@dataclass(frozen=True, slots=True)
class Preferences:
    """Wall-clock times are the person's, in ``zone``; ``digest_day`` counts from Monday, 0.

    ``digest_day`` is ``None`` where no weekly digest is wanted, ``muted`` are kinds that are not.
    """

    zone: str
    hour: time
    quiet_from: time
    quiet_to: time
    digest_day: int | None = None
    muted: frozenset[Ladder] = frozenset()
    only_irreversible: bool = False
