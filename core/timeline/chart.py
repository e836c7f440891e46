"""A season as a picture: what is ahead of a person, as spans and deadlines."""

from collections.abc import Iterable
from datetime import date

from core.dialogue.reply import Bar, DayMark, SeasonChart
from core.terms import Ladder
from core.timeline.result import PlannedMilestone, Timeline

_MARKED = frozenset({Ladder.IRREVERSIBLE, Ladder.OWN})


def season_chart(
    timeline: Timeline, milestones: Iterable[PlannedMilestone], today: date
) -> SeasonChart | None:
    """What is open from today on; ``None`` where nothing is.

    ``milestones`` are those of the timeline with their states, and the person's own. Deadlines
    are those that cannot be made up for, and the person's own dates.
    """
    ahead = [one for one in milestones if one.is_open_on(today)]
    bars = tuple(
        Bar(one.title, one.begins, one.at.day, one.estimated)
        for one in ahead
        if one.drawn and one.begins is not None
    )
    deadlines = tuple(
        DayMark(one.title, one.at.day, one.estimated, one.ladder is Ladder.IRREVERSIBLE)
        for one in ahead
        if one.ladder in _MARKED
    )
    if not bars and not deadlines:
        return None
    days = [today, *(bar.begins for bar in bars), *(bar.ends for bar in bars)]
    days += [mark.on for mark in deadlines]
    return SeasonChart(
        title=f"Your season {timeline.season}",
        begins=min(days),
        ends=max(days),
        today=today,
        bars=bars,
        deadlines=deadlines,
    )
