"""``/timeline``: one person's season by its dates, to see, to picture, to take along, to add to."""

from core.commands.answering import saved_profile
from core.commands.heard import answer_words
from core.commands.milestone import dates_of, plan_of
from core.commands.own_dates import TIMELINE, WHAT, WHEN, own_form, own_questions, propose
from core.commands.timeline_calendar import calendar_reply
from core.commands.timeline_picture import picture_reply
from core.commands.timeline_views import coming_next, gone_by, own_dates, whole
from core.commands.visit import Visit
from core.dialogue.command import Command
from core.dialogue.form import Form
from core.dialogue.question import Choice, Kind, Question
from core.dialogue.reply import Refused, Reply
from core.dialogue.request import Asked
from core.facts.limits import Limits
from core.planning.current import CurrentPlan
from core.storage.reminder_settings import ReminderState, read_settings

SHOW = Question(
    "show",
    "What do you want to see?",
    "To open one part of the timeline, or to add a date.",
    Kind.CHOICE,
    (
        Choice("next", "what is next"),
        Choice("all", "the whole season"),
        Choice("past", "what is past, and can still be done"),
        Choice("picture", "a picture of the season"),
        Choice("calendar", "a file for your calendar"),
        Choice("own", "your own dates"),
        Choice("add", "add a date of your own"),
    ),
)


def declared(limits: Limits) -> Command:
    """The declaration of ``/timeline``."""
    return Command(
        TIMELINE,
        "Your season by its dates: what is next, what you add, your calendar.",
        (SHOW, *own_questions(limits)),
        writes=True,
        views=frozenset({SHOW.name}),
        examples=(
            "/timeline",
            "/timeline all",
            '/timeline add what:"mock interview" when:"next friday 5pm"',
        ),
    )


def opening(fields: tuple[str, ...]) -> Asked | None:
    """The request that opens the form of a date, where it asks for one of the fields."""
    return Asked(TIMELINE, {"show": "add"}) if {WHAT, WHEN} & set(fields) else None


async def run(asked: Asked, visit: Visit) -> Reply | Form | Refused:
    """Show a part of the timeline; with a date, say what was understood of it.

    Words of distress in what a date is called are heard, and the offer is the whole answer.
    """
    what, when = asked.given.get(WHAT, ""), asked.given.get(WHEN, "")
    show = str(SHOW.read(asked.given.get(SHOW.name, "")) or ("add" if what or when else "next"))
    if show == "add":
        return await _add(what, when, visit)
    plan = await plan_of(visit) or CurrentPlan(None, None, (), {})
    if show == "calendar":
        return await calendar_reply(plan, visit)
    dates = await dates_of(plan, visit, reminded=await _is_reminded(visit))
    match show:
        case "all":
            return whole(dates, visit)
        case "past":
            return gone_by(dates, visit)
        case "picture":
            return picture_reply(dates)
        case "own":
            return own_dates(dates)
        case _:
            return coming_next(dates)


async def _add(what: str, when: str, visit: Visit) -> Reply | Form | Refused:
    saved = await saved_profile(visit)
    if offer := answer_words(what, saved.profile if saved else None, visit):
        return offer
    if not what or not when:
        return own_form(visit, TIMELINE, {"show": "add"}, what=what, when=when)
    return await propose(what, when, visit)


async def _is_reminded(visit: Visit) -> bool:
    saved = await read_settings(visit.transaction, visit.person) if visit.person else None
    return saved is not None and saved.settings.state is not ReminderState.OFF
