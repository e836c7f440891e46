"""How long is waited before a next try; technical lengths, none of them anybody's date."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Pauses:
    """``look`` is before a message whose answer was lost is looked up.

    The first next try after trouble comes after ``first``, each later one after twice as long,
    ``longest`` at most. ``fault`` is for a message at which the program itself failed.
    """

    look: timedelta = timedelta(seconds=5)
    first: timedelta = timedelta(seconds=5)
    longest: timedelta = timedelta(minutes=15)
    fault: timedelta = timedelta(minutes=5)

    def after(self, attempts: int, asked: timedelta) -> timedelta:
        """The pause after so many attempts; never shorter than the platform asked."""
        doubled = 1 << min(max(attempts - 1, 0), 20)
        return max(asked, min(self.first * doubled, self.longest))
