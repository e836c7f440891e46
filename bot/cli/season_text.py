"""Dates of a season, and proposals of others, as lines of a terminal and as plain data."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from core.dialogue.strengths import STRENGTH
from core.facts.catalogue import Facts
from core.facts.seasons import Milestone, Season
from core.storage.season_proposals import Proposal
from core.terms import MilestoneName

Named = Collection[tuple[int, MilestoneName]]
"""The season and name of the dates that are corrected."""


def in_words(one: Milestone) -> str:
    """A date no more exact than is known, with its zone: ``2027-03-03 21:00 America/New_York``."""
    if one.until is not None:
        return f"{one.at:%Y-%m-%d} to {one.until:%Y-%m-%d} {one.zone}"
    return f"{one.at:%Y-%m-%d %H:%M} {one.zone}" if one.timed else f"{one.at:%Y-%m-%d} {one.zone}"


def season_text(season: Season, facts: Facts, named: Named, today: date) -> str:
    """A season's dates, each with the lines that say what it rests on."""
    lines = [f"Season {season.season}"]
    for one in sorted(season.milestones, key=lambda milestone: milestone.at):
        lines += _lines(one, facts, today, is_corrected=(season.season, one.name) in named)
    return "\n".join(lines)


def _lines(one: Milestone, facts: Facts, today: date, *, is_corrected: bool) -> Iterator[str]:
    marks = [STRENGTH[one.strength], f"checked {one.checked}"]
    if one.is_stale(today):
        marks.append(f"due to be checked since {one.check_again}")
    if is_corrected:
        marks.append("corrected here")
    yield f"  {one.name:<26}{in_words(one)}"
    yield f"  {'':<26}{'; '.join(marks)}"
    for source in one.sources:
        found = facts.sources[source]
        address = f" {found.address}" if found.address else ""
        yield f"  {'':<26}from: {found.title}{address}"
    if one.note:
        yield f"  {'':<26}note: {one.note}"


def season_data(season: Season, facts: Facts, named: Named, today: date) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "season": season.season,
        "dates": [
            {
                **one.model_dump(mode="json", exclude={"sources"}),
                "sources": [facts.sources[source].title for source in one.sources],
                "stale": one.is_stale(today),
                "corrected": (season.season, one.name) in named,
            }
            for one in season.milestones
        ],
    }


def proposals_text(proposals: Iterable[Proposal], facts: Facts) -> str:
    """What waits for the operator, with the date that stands now."""
    lines: list[str] = []
    for one in proposals:
        season = facts.calendar.season(one.season)
        names = [held for held in season.milestones if held.name == one.milestone] if season else []
        lines += [
            f"{one.id}  season {one.season}, {one.milestone}: {one.at}",
            f"    now: {in_words(names[0]) if names else 'not held'}",
            f"    source: {one.source}",
            f"    from {one.door} {one.server}, {one.proposed_at:%Y-%m-%d}",
        ]
    return "\n".join(lines) if lines else "Nothing is proposed."
