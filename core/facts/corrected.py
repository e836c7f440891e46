"""The calendar as the operator has corrected it: the facts of the package, with other dates."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from core.facts.catalogue import Facts
from core.facts.dated import version_of
from core.facts.provenance import Checked, Source
from core.facts.seasons import Milestone, Season
from core.terms import MilestoneName

_ADDRESS = ("https://", "http://")


class Correction(Checked):
    """A date of a season that stands in place of the package's, or beside them where it has none.

    The ``sources`` of its milestone are what the operator wrote: the id of a source of the
    package, or words, of which the last may be a web address.
    """

    season: int
    milestone: Milestone

    @property
    def name(self) -> MilestoneName:
        """Which date it is."""
        return self.milestone.name


def corrected(facts: Facts, corrections: Iterable[Correction]) -> Facts:
    """The facts with those corrections; one of a season that is not held changes nothing.

    What was written as a source becomes a :class:`Source`, so that replies cite it like any
    other. Whether the dates make sense together is not looked at here.
    """
    made = tuple(corrections)
    if not made:
        return facts
    sources = dict(facts.sources)
    by_season: dict[int, list[Milestone]] = {}
    for correction in made:
        cited = tuple(
            _cited(written, correction, sources) for written in correction.milestone.sources
        )
        held = correction.milestone.model_copy(update={"sources": cited})
        by_season.setdefault(correction.season, []).append(held)
    seasons = tuple(
        with_dates(season, by_season[season.season]) if season.season in by_season else season
        for season in facts.calendar.seasons
    )
    calendar = facts.calendar.model_copy(update={"seasons": seasons})
    whole = replace(facts, sources=sources, calendar=calendar)
    return replace(whole, version=version_of(whole))


def with_dates(season: Season, dates: Iterable[Milestone]) -> Season:
    """The season with dates in place of those it has under the same names, in the usual order."""
    held = {one.name: one for one in season.milestones}
    held |= {one.name: one for one in dates}
    order = tuple(held[name] for name in MilestoneName if name in held)
    return season.model_copy(update={"milestones": order})


def _cited(written: str, correction: Correction, sources: dict[str, Source]) -> str:
    """The id of what was written, which is added to the sources where it is new."""
    if written in sources:
        return written
    # Of the words, so that two dates from one page cite one source.
    made = f"operator_{hashlib.sha256(written.encode()).hexdigest()[:12]}"
    words, _, last = written.rpartition(" ")
    address = last if last.startswith(_ADDRESS) else None
    sources[made] = Source(
        id=made,
        title=(words if address and words else written),
        address=address,
        strength=correction.milestone.strength,
        note="named by whoever runs this bot",
    )
    return made
