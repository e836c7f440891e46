"""People to turn to: help lines by country, and the phrases that bring the offer."""

from pydantic import Field

from core.facts.provenance import Checked, Dated


class HelpLine(Dated):
    """A line with its number, for whom, and when it answers. ``country`` is ISO 3166 alpha-2."""

    country: str = Field(pattern=r"^[A-Z]{2}$")
    name: str
    reach: str = Field(description="what to dial, text or open")
    hours: str
    for_whom: str


class Finder(Dated):
    """A directory of lines for every other country."""

    name: str
    address: str


class Phrases(Checked):
    """Phrases that bring the offer (``crisis``), the softer one (``low``), and neither (``never``).

    A ``never`` phrase hides the words it covers; the tests try ``must`` and ``must_not`` lists.
    """

    crisis: tuple[str, ...]
    low: tuple[str, ...]
    never: tuple[str, ...]
    must_offer: tuple[str, ...]
    must_acknowledge: tuple[str, ...]
    must_not: tuple[str, ...]


class Support(Checked):
    """Help lines and phrases."""

    lines: tuple[HelpLine, ...]
    finder: Finder
    phrases: Phrases
