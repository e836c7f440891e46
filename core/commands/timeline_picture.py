"""The season as a picture, and the same in words."""

from core.commands.own_dates import TIMELINE
from core.commands.timeline_views import Dates, whose
from core.dialogue.reply import Action, Actions, Block, Paragraph, Picture, Reply, SeasonChart
from core.dialogue.request import Asked
from core.dialogue.text import day_in_words, text
from core.timeline.chart import season_chart

_NOTHING = "There is nothing to draw: no date of your season is ahead that has to be kept."


def picture_reply(dates: Dates) -> Reply:
    """What is ahead, drawn; where nothing is, that is said."""
    timeline = dates.plan.timeline
    chart = timeline and season_chart(timeline, dates.plan.milestones, dates.today)
    block: Block = Paragraph(text(_NOTHING))
    if chart:
        block = Picture(f"season-{dates.today.isoformat()}", chart, in_words(chart))
    back = Actions(
        (Action("Timeline", TIMELINE), Action("Whole season", TIMELINE, {"show": "all"}))
    )
    data = {"drawn": bool(chart)}
    return Reply(whose(dates), (block, back), data, Asked(TIMELINE, {"show": "picture"}))


def in_words(chart: SeasonChart) -> str:
    """Everything that the picture shows, for who does not see it."""
    said = [f"{chart.title}. Today is {day_in_words(chart.today)}."]
    for bar in sorted(chart.bars, key=lambda one: (one.begins, one.ends, one.label)):
        span = f"{day_in_words(bar.begins)} to {day_in_words(bar.ends)}"
        said.append(f"{bar.label}: {span}{_guess(estimated=bar.estimated)}.")
    for mark in sorted(chart.deadlines, key=lambda one: (one.on, one.label)):
        firm = ", nothing makes up for missing it" if mark.fixed else ""
        guess = _guess(estimated=mark.estimated)
        said.append(f"{mark.label}: {day_in_words(mark.on)}{guess}{firm}.")
    return " ".join(said)


def _guess(*, estimated: bool) -> str:
    return " (estimate)" if estimated else ""
