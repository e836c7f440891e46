"""``/season``: the dates of a season, each with how firmly it is known and from where."""

from collections.abc import Iterable, Iterator

from core.assessment.phase import season_meant
from core.commands.answering import saved_profile
from core.commands.citations import sources
from core.commands.places import settings_here
from core.commands.season_dates import when
from core.commands.visit import Visit
from core.commands.words import MILESTONE
from core.dialogue.command import Command
from core.dialogue.question import Choice, Kind, Question
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
from core.facts.seasons import Calendar, Milestone, Season
from core.profile.applicant import Profile
from core.terms import MilestoneName, Strength

_SEASON = "season"
_NOT_OF_STUDENTS = frozenset({MilestoneName.IR_INDEPENDENT_MATCH_DAY})
_ALL_ESTIMATES = (
    "Every date of this season is an estimate: none has been published yet, and each is worked "
    "out from the seasons before, as stands under it."
)
_SOME_ESTIMATES = (
    "What is called an estimate has not been published: it is worked out from other seasons, as "
    "stands under it."
)


def declared(calendar: Calendar) -> Command:
    """The declaration of ``/season``, which shows one of these seasons."""
    return Command(
        "season",
        "The dates of a season, with their sources. Estimates are called so.",
        (season_choice(_SEASON, calendar, required=False),),
        views=frozenset({_SEASON}),
        examples=("/season", "/season 2028"),
    )


def season_choice(name: str, calendar: Calendar, *, required: bool = True) -> Question:
    """The question for one of the seasons that are held."""
    numbers = sorted(held.season for held in calendar.seasons)
    return Question(
        name,
        "Which season?",
        "A season is called by the year in which residency starts.",
        Kind.CHOICE,
        tuple(Choice(str(one), f"Residency from July {one}") for one in numbers),
        required=required,
    )


async def season_here(visit: Visit) -> int:
    """The season of the person, or that most people apply in here, or the one running now."""
    saved = await saved_profile(visit)
    if saved is None:
        here = await settings_here(visit.where, visit.account.door, visit.transaction)
        if here.season is not None:
            return here.season
    profile = saved.profile if saved else Profile()
    return season_meant(profile, visit.library.facts.calendar, visit.today)


async def run(asked: Asked, visit: Visit) -> Reply:
    """Show the season that was asked for, or else the one that concerns the person."""
    calendar = visit.library.facts.calendar
    chosen = season_choice(_SEASON, calendar, required=False).read(asked.given.get(_SEASON, ""))
    number = await season_here(visit) if chosen is None else int(str(chosen))
    season = calendar.season(number)
    title = text(f"Dates of season {number}")
    others = _others(calendar, number, visit)
    if season is None:
        said = f"No date of a residency from July {number} is held yet."
        return Reply(title, (Paragraph(text(said)), *others), {"season": number, "dates": []})
    shown = [one for one in season.milestones if one.name not in _NOT_OF_STUDENTS]
    citations = visit.library.prepared.citations
    blocks: tuple[Block, ...] = (
        *_estimates(shown),
        *_dates(shown, visit),
        sources(citations.all_of(visit.today, *shown)),
        *others,
    )
    data = {"season": number, "dates": [_plain(one, visit) for one in shown]}
    return Reply(title, blocks, data)


def _estimates(shown: Iterable[Milestone]) -> Iterator[Block]:
    estimated = [one.strength is Strength.ESTIMATE for one in shown]
    if any(estimated):
        yield Paragraph(text(_ALL_ESTIMATES if all(estimated) else _SOME_ESTIMATES))


def _dates(shown: Iterable[Milestone], visit: Visit) -> Iterator[Block]:
    by_date = sorted(shown, key=lambda one: one.at)
    ahead = [one for one in by_date if one.last_day >= visit.today]
    past = [one for one in by_date if one.last_day < visit.today]
    for heading, dates in (("Ahead", ahead), ("Past", past)):
        if dates:
            yield Heading(text(heading))
            yield Items(tuple(_item(one, visit) for one in dates))


def _item(one: Milestone, visit: Visit) -> Item:
    stale = ", due to be checked again" if one.is_stale(visit.today) else ""
    said = text(
        Strong(MILESTONE[one.name]), ": ", *when(one), f" ({STRENGTH[one.strength]}{stale})"
    )
    note = one.note.removeprefix("estimate: ")
    return Item(said, text(note[:1].upper() + note[1:] + ".") if note else ())


def _others(calendar: Calendar, number: int, visit: Visit) -> tuple[Block, ...]:
    """Ways to the other seasons that are not over."""
    others: list[Season] = [
        one for one in calendar.seasons if one.season != number and not one.is_over(visit.today)
    ]
    if not others:
        return ()
    return (
        Actions(
            tuple(
                Action(f"Season {one.season}", "season", {_SEASON: str(one.season)})
                for one in others
            )
        ),
    )


def _plain(one: Milestone, visit: Visit) -> dict[str, object]:
    return {
        "name": one.name.value,
        "at": one.at.isoformat() if one.timed else one.at.date().isoformat(),
        "until": one.until.isoformat() if one.until else None,
        "zone": one.zone,
        "strength": one.strength.value,
        "stale": one.is_stale(visit.today),
        "note": one.note,
    }
