"""Where a fact comes from, how firmly it is known, and when it must be looked at again."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from core.terms import Strength


class Checked(BaseModel):
    """Base of everything read from the facts: frozen, and strict about unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Checked):
    """A publication that facts cite.

    ``address`` is a web address without a promise that the page still stands;
    ``note`` says what kind of copy was read, ``strength`` how firmly what it says is known
    where it is cited by itself.
    """

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    title: str = Field(min_length=3)
    publisher: str = ""
    address: str | None = None
    strength: Strength = Strength.OFFICIAL
    note: str = ""


class Dated(Checked):
    """A fact with its provenance.

    ``checked`` is the day somebody last compared it with its sources; ``check_again`` the
    day after which it is stale. ``sources`` are ids of :class:`Source`.
    """

    sources: tuple[str, ...] = Field(min_length=1)
    strength: Strength
    checked: date
    check_again: date
    note: str = ""

    def is_stale(self, today: date) -> bool:
        """Whether the day to check the fact again has passed."""
        return today > self.check_again
