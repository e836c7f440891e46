"""Dates of a person's own: understood, shown in full, and kept when the person says so."""

from dataclasses import dataclass
from datetime import date, timedelta

from core.commands.answering import person_here
from core.commands.natural_dates import LONGEST, UnclearTime, read_when
from core.commands.person_zone import clock_in, person_zone
from core.commands.visit import Visit
from core.dialogue.form import Asking, Form
from core.dialogue.question import Kind, Question
from core.dialogue.reply import Action, Actions, Paragraph, Refusal, Refused, Reply, Sentence
from core.dialogue.text import Strong, text
from core.dialogue.visible_text import harmless
from core.facts.limits import Limits
from core.facts.seasons import Calendar
from core.reminders.when import ahead_words, person_day, when_words
from core.storage.drafts import Draft, drop_oldest, read_draft_by_id, save_draft
from core.storage.milestones import read_milestones
from core.terms import MilestoneState
from core.timeline.local_time import LocalTime

MILESTONE, TIMELINE = "milestone", "timeline"
WHAT, WHEN, HELD = "what", "when", "held"

_KIND = "own-date:"
_HELD_FOR = timedelta(days=2)
"""As long as other drafts: somebody may come back to it tomorrow."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A date that was understood and is not kept yet; ``key`` is of the one that it changes."""

    title: str
    at: LocalTime
    key: str = ""


def own_questions(limits: Limits) -> tuple[Question, ...]:
    """What is asked of a date: what it is, and when."""
    return (
        Question(
            WHAT,
            "What is it?",
            "In your own words; nobody else sees it.",
            Kind.WORDS,
            limit=limits.own_title,
        ),
        Question(
            WHEN,
            "When is it?",
            "As 15 January 2027, next friday 5pm or in 3 weeks.",
            Kind.WORDS,
            limit=LONGEST,
        ),
    )


def own_form(
    visit: Visit, command: str, arguments: dict[str, str], *, what: str, when: str
) -> Form:
    """The form of a date, with what is known of it."""
    title, moment = own_questions(visit.library.facts.limits)
    asked = (Asking(title, what), Asking(moment, when))
    changes = bool(arguments.get("key") or arguments.get(HELD))
    said = "Change this date" if changes else "A date of your own"
    return Form(text(said), 1, 1, asked, command, arguments)


async def propose(what: str, when: str, visit: Visit, *, key: str = "") -> Reply | Refused:
    """Say in full what was understood; it is kept by a press.

    ``key`` is of the date that this one takes the place of.
    """
    zone = await person_zone(visit)
    clock = clock_in(zone, visit)
    title = " ".join(harmless(what).split())
    refusals = []
    if not title:
        refusals.append(Refusal(WHAT, what, "a few words, as mock interview"))
    at = None
    try:
        at = read_when(when, now=clock, zone=zone, until=last_day(visit.library.facts.calendar))
    except UnclearTime as unclear:
        refusals.append(Refusal(WHEN, when, unclear.accepted))
    if at is None or refusals:
        return Refused(tuple(refusals))
    if not key and await has_all(visit):
        return Refused((Sentence(WHAT, "", no_room(visit)),))
    person = await person_here(visit)
    held = await save_draft(
        visit.transaction,
        person,
        # One a proposal, so that an older message keeps what it shows.
        f"{_KIND}{visit.now.isoformat()}",
        {"title": title, "at": at.written, "zone": at.zone, "key": key},
        now=visit.now,
        expires_at=visit.now + _HELD_FOR,
    )
    # Each is a row until it expires; there is no use for more than could be kept.
    most = visit.library.facts.limits.own_dates
    await drop_oldest(visit.transaction, person, _KIND, keep=most)
    return _echo(Proposed(title, at, key), held.id, zone, clock.date())


def last_day(calendar: Calendar) -> date:
    """The last day a date may fall on: the end of the year after the last season held."""
    return date(max(season.season for season in calendar.seasons) + 1, 12, 31)


async def held_date(held: str, visit: Visit) -> tuple[Draft, Proposed] | None:
    """What was understood earlier and is not kept yet; ``None`` where it is gone."""
    if visit.person is None:
        return None
    draft = await read_draft_by_id(visit.transaction, visit.person, held, now=visit.now)
    if draft is None or not draft.kind.startswith(_KIND):
        return None
    read = draft.content
    return draft, Proposed(read["title"], LocalTime.read(read["at"], read["zone"]), read["key"])


def typed_when(at: LocalTime, zone: str) -> str:
    """A date as it would be typed by somebody in a zone."""
    said = at.written.replace("T", " ")
    return said if at.zone == zone else f"{said} {at.zone}"


def _echo(proposed: Proposed, held: str, zone: str, today: date) -> Reply:
    day = person_day(proposed.at, zone)
    ahead = ahead_words(day, today)
    said = "Change it to this?" if proposed.key else "Keep this date?"
    return Reply(
        text(said),
        (
            Paragraph(text(Strong(proposed.title, as_typed=True))),
            Paragraph(text(when_words(proposed.at, zone), f" ({zone}). {ahead}.")),
            Actions(
                (
                    Action("Keep", MILESTONE, {"do": "keep", HELD: held}),
                    Action("Change", MILESTONE, {"do": "edit", HELD: held}),
                )
            ),
        ),
        {"at": proposed.at.written, "zone": proposed.at.zone, "kept": False},
    )


def no_room(visit: Visit) -> str:
    """What somebody is told who has as many open dates of their own as there may be."""
    most = visit.library.facts.limits.own_dates
    return f"There is room for {most} open dates of your own; finish or drop one first"


async def has_all(visit: Visit) -> bool:
    """Whether the person has as many open dates of their own as there may be."""
    if visit.person is None:
        return False
    stored = await read_milestones(visit.transaction, visit.person)
    opened = sum(one.own and one.state is MilestoneState.OPEN for one in stored)
    return opened >= visit.library.facts.limits.own_dates
