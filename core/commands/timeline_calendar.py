"""The timeline in the person's own calendar: a file, or an address to subscribe at."""

import secrets
from datetime import UTC, date, datetime

from core.commands.answering import person_here
from core.commands.own_dates import TIMELINE
from core.commands.visit import Library, Visit
from core.dialogue.command import Command
from core.dialogue.question import Choice, Kind, Question
from core.dialogue.reply import Action, Actions, Block, File, Paragraph, Refusal, Refused, Reply
from core.dialogue.request import Asked
from core.dialogue.text import Link, Moment, text
from core.planning.current import CurrentPlan, current_plan
from core.storage.engine import Transaction
from core.storage.subscriptions import (
    calendar_identity,
    subscribe,
    subscribed_since,
    unsubscribe,
)
from core.timeline.calendar_file import MEDIA_TYPE, calendar_file
from core.timeline.local_time import LocalTime

FILE_NAME = "reading-room.ics"
DO = Question(
    "do",
    "What do you want to do?",
    "To have a private address of your calendar, or none.",
    Kind.CHOICE,
    (Choice("new", "get a new address"), Choice("revoke", "take the address away")),
    required=True,
)
DECLARED = Command(
    "calendar",
    "The private address of your calendar.",
    (DO,),
    writes=True,
    listed=False,
    afresh=None,
)

_SECRET_BYTES = 32
_CALENDAR = Asked(TIMELINE, {"show": "calendar"})
_FILE = (
    "Open the file in your calendar. Opening a newer one later updates what is there, and adds "
    "nothing twice."
)
_OFFER = "A private address keeps your calendar up to date by itself."
_ONCE = (
    "This is shown once, and here it is not kept: copy it into your calendar now, as a "
    "subscription. Whoever has it sees your dates, so give it to nobody."
)


async def written_calendar(
    tx: Transaction, person: int, library: Library, today: date
) -> tuple[str, datetime]:
    """A person's calendar file, and when what it says last changed.

    Raises ``LookupError`` where nothing is stored about the person.
    """
    identity = await calendar_identity(tx, person)
    checked = date.fromisoformat(library.facts.version)
    facts_changed = datetime(checked.year, checked.month, checked.day, tzinfo=UTC)
    changed_at = max(identity.changed_at, facts_changed)
    plan = await current_plan(tx, person, prepared=library.prepared, today=today)
    content = calendar_file(
        plan.milestones,
        name="Reading Room",
        identity=identity.seed,
        changed_at=changed_at,
        cited=lambda source: _cited(source, library),
        gone=_gone(plan),
    )
    return content, changed_at


async def calendar_reply(plan: CurrentPlan | None, visit: Visit) -> Reply:
    """The file, and the address where there can be one."""
    blocks: list[Block] = []
    if visit.person is None or plan is None or not plan.milestones:
        blocks.append(Paragraph(text("There is no date in your timeline yet.")))
        actions = (Action("Read my profile", "assess"), Action("Timeline", TIMELINE))
        return Reply(text("Your calendar"), (*blocks, Actions(actions)), {}, _CALENDAR)
    content, _ = await written_calendar(visit.transaction, visit.person, visit.library, visit.today)
    blocks += [Paragraph(text(_FILE)), File(FILE_NAME, MEDIA_TYPE, content)]
    blocks += await _address(visit, visit.person)
    return Reply(text("Your calendar"), tuple(blocks), {"calendar": content}, _CALENDAR)


async def run(asked: Asked, visit: Visit) -> Reply | Refused:
    """Give a new address, which is shown once, or take it away."""
    do = DO.read(asked.given.get(DO.name, "new"))
    if do == "revoke":
        if visit.person is not None:
            await unsubscribe(visit.transaction, visit.person)
        said = "The address leads nowhere any more. Calendars that have it will stop updating."
        back = Actions((Action("Calendar", TIMELINE, {"show": "calendar"}),))
        return Reply(
            text("Address taken away"),
            (Paragraph(text(said)), back),
            {"subscribed": False},
            _CALENDAR,
        )
    base = visit.library.calendar_address
    if not base:
        return Refused((Refusal(DO.name, "", "nothing: calendars have no address here"),))
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    await subscribe(visit.transaction, await person_here(visit), secret, now=visit.now)
    address = f"{base}{secret}.ics"
    blocks: tuple[Block, ...] = (
        Paragraph(text(Link(address, address))),
        Paragraph(text(_ONCE)),
        Actions((_new("New address"), _REVOKE, Action("Timeline", TIMELINE))),
    )
    return Reply(text("The address of your calendar"), blocks, {"subscribed": True}, _CALENDAR)


_REVOKE = Action("Revoke", "calendar", {"do": "revoke"}, destructive=True)


def _new(label: str) -> Action:
    return Action(label, "calendar", {"do": "new"})


async def _address(visit: Visit, person: int) -> list[Block]:
    since = await subscribed_since(visit.transaction, person)
    back = Action("Timeline", TIMELINE)
    if since is not None:
        said = text("You have a private address since ", Moment(since), ".")
        return [Paragraph(said), Actions((_new("New address"), _REVOKE, back))]
    if not visit.library.calendar_address:
        return [Actions((back,))]
    return [Paragraph(text(_OFFER)), Actions((_new("Private address"), back))]


def _gone(plan: CurrentPlan) -> list[tuple[str, LocalTime]]:
    there = {one.key for one in plan.milestones}
    return [(key, row.at) for key, row in plan.stored.items() if key not in there]


def _cited(source: str, library: Library) -> str:
    held = library.facts.sources[source]
    return f"{held.title}, {held.address}" if held.address else held.title
