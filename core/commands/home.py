"""``home``: a person's own page, for a platform that has a place for one."""

from dataclasses import replace

from core.assessment.assess import Assessment, assess
from core.commands.answering import saved_profile
from core.commands.milestone import dates_of, plan_of
from core.commands.own_dates import TIMELINE
from core.commands.reading import action_item, title
from core.commands.timeline_views import line
from core.commands.visit import Visit
from core.dialogue.reply import (
    Action,
    Actions,
    Block,
    Heading,
    Items,
    Paragraph,
    Reply,
)
from core.dialogue.request import Asked
from core.dialogue.text import text

_WHO_SEES = (
    "This page is shown to you alone. What you save is kept by whoever runs this bot; Privacy "
    "shows it and deletes it."
)
_DATES_SHOWN = 3
_ACTIONS_SHOWN = 2


async def run(asked: Asked, visit: Visit) -> Reply:
    """Where the person stands in one line, what comes next, and their settings."""
    saved = await saved_profile(visit)
    again = Asked("home")
    if saved is None:
        return Reply(text("Your page"), (*_welcome(), *_own()), {"profile": False}, again)
    reading = assess(saved.profile, visit.library.prepared, visit.today)
    blocks: list[Block] = [Paragraph(text(reading.bottom_line.text)), _ways_on()]
    blocks += await _dates(visit)
    blocks += _actions(reading)
    return Reply(title(reading), (*blocks, *_own()), {"profile": True}, again)


def _welcome() -> tuple[Block, ...]:
    said = (
        "Five questions are enough for an honest, sourced reading of a radiology residency "
        "application. What you do not know can stay open."
    )
    return (Paragraph(text(said)), Actions((Action("Read my profile", "assess"),)))


def _ways_on() -> Actions:
    return Actions(
        (
            Action("The whole reading", "topic", {"name": "reading"}),
            Action("Timeline", TIMELINE),
            Action("Application plan", "topic", {"name": "plan"}),
            Action("Change my answers", "assess"),
        )
    )


async def _dates(visit: Visit) -> list[Block]:
    """The next dates of the person's timeline; one that is an estimate says so."""
    plan = await plan_of(visit)
    dates = await dates_of(plan, visit) if plan else None
    coming = dates.coming[:_DATES_SHOWN] if dates else ()
    if dates is None or not coming:
        return []
    shown = tuple(replace(line(one, dates), action=None) for one in coming)
    return [Heading(text("What is next")), Items(shown)]


def _actions(reading: Assessment) -> list[Block]:
    if not reading.five:
        return []
    shown = tuple(action_item(one, reading.case.today) for one in reading.five[:_ACTIONS_SHOWN])
    return [Heading(text("What matters most now")), Items(shown, numbered=True)]


def _own() -> tuple[Block, ...]:
    actions = (
        Action("My answers", "profile"),
        Action("Privacy", "privacy"),
        Action("Looking after yourself", "topic", {"name": "wellbeing"}),
        Action("Help", "help"),
    )
    # Folded away, none of them is the main one beside those above.
    return (
        Heading(text("Yours")),
        Paragraph(text(_WHO_SEES), quiet=True),
        Actions((), actions),
    )
