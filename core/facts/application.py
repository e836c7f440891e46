"""Rules of the application itself: fees by tier, letters, statement, signals, positions, visas."""

from pydantic import Field

from core.facts.provenance import Checked, Dated
from core.terms import Specialty


class FeeTier(Checked):
    """Programs up to ``up_to`` (``None``: all further ones) cost ``each`` US dollars."""

    up_to: int | None
    each: int


class ApplicationFee(Dated):
    """What ERAS takes per specialty, in tiers of programs."""

    season: int
    tiers: tuple[FeeTier, ...]

    def price(self, programs: int) -> int:
        """US dollars for so many programs of one specialty."""
        total, counted = 0, 0
        for tier in self.tiers:
            here = programs - counted if tier.up_to is None else min(programs, tier.up_to) - counted
            if here <= 0:
                break
            total += here * tier.each
            counted += here
        return total


class LetterCap(Dated):
    """Most letters that can be assigned to one program."""

    per_program: int


class StatementLength(Dated):
    """Length of a personal statement in words; the strength says how binding it is."""

    words_low: int
    words_high: int


class Signals(Dated):
    """Signals of a season; ``silver`` is zero where there is one kind."""

    season: int
    specialties: tuple[Specialty, ...]
    gold: int
    silver: int
    shared: bool = Field(description="one pool for the specialties together")


class VisaFact(Dated):
    """A dated fact about visas; nobody's nationality is asked."""

    id: str
    text: str


class Circumstance(Dated):
    """What is known of something that bears on the plan: military duty, a couple, state rules."""

    id: str
    text: str


class FlatFee(Dated):
    """A fee in US dollars."""

    id: str
    label: str
    dollars: int


class Application(Checked):
    """Every rule of the application."""

    fees: tuple[ApplicationFee, ...]
    letters: LetterCap
    statement: StatementLength
    signals: tuple[Signals, ...]
    visas: tuple[VisaFact, ...]
    circumstances: tuple[Circumstance, ...]
    flat_fees: tuple[FlatFee, ...]

    def circumstance(self, id_: str) -> Circumstance | None:
        """What is known of the circumstance of that id."""
        return next((one for one in self.circumstances if one.id == id_), None)
