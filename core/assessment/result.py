"""What an assessment is made of. Plain frozen data; the words people read are made elsewhere.

What a reading holds dozens of are tuples, which are quicker to make than dataclasses.
"""

from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import NamedTuple, Protocol

from core.terms import (
    Band,
    GateLevel,
    Position,
    Record,
    Specialty,
    Strength,
    Topic,
    Trend,
)


@dataclass(frozen=True, slots=True)
class Cited:
    """A source as it is shown: its id, its words, how firmly it is known, when it was checked.

    ``section`` is the heading within a guide; ``stale`` says that the day to check it again
    has passed.
    """

    id: str
    title: str
    strength: Strength
    section: str = ""
    checked: date | None = None
    address: str | None = None
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Gate:
    """Something that decides before advice does. ``missing`` names the answer it asks for."""

    id: str
    level: GateLevel
    text: str
    sources: tuple[Cited, ...]
    missing: str | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class GuideSays:
    """A guide's own word for the score, attributed to whom the guide wrote for."""

    says: str
    written_for: str
    source: Cited


class Note(NamedTuple):
    """A remark on the standing, with its sources."""

    id: str
    text: str
    sources: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the Step 2 CK score stands for one specialty.

    ``percentile`` is of US MD first-takers. ``from_centre`` and ``from_mean`` are points above
    (positive) or below the matched centre and the national mean of the test's year.
    ``disputed`` holds a sentence for every way in which sources disagree about this band, and
    ``counts_say_more`` says that it is a low one and more than half of those counted matched.
    """

    specialty: Specialty
    band: Band
    position: Position
    disputed: tuple[Note, ...]
    counts_say_more: bool
    record: Record
    notes: tuple[Note, ...]
    guide_words: tuple[GuideSays, ...]
    ours: bool
    score: int | None
    percentile: int | None
    centre: int | None
    centre_statistic: str | None
    centre_year: int | None
    from_centre: int | None
    mean: int | None
    from_mean: int | None
    trend: Trend
    sources: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One published figure, or the statement that none is held.

    ``kind`` is ``score_count`` (of a stretch of scores), ``count``, ``rate``, ``spread``,
    ``ranks`` or ``not_held``. ``rate``, ``low``
    and ``high`` are per cent, the last two a 95 % Wilson interval where counts are held.
    """

    id: str
    kind: str
    specialty: Specialty
    text: str
    year: str
    population: str
    missing: str
    matched: int | None = None
    unmatched: int | None = None
    n: int | None = None
    rate: float | None = None
    low: float | None = None
    high: float | None = None
    held: bool = True
    where: str = ""
    sources: tuple[Cited, ...] = ()


class Because(NamedTuple):
    """Why an entry applies: the condition that held, in words about the person's own answers."""

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """A piece of guidance as people read it: the same words for everybody it applies to.

    ``form`` is ``action`` or ``note``; ``effort`` and ``effect`` run from 1 to 3.
    """

    id: str
    topic: Topic
    form: str
    label: str
    text: str
    reason: str
    effort: int
    effect: int
    sources: tuple[Cited, ...]


class Grounds(Protocol):
    """Why advice applies to a person."""

    def because(self) -> tuple[Because, ...]:
        """The person's own answers for which it applies."""

    def unless_done(self) -> str | None:
        """The answer that would retire it, where it may be done already."""


class Recommended(NamedTuple):
    """Advice that applies to this person.

    ``on`` is the day it is best done by, ``estimated`` where the season's date is an estimate.
    ``score`` orders what applies. ``grounds`` put into words why it applies; most of what
    applies is never opened, so they are asked when it is read.
    """

    advice: Advice
    on: date | None
    estimated: bool
    score: int
    grounds: "Grounds"

    @property
    def because(self) -> tuple[Because, ...]:
        """Why it applies, in the person's own answers."""
        return self.grounds.because()

    @property
    def unless_done(self) -> str | None:
        """The answer that would retire it, where it may be done already."""
        return self.grounds.unless_done()

    @property
    def id(self) -> str:
        """The id of the advice."""
        return self.advice.id

    @property
    def topic(self) -> Topic:
        """What the advice is about."""
        return self.advice.topic


class Unknown(NamedTuple):
    """An unanswered field, and how much an answer could change."""

    field: str
    weight: int
    groups: tuple[tuple[str, ...], ...]

    @property
    def changes(self) -> tuple[str, ...]:
        """What an answer could change: ``gate:id``, ``action:id``, or ``band:`` and a specialty."""
        return tuple(chain.from_iterable(self.groups))


@dataclass(frozen=True, slots=True)
class DisagreementShown:
    """Sources that disagree about something that concerns this person."""

    id: str
    topic: Topic
    kind: str
    question: str
    sides: tuple[tuple[str, Cited], ...]
    reading: str
    rule: Cited | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to take to a person, and to whom."""

    question: str
    whom: str
