"""``milestone``: one date of a timeline, by its buttons: look, finish, drop, put back, change."""

from core.commands.answering import person_here
from core.commands.own_dates import (
    HELD,
    MILESTONE,
    TIMELINE,
    WHAT,
    WHEN,
    has_all,
    held_date,
    no_room,
    own_form,
    own_questions,
    propose,
    typed_when,
)
from core.commands.person_zone import clock_in, person_zone
from core.commands.timeline_views import Dates, one_date
from core.commands.visit import Visit
from core.dialogue.command import Command
from core.dialogue.form import Form
from core.dialogue.question import Choice, Kind, Question
from core.dialogue.reply import Action, Actions, Paragraph, Refused, Reply, Sentence
from core.dialogue.request import Asked
from core.dialogue.text import text
from core.facts.limits import Limits
from core.planning.current import CurrentPlan, current_plan
from core.planning.replan import replan
from core.reminders.schedule import is_wanted
from core.storage.drafts import drop_draft
from core.storage.milestones import add_own, change_own, set_state
from core.storage.occurrences import planned_occurrences, sent_occurrences
from core.storage.reminder_settings import ReminderState, read_settings
from core.terms import MilestoneState
from core.timeline.result import PlannedMilestone

_LONGEST = 60
_TOO_NEAR = (
    "No reminder can come before it, because it is so near, or because your quiet hours last "
    "until then. An alarm of your own can help."
)

KEY = Question("key", "Which date?", "To find it.", Kind.WORDS, limit=_LONGEST)
DO = Question(
    "do",
    "What do you want to do with it?",
    "Each of these can be undone.",
    Kind.CHOICE,
    (
        Choice("done", "it is done"),
        Choice("drop", "not for me"),
        Choice("back", "put it back"),
        Choice("edit", "change it"),
        Choice("keep", "keep it"),
    ),
)
HELD_DATE = Question(HELD, "Which proposal?", "To find it.", Kind.WORDS, limit=_LONGEST)

_STATES = {
    "done": (MilestoneState.DONE, "Done. Nothing more is sent about it."),
    "drop": (MilestoneState.DROPPED, "Not for you, then. Nothing more is sent about it."),
    "back": (MilestoneState.OPEN, "It is back."),
}


def declared(limits: Limits) -> Command:
    """The declaration of ``milestone``, which no help lists."""
    return Command(
        MILESTONE,
        "One date of your timeline.",
        (KEY, DO, HELD_DATE, *own_questions(limits)),
        writes=True,
        views=frozenset({KEY.name}),
        listed=False,
        afresh=None,
    )


def opening(fields: tuple[str, ...]) -> Asked | None:
    """The request that opens the form, where it asks for one of the fields."""
    return Asked(MILESTONE, {"do": "edit"}) if {WHAT, WHEN} & set(fields) else None


async def run(asked: Asked, visit: Visit) -> Reply | Form | Refused:
    """Show a date; with ``do``, change it. What is gone is said to be gone."""
    given = asked.given
    do = str(DO.read(given.get("do", "")) or "")
    if do == "keep":
        return await _keep(given.get(HELD, ""), visit)
    if do == "edit":
        return await _edit(asked, visit)
    plan = await plan_of(visit)
    one = plan.milestone(given.get("key", "")) if plan else None
    if plan is None or one is None or visit.person is None:
        return _gone()
    if do not in _STATES:
        return one_date(one, await dates_of(plan, visit), visit)
    state, said = _STATES[do]
    if one.own and do == "back" and one.state is not MilestoneState.OPEN and await has_all(visit):
        return _full(visit)
    await person_here(visit)
    await set_state(visit.transaction, visit.person, one.key, state, at=one.at, now=visit.now)
    return await _changed(one.key, said, visit)


async def plan_of(visit: Visit) -> CurrentPlan | None:
    """The person's plan, ``None`` where nothing is stored about them."""
    if visit.person is None:
        return None
    prepared = visit.library.prepared
    return await current_plan(visit.transaction, visit.person, prepared=prepared, today=visit.today)


async def dates_of(plan: CurrentPlan, visit: Visit, *, reminded: bool = False) -> Dates:
    """The plan as it is shown to the person who asks."""
    zone = await person_zone(visit)
    return Dates(plan, zone, clock_in(zone, visit).date(), reminded)


async def _edit(asked: Asked, visit: Visit) -> Reply | Form | Refused:
    """The form of a date that is kept, or not yet; with answers, what is understood of them."""
    given = asked.given
    held = await held_date(given.get(HELD, ""), visit)
    plan = await plan_of(visit)
    key = held[1].key if held else given.get("key", "")
    one = plan.milestone(key) if plan and key else None
    if key and (one is None or not one.own):
        return _gone()
    zone = await person_zone(visit)
    if WHAT in given or WHEN in given:
        before = held[1] if held else one
        what = given.get(WHAT, before.title if before else "")
        when = given.get(WHEN, typed_when(before.at, zone) if before else "")
        return await propose(what, when, visit, key=key)
    arguments = {name: given[name] for name in ("key", "do", HELD) if name in given}
    what, when = "", ""
    if held is not None:
        what, when = held[1].title, typed_when(held[1].at, zone)
    elif one is not None:
        what, when = one.title, typed_when(one.at, zone)
    return own_form(visit, MILESTONE, arguments, what=what, when=when)


async def _keep(held: str, visit: Visit) -> Reply | Refused:
    """Keep what was understood, once, however often it is pressed."""
    found = await held_date(held, visit)
    if found is None or visit.person is None:
        return _gone()
    draft, proposed = found
    if not proposed.key and await has_all(visit):
        return _full(visit)
    tx, person, key = visit.transaction, await person_here(visit), proposed.key
    await drop_draft(tx, person, draft.kind)
    if not key:
        added = await add_own(tx, person, proposed.title, proposed.at, now=visit.now)
        return await _changed(added.key, "Kept.", visit, kept=True)
    plan = await plan_of(visit)
    row = plan.stored.get(key) if plan else None
    if row is None or not row.own:
        return _gone()
    await change_own(
        tx,
        person,
        key,
        title=proposed.title,
        at=proposed.at,
        now=visit.now,
        expected=row.row_version,
    )
    return await _changed(key, "Changed.", visit, kept=True)


async def _changed(key: str, said: str, visit: Visit, *, kept: bool = False) -> Reply:
    """Plan anew in the same transaction, and show the date as it is now.

    Of one that is ``kept`` it is said where no reminder can come before it.
    """
    person = await person_here(visit)
    await replan(visit.transaction, person, prepared=visit.library.prepared, now=visit.now)
    plan = await current_plan(
        visit.transaction, person, prepared=visit.library.prepared, today=visit.today
    )
    one: PlannedMilestone | None = plan.milestone(key)
    if one is None:
        return _gone()
    if kept and await _is_too_near(one, person, visit):
        said = f"{said} {_TOO_NEAR}"
    return one_date(one, await dates_of(plan, visit), visit, said)


async def _is_too_near(one: PlannedMilestone, person: int, visit: Visit) -> bool:
    """Whether a date to come that is to be reminded of leaves no time for it."""
    saved = await read_settings(visit.transaction, person)
    if saved is None or saved.settings.state is not ReminderState.ON:
        return False
    if one.at.instant <= visit.now or not is_wanted(one, saved.settings.preferences):
        return False
    sent = await sent_occurrences(visit.transaction, person)
    coming = await planned_occurrences(visit.transaction, person)
    told = {each.identity[0] for each in sent}
    told |= {stored.occurrence.milestone_key for stored in coming}
    return one.key not in told


def _full(visit: Visit) -> Refused:
    return Refused((Sentence(KEY.name, "", no_room(visit)),))


def _gone() -> Reply:
    said = "This is not in your timeline any more, or was kept already."
    actions = (Action("Timeline", TIMELINE), Action("My own dates", TIMELINE, {"show": "own"}))
    return Reply(text("Not here any more"), (Paragraph(text(said)), Actions(actions)), {})
