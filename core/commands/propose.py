"""``/propose``: a leader proposes a date of a season to whoever runs the bot."""

from datetime import timedelta

from core.commands.answering import person_here
from core.commands.season import season_choice, season_here
from core.commands.season_dates import ACCEPTED, Written, read_written, when
from core.commands.visit import Server, Visit
from core.commands.words import MILESTONE
from core.dialogue.command import Audience, Command, Place
from core.dialogue.days import UnclearDay
from core.dialogue.form import Asking, Form
from core.dialogue.question import Choice, Kind, Question
from core.dialogue.reply import Action, Actions, Paragraph, Refusal, Refused, Reply, Sentence
from core.dialogue.request import Asked
from core.dialogue.text import Strong, text
from core.facts.corrected import Correction
from core.facts.season_refusals import SOURCE_LIMIT, wrong_with
from core.facts.seasons import Calendar, Milestone
from core.storage.season_corrections import written_at
from core.storage.season_proposals import add_proposal, count_open_proposals
from core.storage.servers import SavedServer, read_server, server_joined
from core.terms import MilestoneName, Strength

_SEASON = "for_season"
_MOST_OPEN = 20
"""Proposals of one server that may wait at once, so that nobody fills the operator's list."""
_SHORTEST_SOURCE = 3
_NO_PLACE = (
    "a date in the season's years and in its usual place among the others, which /season shows"
)

WHICH = Question(
    "milestone",
    "Which date?",
    "One of the dates that every season has.",
    Kind.CHOICE,
    tuple(Choice(name.value, label) for name, label in MILESTONE.items()),
    required=True,
)
DATE = Question(
    "proposed_date",
    "When is it?",
    "In US Eastern time: 2027-03-03 21:00, or the day alone.",
    Kind.WORDS,
    limit=40,
    required=True,
)
SOURCE = Question(
    "proposed_source",
    "Who says so?",
    "The publisher and page, with the web address last.",
    Kind.WORDS,
    limit=SOURCE_LIMIT,
    required=True,
)


def questions(calendar: Calendar) -> tuple[Question, ...]:
    """The questions of the form."""
    return (season_choice(_SEASON, calendar), WHICH, DATE, SOURCE)


def declared(asked: tuple[Question, ...]) -> Command:
    """The declaration of ``/propose``, which asks these questions."""
    return Command(
        "propose",
        "For leaders: propose a date of a season to whoever runs this bot.",
        asked,
        writes=True,
        opens_form=True,
        audience=Audience.LEADERS,
        places=frozenset({Place.SERVER}),
        examples=("/propose",),
    )


def opening(fields: tuple[str, ...]) -> Asked | None:
    """The request that opens the form, where it asks for one of the fields."""
    named = {_SEASON, WHICH.name, DATE.name, SOURCE.name}
    return Asked("propose") if named & set(fields) else None


async def run(asked: Asked, visit: Visit) -> Reply | Form | Refused:
    """Answer with the form; filled in, keep the proposal. No date changes by it.

    The desk has seen to it that a leader asks, in a server.
    """
    server = visit.where.server
    if server is None:
        raise LookupError("there is no server here")
    form = questions(visit.library.facts.calendar)
    if not asked.given:
        season = str(await season_here(visit))
        offered = {choice.value for choice in form[0].choices}
        current = {_SEASON: season if season in offered else ""}
        askings = tuple(Asking(one, current.get(one.name, "")) for one in form)
        return Form(text("A date to propose"), 1, 1, askings, "propose")
    missing = [Refusal(one.name, "", one.accepted) for one in form if one.name not in asked.given]
    if missing:
        return Refused(tuple(missing))
    proposed = _proposed(asked, visit)
    if isinstance(proposed, Refused):
        return proposed
    here = await _here(server, visit)
    if await count_open_proposals(visit.transaction, server_id=here.id) >= _MOST_OPEN:
        called = server.kind.called
        said = f"{_MOST_OPEN} proposals of this {called} wait already; ask whoever runs this bot"
        return Refused((Sentence("proposals", "", said),))
    one = proposed.milestone
    await add_proposal(
        visit.transaction,
        server_id=here.id,
        person_id=await person_here(visit),
        season=proposed.season,
        milestone=one.name.value,
        at=written_at(one.at, one.until, timed=one.timed),
        source=one.sources[0],
        now=visit.now,
    )
    return _told(proposed, visit)


def _proposed(asked: Asked, visit: Visit) -> Correction | Refused:
    typed = asked.given[DATE.name]
    facts, number = visit.library.facts, _season(asked, visit)
    name = MilestoneName(str(WHICH.read(asked.given[WHICH.name])))
    try:
        made = _correction(number, name, read_written(typed), asked.given[SOURCE.name], visit)
    except UnclearDay:
        return Refused((Refusal(DATE.name, typed, ACCEPTED),))
    except ValueError:
        return Refused((Refusal(DATE.name, typed, "an hour that the clocks do not skip"),))
    source = made.milestone.sources[0]
    if len(source) < _SHORTEST_SOURCE or not source.isprintable():
        return Refused((Refusal(SOURCE.name, source, "the name of a publisher or page"),))
    if wrong_with(facts, [made], visit.today):
        return Refused((Refusal(DATE.name, typed, _NO_PLACE),))
    return made


def _season(asked: Asked, visit: Visit) -> int:
    question = season_choice(_SEASON, visit.library.facts.calendar)
    return int(str(question.read(asked.given[_SEASON])))


def _correction(
    number: int, name: MilestoneName, written: Written, source: str, visit: Visit
) -> Correction:
    season = visit.library.facts.calendar.season(number)
    held = season.milestone(name) if season else None
    said = {
        "name": name,
        "at": written.at,
        "timed": written.timed,
        "until": written.until,
        "sources": (" ".join(source.split()),),
        "strength": Strength.SECOND_HAND,
        "checked": visit.today,
        "check_again": visit.today + timedelta(days=1),
    }
    if held is not None:
        said["zone"] = held.zone
    return Correction(season=number, milestone=Milestone.model_validate(said))


async def _here(server: Server, visit: Visit) -> SavedServer:
    where = {"door": visit.account.door, "platform_id": server.platform_id}
    # Asked from there, the bot is there, whether or not its door was told.
    await server_joined(visit.transaction, **where, now=visit.now)
    found = await read_server(visit.transaction, **where)
    if found is None:
        raise LookupError("the server was removed while a date was proposed")
    return found


def _told(proposed: Correction, visit: Visit) -> Reply:
    one = proposed.milestone
    season = visit.library.facts.calendar.season(proposed.season)
    held = season.milestone(one.name) if season else None
    stands = ("; now it is ", *when(held)) if held else ("; no date of it is held now",)
    return Reply(
        text("Proposed"),
        (
            Paragraph(
                text(
                    f"Season {proposed.season}, ",
                    Strong(MILESTONE[one.name]),
                    ": ",
                    *when(one),
                    *stands,
                    ".",
                )
            ),
            Paragraph(
                text(
                    "Whoever runs this bot sees it with your source. Until they take it, every "
                    "date stays as it is."
                )
            ),
            Actions((Action("Dates of the season", "season", {"season": str(proposed.season)}),)),
        ),
        {"season": proposed.season, "milestone": one.name.value},
    )
