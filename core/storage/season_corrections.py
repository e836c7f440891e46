"""Dates of seasons as the operator has set them, over or beside those of the package."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Row, select

from core.facts.corrected import Correction
from core.storage.engine import Transaction
from core.storage.inserting import insert_into
from core.storage.tables import season_corrections
from core.terms import MilestoneName

_KEY = ["season", "milestone"]


@dataclass(frozen=True, slots=True)
class Corrections:
    """Every correction, by season and date.

    ``unreadable`` are the season and name of what another version of the program has written
    and this one does not know; it is left as it is.
    """

    held: tuple[Correction, ...] = ()
    unreadable: tuple[tuple[int, str], ...] = ()


async def read_corrections(tx: Transaction) -> Corrections:
    """Every correction that is stored."""
    query = select(season_corrections).order_by(*season_corrections.primary_key)
    held, unreadable = [], []
    for row in await tx.execute(query):
        try:
            held.append(_correction(row))
        except (ValidationError, ValueError):
            unreadable.append((row.season, row.milestone))
    return Corrections(tuple(held), tuple(unreadable))


async def save_corrections(
    tx: Transaction, corrections: Iterable[Correction], *, now: datetime
) -> None:
    """Save corrections over those of the same dates."""
    for correction in corrections:
        one = correction.milestone
        values = {
            "at": written_at(one.at, one.until, timed=one.timed),
            "zone": one.zone,
            "strength": one.strength.value,
            "source": "\n".join(one.sources),
            "note": one.note,
            "checked": one.checked.isoformat(),
            "check_again": one.check_again.isoformat(),
            "set_at": now,
        }
        await tx.execute(
            insert_into(tx, season_corrections)
            .values(season=correction.season, milestone=one.name.value, **values)
            .on_conflict_do_update(index_elements=_KEY, set_=values)
        )


async def remove_corrections(
    tx: Transaction, season: int, name: MilestoneName | None = None
) -> int:
    """Remove a season's correction of one date, or every one of it; how many there were."""
    found = season_corrections.c.season == season
    if name is not None:
        found &= season_corrections.c.milestone == name.value
    return (await tx.execute(season_corrections.delete().where(found))).rowcount


def written_at(at: datetime, until: date | None, *, timed: bool) -> str:
    """A date as text: ``2027-03-03T21:00``, ``2027-03-03``, or ``2027-06-21/2027-06-30``."""
    if timed:
        return at.isoformat(timespec="minutes")
    day = at.date().isoformat()
    return day if until is None else f"{day}/{until.isoformat()}"


def _correction(row: Row[Any]) -> Correction:
    first, _, last = row.at.partition("/")
    return Correction.model_validate(
        {
            "season": row.season,
            "milestone": {
                "name": row.milestone,
                "at": datetime.fromisoformat(first),
                "until": date.fromisoformat(last) if last else None,
                "timed": "T" in first,
                "zone": row.zone,
                "strength": row.strength,
                "sources": tuple(row.source.split("\n")),
                "note": row.note,
                "checked": row.checked,
                "check_again": row.check_again,
            },
        }
    )
