"""A person's dates as replies: what is next, the whole season, what is past, one date."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from core.assessment.result import Cited
from core.commands.citations import sources
from core.commands.own_dates import MILESTONE, TIMELINE
from core.commands.visit import Visit
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
from core.dialogue.text import Plain, Strong, Text, day_in_words, text
from core.planning.current import CurrentPlan
from core.reminders.when import ahead_words, person_day, weekday_words, when_words
from core.terms import Ladder, MilestoneState
from core.timeline.result import PlannedMilestone

_NEXT_SHOWN = 6
_SEASON_PAGE = "start"
_FIVE_QUESTIONS = (
    "Five questions are enough for a timeline of your season. What you do not know can stay open."
)
_STATE = {MilestoneState.DONE: "Done", MilestoneState.DROPPED: "Not for you"}
_SEASON_S = (
    "This date comes from the season, so it moves when whoever runs this bot corrects it. A "
    "leader can propose a correction with /propose."
)


@dataclass(frozen=True, slots=True)
class Dates:
    """A person's plan with the zone and the day it is shown for."""

    plan: CurrentPlan
    zone: str
    today: date
    reminded: bool = False

    @property
    def coming(self) -> tuple[PlannedMilestone, ...]:
        """What is open and not past."""
        return tuple(one for one in self.plan.milestones if one.is_open_on(self.today))

    @property
    def past(self) -> tuple[PlannedMilestone, ...]:
        """What is open although its day is over; of a season that is over, their own dates."""
        return tuple(
            one
            for one in self.plan.milestones
            if one.state is MilestoneState.OPEN
            and one.is_past(self.today)
            and (one.own or one.still or not self.over)
        )

    @property
    def over(self) -> bool:
        """Whether the season of the plan is behind everybody."""
        return self.plan.timeline is not None and self.plan.timeline.over

    @property
    def settled(self) -> tuple[PlannedMilestone, ...]:
        """What is done, or not for the person."""
        return tuple(one for one in self.plan.milestones if one.state is not MilestoneState.OPEN)


def whose(dates: Dates) -> Text:
    """What a timeline is called."""
    timeline = dates.plan.timeline
    return text(f"Your timeline · season {timeline.season}" if timeline else "Your timeline")


def coming_next(dates: Dates) -> Reply:
    """The next few dates, and ways to everything else; short enough for a phone."""
    blocks: list[Block] = [*_before_all(dates)]
    shown = dates.coming[:_NEXT_SHOWN]
    if shown:
        blocks += [Heading(text("What is next")), lines(shown, dates)]
    elif dates.plan.timeline is not None and not dates.over:
        blocks.append(Paragraph(text("Nothing is left to do in this season's plan.")))
    if late := [one for one in dates.past if one.still]:
        said = f"Past already, with something that can still be done: {len(late)}."
        blocks.append(Paragraph(text(said)))
    blocks.append(_ways_on(dates, past=bool(late)))
    return Reply(whose(dates), tuple(blocks), _data(shown), Asked(TIMELINE))


def whole(dates: Dates, visit: Visit) -> Reply:
    """Everything by its time: this month, later, past, and what is settled."""
    month = (dates.today.year, dates.today.month)
    now = [one for one in dates.coming if _month(one, dates) == month]
    later = [one for one in dates.coming if _month(one, dates) != month]
    blocks: list[Block] = [*_before_all(dates)]
    blocks += _part("This month", now, dates)
    blocks += _part("Later", later, dates)
    blocks += _past(dates)
    blocks += _part("Done, or not for you", dates.settled, dates)
    keys = {one.key for one in (*dates.coming, *dates.past, *dates.settled)}
    shown = [one for one in dates.plan.milestones if one.key in keys]
    blocks += _sources(shown, visit)
    blocks.append(_ways_on(dates, all_shown=True))
    again = Asked(TIMELINE, {"show": "all"})
    return Reply(whose(dates), tuple(blocks), _data(shown), again)


def gone_by(dates: Dates, visit: Visit) -> Reply:
    """What is past and open, each with what can still be done."""
    blocks: list[Block] = _past(dates)
    if dates.over:
        blocks = [*_over(dates), *blocks]
    elif not blocks:
        blocks.append(Paragraph(text("Nothing that is open is past.")))
    blocks += _sources(dates.past, visit)
    blocks.append(Actions((Action("Timeline", TIMELINE),)))
    again = Asked(TIMELINE, {"show": "past"})
    return Reply(whose(dates), tuple(blocks), _data(dates.past), again)


def own_dates(dates: Dates) -> Reply:
    """The dates that the person added, whatever their state."""
    own = [one for one in dates.plan.milestones if one.own]
    blocks: list[Block] = [lines(own, dates)] if own else []
    if not own:
        blocks.append(Paragraph(text("You have added no date yet.")))
    add = Action("Add a date", TIMELINE, {"show": "add"})
    blocks.append(Actions((add, Action("Timeline", TIMELINE))))
    again = Asked(TIMELINE, {"show": "own"})
    return Reply(text("Your own dates"), tuple(blocks), _data(own), again)


def one_date(one: PlannedMilestone, dates: Dates, visit: Visit, said: str = "") -> Reply:
    """Everything about one date, with what can be done with it; ``said`` stands before it."""
    blocks: list[Block] = [Paragraph(text(said))] if said else []
    ahead = ahead_words(person_day(one.at, dates.zone), dates.today)
    guess = " An estimate: nobody has published this date yet." if one.estimated else ""
    blocks.append(Paragraph(text(Strong(_when(one, dates)), f". {ahead}.{guess}")))
    if one.begins is not None and one.is_open_on(dates.today):
        time = "is now" if one.begins <= dates.today else f"begins on {day_in_words(one.begins)}"
        blocks.append(Paragraph(text(f"The time for it {time}.")))
    blocks += [Paragraph(text(words)) for words in (one.why, _doing(one, dates)) if words]
    if one.state in _STATE and not said:
        blocks.append(Paragraph(text(f"{_STATE[one.state]}.")))
    blocks.append(Actions(_answers(one, dates)))
    if not one.own:
        blocks.append(Paragraph(text(_SEASON_S), quiet=True))
        blocks += _sources((one,), visit)
    again = Asked(MILESTONE, {"key": one.key})
    return Reply(text(Plain(one.title, as_typed=one.own)), tuple(blocks), _data((one,)), again)


def lines(milestones: Iterable[PlannedMilestone], dates: Dates) -> Items:
    """Dates as a list, each leading to everything about it."""
    return Items(tuple(line(one, dates) for one in milestones))


def line(one: PlannedMilestone, dates: Dates) -> Item:
    """One date in two lines: what it is, and when."""
    parts = [_when(one, dates)]
    if one.state in _STATE:
        parts.append(_STATE[one.state])
    elif one.is_past(dates.today):
        parts.append(f"past. {one.still}" if one.still else "past")
    else:
        parts.append(ahead_words(person_day(one.at, dates.zone), dates.today).lower())
    if one.estimated:
        parts.insert(1, "estimate")
    details = Action("Details", MILESTONE, {"key": one.key})
    title = Strong(one.title, as_typed=one.own)
    return Item(text(title), text(" · ".join(parts)), details)


def _when(one: PlannedMilestone, dates: Dates) -> str:
    # Only where an hour counts is it worth a second line on a phone that clocks differ.
    exact = one.at.time is not None or one.ladder is Ladder.IRREVERSIBLE
    return when_words(one.at, dates.zone) if exact else weekday_words(one.at.day)


def _doing(one: PlannedMilestone, dates: Dates) -> str:
    """What to do about a date; of what is past, what can still be done."""
    if not one.is_past(dates.today):
        return one.todo
    return one.still if one.state is MilestoneState.OPEN else ""


def _answers(one: PlannedMilestone, dates: Dates) -> tuple[Action, ...]:
    def does(label: str, do: str) -> Action:
        return Action(label, MILESTONE, {"key": one.key, "do": do})

    timeline = Action("Timeline", TIMELINE)
    if one.state is not MilestoneState.OPEN:
        stored = dates.plan.stored.get(one.key)
        if stored is None or stored.state is MilestoneState.OPEN:
            # It is done by what the person answered, or with an earlier one.
            return (timeline,)
        return (does("Put it back", "back"), timeline)
    change = (does("Change", "edit"),) if one.own else ()
    return (does("Done", "done"), does("Not for me", "drop"), *change, timeline)


def _before_all(dates: Dates) -> Iterator[Block]:
    """What a plan needs first: a profile, another season, or the dates of its season."""
    if dates.plan.timeline is None:
        yield Paragraph(text(_FIVE_QUESTIONS))
        yield Actions((Action("Read my profile", "assess"),))
    elif dates.plan.timeline.undated:
        said = f"No dates of season {dates.plan.timeline.season} are held yet."
        yield Paragraph(text(said))
    elif dates.over:
        yield from _over(dates)


def _over(dates: Dates) -> Iterator[Block]:
    if dates.plan.timeline is not None:
        said = (
            f"Season {dates.plan.timeline.season} is over. If you plan for another one, name it "
            "in /assess, and your timeline follows it."
        )
        yield Paragraph(text(said))
        yield Actions((Action("Name a season", "assess", {"page": _SEASON_PAGE}),))


def _part(heading: str, milestones: Iterable[PlannedMilestone], dates: Dates) -> list[Block]:
    listed = lines(milestones, dates)
    return [Heading(text(heading)), listed] if listed.items else []


def _past(dates: Dates) -> list[Block]:
    still = [one for one in dates.past if one.still]
    gone = [one for one in dates.past if not one.still]
    parts = _part("Past, and what can still be done", still, dates)
    return [*parts, *_part("Past", gone, dates)]


def _ways_on(dates: Dates, *, past: bool = False, all_shown: bool = False) -> Actions:
    """Where to go from here; of what is shown, and what would be empty, nothing."""
    add = Action("Add a date", TIMELINE, {"show": "add"})
    if not dates.plan.milestones:
        return Actions((add,))
    everything = () if all_shown else (Action("Whole season", TIMELINE, {"show": "all"}),)
    gone_by = (Action("Past dates", TIMELINE, {"show": "past"}),) if past else ()
    return Actions(
        (
            Action("Reminders" if dates.reminded else "Remind me", "remind"),
            *everything,
            Action("Picture", TIMELINE, {"show": "picture"}),
            Action("Calendar file", TIMELINE, {"show": "calendar"}),
            add,
        ),
        (*gone_by, Action("My own dates", TIMELINE, {"show": "own"})),
    )


def _month(one: PlannedMilestone, dates: Dates) -> tuple[int, int]:
    day = person_day(one.at, dates.zone)
    return day.year, day.month


def _sources(milestones: Iterable[PlannedMilestone], visit: Visit) -> list[Block]:
    cited = sources(_cited(milestones, visit))
    return [cited] if cited.lines else []


def _cited(milestones: Iterable[PlannedMilestone], visit: Visit) -> Iterator[Cited]:
    held = visit.library.facts.sources
    for one in milestones:
        for name in one.sources:
            source = held[name]
            yield Cited(
                source.id,
                source.title,
                one.strength or source.strength,
                checked=one.checked,
                address=source.address,
            )


def _data(milestones: Iterable[PlannedMilestone]) -> dict[str, Any]:
    return {
        "milestones": [
            {
                "key": one.key,
                "title": one.title,
                "at": one.at.written,
                "zone": one.at.zone,
                "state": one.state.value,
                "estimated": one.estimated,
                "instant": one.at.instant.astimezone(ZoneInfo("UTC")).isoformat(),
            }
            for one in milestones
        ]
    }
