"""What an application plan is made of: statements with their sources, and the figures alone.

What a plan holds many of are tuples, which are quicker to make than dataclasses.
"""

from dataclasses import dataclass
from typing import NamedTuple

from core.assessment.result import Cited, Note
from core.terms import LetterKind, Specialty


@dataclass(frozen=True, slots=True)
class Price:
    """What so many programs of one specialty cost in ERAS fees, in US dollars, and ten more."""

    programs: int
    dollars: int
    next_ten: int


@dataclass(frozen=True, slots=True)
class ProgramRange:
    """One guide's range of programs in one specialty, priced; ``high`` is ``None`` for a floor."""

    id: str
    text: str
    price_text: str
    low: Price
    high: Price | None
    sources: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Applications:
    """How many programs by each guide, what that costs, and how a list is mixed."""

    ranges: tuple[ProgramRange, ...] = ()
    fees: tuple[Note, ...] = ()
    mix: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherWays:
    """Ways beside the first: whether the plan should name them, and which they are."""

    needed: bool
    ways: tuple[Note, ...]


class Track(NamedTuple):
    """Positions of one kind: when they start, how many were offered, whether they are open.

    ``is_open`` is ``None`` where prior training decides and is not known.
    """

    id: str
    specialty: Specialty
    track: str
    is_open: bool | None
    starts: int
    text: str
    offered: int | None
    offered_year: int | None
    sources: tuple[Cited, ...]


class LetterPart(NamedTuple):
    """Letters of one kind (or of either of two) in a set; ``missing`` is ``None`` if not known."""

    kinds: tuple[LetterKind, ...]
    low: int | None
    high: int | None
    there: int | None
    promised: int | None
    missing: int | None
    text: str
    sources: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class LetterSet:
    """The letters for one kind of program, within the most that one program can be sent."""

    id: str
    title: str
    cap: int
    parts: tuple[LetterPart, ...]


@dataclass(frozen=True, slots=True)
class Letters:
    """A set for every kind of program in the plan, and what holds for all of them."""

    sets: tuple[LetterSet, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The application plan. A part that this time of the year has closed is empty."""

    applications: Applications
    other_ways: OtherWays
    positions: tuple[Track, ...]
    letters: Letters
    rotations: tuple[Note, ...]
    us_experience: tuple[Note, ...]
    research: tuple[Note, ...]
    step3: tuple[Note, ...]
    story: tuple[Note, ...]
    signals: tuple[Note, ...]
    circumstances: tuple[Note, ...]
