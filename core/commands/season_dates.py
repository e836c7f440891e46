"""A date of the season in words: an instant, a day, or the days it may fall on."""

from core.dialogue.text import Moment, Span, text
from core.facts.seasons import Milestone


def when(milestone: Milestone) -> tuple[Span, ...]:
    """When it is, no more exact than is known."""
    if milestone.until is not None:
        return text("between ", Moment(milestone.at.date()), " and ", Moment(milestone.until))
    return (Moment(milestone.instant if milestone.timed else milestone.at.date()),)
