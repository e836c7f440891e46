"""The day a recommended action is best done by, and whether it can still be done at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from core.facts.guidance import Due
from core.facts.seasons import Calendar
from core.terms import MilestoneName, Phase, Strength

# A date of the season that opens a phase does not end what that phase is for.
_OPENS = {
    MilestoneName.ERAS_OPENS: Phase.APPLYING,
    MilestoneName.REVIEW: Phase.INTERVIEWING,
    MilestoneName.RANKING_OPENS: Phase.RANKING,
    MilestoneName.MATCH_WEEK: Phase.MATCH_WEEK,
}
# Applications handed in before review opens are read together, so submitting ends there.
_ENDS_AT = {MilestoneName.SUBMIT: MilestoneName.REVIEW}
_ORDER = {phase: place for place, phase in enumerate(Phase)}

Days = Mapping[MilestoneName, tuple[date, bool]]


@dataclass(frozen=True, slots=True)
class BestDone:
    """The day something is best done by, and the last one on which it makes sense.

    ``estimated`` where the season's date is an estimate. A day already past stays as it is.
    """

    on: date | None = None
    estimated: bool = False
    ends: date | None = None


UNDATED = BestDone()


def days_by_season(calendar: Calendar) -> dict[int, Days]:
    """The calendar day of every date of every season, and whether it is an estimate."""
    return {
        season.season: {
            milestone.name: (milestone.at.date(), milestone.strength is Strength.ESTIMATE)
            for milestone in season.milestones
        }
        for season in calendar.seasons
    }


def season_ahead(seasons: Mapping[int, Days], season: int, phase: Phase, today: date) -> int:
    """The season that actions work towards: after a season it is the next one to apply in."""
    if phase is not Phase.AFTER:
        return season
    for number in sorted(seasons):
        submit = seasons[number].get(MilestoneName.SUBMIT)
        if number > season and submit and submit[0] >= today:
            return number
    return max(season, *seasons) + 1


def best_done(due: Due | None, days: Days) -> BestDone:
    """When something is best done by in a season; undated where the season does not say."""
    held = days.get(due.milestone) if due else None
    if due is None or held is None:
        return UNDATED
    day, estimated = held
    ends = days.get(_ENDS_AT.get(due.milestone, due.milestone), held)[0]
    return BestDone(day - timedelta(weeks=due.weeks_before), estimated, ends)


def goes_on(due: Due | None, phases: frozenset[Phase], phase: Phase) -> bool:
    """Whether something can still be done after its date of the season, in this phase."""
    opened = _OPENS.get(due.milestone) if due else None
    return opened is not None and opened in phases and _ORDER[phase] >= _ORDER[opened]
