"""``home``: a person's own page, for a platform that has a place for one."""

from collections.abc import Iterator
from datetime import date

from core.assessment.assess import Assessment, assess
from core.assessment.case import Case
from core.commands.answering import saved_profile
from core.commands.reading import action_item, title
from core.commands.season_dates import when
from core.commands.visit import Visit
from core.commands.words import MILESTONE
from core.dialogue.reply import (
    Action,
    Actions,
    Block,
    Heading,
    Item,
    Items,
    Paragraph,
    Reply,
)
from core.dialogue.request import Asked
from core.dialogue.strengths import STRENGTH
from core.dialogue.text import Strong, text
from core.facts.seasons import Milestone
from core.terms import MilestoneName

_WHO_SEES = (
    "This page is shown to you alone. What you save is kept by whoever runs this bot; Privacy "
    "shows it and deletes it."
)
_DATES_SHOWN = 3
_ACTIONS_SHOWN = 2
# Nothing to do on the day, for somebody else, or part of another date that is shown.
_NOT_SHOWN = frozenset(
    {
        MilestoneName.VSLO_OPENS,
        MilestoneName.IR_INDEPENDENT_MATCH_DAY,
        MilestoneName.MILITARY_RESULTS,
        MilestoneName.NRMP_LATE_DEADLINE,
        MilestoneName.SOAP_APPLICATIONS,
        MilestoneName.SOAP_REVIEW,
        MilestoneName.SOAP_ROUND_2,
        MilestoneName.SOAP_ROUND_3,
        MilestoneName.SOAP_ROUND_4,
        MilestoneName.SOAP_ENDS,
        MilestoneName.SEASON_ENDS,
    }
)
_FOR_IMGS = frozenset(
    {
        MilestoneName.IMG_TOKEN,
        MilestoneName.IMG_DOCUMENTS,
        MilestoneName.PATHWAYS_DEADLINE,
    }
)


async def run(asked: Asked, visit: Visit) -> Reply:
    """Where the person stands in one line, what comes next, and their settings."""
    saved = await saved_profile(visit)
    again = Asked("home")
    if saved is None:
        return Reply(text("Your page"), (*_welcome(), *_own()), {"profile": False}, again)
    reading = assess(saved.profile, visit.library.prepared, visit.today)
    blocks: list[Block] = [Paragraph(text(reading.bottom_line.text)), _ways_on()]
    blocks += _dates(reading.case)
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
            Action("Application plan", "topic", {"name": "plan"}),
            Action("Change my answers", "assess"),
        )
    )


def _dates(case: Case) -> list[Block]:
    """The next dates of the season meant; one that is an estimate says so."""
    coming = [one for one in _milestones(case) if one.last_day >= case.today][:_DATES_SHOWN]
    if not coming:
        return []
    items = tuple(_date(one, case.today) for one in coming)
    return [Heading(text(f"Next dates of season {case.season}")), Items(items)]


def _milestones(case: Case) -> Iterator[Milestone]:
    held = case.calendar.milestones if case.calendar else ()
    for one in sorted(held, key=lambda milestone: milestone.at):
        if one.name in _NOT_SHOWN or (one.name in _FOR_IMGS and not case.is_img):
            continue
        yield one


def _date(one: Milestone, today: date) -> Item:
    stale = ", due to be checked again" if one.is_stale(today) else ""
    return Item(
        text(Strong(MILESTONE[one.name]), ": ", *when(one), f" ({STRENGTH[one.strength]}{stale})"),
    )


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
