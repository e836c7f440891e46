"""A question a person may answer: its kind, what it accepts, and how a typed answer is read."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.dialogue.days import UnclearDay, read_day


class Kind(StrEnum):
    """How an answer looks."""

    CHOICE = "choice"
    CHOICES = "choices"
    WHOLE = "whole"
    DAY = "day"
    YES_NO = "yes_no"
    COUNTRY = "country"
    ZONE = "zone"
    LEADERS = "leaders"
    CHANNELS = "channels"
    WORDS = "words"


Value = str | int | bool | date | tuple[str, ...] | None

UNKNOWN = "unknown"
MOST_PICKED = 25
"""The most leaders or channels in one answer: as many as Discord's menus offer at once."""
_ID = re.compile(r"[A-Z0-9]{1,20}")
_YES = frozenset({"yes", "y", "true"})
_NO = frozenset({"no", "n", "false"})


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the accepted values, with the words people see."""

    value: str
    label: str
    description: str = ""


class Unreadable(Exception):
    """A typed answer that the question does not accept; ``accepted`` says what it does."""

    def __init__(self, accepted: str) -> None:
        super().__init__(accepted)
        self.accepted = accepted


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that can be asked and answered.

    ``name`` is what stands before the colon in ``name:value``. ``reason`` says in a line why
    it is asked. ``minimum`` and ``maximum`` bound whole numbers; ``limit`` is the most
    characters an answer may have (for many choices: the most choices is the choices' number).
    ``required`` questions cannot be left unknown. ``aliases`` reads further spellings, and
    ``known`` lists every answer where there are too many to offer all at once. Leaders
    (roles or people, whichever a platform names leaders by) and channels are answered with the
    platform's own ids, with commas.
    """

    name: str
    label: str
    reason: str
    kind: Kind
    choices: tuple[Choice, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    limit: int = 200
    required: bool = False
    aliases: Callable[[str], str | None] | None = None
    known: Callable[[], Sequence[Choice]] | None = None

    @property
    def accepted(self) -> str:
        """What is accepted, as the end of a sentence."""
        offered = ", ".join(choice.value for choice in self.choices)
        match self.kind:
            case Kind.CHOICE:
                said = f"one of {offered}"
            case Kind.CHOICES:
                said = f"one or more, with commas, of {offered}"
            case Kind.WHOLE:
                number = f"a whole number from {self.minimum} to {self.maximum}"
                said = f"{number}, or {offered}" if offered else number
            case Kind.DAY:
                said = "a day as 2027-06-01 or 1 June 2027"
            case Kind.YES_NO:
                said = "yes or no"
            case Kind.COUNTRY:
                said = "a country, by name or by its two letters"
            case Kind.ZONE:
                said = "a time zone, as America/Chicago"
            case Kind.LEADERS | Kind.CHANNELS:
                said = f"{self.kind.value}, {MOST_PICKED} at most"
            case Kind.WORDS:
                said = f"words, {self.limit} characters at most"
        return said if self.required else f"{said}, or {UNKNOWN}"

    def read(self, typed: str) -> Value:
        """The value of a typed answer; ``None`` for *unknown*.

        Raises :class:`Unreadable` with what is accepted.
        """
        given = " ".join(typed.split()) if self.kind is not Kind.WORDS else typed.strip()
        if len(given) > self.limit:
            raise Unreadable(f"{self.accepted} ({self.limit} characters at most)")
        if given.lower() in {UNKNOWN, ""}:
            if self.required:
                raise Unreadable(self.accepted)
            return None
        return self._read_known(given)

    def _read_known(self, given: str) -> Value:
        match self.kind:
            case Kind.CHOICE | Kind.COUNTRY | Kind.ZONE:
                return self._choice(given)
            case Kind.LEADERS | Kind.CHANNELS:
                return self._picked(given)
            case Kind.CHOICES:
                parts = [part.strip() for part in given.split(",") if part.strip()]
                chosen = {self._choice(part) for part in parts}
                if not chosen:
                    raise Unreadable(self.accepted)
                return tuple(choice.value for choice in self.choices if choice.value in chosen)
            case Kind.WHOLE:
                return self._whole(given)
            case Kind.DAY:
                try:
                    return read_day(given)
                except UnclearDay as unclear:
                    raise Unreadable(self.accepted) from unclear
            case Kind.YES_NO:
                return self._yes_or_no(given)
            case Kind.WORDS:
                return given

    def _picked(self, given: str) -> tuple[str, ...]:
        """Ids as the platforms write them; whether they exist is for the platform to say."""
        parts = tuple(dict.fromkeys(part.strip() for part in given.split(",") if part.strip()))
        if len(parts) > MOST_PICKED or not all(_ID.fullmatch(part) for part in parts):
            raise Unreadable(self.accepted)
        return parts

    def _choice(self, given: str) -> str:
        wanted = given.lower().replace(" ", "_").replace("-", "_")
        for choice in self.choices:
            if wanted == choice.value.lower() or given.lower() == choice.label.lower():
                return choice.value
        alias = self.aliases(given) if self.aliases else None
        if alias is None:
            raise Unreadable(self.accepted)
        return alias

    def _whole(self, given: str) -> Value:
        if self.choices:
            try:
                return self._choice(given)
            except Unreadable:
                pass
        if not (given.isascii() and given.isdigit()):
            raise Unreadable(self.accepted)
        number = int(given)
        highest = number if self.maximum is None else self.maximum
        if not (self.minimum or 0) <= number <= highest:
            raise Unreadable(self.accepted)
        return number

    def _yes_or_no(self, given: str) -> bool:
        if given.lower() in _YES:
            return True
        if given.lower() in _NO:
            return False
        raise Unreadable(self.accepted)
